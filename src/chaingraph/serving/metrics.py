"""Figures of a running server (运行指标) in the text format of Prometheus."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

__all__ = ["Metrics"]

_BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """Counts requests by route and status, and how long they took."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, int]] = Counter()
        self._buckets: Counter[tuple[str, float]] = Counter()
        self._seconds: Counter[str] = Counter()
        self._events: Counter[str] = Counter()

    def request(self, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests[route, status] += 1
        self._seconds[route] += seconds  # type: ignore[assignment]
        for bound in _BOUNDS:
            if seconds <= bound:
                self._buckets[route, bound] += 1

    def event(self, name: str) -> None:
        """Count what befell a query: ``cut``, ``timeout``, ``died``, ``busy``, ``left`` or ``slow``."""
        self._events[name] += 1

    def text(self, gauges: Mapping[str, float]) -> str:
        """Return all figures, those measured just now among them."""
        lines = [
            "# HELP chaingraph_requests_total Requests by route and status.",
            "# TYPE chaingraph_requests_total counter",
        ]
        for (route, status), count in sorted(self._requests.items()):
            lines.append(f'chaingraph_requests_total{{route="{route}",status="{status}"}} {count}')
        name = "chaingraph_request_seconds"
        lines += [f"# HELP {name} Duration of requests by route.", f"# TYPE {name} histogram"]
        for route in sorted(self._seconds):
            total = sum(count for (key, _), count in self._requests.items() if key == route)
            for bound in _BOUNDS:
                lines.append(f'{name}_bucket{{route="{route}",le="{bound:g}"}} {self._buckets[route, bound]}')
            lines.append(f'{name}_bucket{{route="{route}",le="+Inf"}} {total}')
            lines.append(f'{name}_sum{{route="{route}"}} {self._seconds[route]:.6f}')
            lines.append(f'{name}_count{{route="{route}"}} {total}')
        lines += ["# HELP chaingraph_events_total What befell queries.", "# TYPE chaingraph_events_total counter"]
        for event in ("busy", "cut", "died", "left", "slow", "timeout"):
            lines.append(f'chaingraph_events_total{{event="{event}"}} {self._events[event]}')
        for gauge, value in gauges.items():
            lines += [f"# TYPE chaingraph_{gauge} gauge", f"chaingraph_{gauge} {value:g}"]
        return "\n".join(lines) + "\n"

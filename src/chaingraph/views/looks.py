"""Colours and lines of the pages (图式): Okabe-Ito hues, darkened where text must be read, each state with its sign too."""

from typing import Any, Final

__all__ = ["BOXES", "LINES", "LOOKS", "PALETTE"]


def _look(fill: str, line: str, text: str, **other: Any) -> dict[str, Any]:
    common = {"size": 15, "width": 1.5, "radius": 5, "dashes": False, "weight": ""}
    return {"fill": fill, "line": line, "text": text, **common, **other}


_STATES: Final = {
    "present": ("#e2f3ec", "#009e73", "#0a3d2e"),
    "weak": ("#fff2d1", "#e69f00", "#4d3300"),
    "missing": ("#fde6d9", "#d55e00", "#5e2300"),
    "developing": ("#e6f3fb", "#3a8fc4", "#0b3a57"),
    "unknown": ("#eef0f2", "#7b8794", "#323d49"),
}
_EXTRA: Final[dict[str, dict[str, Any]]] = {
    "present": {},
    "weak": {"width": 2},
    "missing": {"width": 2.5},
    "developing": {"dashes": [9, 3]},
    "unknown": {"dashes": [5, 4]},
}
_HEAD: Final[dict[str, Any]] = {"size": 16, "weight": "bold", "radius": 5, "width": 0, "dashes": False}

LOOKS: Final[dict[str, dict[str, Any]]] = {
    **{state: _look(*colours, **_EXTRA[state]) for state, colours in _STATES.items()},
    **{f"head-{state}": _look(colours[0], colours[0], colours[2], **_HEAD) for state, colours in _STATES.items()},
    "idle": _look("#ffffff", "#c3cbd3", "#4a5866", width=1),
    "enterprise": _look("#ffffff", "#5b9bc8", "#0b3554", radius=14),
    "enterprise-alone": _look("#fff8e6", "#e69f00", "#4d3300", radius=14, width=2.5),
    "fallen": _look("#efe3ec", "#7b2d62", "#4a1239", width=3, dashes=[3, 3]),
    "off": _look("#dfe3e7", "#1b2733", "#1b2733", width=3, radius=14, dashes=[3, 3]),
    "dim": _look("#fbfcfc", "#e0e4e8", "#9aa4ae"),
    "chosen": _look("#ffffff", "#0b4f82", "#0b3554"),
}
"""How nodes look."""

LINES: Final[dict[str, dict[str, Any]]] = {
    "reported": {"color": "#5f7183", "width": 1.6, "dashes": False, "arrow": 0.55},
    "assumed": {"color": "#9aa5b1", "width": 1.3, "dashes": [7, 5], "arrow": 0.55},
    "kind_of": {"color": "#9aa5b1", "width": 1.2, "dashes": [2, 4], "arrow": 0.55},
    "stage": {"color": "#c9d8e4", "width": 4, "dashes": False, "arrow": 0.35},
    "recycle": {"color": "#00684d", "width": 2.5, "dashes": [9, 6], "arrow": 0.55},
    "makes": {"color": "#4f9cd0", "width": 1.4, "dashes": False, "arrow": 0},
    "develops": {"color": "#4f9cd0", "width": 1.4, "dashes": [9, 5], "arrow": 0},
    "buys": {"color": "#b07aa1", "width": 1.4, "dashes": False, "arrow": 0.55},
    "bought": {"color": "#b07aa1", "width": 1.4, "dashes": [3, 5], "arrow": 0.55},
}
"""How edges look."""

BOXES: Final[dict[str, dict[str, Any]]] = {
    "tier": {"fill": "#eef2f5", "text": "#33475b", "size": 16, "radius": 10, "sticky": "top", "grow": 1.7},
    "lane": {"fill": "#f3f6f9", "line": "#dde4ea", "width": 1, "text": "#33475b", "size": 15, "radius": 8, "grow": 1.5},
    "loose": {
        "fill": "#f7f9fa",
        "line": "#c3cbd3",
        "width": 1,
        "dashes": [4, 4],
        "text": "#4a5866",
        "size": 14,
        "radius": 8,
        "grow": 1,
    },
    **{
        state: {
            "fill": "#ffffff",
            "line": colours[1],
            "width": 2,
            "dashes": {"unknown": [6, 5], "developing": [10, 4]}.get(state, []),
            "radius": 9,
        }
        for state, colours in _STATES.items()
    },
    "empty": {"fill": "rgb(255 255 255 / 35%)", "line": "#c3cbd3", "width": 1, "radius": 9},
}
"""How the rectangles behind the nodes look."""

PALETTE: Final = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8a7500", "#555555")
"""Hues for kinds of which nothing else is known."""

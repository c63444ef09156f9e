"""Targets against actual figures (目标与实际): which values answer which target, and why others do not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import networkx as nx

from chaingraph.analysis.dates import period
from chaingraph.findings import Finding, merge
from chaingraph.model import Reading, require, require_region

__all__ = ["TargetCheck", "target_checks"]

_DIFFERENCES = ("unit", "subject", "scope", "period")
"""In what an actual value may differ from a target so that it does not answer it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetCheck(Finding):
    """One target beside one value of the same indicator; the subject is the indicator."""

    of: tuple[str, ...]  # things that the target is set for, together
    target: float  # [unit]
    comparator: str  # eq | ge | gt | le | lt | approx
    target_time: str | None  # a date, or first/last date of a period, both included
    value: float | None  # [unit]; None: no actual value of the indicator is on record
    value_kind: str | None  # actual | forecast
    value_comparator: str | None
    value_of: tuple[str, ...]
    value_time: str | None
    comparable: bool  # whether the value answers the target
    differs: tuple[str, ...]  # in what it differs: unit, subject, scope, period; empty when comparable, or no value
    reached: bool | None  # None: not comparable, or the value's own comparator leaves it open
    distance: float | None  # value less target [unit]; None: not comparable
    unit: str


def target_checks(chain: nx.DiGraph, *, region: str | None = None) -> tuple[TargetCheck, ...]:
    """Put each target beside the actual and forecast values of the same indicator.

    A value answers a target when unit, things, statistical scope and time are the same; any difference is told, and
    nothing is concluded then. A value said to be *more than* v reaches a target of at most v for certain, and leaves
    one above v open; one *about* v reaches what v reaches.

    Parameters
    ----------
    chain
        Any graph with ``graph["indicators"]`` (of `chaingraph.model.Reading`) and ``graph["searched"]``.
    region
        Leaves out the targets of places that neither are the region nor lie in it; None: none is left out.

    Returns
    -------
    tuple of TargetCheck
        By indicator, things and time of the target; its comparable values first. A target without any value of its
        indicator stands there once, with none.

    Raises
    ------
    ContractError
        When the graph has no indicators, or does not know the region.

    Examples
    --------
    >>> aim = Reading(indicator="i", subject="r", kind="target", value=0.3, unit="u", comparator="ge", as_of="2023")
    >>> now = Reading(indicator="i", subject="r", kind="actual", value=0.35, unit="u", as_of="2023")
    >>> (check,) = target_checks(nx.DiGraph(indicators=(aim, now), searched=()))
    >>> check.comparable, check.reached, round(check.distance, 2)
    (True, True, 0.05)
    """
    require(chain, graph_keys=("indicators", "searched"))
    require_region(chain, region)
    targets: dict[tuple[str, ...], list[Reading]] = {}
    values: dict[tuple[str, ...], list[Reading]] = {}
    for reading in chain.graph["indicators"]:
        group = targets if reading.kind == "target" else values
        group.setdefault(reading.evidence, []).append(reading)
    checks = []
    for aims in targets.values():
        if region and not all(_of_place(chain, aim.subject, region) for aim in aims):
            continue
        others = [each for each in values.values() if each[0].indicator == aims[0].indicator]
        found = [_check(chain, aims, each) for each in others] or [_check(chain, aims, ())]
        checks.extend(found)
    return tuple(sorted(checks, key=_order))


def _of_place(chain: nx.DiGraph, thing: str, region: str) -> bool:
    """Tell whether a thing is no place, or the region, or inside it."""
    within = chain.graph.get("within", {})
    places = {each for places in within.values() for each in places} | {
        one for one in within if one.startswith("region:")
    }
    return thing == region or thing not in places or region in within.get(thing, ())


def _check(chain: nx.DiGraph, aims: Sequence[Reading], values: Sequence[Reading]) -> TargetCheck:
    aim, value = aims[0], values[0] if values else None
    differs = _differences(aims, values) if values else ()
    comparable = value is not None and not differs
    return TargetCheck(
        subject=aim.indicator,
        of=_things(aims),
        target=aim.value,
        comparator=aim.comparator,
        target_time=period(aim),
        value=value.value if value else None,
        value_kind=value.kind if value else None,
        value_comparator=value.comparator if value else None,
        value_of=_things(values),
        value_time=period(value) if value else None,
        comparable=comparable,
        differs=differs,
        reached=_reached(aim, value) if value and comparable else None,
        distance=value.value - aim.value if value and comparable else None,
        unit=aim.unit,
        evidence=merge(reading.evidence for reading in (*aims, *values)),
        searched=chain.graph["searched"],
    )


def _differences(aims: Sequence[Reading], values: Sequence[Reading]) -> tuple[str, ...]:
    aim, value = aims[0], values[0]
    same = {
        "unit": aim.unit == value.unit,
        "subject": _things(aims) == _things(values),
        "scope": (aim.scope or "") == (value.scope or ""),
        "period": _times(aim) == _times(value),
    }
    return tuple(name for name in _DIFFERENCES if not same[name])


def _reached(aim: Reading, value: Reading) -> bool | None:
    """Tell whether a value reaches a target, as far as both comparators allow."""
    exact = value.comparator in ("eq", "approx")
    low = value.value if exact or value.comparator in ("ge", "gt") else None
    high = value.value if exact or value.comparator in ("le", "lt") else None
    if aim.comparator in ("le", "lt"):
        if high is not None and high <= aim.value:
            return True
        return False if low is not None and low > aim.value else None
    if low is not None and low >= aim.value:
        return True
    return False if high is not None and high < aim.value else None


def _things(readings: Iterable[Reading]) -> tuple[str, ...]:
    return tuple(sorted({reading.subject for reading in readings}))


def _times(reading: Reading) -> tuple[str | None, ...]:
    return (reading.valid_from, reading.valid_until) if reading.valid_from or reading.valid_until else (reading.as_of,)


def _order(check: TargetCheck) -> tuple[object, ...]:
    return (
        check.subject,
        check.of,
        check.target_time or "",
        not check.comparable,
        check.value_time or "",
        check.evidence,
    )

"""Bases of a local supply rate (口径): what is counted when supplies are weighed by their origin."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

__all__ = ["BASES", "SEVERAL_CUSTOMERS", "UNITS", "WEIGH", "Basis", "Origin", "Supply", "Weighed", "best_switch"]

Basis: TypeAlias = Literal["supplier-count", "product", "value", "share"]
Origin: TypeAlias = Literal["local", "elsewhere", "unknown"]

UNITS = {"supplier-count": "supplier", "product": "customer × product", "value": "unit:CNY", "share": "1"}
_CNY = ("unit:CNY", "unit:CCY_CNY", "CNY")

_NO_VALUE = (
    "部分供应未给出人民币金额或金额相互矛盾，未计入。",
    "Supplies without a value in CNY, or with contradicting ones, left out.",
)
SEVERAL_CUSTOMERS = ("份额只能按单个客户计算。", "Shares add up for one customer only; name it.")
_SEVERAL_WHOLES = ("份额的基数不一，不能相加。", "The shares are of different wholes and do not add up.")
_TOO_MUCH = ("份额之和大于 1，相互矛盾。", "The shares add up to more than 1; they contradict each other.")


class Supply(NamedTuple):
    """One supply statement with the origin of its supplier."""

    supplier: str
    customer: str
    key: str
    origin: Origin
    data: dict[str, Any]


class Weighed(NamedTuple):
    """What a basis makes of supplies: amounts by origin, the supplies counted, and what to know of it."""

    local: float = 0
    elsewhere: float = 0
    unknown: float = 0
    counted: Sequence[Supply] = ()
    unweighed: Sequence[Supply] = ()  # that the basis cannot weigh, and that might move the rate
    note: tuple[str, str] | None = None  # in Chinese and in English


def _by_supplier(supplies: Sequence[Supply]) -> Weighed:
    return _count({each.supplier: each.origin for each in supplies}, supplies)


def _by_product(supplies: Sequence[Supply]) -> Weighed:
    """Count a product once per customer: local before unknown before elsewhere."""
    origins: dict[tuple[str, str], Origin] = {}
    order: tuple[Origin, ...] = ("elsewhere", "unknown", "local")
    for origin in order:
        for each in supplies:
            if each.origin == origin:
                for product in each.data["products"]:
                    origins[each.customer, product] = origin
    unweighed = [each for each in supplies if not each.data["products"]]
    counted = [each for each in supplies if each.data["products"]] if unweighed else supplies
    return _count(origins, counted)._replace(unweighed=unweighed)


def _count(origins: Mapping[Any, Origin], counted: Sequence[Supply]) -> Weighed:
    found = [*origins.values()]
    return Weighed(found.count("local"), found.count("elsewhere"), found.count("unknown"), counted)


def _by_value(supplies: Sequence[Supply]) -> Weighed:
    found = _add(supplies, "value", lambda data: data.get("value") is not None and data.get("unit") in _CNY)
    return found._replace(note=_NO_VALUE if found.unweighed else None)


def _by_share(supplies: Sequence[Supply]) -> Weighed:
    """Add one customer's shares of one whole; what is left of it is of unknown origin, and holds the unweighed."""
    wholes = {each.data["share_of"] for each in supplies if _has_share(each.data)}
    found = _add(supplies, "share", _has_share)
    rest = 1 - found.local - found.elsewhere - found.unknown
    if len(wholes) > 1:
        return Weighed(unweighed=supplies, note=_SEVERAL_WHOLES)
    if rest < -1e-9:
        return Weighed(unweighed=supplies, note=_TOO_MUCH)
    return found._replace(unknown=found.unknown + max(rest, 0.0), unweighed=()) if found.counted else found


def _has_share(data: Mapping[str, Any]) -> bool:
    return data.get("share") is not None and bool(data.get("share_of"))


def _add(supplies: Sequence[Supply], key: str, fits: Callable[[Mapping[str, Any]], bool]) -> Weighed:
    """Add up the latest fitting statement on each supplier, customer and set of products.

    Older ones, and ones without an amount, say no more of the same; where the latest disagree, none is weighed.
    """
    groups: dict[tuple[str, str, frozenset[str]], list[Supply]] = {}
    for each in supplies:
        groups.setdefault((each.supplier, each.customer, frozenset(each.data["products"])), []).append(each)
    counted: list[Supply] = []
    unweighed: list[Supply] = []
    for group in groups.values():
        latest = fitting = [each for each in group if fits(each.data)]
        if len(fitting) > 1:
            newest = max(map(_date, fitting))
            latest = [each for each in fitting if _date(each) == newest]
        if len({each.data[key] for each in latest}) == 1:
            counted.append(latest[0])
        else:
            unweighed.extend(group)
    sums: dict[Origin, float] = {"local": 0, "elsewhere": 0, "unknown": 0}
    for each in counted:
        sums[each.origin] += each.data[key]
    return Weighed(sums["local"], sums["elsewhere"], sums["unknown"], counted, unweighed)


def _date(supply: Supply) -> str:
    return supply.data.get("as_of") or supply.data.get("valid_from") or ""


WEIGH: dict[Basis, Callable[[Sequence[Supply]], Weighed]] = {
    "supplier-count": _by_supplier,
    "product": _by_product,
    "value": _by_value,
    "share": _by_share,
}

BASES: tuple[Basis, ...] = tuple(WEIGH)


def best_switch(supplies: Sequence[Supply], basis: Basis, found: Weighed) -> tuple[str | None, float | None]:
    """Find the supplier elsewhere whose replacement by a new local one raises the rate most; by name among equals.

    Returns its name and the rate then. What it supplies moves from *elsewhere* to *local*; by product, a pair of
    customer and product that it supplies becomes local even where the pair's origin was unknown by another supplier.
    """
    gains: dict[str, tuple[float, float]] = {}  # by supplier: what becomes local, and what of it was unknown
    if basis == "supplier-count":
        gains = {each.supplier: (1.0, 0.0) for each in supplies if each.origin == "elsewhere"}
    elif basis == "product":
        gains = _gained_pairs(supplies)
    else:
        for each in found.counted:
            if each.origin == "elsewhere":
                gained = gains.get(each.supplier, (0.0, 0.0))[0] + each.data[basis]
                gains[each.supplier] = gained, 0.0
    known = found.local + found.elsewhere
    rates = {
        name: (found.local + gained) / (known + unknown) for name, (gained, unknown) in gains.items() if known + unknown
    }
    best = min(rates, key=lambda name: (-rates[name], name), default=None)
    return (best, rates[best]) if best is not None else (None, None)


def _gained_pairs(supplies: Sequence[Supply]) -> dict[str, tuple[float, float]]:
    origins: dict[str, set[tuple[str, str]]] = {"local": set(), "unknown": set()}
    by_supplier: dict[str, set[tuple[str, str]]] = {}
    for each in supplies:
        if not each.data["products"]:
            continue
        place = by_supplier.setdefault(each.supplier, set()) if each.origin == "elsewhere" else origins[each.origin]
        for product in each.data["products"]:
            place.add((each.customer, product))
    gains = {}
    for name, pairs in by_supplier.items():
        new = pairs - origins["local"]
        gains[name] = float(len(new)), float(len(new & origins["unknown"]))
    return gains

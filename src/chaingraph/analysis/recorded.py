"""Recorded supplies as a network (供应记录化为网络): what each supply weighs, and what it means to its customer."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt

from chaingraph.analysis.flows import ESSENTIAL, NON_ESSENTIAL, Floats, Ints, Network, network

__all__ = ["Recorded", "recorded_network", "recorded_supplies"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recorded:
    """Supplies on record, one link for each supplier, customer and product; the arrays follow one another."""

    names: tuple[str, ...]  # enterprises
    supplier: Ints
    buyer: Ints
    product: tuple[str, ...]
    market: Ints  # number of the product
    input_class: Ints  # links of one class can stand in for one another at a customer
    nature: Ints  # ESSENTIAL, NON_ESSENTIAL; -1: no recipe says
    weight: Floats  # 1: a typical supply
    told: npt.NDArray[np.bool_]  # whether the weight is on record
    rows: tuple[tuple[str, ...], ...]  # evidence
    status: tuple[str, ...]
    weighed_by: str  # value | share | mixed | count


def recorded_supplies(
    supply: nx.MultiDiGraph, needs: Mapping[tuple[str, str], tuple[str, bool]] | None = None
) -> Recorded:
    """Read the supplies of a supply graph that hold; planned ones, and of an enterprise to itself, are left out.

    A supply weighs its value over the median of all values of the commonest unit, else its share over the mean of the
    customer's shares in the same whole, else 1. Of several statements on one supplier, customer and set of products the latest
    with an amount counts; where the latest disagree, none. An amount of several products is divided equally.

    Parameters
    ----------
    supply
        Supply graph.
    needs
        Customer and product → requirement it meets there, and whether that is essential, as from `chaingraph.input_needs`.
        Links of one requirement are one class; a product of no known requirement is its own.
    """
    groups: dict[tuple[str, str, tuple[str, ...]], list[Mapping[str, Any]]] = {}
    ended = supply.graph.get("as_of") is None
    for supplier, customer, data in supply.edges(data=True):
        if supplier != customer and data["status"] != "planned" and not (ended and data.get("ended_by")):
            groups.setdefault((supplier, customer, tuple(sorted(data["products"]))), []).append(data)
    weights, ways = _weights(groups)
    names = tuple(sorted(supply))
    at = {name: number for number, name in enumerate(names)}
    links = [
        (supplier, customer, product, weights.get(key, 1.0) / max(1, len(key[2])), key)
        for key in sorted(groups)
        for supplier, customer, products in [key]
        for product in products or ("",)
    ]
    met = [(needs or {}).get((customer, product)) for _, customer, product, _, _ in links]
    classes = [one[0] if one else product for (_, _, product, _, _), one in zip(links, met, strict=True)]
    evidence = {key: tuple(sorted({row for data in many for row in data["evidence"]})) for key, many in groups.items()}
    return Recorded(
        names=names,
        supplier=np.array([at[link[0]] for link in links], np.int64),
        buyer=np.array([at[link[1]] for link in links], np.int64),
        product=tuple(link[2] for link in links),
        market=_numbered([link[2] for link in links]),
        input_class=_numbered(classes),
        nature=np.array([-1 if one is None else ESSENTIAL if one[1] else NON_ESSENTIAL for one in met], np.int64),
        weight=np.array([link[3] for link in links], np.float64),
        told=np.array([link[4] in weights for link in links], np.bool_),
        rows=tuple(evidence[link[4]] for link in links),
        status=tuple(groups[link[4]][0]["status"] for link in links),
        weighed_by="count" if not ways else ways.pop() if len(ways) == 1 and len(weights) == len(groups) else "mixed",
    )


def _weights(
    groups: Mapping[tuple[str, str, tuple[str, ...]], list[Mapping[str, Any]]],
) -> tuple[dict[tuple[str, str, tuple[str, ...]], float], set[str]]:
    """Return the weights on record by supplier, customer and products, and what they were read from."""
    values = {key: _latest(many, "value", "unit") for key, many in groups.items()}
    units = [one[1] for one in values.values() if one]
    unit = max(sorted(set(units)), key=units.count, default=None)
    known = {key: one[0] for key, one in values.items() if one and one[1] == unit}
    typical = median(known.values()) if known else 1.0
    found = {key: value / typical for key, value in known.items()}
    ways = {"value"} if known else set()
    wholes: dict[tuple[str, str], dict[tuple[str, str, tuple[str, ...]], float]] = {}
    for key, many in groups.items():
        share = _latest(many, "share", "share_of")
        if share and key not in found:
            wholes.setdefault((key[1], share[1]), {})[key] = share[0]
    for shares in wholes.values():
        mean = fmean(shares.values())
        found |= {key: share / mean for key, share in shares.items()}
        ways.add("share")
    return found, ways


def _latest(statements: list[Mapping[str, Any]], amount: str, of: str) -> tuple[float, str] | None:
    """Return the latest amount above 0 with what it is of; None: there is none, or the latest disagree."""
    told = [each for each in statements if (each.get(amount) or 0) > 0 and each.get(of)]
    newest = max((_date(each) for each in told), default="")
    latest = {(float(each[amount]), str(each[of])) for each in told if _date(each) == newest}
    return latest.pop() if len(latest) == 1 else None


def _date(data: Mapping[str, Any]) -> str:
    return str(data.get("as_of") or data.get("valid_from") or "")


def _numbered(names: list[str]) -> Ints:
    at = {name: number for number, name in enumerate(sorted(set(names)))}
    return np.array([at[name] for name in names], np.int64)


def recorded_network(recorded: Recorded, *, unknown: int = NON_ESSENTIAL, revenue: Floats | None = None) -> Network:
    """Prepare recorded supplies for cascades; inputs of which no recipe says anything are of the nature *unknown*."""
    return network(
        recorded.supplier,
        recorded.buyer,
        recorded.weight,
        count=len(recorded.names),
        input_class=recorded.input_class,
        nature=np.where(recorded.nature < 0, unknown, recorded.nature),
        market=recorded.market,
        revenue=revenue,
    )

"""Switched suppliers (供应商更替): who supplied a customer before, and who does after."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from chaingraph.analysis.made import around
from chaingraph.findings import Finding, merge
from chaingraph.model import require, require_region

__all__ = ["SwitchedSupplier", "switched_suppliers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchedSupplier(Finding):
    """A customer whose suppliers of one product are not the same at two times; the subject is the customer."""

    region: str
    product: str
    before: str | None  # first time looked at
    after: str | None  # second time
    lost: tuple[str, ...]  # suppliers at the first time only
    gained: tuple[str, ...]  # suppliers at the second time only
    kept: tuple[str, ...]
    local_before: int  # suppliers of the region at the first time [-]
    local_after: int  # suppliers of the region at the second time [-]
    known_before: int  # suppliers at the first time of whom it is known whether they are of the region [-]
    known_after: int  # and at the second [-]
    share_before: (
        float | None
    )  # of the customer's inputs that those of the first time held in all, as stated, 0 to 1 [-]
    share_after: float | None


def switched_suppliers(before: nx.MultiDiGraph, after: nx.MultiDiGraph, *, region: str) -> tuple[SwitchedSupplier, ...]:
    r"""Compare who supplies each customer with each product at two times.

    For every pair of customer and product with the sets of suppliers on record :math:`B` before and :math:`A` after,
    :math:`B \neq A`: lost :math:`B \setminus A`, gained :math:`A \setminus B`, kept :math:`A \cap B` [enterprises], and of
    each set how many are of the region, out of how many of known place. Change of partners is measured so, link by link,
    in firm networks over time [1]_. A pair on record at one time only counts as well: that nobody is lost or gained there
    may be a gap of the record, not of the supply.

    Parameters
    ----------
    before, after
        Supply graphs of two times, as from `chaingraph.graphs.supply_graph` with two values of ``as_of``.
    region
        Whose suppliers count as local. The customers may be anywhere.

    Returns
    -------
    tuple of SwitchedSupplier
        By customer, then product; those with the same suppliers at both times are left out. Planned supplies do not
        count.

    Raises
    ------
    ContractError
        When a graph breaks its contract, or does not know the region.

    References
    ----------
    .. [1] "Supply chain network rewiring dynamics at the firm-level", arXiv:2503.20594 (2025): half of the links of
       Hungarian firms are gone after 13 months.
    """
    for graph in (before, after):
        require(graph, node=("places",), edge=("products", "evidence", "status"), graph_keys=("searched",))
        require_region(graph, region)
    first, second = _suppliers(before), _suppliers(after)
    searched = merge([before.graph["searched"], after.graph["searched"]])
    found = []
    for customer, product in sorted(first.keys() | second.keys()):
        old, new = first.get((customer, product), {}), second.get((customer, product), {})
        if old.keys() == new.keys():
            continue
        found.append(
            SwitchedSupplier(
                subject=customer,
                region=region,
                product=product,
                before=before.graph.get("as_of"),
                after=after.graph.get("as_of"),
                lost=tuple(sorted(old.keys() - new.keys())),
                gained=tuple(sorted(new.keys() - old.keys())),
                kept=tuple(sorted(old.keys() & new.keys())),
                local_before=_local(before, old, region),
                local_after=_local(after, new, region),
                known_before=_known(before, old, region),
                known_after=_known(after, new, region),
                share_before=_share(old),
                share_after=_share(new),
                evidence=merge(edge["evidence"] for many in (*old.values(), *new.values()) for edge in many),
                searched=searched,
            )
        )
    return tuple(found)


def _suppliers(supply: nx.MultiDiGraph) -> dict[tuple[str, str], dict[str, list[dict[str, Any]]]]:
    """Return the statements by customer and product, then by supplier."""
    found: dict[tuple[str, str], dict[str, list[dict[str, Any]]]] = {}
    for supplier, customer, edge in _edges(supply):
        for product in edge["products"]:
            found.setdefault((customer, product), {}).setdefault(supplier, []).append(edge)
    return found


def _edges(supply: nx.MultiDiGraph) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for supplier, customer, _, edge in sorted(supply.edges(keys=True, data=True), key=lambda each: each[:3]):
        if edge["status"] != "planned":
            yield supplier, customer, edge


def _local(supply: nx.MultiDiGraph, suppliers: Iterable[str], region: str) -> int:
    return sum(region in supply.nodes[supplier]["places"] for supplier in suppliers)


def _known(supply: nx.MultiDiGraph, suppliers: Iterable[str], region: str) -> int:
    containing = around(supply, region) - {region}
    return sum(not supply.nodes[supplier]["places"] <= containing for supplier in suppliers)


def _share(suppliers: Mapping[str, list[dict[str, Any]]]) -> float | None:
    """Add the stated shares, where each supplier has one; of several on one supplier the largest."""
    shares = [max((edge["share"] for edge in many if edge["share"] is not None), default=None)
              for many in suppliers.values()]  # fmt: skip
    told = [share for share in shares if share is not None]
    return sum(told) if told and len(told) == len(shares) else None

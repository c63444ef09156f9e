"""Cut sets of products (割集): which enterprises of a region, stopping together, stop a product."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import networkx as nx

from chaingraph.analysis.cuts import minimal_cut_sets
from chaingraph.analysis.gates import Fixpoint, Gate, Key, running
from chaingraph.analysis.kinds import with_general
from chaingraph.analysis.made import made_here
from chaingraph.analysis.running import local_gates
from chaingraph.findings import Finding, merge
from chaingraph.model import ContractError, Maker, require_chain
from chaingraph.shared import analysis

__all__ = ["CutSet", "cut_sets"]

_MOST: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CutSet(Finding):
    """Enterprises that together stop a product of the region, none of which could be left out."""

    region: str
    verb: str  # strengthen 强链
    enterprises: tuple[str, ...]
    size: int  # number of them
    loses: tuple[str, ...]  # further products made in the region that stop with them
    fixpoint: Fixpoint


@analysis
def cut_sets(chain: nx.DiGraph, *, region: str, product: str | None = None, most: int = 2) -> tuple[CutSet, ...]:
    """Find the smallest sets of enterprises whose stopping together stops a product of the region.

    A set of one is what `chaingraph.analysis.weak.weak_links` finds; sets of two and more show what looks safe, for
    it has several makers, and is not. What is made runs on until something stops it (greatest fixpoint), nobody elsewhere
    steps in, and inputs that are not made in the region come from outside and do not fail. Where a maker is not named it
    may stand for many: then not all makers can be said to stop.

    Parameters
    ----------
    chain
        Chain graph.
    region
        Park, district, city, province or country.
    product
        Product that is made in the region; None: each of them.
    most
        Largest number of enterprises at once, 1 to 5; the number of sets may grow exponentially with it.

    Returns
    -------
    tuple of CutSet
        By product, the smallest first; none where no such set stops it.

    Raises
    ------
    ContractError
        When the graph breaks its contract or does not know the region, when the product is not made there, or *most* is
        out of its range.

    References
    ----------
    .. [1] W. E. Vesely, F. F. Goldberg, N. H. Roberts, D. F. Haasl, "Fault Tree Handbook", NUREG-0492 (1981).
    """
    require_chain(chain, region=region)
    if not 1 <= most <= _MOST:
        raise ContractError.of(
            f"most {most}", zh=f"应为 1 至 {_MOST} 的整数。", en=f"must be a whole number from 1 to {_MOST}."
        )
    here = made_here(chain, region)
    if product is not None and product not in with_general(chain, here):
        raise ContractError.of(
            product,
            zh="不在本链中，或资料中该地无人生产，谈不上割集；所缺产品见 missing-links。",
            en="not of this chain, or not made in the region on record, so nothing can stop it; for what is lacking see "
            "missing-links.",
        )
    gates = _gates(chain, here)
    return tuple(
        _finding(chain, region, gates, one, cut)
        for one in ([product] if product is not None else sorted(here))
        for cut in minimal_cut_sets(gates, ("available", one), most=most)
    )


def _gates(chain: nx.DiGraph, here: Mapping[str, tuple[Maker, ...]]) -> dict[Key, Gate]:
    """Write the region's production as gates in which every named maker may stop."""
    gates = dict(local_gates(chain, here, faults="enterprises"))
    for product, makers in here.items():
        needs = {key: rows for key, rows in gates["made", product].inputs.items() if key[0] != "fault"}
        if not any(maker.unnamed for maker in makers):
            said: dict[Key, list[tuple[str, ...]]] = {}
            for maker in makers:
                said.setdefault(("fault", maker.enterprise), []).append(maker.evidence)
            gates["makers", product] = Gate(every=False, inputs={key: merge(rows) for key, rows in said.items()})
            needs["makers", product] = ()
        gates["made", product] = Gate(every=True, inputs=needs)
    return gates


def _finding(chain: nx.DiGraph, region: str, gates: Mapping[Key, Gate], product: str, cut: tuple[str, ...]) -> CutSet:
    works = running(gates, failed=cut)
    stopped = {name for role, name in gates if role == "made" and ("made", name) not in works}
    return CutSet(
        subject=product,
        region=region,
        verb="strengthen",
        enterprises=cut,
        size=len(cut),
        loses=tuple(sorted(stopped - {product})),
        fixpoint="greatest",
        evidence=_trace(gates, product, works, frozenset(cut)),
        searched=chain.graph["searched"],
    )


def _trace(gates: Mapping[Key, Gate], product: str, works: set[Key], cut: frozenset[str]) -> tuple[str, ...]:
    """Return the rows on the ways from the product down to the enterprises that stop it."""
    start: Key = ("available", product)
    seen, stack = {start}, [start]
    rows: set[str] = set()
    while stack:
        for key, said in gates[stack.pop()].inputs.items():
            if key in works or (key not in gates and key[1] not in cut):
                continue
            rows.update(said)
            if key in gates and key not in seen:
                seen.add(key)
                stack.append(key)
    return tuple(sorted(rows))

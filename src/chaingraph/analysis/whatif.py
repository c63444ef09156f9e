"""What if (情景推演): what changes in a region when enterprises, places or imports fall away, or makers come."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import networkx as nx

from chaingraph.analysis.diagnosis import Diagnosis, diagnose
from chaingraph.analysis.gates import Fixpoint, Gate, Key, running
from chaingraph.analysis.kinds import with_general
from chaingraph.analysis.made import enterprises, made_here
from chaingraph.analysis.running import local_gates
from chaingraph.findings import Finding, merge
from chaingraph.model import ContractError, Maker, Segment, require_chain

__all__ = ["Change", "Coming", "WhatIf", "what_if"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """Somebody who would begin to make a product."""

    product: str
    place: str
    enterprise: str = "enterprise:newcomer"  # a name of its own, when it is none of the graph
    evidence: tuple[str, ...] = ()  # rows of the project that it comes from, if any


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that would be otherwise."""

    what: str  # segment | missing | gap | weak | rate
    subject: str
    before: str | None  # None: no such finding before
    after: str | None
    basis: str | None = None  # of a rate; a finding of another kind: None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf(Finding):
    """What would change; the subject is the region."""

    removed: tuple[str, ...]
    added: tuple[str, ...]  # products that somebody would begin to make
    fixpoint: Fixpoint  # greatest: what runs keeps running until something stops it
    elsewhere: bool  # whether makers elsewhere were taken to step in
    lost: tuple[str, ...]  # products of the region that nobody there makes any more, or whose inputs are gone
    direct: tuple[str, ...]  # of these, the ones that lose their last maker
    idle: tuple[str, ...]  # enterprises that stay and can no longer make a product of theirs
    gained: tuple[str, ...]  # products that the region makes only then
    changes: tuple[Change, ...]  # of findings and rates


def what_if(
    chain: nx.DiGraph,
    supply: nx.MultiDiGraph,
    *,
    region: str,
    remove: Iterable[str] = (),
    add: Iterable[Coming] = (),
    elsewhere: bool = False,
) -> WhatIf:
    """Compare a region's chain as it is with the chain after something has gone or come.

    What stops follows from the greatest fixpoint of the region's production (`chaingraph.analysis.running`), all
    removals at once: what is made in the region and loses its last maker is gone for those who need it, unless makers
    elsewhere are taken to step in; what came from outside goes on coming, except a product that is itself removed.
    Findings are compared by running `chaingraph.analysis.diagnosis.diagnose` before and after, in which those removed
    make, supply, buy and take part in nothing, and those added produce; stopped makers still stand there.

    Who comes closes the gap of the product that it makes, and opens none but, at most, gaps among the inputs of the
    recipes of that product, its kinds and what it is a kind of: what it needs and nobody in the region makes. In return,
    who goes opens at most the gaps of what it made, and closes none but, at most, gaps among those inputs. A maker of
    what no recipe makes adds no gap, and none is closed by losing it.

    Parameters
    ----------
    chain, supply
        Chain graph and supply graph; neither is changed.
    region
        Park, district, city, province or country.
    remove
        Enterprises; parks, sites or regions (all that is made inside); products (their import).
    add
        Who would begin to make what, where.
    elsewhere
        Whether makers known outside the region step in at once for what stops in it.

    Returns
    -------
    WhatIf
        One finding, on the region.

    Raises
    ------
    ContractError
        When a graph breaks its contract, when nothing is removed or added, or something is not of the graph.
    """
    require_chain(chain, region=region)
    removed, added = tuple(dict.fromkeys(remove)), tuple(add)
    _check(chain, supply, removed, added)
    after, after_supply = _altered(chain, removed, added), _altered_supply(supply, removed)
    here, then = made_here(chain, region), made_here(after, region)
    lost, direct = _stopped(chain, here, then, [each for each in removed if each.startswith("product:")], elsewhere)
    first, second = (diagnose(*graphs, region=region) for graphs in ((chain, supply), (after, after_supply)))
    makers = {product: enterprises(then[product]) for product in lost if product in then}
    changes = tuple(_changes(first, second))
    gone = set(removed)
    evidence = [
        maker.evidence
        for product, makers_of in chain.nodes(data="makers")
        for maker in makers_of or ()
        if _is_gone(maker, gone) or (product in lost and region in maker.places)
    ]
    return WhatIf(
        subject=region,
        removed=removed,
        added=tuple(dict.fromkeys(each.product for each in added)),
        fixpoint="greatest",
        elsewhere=elsewhere,
        lost=lost,
        direct=direct,
        idle=tuple(sorted({name for names in makers.values() for name in names})),
        gained=tuple(sorted(with_general(after, then) - with_general(chain, here))),
        changes=changes,
        evidence=merge([*evidence, *(each.evidence for each in added)]),
        searched=first.searched,
    )


def _check(chain: nx.DiGraph, supply: nx.MultiDiGraph, removed: Sequence[str], added: Sequence[Coming]) -> None:
    if not removed and not added:
        where = "what_if"
        raise ContractError.of(where, zh="应给出去掉或新增的对象。", en="give something to remove or to add.")
    within = chain.graph.get("within", {})
    known = {maker.enterprise for _, makers in chain.nodes(data="makers") for maker in makers or ()} | set(supply)
    known |= {each.enterprise for segment in chain.graph["segments"].values() for each in segment["participants"]}
    known |= {place for places in within.values() for place in places} | set(within)
    known |= {place for _, makers in chain.nodes(data="makers") for maker in makers or () for place in maker.places}
    for each in (*removed, *(one.product for one in added)):
        if each not in known and (each not in chain or chain.nodes[each]["kind"] != "product"):
            raise ContractError.of(each, zh="不在这条产业链的图中。", en="not in the graph of this chain.")
    for one in added:
        if within and one.place not in within:
            raise ContractError.of(one.place, zh="不是图中的地点。", en="no place of the graph.")


def _altered(chain: nx.DiGraph, removed: Collection[str], added: Iterable[Coming]) -> nx.DiGraph:
    """Copy a chain graph without those removed and with those added."""
    graph = chain.copy()
    gone = set(removed)
    within: Mapping[str, frozenset[str]] = chain.graph.get("within", {})
    for _, data in graph.nodes(data=True):
        if data["kind"] == "product":
            data["makers"] = tuple(each for each in data["makers"] if not _is_gone(each, gone))
    for one in added:
        places = frozenset({one.place}) | within.get(one.place, frozenset())
        newcomer = Maker(enterprise=one.enterprise, places=places, evidence=one.evidence)
        graph.nodes[one.product]["makers"] += (newcomer,)
    graph.graph["segments"] = {name: _segment(segment, gone) for name, segment in chain.graph["segments"].items()}
    claimants = chain.graph.get("claimants", {})
    graph.graph["claimants"] = {
        product: tuple(each for each in many if not _is_gone(each, gone)) for product, many in claimants.items()
    }
    supplies = chain.graph.get("supplies", ())
    graph.graph["supplies"] = tuple(each for each in supplies if not {each.supplier, each.customer} & gone)
    return graph


def _segment(segment: Segment, gone: set[str]) -> Segment:
    left = tuple(each for each in segment["participants"] if not _is_gone(each, gone))
    return {**segment, "participants": left}


def _is_gone(one: Any, gone: set[str]) -> bool:
    return one.enterprise in gone or not gone.isdisjoint(one.places)


def _altered_supply(supply: nx.MultiDiGraph, removed: Collection[str]) -> nx.MultiDiGraph:
    """Copy a supply graph without the supplies of and to those removed, and without removed imports."""
    gone = set(removed)
    out = {name for name, places in supply.nodes(data="places") if name in gone or not gone.isdisjoint(places)}
    kept = [
        (supplier, customer, key)
        for supplier, customer, key, products in supply.edges(keys=True, data="products")
        if supplier not in out and customer not in out and not (products and gone.issuperset(products))
    ]
    left: nx.MultiDiGraph = supply.edge_subgraph(kept).copy()
    left.add_nodes_from((name, data) for name, data in supply.nodes(data=True) if name not in out)
    left.graph.update(supply.graph)
    return left


def _stopped(
    chain: nx.DiGraph,
    here: Mapping[str, tuple[Maker, ...]],
    then: Mapping[str, tuple[Maker, ...]],
    imports: Collection[str],
    elsewhere: bool,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the products that stop, and those of them that lose their last maker."""
    outside = _outside(chain, here) if elsewhere else set()
    gates: dict[Key, Gate] = {**local_gates(chain, here, faults="enterprises", outside=outside, lost=imports)}
    for product in here:
        key = ("made", product)
        left = {each: rows for each, rows in gates[key].inputs.items() if each[0] != "fault"}
        gates[key] = Gate(every=True, inputs=left) if product in then else Gate(every=False, inputs={})
    working = running(gates)
    lost = sorted(name for role, name in gates if role == "available" and (role, name) not in working)
    direct = with_general(chain, here) - with_general(chain, then)
    return tuple(lost), tuple(product for product in lost if product in direct)


def _outside(chain: nx.DiGraph, here: Mapping[str, tuple[Maker, ...]]) -> set[str]:
    """Return the products of which some producing maker is not among those of the region."""
    local = {maker for makers in here.values() for maker in makers}
    return with_general(
        chain,
        [
            product
            for product, makers in chain.nodes(data="makers")
            if any(maker not in local and maker.places and maker.stage == "producing" for maker in makers or ())
        ],
    )


def _changes(first: Diagnosis, second: Diagnosis) -> Iterable[Change]:
    """Compare two diagnoses, thing by thing."""
    for what, before, after in (
        ("segment", _states(first.segments), _states(second.segments)),
        ("missing", _states(first.missing), _states(second.missing)),
        ("gap", _causes(first), _causes(second)),
        ("weak", _weak(first), _weak(second)),
        ("rate", _rates(first), _rates(second)),
    ):
        for key in sorted(before.keys() | after.keys()):
            old, new, (subject, basis) = before.get(key), after.get(key), key
            if old != new:
                yield Change(what=what, subject=subject, basis=basis or None, before=old, after=new)


_Told: TypeAlias = dict[tuple[str, str], str]
"""What is found, by subject and, of a rate, basis."""


def _states(findings: Iterable[Any]) -> _Told:
    return {(finding.subject, ""): finding.state for finding in findings}


def _causes(diagnosis: Diagnosis) -> _Told:
    return {(gap.subject, ""): gap.cause for gap in diagnosis.gaps}


def _weak(diagnosis: Diagnosis) -> _Told:
    return {(link.subject, ""): "sole" if link.sole else "stated" for link in diagnosis.weak}


def _rates(diagnosis: Diagnosis) -> _Told:
    return {(rate.subject, rate.basis): f"{rate.rate:.4f}" for rate in diagnosis.rates if rate.rate is not None}

"""Agreement (文件与测算的一致性): shortages that documents state against gaps computed without them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import networkx as nx

from chaingraph.analysis.kinds import general_kinds, special_kinds
from chaingraph.analysis.made import claimed_here, enterprises, whereabouts
from chaingraph.analysis.missing import missing_links
from chaingraph.analysis.segment import segment_states
from chaingraph.analysis.weak import weak_links
from chaingraph.analysis.witness import shortage_at, solved_rows
from chaingraph.findings import Finding, merge
from chaingraph.model import Participant, Shortage, require_chain
from chaingraph.shared import alike, analysis

__all__ = ["WHY", "Agreement", "agreements"]

Outcome: TypeAlias = Literal["both", "stated-only", "found-only"]


WHY = ("solved", "makers", "participants", "kinds", "not-linked", "not-demanded")
"""Why a stated shortage is not found, the first that holds: another statement calls it solved; several makers are known
there, or one that may stand for several; somebody there takes part in a segment that lists it alone, and is taken to
make it; special kinds of it are found short, it is not itself; nothing on record is made from it, and no segment lists
it; what is made from it is not made there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Finding):
    """Whether documents and the computation agree on one product or segment that either finds short."""

    region: str
    outcome: Outcome
    found: str | None  # no-maker | developing | sole-maker; None: the computation finds nothing
    stated: tuple[str, ...]  # kinds of the open shortages that documents state, sorted; empty: none
    why: str | None  # of stated-only, one of WHY; None: agreed, or not stated
    makers: tuple[str, ...]  # enterprises of the region that make it, or hold the segment


@analysis
def agreements(chain: nx.DiGraph, *, region: str) -> tuple[Agreement, ...]:
    """Compare the shortages that documents state for a region with the gaps that follow from makers and recipes.

    The gaps are computed on the graph without its stated shortages and completeness, so that neither feeds the other:
    *no-maker* and *developing* are the missing links, *sole-maker* the weak ones. A product that is short only because
    a more general one is stated to be counts as stated.

    Parameters
    ----------
    chain
        Chain graph.
    region
        Park, district, city, province or country.

    Returns
    -------
    tuple of Agreement
        What both find first, then what is only stated, then what is only found; within these by subject. Segments
        stand there when a shortage of the segment itself is stated.

    Raises
    ------
    ContractError
        When the graph breaks its contract, or does not know the region.
    """
    require_chain(chain, region=region)
    bare = _without_statements(chain)
    computed = {link.subject: link for link in missing_links(bare, region=region)}
    sole = {link.subject: link for link in weak_links(bare, region=region) if link.sole}
    found = {name: "developing" if link.state == "developing" else "no-maker" for name, link in computed.items()}
    found |= dict.fromkeys(sole, "sole-maker")
    evidence = {name: link.evidence for name, link in (*computed.items(), *sole.items())}
    stated = {
        name: shortages
        for name, kind in chain.nodes(data="kind")
        if kind == "product" and (shortages := _stated(chain, name, region, found))
    }
    results = []
    for name in sorted(found.keys() | stated.keys()):
        case = _product(chain, region, name, found, stated.get(name, ()))
        results.append(_agreement(chain, region, name, case._replace(rows=[*case.rows, evidence.get(name, ())])))
    results += _segments(chain, bare, region)
    order = ("both", "stated-only", "found-only")
    return tuple(sorted(results, key=lambda one: (order.index(one.outcome), one.subject)))


def _without_statements(chain: nx.DiGraph) -> nx.DiGraph:
    bare: nx.DiGraph = chain.to_directed(as_view=True)  # with the same edges
    bare.graph = {key: value for key, value in chain.graph.items() if key != "complete"}
    bare.graph["segments"] = {name: {**segment, "shortages": ()} for name, segment in chain.graph["segments"].items()}
    bare._node = {
        name: {key: () if key in ("shortages", "complete") else value for key, value in data.items()}
        for name, data in chain.nodes(data=True)
    }
    alike(bare, chain)
    return bare


def _stated(chain: nx.DiGraph, product: str, region: str, found: dict[str, str]) -> tuple[Shortage, ...]:
    """Return the open shortages of a product; those of more general ones too, where it is found short itself."""
    kinds = general_kinds(chain, product) if product in found else (product,)
    return tuple(each for kind in kinds for each in shortage_at(chain, chain.nodes[kind]["shortages"], region))


class _Case(NamedTuple):
    """What both sides say of one thing."""

    found: str | None
    stated: tuple[Shortage, ...]
    why: str | None
    makers: tuple[str, ...]
    rows: list[tuple[str, ...]]


def _product(
    chain: nx.DiGraph, region: str, name: str, short: Mapping[str, str], stated: tuple[Shortage, ...]
) -> _Case:
    makers = whereabouts(chain, name, region).here
    found = short.get(name)
    why = _why(chain, region, name, short) if stated and not found else None
    rows = [*(each.evidence for each in stated), *(each.evidence for each in makers)]
    holders = enterprises(makers)
    if why == "solved":
        rows.append(solved_rows(chain, name, region))
    elif why == "participants":
        taken = _taken(chain, region, name)
        rows += [each.evidence for each in taken]
        holders = enterprises(taken)
    return _Case(found, stated, why, holders, rows)


def _why(chain: nx.DiGraph, region: str, name: str, short: Mapping[str, str]) -> str:
    """Return why a stated shortage of a product is not found; see `WHY`."""
    used = any(
        edge["role"] == "alternative" for kind in general_kinds(chain, name) for edge in chain.succ[kind].values()
    )
    reasons = {
        "solved": bool(solved_rows(chain, name, region)),
        "makers": bool(whereabouts(chain, name, region).here),
        "participants": bool(_taken(chain, region, name)),
        "kinds": any(kind in short for kind in special_kinds(chain, name)),
        "not-linked": not used,
    }
    return next((why for why, holds in reasons.items() if holds), "not-demanded")


def _taken(chain: nx.DiGraph, region: str, name: str) -> list[Participant]:
    """Return those in the region who are taken to make a product, or a special kind of it."""
    claimed = claimed_here(chain, region)
    return [each for kind in special_kinds(chain, name) for each in claimed.get(kind, ())]


def _segments(chain: nx.DiGraph, bare: nx.DiGraph, region: str) -> list[Agreement]:
    """Compare the segments of which a shortage is stated."""
    results = []
    for state in segment_states(bare, region=region):
        stated = shortage_at(chain, chain.graph["segments"][state.subject]["shortages"], region)
        if not stated:
            continue
        holders = tuple(sorted({*state.makers, *state.participants} - set(state.developing)))
        found = "sole-maker" if state.sole else None
        if not holders:
            found = "developing" if state.state == "developing" else "no-maker"
        rows = [*(each.evidence for each in stated), state.evidence]
        case = _Case(found, stated, None if found else "makers", holders, rows)
        results.append(_agreement(chain, region, state.subject, case))
    return results


def _agreement(chain: nx.DiGraph, region: str, name: str, case: _Case) -> Agreement:
    return Agreement(
        subject=name,
        region=region,
        outcome="found-only" if not case.stated else "both" if case.found else "stated-only",
        found=case.found,
        stated=tuple(sorted({each.kind for each in case.stated})),
        why=case.why,
        makers=case.makers,
        evidence=merge(case.rows),
        searched=chain.graph["searched"],
    )

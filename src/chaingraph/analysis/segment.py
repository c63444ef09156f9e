"""Segments (环节): which positions of a chain a region holds, by whom, and which are weak or lacking."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import prod

import networkx as nx

from chaingraph.analysis.gap_verb import gap_verb
from chaingraph.analysis.kinds import kind_evidence, special_kinds, with_general
from chaingraph.analysis.made import enterprises, made_here, only_one, rows, whereabouts
from chaingraph.analysis.witness import Witness, process_witnesses, shortage_at, witnesses
from chaingraph.findings import Finding, merge
from chaingraph.model import Maker, Participant, Segment, Shortage, require_chain
from chaingraph.shared import analysis

__all__ = ["SegmentState", "segment_order", "segment_states"]

_TIERS = ("upstream", "midstream", "downstream", "circular")


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentState(Finding):
    """What is known of one segment in a region."""

    region: str
    state: str  # present | weak | missing: a witness says so | inferred: missing by inference, at the alpha asked for |
    # developing: not yet | unknown: nobody is recorded
    present: float | None  # inferred: probability that some product of it is made there all the same [-]; else None
    verb: str | None  # strengthen 强链 | supplement 补链 | extend 延链 | build 建链; None: present or unknown
    sole: str | None  # the one enterprise of the region that holds it; None: several, none, or not named
    tier: str | None  # as the graph has it
    makers: tuple[str, ...]  # enterprises of the region that make one of its products
    participants: tuple[str, ...]  # enterprises of the region said to take part in it, developers too
    products: tuple[str, ...]  # products that the segment lists
    made: tuple[str, ...]  # those made in the region, themselves or a special kind
    shortages: tuple[str, ...]  # rows that state an open shortage of it, of a product of it, or of a kind of one
    witness: str | None  # shortage | complete, when missing
    developing: tuple[str, ...]  # enterprises of the region that develop or plan one of its products and make none
    place_unknown: tuple[str, ...]  # makers of its products who may be in the region


@analysis
def segment_states(chain: nx.DiGraph, *, region: str, alpha: float | None = None) -> tuple[SegmentState, ...]:
    r"""Tell for each segment whether the region holds it.

    *present*: two enterprises of the region or more make its products or take part in it; *weak*: one alone, or a
    shortage is open; *missing*: none, and a witness says so (for every product it lists; if it lists none, a
    shortage of the segment); *developing*: those there are develop or plan its products, as far as is said, and make
    none of them yet; *unknown*: none is recorded. With *alpha* an unknown segment that lists products is *inferred*
    missing when each of them is witnessed missing or called missing by inference; some of those called, i, is made there
    all the same with probability :math:`1 - \prod_i (1 - p_i)`, taken as independent.

    The verb is *strengthen* for a weak segment, and that of `chaingraph.analysis.gap_verb.gap_verb` for a missing or developing one.

    Parameters
    ----------
    chain
        Chain graph.
    region
        Park, district, city, province or country.
    alpha
        Share of wrong calls among products called missing by inference
        (`chaingraph.analysis.absence.infer_missing`); None: none is called.

    Returns
    -------
    tuple of SegmentState
        From upstream to downstream (see `segment_order`): an order of reading, not of gravity.

    Raises
    ------
    ContractError
        When the graph breaks its contract, or does not know the region.
    """
    require_chain(chain, region=region)
    entries: Mapping[str, Segment] = chain.graph["segments"]
    local = with_general(chain, made_here(chain, region))
    absent = sorted({each for entry in entries.values() for each in entry["products"]} - local)
    attested = witnesses(chain, region=region, products=absent)
    lacking = process_witnesses(chain, region=region)
    states = {}
    for name, entry in entries.items():
        witness = lacking.get(name)
        absences = [attested[product] for product in entry["products"] if product in attested]
        if witness is None and absences and len(absences) == len(entry["products"]):
            witness = Witness(kind=absences[0].kind, evidence=merge(each.evidence for each in absences))
        states[name] = _state(chain, name, region, witness)
    if alpha is not None:
        states |= _inferred(chain, region, states, attested, alpha)
    held = {name for name, state in states.items() if state.state in ("present", "weak")}
    return tuple(replace(states[name], verb=_verb(entries, states[name], held)) for name in segment_order(entries))


def _inferred(
    chain: nx.DiGraph,
    region: str,
    states: Mapping[str, SegmentState],
    attested: Mapping[str, Witness],
    alpha: float,
) -> dict[str, SegmentState]:
    """Return the unknown segments none of whose products is probably made in the region."""
    from chaingraph.analysis.absence import infer_missing  # loads numpy

    unknown = {name: state for name, state in states.items() if state.state == "unknown" and state.products}
    open_ = sorted({product for state in unknown.values() for product in state.products} - attested.keys())
    called = infer_missing(
        chain,
        region=region,
        products=open_,
        alpha=alpha,
        attested=[(product, region) for product in sorted(attested)],
    )
    present = dict.fromkeys(attested, 0.0) | {one.subject: one.present for one in called}
    return {
        name: replace(
            state,
            state="inferred",
            present=1 - prod(1 - present[product] for product in state.products),
            evidence=merge([state.evidence, *(attested[each].evidence for each in state.products if each in attested)]),
        )
        for name, state in unknown.items()
        if present.keys() >= set(state.products)
    }


def segment_order(entries: Mapping[str, Segment]) -> tuple[str, ...]:
    """Put segments in order from upstream to downstream.

    Parameters
    ----------
    entries
        As in ``graph["segments"]``.

    Returns
    -------
    tuple of str
        A segment after all those said to be upstream of it; otherwise by tier (none told: as midstream), then name.
        Segments in a cycle of such statements stay together.
    """
    order = nx.DiGraph()
    order.add_nodes_from(sorted(entries))
    order.add_edges_from(
        (name, after) for name in sorted(entries) for after in entries[name]["upstream_of"] if after in entries
    )
    groups = nx.condensation(order)
    members = {group: sorted(names, key=lambda name: _rank(entries, name)) for group, names in groups.nodes("members")}
    ordered = nx.lexicographical_topological_sort(groups, key=lambda group: _rank(entries, members[group][0]))
    return tuple(name for group in ordered for name in members[group])


def _rank(entries: Mapping[str, Segment], name: str) -> tuple[int, str]:
    tier = (entries[name]["tier"] or "midstream").removeprefix("tier:")
    return (_TIERS.index(tier) if tier in _TIERS else len(_TIERS)), name


def _state(chain: nx.DiGraph, name: str, region: str, witness: Witness | None) -> SegmentState:
    """Return the state of one segment, its verb left open; *witness* counts only where nobody is there."""
    entry: Segment = chain.graph["segments"][name]
    seen = [whereabouts(chain, product, region) for product in entry["products"]]
    makers = [maker for each in seen for maker in each.here]
    participants = [each for each in entry["participants"] if region in each.places]
    further = [maker for each in seen for maker in (*each.developing, *each.unplaced)]
    shortages = shortage_at(chain, _shortages(chain, entry), region)
    only_developing = {each.enterprise for one in seen for each in one.developing} - set(enterprises(makers))
    holders: list[Maker | Participant] = [
        *makers,
        *(each for each in participants if each.enterprise not in only_developing),
    ]
    sole = only_one(holders)
    state = "weak" if sole or (holders and shortages) else "present"
    if not holders:
        state = "missing" if witness else "developing" if only_developing else "unknown"
    return SegmentState(
        subject=name,
        region=region,
        state=state,
        present=None,
        verb=None,
        sole=sole,
        tier=entry["tier"],
        makers=enterprises(makers),
        participants=enterprises(participants),
        products=tuple(sorted(entry["products"])),
        made=tuple(sorted(product for product, each in zip(entry["products"], seen, strict=True) if each.here)),
        shortages=merge(shortage.evidence for shortage in shortages),
        witness=witness.kind if witness and state == "missing" else None,
        developing=tuple(sorted(only_developing)),
        place_unknown=enterprises(maker for each in seen for maker in each.unplaced),
        evidence=merge(
            [
                entry["evidence"],
                *rows([*makers, *participants, *further]),
                *_kind_rows(chain, entry, region),
                *(shortage.evidence for shortage in shortages),
                witness.evidence if witness and state == "missing" else (),
            ]
        ),
        searched=chain.graph["searched"],
    )


def _shortages(chain: nx.DiGraph, entry: Segment) -> list[Shortage]:
    """Return the shortages of the segment, of its products and of their special kinds, not checked for place."""
    kinds = sorted({kind for product in entry["products"] for kind in special_kinds(chain, product)})
    return [*entry["shortages"], *(shortage for kind in kinds for shortage in chain.nodes[kind]["shortages"])]


def _kind_rows(chain: nx.DiGraph, entry: Segment, region: str) -> list[tuple[str, ...]]:
    """Return the rows by which a product made in the region is a kind of one that the segment lists."""
    return [
        evidence
        for product in entry["products"]
        for kind in special_kinds(chain, product)[1:]
        if any(region in maker.places for maker in chain.nodes[kind]["makers"])
        for _, evidence in kind_evidence(chain, kind, product)
    ]


def _verb(entries: Mapping[str, Segment], state: SegmentState, held: set[str]) -> str | None:
    match state.state:
        case "weak":
            return "strengthen"
        case "missing" | "inferred" | "developing":
            return gap_verb(entries, state.subject, held)
        case _:
            return None

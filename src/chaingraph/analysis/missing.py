"""Missing links (缺链、断链): products that a region's chain needs and that nobody there is known to make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import networkx as nx

from chaingraph.analysis.demand import unmet_needs
from chaingraph.analysis.gap_verb import gap_verb
from chaingraph.analysis.gates import Fixpoint, consequences, single_points
from chaingraph.analysis.kinds import general_kinds, special_kinds, with_general
from chaingraph.analysis.made import claimed_here, claimed_products, enterprises, made_here, whereabouts
from chaingraph.analysis.running import local_gates
from chaingraph.analysis.unmet import UnmetDemand, unmet_demand
from chaingraph.analysis.witness import listing_segments, shortage_at, solved_rows, witnesses
from chaingraph.findings import merge
from chaingraph.model import Participant, Segment, Shortage, require_chain
from chaingraph.shared import analysis

__all__ = ["MissingLink", "missing_links"]

_STATES = ("missing", "inferred", "developing", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingLink(UnmetDemand):
    """A product that is demanded in a region and has no known producing maker there."""

    state: str  # missing: a witness says so; inferred: missing by inference, at the alpha asked for; developing:
    # somebody there is, no more; unknown: nobody is recorded
    present: float | None  # inferred: probability that it is made there all the same [-]; else None
    predicted: float | None  # inferred: share of wrong calls to expect among all that are called with it [-]; else None
    looked_in: tuple[str, ...]  # inferred: documents, or origins of several, that were searched for it there
    learned: tuple[str, ...] = ()  # inferred: other regions that the sources were judged by; none: called too boldly
    witness: str | None  # shortage | complete; None when unknown
    segments: tuple[str, ...]  # segments that list it
    participants: tuple[str, ...]  # enterprises of the region in those segments, or in another chain's of it alone
    shortages: tuple[str, ...]  # rows that state an open shortage of it, a more general product or a listing segment
    inherited: tuple[str, ...]  # more general products whose stated shortage it is; empty: stated of itself, or none
    blocks: tuple[str, ...]  # made in the region, yet not to be built up there without it, all else brought in
    fixpoint: Fixpoint  # the one that `blocks` rests on
    solved: tuple[str, ...]  # rows that speak against it: a shortage said to be solved around the region


@analysis
def missing_links(chain: nx.DiGraph, *, region: str, alpha: float | None = None) -> tuple[MissingLink, ...]:
    r"""Find what a region's chain needs and nobody there is known to make.

    With the products *N* that what is made in the region needs and *S* that segments list, and those made there *M*,
    taken to be made there *C*, or a general kind of one of these, the links are :math:`(N \cup S) \setminus (M \cup C)`.
    Absence is never taken from silence alone (partial completeness, [1]_). A product is *demanded* when a product made
    in the region needs it (`chaingraph.analysis.demand.unmet_needs`), or when a segment of the chain lists it; one that
    is not demanded gives no finding, and no more does one that an enterprise of the region is taken to make, because it
    takes part in a segment that lists it alone. A demanded product without producing maker in the region, of it or of
    any special kind, is *missing* when witnessed (`chaingraph.analysis.witness`), else *developing* when somebody there
    develops or plans it, else *unknown*. Where a maker and an open shortage meet, the link is weak, not missing.

    The verb is *supplement* when a local product needs it, else that of the segment which lists it
    (`chaingraph.analysis.gap_verb.gap_verb`).

    Parameters
    ----------
    chain
        Chain graph.
    region
        Park, district, city, province or country.
    alpha
        Share of wrong calls allowed among the links that are called missing by inference, above 0 and below 1 [-]: of
        the unknown links those of smallest probability of presence *p* [2]_, as many as keep their mean *p* at or below
        *alpha* (`chaingraph.analysis.absence.infer_missing`), where the sources searched allow to estimate it. 0.05
        calls few and surely, 0.20 many. None: none is called.

    Returns
    -------
    tuple of MissingLink
        Missing before inferred before developing before unknown, certain before possible, essential before optional,
        then by number of customers and of blocked products, then by product.

    Raises
    ------
    ContractError
        When the graph breaks its contract, does not know the region, or *alpha* is no share between 0 and 1.

    References
    ----------
    .. [1] S. Razniewski, H. Arnaout, S. Ghosh, F. Suchanek, "Completeness, recall, and negation in open-world knowledge
       bases: a survey", ACM Computing Surveys 56 (2024) 150, doi:10.1145/3639563.
    .. [2] D. I. MacKenzie et al., "Estimating site occupancy rates when detection probabilities are less than one",
       Ecology 83 (2002) 2248.
    """
    require_chain(chain, region=region)
    here, claimed = made_here(chain, region), claimed_here(chain, region)
    local = with_general(chain, here)
    needs = unmet_needs(chain, here, claimed)
    listed = listing_segments(chain)
    demanded = sorted((set(needs) | set(listed)) - local - claimed_products(chain, claimed, region))
    attested = witnesses(chain, region=region, products=demanded)
    points = single_points(local_gates(chain, here, faults="inputs"), fixpoint="least")
    held = _held(chain, region, local)
    findings = []
    for product in demanded:
        segments = listed.get(product, ())
        participants = _participants(chain, product, segments, region, claimed)
        shortages = _shortages(chain, product, segments, region)
        stopped, trace = consequences(points, product, ("fault", product), role="available")
        witness = attested.get(product)
        seen = whereabouts(chain, product, region)
        fields = unmet_demand(
            chain,
            needs.get(product, ()),
            customers={**claimed, **here},
            makers=seen,
            segments=segments,
            more=[
                *(chain.graph["segments"][segment]["evidence"] for segment in segments),
                *(each.evidence for each in participants),
                *(each.evidence for each in shortages),
                trace,
                witness.evidence if witness else (),
            ],
        )
        findings.append(
            MissingLink(
                subject=product,
                region=region,
                state="missing" if witness else "developing" if seen.developing else "unknown",
                present=None,
                predicted=None,
                looked_in=(),
                witness=witness.kind if witness else None,
                verb="supplement" if fields["needed_by"] else _verb(chain, product, segments, local, held),
                segments=segments,
                participants=enterprises(participants),
                shortages=merge(each.evidence for each in shortages),
                inherited=_inherited(chain, product, segments, region),
                blocks=tuple(each for each in stopped if each in here),
                fixpoint=points.fixpoint,
                solved=solved_rows(chain, product, region),
                **fields,
            )
        )
    if alpha is not None:
        findings = _inferred(chain, region, findings, alpha)
    return tuple(sorted(findings, key=_worst_first))


def _inferred(chain: nx.DiGraph, region: str, links: list[MissingLink], alpha: float) -> list[MissingLink]:
    """Call those of the unknown links missing that the sources searched make improbable."""
    from chaingraph.analysis.absence import infer_missing  # loads numpy

    unknown = [link.subject for link in links if link.state == "unknown"]
    attested = [(link.subject, region) for link in links if link.state == "missing"]
    called = infer_missing(chain, region=region, products=unknown, alpha=alpha, attested=attested)
    found = {one.subject: one for one in called}
    return [
        replace(
            link,
            state="inferred",
            present=found[link.subject].present,
            predicted=found[link.subject].predicted,
            looked_in=found[link.subject].sources,
            learned=found[link.subject].learned,
            evidence=merge([link.evidence, found[link.subject].evidence]),
        )
        if link.subject in found
        else link
        for link in links
    ]


def _held(chain: nx.DiGraph, region: str, local: set[str]) -> set[str]:
    """Return the segments that somebody in the region holds, by a product or by taking part."""
    entries: Mapping[str, Segment] = chain.graph["segments"]
    return {
        name
        for name, entry in entries.items()
        if not local.isdisjoint(entry["products"]) or any(region in each.places for each in entry["participants"])
    }


def _participants(
    chain: nx.DiGraph,
    product: str,
    segments: Sequence[str],
    region: str,
    claimed: Mapping[str, tuple[Participant, ...]],
) -> list[Participant]:
    entries = [chain.graph["segments"][segment] for segment in segments]
    taking_part = [each for entry in entries for each in entry["participants"] if region in each.places]
    return [*taking_part, *claimed.get(product, ())]


def _shortages(chain: nx.DiGraph, product: str, segments: Sequence[str], region: str) -> list[Shortage]:
    stated = [chain.nodes[kind]["shortages"] for kind in general_kinds(chain, product)]
    stated += [chain.graph["segments"][segment]["shortages"] for segment in segments]
    return [each for shortages in stated for each in shortage_at(chain, shortages, region)]


def _inherited(chain: nx.DiGraph, product: str, segments: Sequence[str], region: str) -> tuple[str, ...]:
    """Return the more general products whose shortage is stated, where none is of the product or its segments."""
    own = [chain.nodes[product]["shortages"], *(chain.graph["segments"][each]["shortages"] for each in segments)]
    if any(shortage_at(chain, shortages, region) for shortages in own):
        return ()
    return tuple(
        sorted(
            kind for kind in general_kinds(chain, product) if shortage_at(chain, chain.nodes[kind]["shortages"], region)
        )
    )


def _verb(chain: nx.DiGraph, product: str, segments: Sequence[str], local: set[str], held: set[str]) -> str:
    """Return the verb for a product that only *segments* demand."""
    kinds = {*special_kinds(chain, product), *general_kinds(chain, product)}
    recipes = {tail for kind in kinds for tail, edge in chain.pred[kind].items() if edge["role"] == "output"}
    fed = any(
        local.intersection(chain.predecessors(requirement))
        for recipe in recipes
        for requirement in chain.predecessors(recipe)
    )
    verbs = [gap_verb(chain.graph["segments"], segment, held, fed=fed) for segment in segments]
    return next((verb for verb in ("supplement", "extend") if verb in verbs), "build")


def _worst_first(link: MissingLink) -> tuple[int, bool, bool, int, int, str]:
    weight = len(link.customers), len(link.blocks)
    return _STATES.index(link.state), link.possible, link.optional, -weight[0], -weight[1], link.subject

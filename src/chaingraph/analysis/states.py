"""States (有无状态): for every product and segment of a chain, whether a region holds it, in open-world terms."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import networkx as nx

from chaingraph.analysis.kinds import links, special_kinds
from chaingraph.analysis.made import Whereabouts, claimed_here, claimed_products, enterprises, rows, whereabouts
from chaingraph.analysis.missing import MissingLink, missing_links
from chaingraph.analysis.segment import SegmentState, segment_states
from chaingraph.analysis.weak import WeakLink, weak_links
from chaingraph.analysis.witness import listing_segments, shortage_at
from chaingraph.findings import Finding, merge
from chaingraph.model import Maker, Participant, require_chain
from chaingraph.shared import analysis

__all__ = ["STATES", "State", "states"]

Level: TypeAlias = Literal["segment", "product"]

STATES = ("missing", "inferred", "weak", "developing", "unknown", "present", "not-demanded")
"""*present*: made or held there; *weak*: by one enterprise alone, or a shortage of it is open; *missing*: a document says
so, or a data set that declares itself complete; *inferred*: missing by inference from the sources searched; *developing*:
somebody there is on the way, no more; *unknown*: wanted there, and nobody is recorded; *not-demanded*: neither made nor
wanted there, as far as is recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State(Finding):
    """What is known of one product or segment of a chain in a region; the subject is the product or segment."""

    region: str
    level: Level
    state: str  # one of STATES
    verb: str | None  # strengthen 强链 | supplement 补链 | extend 延链 | build 建链; None: nothing to do, or not known
    present: float | None  # inferred: probability that it is made there all the same [-]; else None
    witness: str | None  # missing: shortage | complete; else None
    held_by: tuple[str, ...]  # enterprises of the region that make it, or take part in it
    developing: tuple[str, ...]  # enterprises of the region that develop or plan it
    needed_by: tuple[str, ...]  # products of the region that need it, where it is not made there
    segments: tuple[str, ...]  # segments that list a product


@analysis
def states(chain: nx.DiGraph, *, region: str, alpha: float | None = None) -> tuple[State, ...]:
    """Tell for every segment and every product of a chain which of the seven states of `STATES` it is in.

    Products are judged as in `missing_links` and `weak_links`, segments as in `segment_states`. A product that nobody in
    the region makes, that nothing made there needs and that no segment lists is *not demanded*. Where the region holds no
    segment of the chain and makes nothing that one lists, the segments ask for nothing: they and the products that they
    alone list are not demanded either, unless a shortage of them is stated there.

    Parameters
    ----------
    chain
        Chain graph.
    region
        Park, district, city, group, province or country.
    alpha
        Share of wrong calls among what is called missing by inference, 0 to 1 [-]; None: nothing is so called.

    Returns
    -------
    tuple of State
        Segments from upstream to downstream, then products in the order of `STATES`, then by name.

    Raises
    ------
    ContractError
        When the graph breaks its contract, or does not know the region.
    """
    require_chain(chain, region=region)
    segments = segment_states(chain, region=region, alpha=alpha)
    active = any(one.makers or one.participants for one in segments)
    of_segments = [_of_segment(one, active=active) for one in segments]
    missing = {one.subject: one for one in missing_links(chain, region=region, alpha=alpha)}
    weak = {one.subject: one for one in weak_links(chain, region=region)}
    listed = listing_segments(chain)
    claimed = claimed_here(chain, region)
    taken = claimed_products(chain, claimed, region)
    of_products = []
    for product, kind in chain.nodes(data="kind"):
        if kind == "product":
            finding = missing.get(product) or weak.get(product)
            kinds = special_kinds(chain, product) if product in taken else ()
            by = [each for special in kinds for each in claimed.get(special, ())]
            one = _of_product(chain, product, region, finding, by, listed.get(product, ()))
            of_products.append(one if active or one.needed_by else _idle(chain, one))
    order = sorted(of_products, key=lambda one: (STATES.index(one.state), one.subject))
    return (*of_segments, *order)


def _idle(chain: nx.DiGraph, one: State) -> State:
    """Return the state of a product where the chain is not at home: an unknown one is not demanded, unless asked for."""
    asked = shortage_at(chain, chain.nodes[one.subject]["shortages"], one.region)
    return one if one.state != "unknown" or asked else replace(one, state="not-demanded", verb=None)


def _of_segment(one: SegmentState, *, active: bool) -> State:
    idle = one.state == "unknown" and not active and not one.shortages
    return State(
        subject=one.subject,
        region=one.region,
        level="segment",
        state="not-demanded" if idle else one.state,
        verb=one.verb,
        present=one.present,
        witness=one.witness,
        held_by=tuple(sorted({*one.makers, *one.participants} - set(one.developing))),
        developing=one.developing,
        needed_by=(),
        segments=(),
        evidence=one.evidence,
        searched=one.searched,
    )


def _state(finding: MissingLink | WeakLink | None, seen: Whereabouts, claimed: Sequence[Participant]) -> str:
    if isinstance(finding, MissingLink):
        return finding.state
    if finding:
        return "weak"
    if seen.here or claimed:
        return "present"
    return "developing" if seen.developing else "not-demanded"


def _of_product(
    chain: nx.DiGraph,
    product: str,
    region: str,
    finding: MissingLink | WeakLink | None,
    claimed: Sequence[Participant],
    segments: tuple[str, ...],
) -> State:
    seen = whereabouts(chain, product, region)
    link = finding if isinstance(finding, MissingLink) else None
    asked = shortage_at(chain, chain.nodes[product]["shortages"], region)
    used: list[Maker | Participant] = [*seen.here, *seen.developing, *claimed]
    said = merge([*rows(used), *(each.evidence for each in asked)])
    return State(
        subject=product,
        region=region,
        level="product",
        state=_state(finding, seen, claimed),
        verb=finding.verb if finding else None,
        present=link.present if link else None,
        witness=link.witness if link else None,
        held_by=enterprises([*seen.here, *claimed]),
        developing=enterprises(seen.developing),
        needed_by=link.needed_by if link else (),
        segments=segments,
        evidence=finding.evidence if finding else said or links(chain, product),
        searched=chain.graph["searched"],
    )

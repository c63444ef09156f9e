"""Missing links (缺链、断链): products that a region's chain needs and that nobody there is known to make."""

from dataclasses import dataclass

import networkx as nx

from chaingraph.analysis.demand import unmet_needs
from chaingraph.analysis.gates import Fixpoint, consequences, single_points
from chaingraph.analysis.kinds import general_kinds, special_kinds, with_general
from chaingraph.analysis.made import enterprises, made_here, rows, whereabouts
from chaingraph.analysis.running import local_gates
from chaingraph.analysis.unmet import UnmetDemand, unmet_demand
from chaingraph.analysis.witness import listing_segments, solved_rows, witnesses
from chaingraph.model import require_chain

__all__ = ["MissingLink", "missing_links"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingLink(UnmetDemand):
    """A product that is demanded in a region and has no known producing maker there."""

    state: str  # missing: a witness says so; unknown: nobody is recorded, no more
    witness: str | None  # shortage | complete; None when unknown
    segments: tuple[str, ...]  # segments that list it
    participants: tuple[str, ...]  # enterprises of the region in those segments, products not said
    blocks: tuple[str, ...]  # made in the region, yet not to be built up there without it, all else brought in
    fixpoint: Fixpoint  # the one that `blocks` rests on
    solved: tuple[str, ...]  # rows that speak against it: a shortage said to be solved around the region


def missing_links(chain: nx.DiGraph, *, region: str) -> tuple[MissingLink, ...]:
    """Find what a region's chain needs and nobody there is known to make.

    A product is *demanded* when a product made in the region needs it (see
    `chaingraph.analysis.demand.unmet_needs`), or when a segment of the chain lists it; one that is not demanded
    gives no finding. A demanded product without producing maker in the region, of it or of any special kind, is
    *missing* when witnessed (see `chaingraph.analysis.witness`), else *unknown*. Where a maker and an open shortage
    meet, the link is weak, not missing.

    The verb is *supplement* when a local product needs it, else *extend* when a local product is its input, else
    *build*.

    Parameters
    ----------
    chain
        Chain graph.
    region
        Park, district, city, province or country.

    Returns
    -------
    tuple of MissingLink
        Missing before unknown, certain before possible, essential before optional, then by number of customers
        and of blocked products, then by product.

    Raises
    ------
    ContractError
        When the graph breaks its contract, or does not know the region.
    """
    require_chain(chain, region=region)
    here = made_here(chain, region)
    local = with_general(chain, here)
    needs = unmet_needs(chain, here)
    listed = listing_segments(chain)
    demanded = sorted((set(needs) | set(listed)) - local)
    attested = witnesses(chain, region=region, products=demanded)
    points = single_points(local_gates(chain, here, faults="inputs"), fixpoint="least")
    findings = []
    for product in demanded:
        segments = [chain.graph["segments"][name] for name in listed.get(product, ())]
        participants = [each for entry in segments for each in entry["participants"] if region in each.places]
        stopped, trace = consequences(points, product, ("fault", product), role="available")
        witness = attested.get(product)
        fields = unmet_demand(
            chain,
            needs.get(product, ()),
            here=here,
            makers=whereabouts(chain, product, region),
            segments=listed.get(product, ()),
            more=[
                *(entry["evidence"] for entry in segments),
                *rows(participants),
                trace,
                witness.evidence if witness else (),
            ],
        )
        findings.append(
            MissingLink(
                subject=product,
                region=region,
                state="missing" if witness else "unknown",
                witness=witness.kind if witness else None,
                verb="supplement" if fields["needed_by"] else _verb(chain, product, local),
                segments=listed.get(product, ()),
                participants=enterprises(participants),
                blocks=tuple(each for each in stopped if each in here),
                fixpoint=points.fixpoint,
                solved=solved_rows(chain, product, region),
                **fields,
            )
        )
    return tuple(sorted(findings, key=_worst_first))


def _verb(chain: nx.DiGraph, product: str, local: set[str]) -> str:
    """Return *extend* when some recipe makes the product from a local one, else *build*."""
    kinds = {*special_kinds(chain, product), *general_kinds(chain, product)}
    recipes = {tail for kind in kinds for tail, _, role in chain.in_edges(kind, data="role") if role == "output"}
    requirements = {name for recipe in recipes for name in chain.predecessors(recipe)}
    return "extend" if any(local.intersection(chain.predecessors(name)) for name in requirements) else "build"


def _worst_first(link: MissingLink) -> tuple[bool, bool, bool, int, int, str]:
    weight = len(link.customers), len(link.blocks)
    return link.state != "missing", link.possible, link.optional, -weight[0], -weight[1], link.subject

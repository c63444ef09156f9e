"""Local gaps (本地配套缺口): inputs that local makers need and that are made, or bought, only elsewhere."""

from dataclasses import dataclass

import networkx as nx

from chaingraph.analysis.demand import unmet_needs
from chaingraph.analysis.made import claimed_here, claimed_products, made_here, whereabouts
from chaingraph.analysis.unmet import UnmetDemand, unmet_demand
from chaingraph.model import require_chain
from chaingraph.shared import analysis

__all__ = ["LocalGap", "local_gaps"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalGap(UnmetDemand):
    """An input that products made in a region need and no enterprise there is known to produce."""

    cause: str  # no-maker: nobody in the region; developing: somebody there develops or plans it


@analysis
def local_gaps(chain: nx.DiGraph, *, region: str) -> tuple[LocalGap, ...]:
    """Find inputs of locally made products that are known to be made elsewhere, or nowhere.

    What local makers need is found as in `chaingraph.analysis.missing.missing_links`; what only a segment lists is
    no gap of theirs. The local makers do produce, so the input comes from elsewhere today: from a maker named in
    `makers_elsewhere`, from one whose place is not known, or from one that no document names.

    Parameters
    ----------
    chain
        Chain graph.
    region
        Park, district, city, province or country.

    Returns
    -------
    tuple of LocalGap
        Certain before possible, essential before optional, then by number of customers, then by product.

    Raises
    ------
    ContractError
        When the graph breaks its contract, or does not know the region.
    """
    require_chain(chain, region=region)
    here, claimed = made_here(chain, region), claimed_here(chain, region)
    gaps = []
    taken = claimed_products(chain, claimed, region)
    for product, needs in unmet_needs(chain, here, claimed).items():
        if product in taken:
            continue
        makers = whereabouts(chain, product, region)
        gaps.append(
            LocalGap(
                subject=product,
                region=region,
                cause="developing" if makers.developing else "no-maker",
                verb="supplement",
                **unmet_demand(chain, needs, customers={**claimed, **here}, makers=makers),
            )
        )
    return tuple(sorted(gaps, key=_worst_first))


def _worst_first(gap: LocalGap) -> tuple[bool, bool, int, str]:
    return gap.possible, gap.optional, -len(gap.customers), gap.subject

"""Relatedness of what a region lacks (关联度): how near its products stand to those that only others make."""

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

from chaingraph.analysis.kinds import special_kinds, with_general
from chaingraph.analysis.made import produces
from chaingraph.findings import Finding, merge
from chaingraph.model import ContractError, require_chain
from chaingraph.shared import analysis

__all__ = ["Relatedness", "relatedness"]

_CODE = 6  # digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Relatedness(Finding):
    """How much of what stands near a product the region makes already; the subject is made elsewhere alone."""

    region: str
    density: float  # share of what is near it, weighted by proximity, that the region makes [-]
    neighbours: tuple[str, ...]  # products of the region that stand near it, the nearest first
    made_in: tuple[str, ...]  # regions of the same level that make it
    compared: int  # regions compared


@analysis
def relatedness(chain: nx.DiGraph, *, region: str, least: int = 20) -> tuple[Relatedness, ...]:
    """Rank the products that a region does not make by how near they stand to what it makes.

    Near are products that the same regions make (`chaingraph.analysis.position.proximity`), counted as in
    `chaingraph.analysis.position.relatedness_density` [1]_. Compared are the regions of the same
    level: provinces, cities or counties by their codes. What is not on record counts as not made: with records of few regions the measure says nothing.

    Parameters
    ----------
    chain
        Chain graph.
    region
        Province, city or county.
    least
        Regions of the level with a product on record that must be there to compare, 2 or more.

    Returns
    -------
    tuple of Relatedness
        The nearest first, then by product; only products made in a region of the level.

    Raises
    ------
    ContractError
        When the graph breaks its contract or does not know the region, it has no code, or too few regions have a product on record.

    References
    ----------
    .. [1] C. A. Hidalgo, B. Klinger, A.-L. Barabási, R. Hausmann, The product space conditions the development of
       nations, Science 317:482-487 (2007).
    """
    import pandas as pd

    from chaingraph.analysis.position import proximity, relatedness_density

    require_chain(chain, region=region)
    made = _made(chain, region)
    _enough(region, made, max(2, least))
    present = pd.DataFrame(
        {product: [product in made[place] for place in made] for product in sorted(set().union(*made.values()))},
        index=list(made),
    )
    density, near = relatedness_density(present).loc[region].to_dict(), proximity(present)
    found = []
    for product in present.columns:
        if product in made[region]:
            continue
        close = near[product]
        own = sorted(made[region], key=lambda each: (-close[each], each))
        makers = tuple(place for place in made if product in made[place])
        neighbours = tuple(each for each in own if close[each] > 0)
        found.append(
            Relatedness(
                subject=product,
                region=region,
                density=round(float(density[product]), 6),
                neighbours=neighbours,
                made_in=makers,
                compared=len(made),
                evidence=_rows(chain, (product, *neighbours), {region, *makers}),
                searched=chain.graph["searched"],
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.density, one.subject)))


def _made(chain: nx.DiGraph, region: str) -> dict[str, set[str]]:
    """Return what each region of the level makes, general kinds included; those without anything are left out."""
    level = _level(region)
    if level is None:
        raise ContractError.of(
            region,
            zh="不是有行政区划代码的省、市、县，没有同级地区可比。",
            en="no province, city or county with a code of its own, so there are no regions of its level to compare.",
        )
    made: dict[str, set[str]] = {}
    for product, makers in chain.nodes(data="makers"):
        for maker in makers or ():
            for place in maker.places if produces(maker) else ():
                if _level(place) == level:
                    made.setdefault(place, set()).add(product)
    return {place: with_general(chain, made[place]) for place in sorted(made)}


def _level(place: str) -> int | None:
    """Return 1 for a province, 2 for a city, 3 for a county, by the zeros of its code (GB/T 2260); None: it has none.

    >>> _level("region:430000"), _level("region:430100"), _level("region:430182"), _level("park:liuyang-etdz")
    (1, 2, 3, None)
    """
    code = place.removeprefix("region:")
    if len(code) != _CODE or not code.isdecimal():
        return None
    return 1 if code.endswith("0000") else 2 if code.endswith("00") else 3


def _enough(region: str, made: Mapping[str, set[str]], least: int) -> None:
    if len(made) >= least and region in made:
        return
    zh = f"关联度须比较同级地区各自所产，至少 {least} 个；本链资料中有投产记录的只有 {len(made)} 个"
    en = f"relatedness compares what regions of one level make, at least {least}; this chain has makers on record in {len(made)}"
    own = region in made
    raise ContractError.of(
        region,
        zh=f"{zh}{'' if own else '，且不含本地'}。请在 capabilities.csv 补充其他地区的生产企业。",
        en=f"{en}{'' if own else ', this one not among them'}; add makers of other regions to capabilities.csv.",
    )


def _rows(chain: nx.DiGraph, products: tuple[str, ...], places: set[str]) -> tuple[str, ...]:
    """Return the statements of makers of the products, or special kinds, in the places."""
    kinds = {kind for product in products for kind in special_kinds(chain, product)}
    makers = [maker for kind in sorted(kinds) for maker in chain.nodes[kind]["makers"]]
    return merge(maker.evidence for maker in makers if produces(maker) and maker.places & places)

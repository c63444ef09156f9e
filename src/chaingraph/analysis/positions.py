"""Positions of products (链位): how far up or down the chain each stands, by who is an input of whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import networkx as nx

from chaingraph.analysis.kinds import kind_evidence, special_kinds
from chaingraph.analysis.made import enterprises, rows, whereabouts
from chaingraph.analysis.wiring import after, before
from chaingraph.findings import Finding, merge
from chaingraph.model import require_chain
from chaingraph.shared import analysis

__all__ = ["Position", "input_graph", "positions"]

_DIGITS = 6

_Kinds: TypeAlias = Iterable[tuple[str, tuple[tuple[str, ...], ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Finding):
    """Where a product stands among the inputs and users of a chain."""

    region: str
    component: int  # part of the chain linked by inputs, 1 for the largest: levels compare within one part alone
    trophic_level: float  # steps above the lowest of its part, on average [-]
    upstreamness: float | None  # mean steps to final use, 1 at the end [-]; None: a way leads into a closed cycle
    inputs: tuple[str, ...]  # directly
    users: tuple[str, ...]  # directly
    makers: tuple[str, ...]  # in the region, of it or a special kind


@analysis
def positions(chain: nx.DiGraph, *, region: str) -> tuple[Position, ...]:
    r"""Find how far up or down the chain each product stands.

    The level is that of `chaingraph.analysis.position.trophic_levels` on the links from input to product [1]_.
    Upstreamness is :math:`U_i = 1 + \frac{1}{n_i} \sum_{j} U_j` over the :math:`n_i` products that take *i*, 1 where none does:
    that of Antràs et al. [2]_ with equal shares, for a chain graph tells no amounts. Location quotients and linkages of an
    input-output table need amounts too, and are not to be had from a chain graph
    (`chaingraph.analysis.position.location_quotient`, `chaingraph.analysis.linkages`).

    Parameters
    ----------
    chain
        Chain graph.
    region
        Whose makers are named; the position itself is the same anywhere.

    Returns
    -------
    tuple of Position
        By part, then by level, then by product. Products that no recipe links to another are left out. An optional or
        alternative input counts as any other; special kinds of an input or output count too.

    Raises
    ------
    ContractError
        When the graph breaks its contract, or does not know the region.

    References
    ----------
    .. [1] R. S. MacKay, S. Johnson, B. Sansom, How directed is a directed network?, R. Soc. Open Sci. 7:201138 (2020).
    .. [2] P. Antràs, D. Chor, T. Fally, R. Hillberry, Measuring the upstreamness of production and trade flows,
       American Economic Review 102(3):412-416 (2012).
    """
    from chaingraph.analysis.position import trophic_levels

    require_chain(chain, region=region)
    links = input_graph(chain)
    levels, steps = trophic_levels(links), _steps(links)
    parts = sorted(nx.weakly_connected_components(links), key=lambda part: (-len(part), min(part)))
    number = {product: place for place, part in enumerate(parts, 1) for product in part}
    found = []
    for product in links:
        seen = whereabouts(chain, product, region)
        said = [links.edges[edge]["evidence"] for edge in (*links.in_edges(product), *links.out_edges(product))]
        found.append(
            Position(
                subject=product,
                region=region,
                component=number[product],
                trophic_level=abs(round(levels[product], _DIGITS)),
                upstreamness=steps.get(product),
                inputs=tuple(sorted(links.pred[product])),
                users=tuple(sorted(links.succ[product])),
                makers=enterprises(seen.here),
                evidence=merge([*said, *rows(seen.here)]),
                searched=chain.graph["searched"],
            )
        )
    return tuple(sorted(found, key=lambda one: (one.component, one.trophic_level, one.subject)))


def input_graph(chain: nx.DiGraph) -> nx.DiGraph:
    """Return the links from each input to what is made of it, with the rows that say so as *evidence*."""
    links = nx.DiGraph()
    recipes = sorted(name for name, kind in chain.nodes(data="kind") if kind == "recipe")
    for recipe in recipes:
        inputs = {
            (each, chain.edges[each, need]["evidence"])
            for need in before(chain, recipe, "requires")
            for each in before(chain, need, "alternative")
        }
        for output in after(chain, recipe, "output"):
            said = chain.edges[recipe, output]["evidence"]
            made = list(_kinds(chain, output))
            for each, rows_ in sorted(inputs):
                for tail, one in _kinds(chain, each):
                    for head, two in made:
                        if tail != head:
                            _link(links, tail, head, [rows_, said, *one, *two])
    return links


def _link(links: nx.DiGraph, tail: str, head: str, said: Iterable[tuple[str, ...]]) -> None:
    known = links.edges[tail, head]["evidence"] if links.has_edge(tail, head) else ()
    links.add_edge(tail, head, evidence=merge([known, *said]))


def _kinds(chain: nx.DiGraph, product: str) -> _Kinds:
    """Yield the product and its special kinds, each with the rows that make it one."""
    for kind in special_kinds(chain, product):
        yield kind, tuple(evidence for _, evidence in kind_evidence(chain, kind, product)) if kind != product else ()


def _steps(links: nx.DiGraph) -> Mapping[str, float]:
    """Return the mean number of steps to final use of each product from which no way leads into a closed cycle."""
    import numpy as np
    from scipy.sparse import csc_array, eye_array
    from scipy.sparse.linalg import spsolve

    back = links.reverse(copy=False)
    final = [product for product in links if not links.succ[product]]
    ending = {each for one in final for each in nx.descendants(back, one)} | {*final}
    closed = {each for one in links if one not in ending for each in (one, *nx.descendants(back, one))}
    known = sorted(product for product in links if product not in closed)
    if not known:
        return {}
    at = {product: place for place, product in enumerate(known)}
    cells = [(at[a], at[b], 1 / len(links.succ[a])) for a in known for b in links.succ[a]]
    start, end, share = zip(*cells, strict=True)
    shares = csc_array((share, (start, end)), shape=(len(known), len(known)))
    found = np.atleast_1d(spsolve((eye_array(len(known)) - shares).tocsc(), np.ones(len(known))))
    return {product: round(float(found[place]), _DIGITS) for product, place in at.items()}

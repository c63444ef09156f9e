"""Kinds of products (种类): a special product serves wherever a more general one is asked for."""

from collections.abc import Iterable

import networkx as nx

from chaingraph.analysis.wiring import wiring
from chaingraph.findings import merge
from chaingraph.shared import shared

__all__ = ["general_kinds", "kind_evidence", "links", "more_general", "more_special", "special_kinds", "with_general"]


@shared
def more_special(chain: nx.DiGraph, product: str) -> tuple[str, ...]:
    """Return the products directly under *product*, sorted."""
    return tuple(sorted(tail for tail, edge in chain.pred[product].items() if edge["role"] == "kind_of"))


@shared
def more_general(chain: nx.DiGraph, product: str) -> tuple[str, ...]:
    """Return the products directly over *product*, sorted."""
    return tuple(sorted(head for head, edge in chain.succ[product].items() if edge["role"] == "kind_of"))


@shared
def special_kinds(chain: nx.DiGraph, product: str) -> tuple[str, ...]:
    """Return *product* with all its special kinds, nearest first; well founded on a cycle."""
    found = {product: None}
    queue = [product]
    for each in queue:
        fresh = [kind for kind in more_special(chain, each) if kind not in found]
        found.update(dict.fromkeys(fresh))
        queue.extend(fresh)
    return tuple(found)


@shared
def general_kinds(chain: nx.DiGraph, product: str) -> tuple[str, ...]:
    """Return *product* with all its more general kinds, nearest first; well founded on a cycle."""
    found = {product: None}
    queue = [product]
    for each in queue:
        fresh = [kind for kind in more_general(chain, each) if kind not in found]
        found.update(dict.fromkeys(fresh))
        queue.extend(fresh)
    return tuple(found)


def with_general(chain: nx.DiGraph, products: Iterable[str]) -> set[str]:
    """Return *products* with the more general kinds of each."""
    over = wiring(chain).heads.get("kind_of", {})
    found = set(products)
    stack = [product for product in found if product in over]
    while stack:
        fresh = [kind for kind in over.get(stack.pop(), ()) if kind not in found]
        found.update(fresh)
        stack.extend(fresh)
    return found


@shared
def kind_evidence(chain: nx.DiGraph, special: str, general: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return status and evidence of the statements on one shortest way from *special* up to *general*.

    Empty when the two are the same product, or when *special* is no kind of *general*.
    """
    came: dict[str, str] = {}
    queue = [special]
    for each in queue:
        if each == general:
            break
        for kind in more_general(chain, each):
            if kind not in came and kind != special:
                came[kind] = each
                queue.append(kind)
    steps = []
    while general in came:
        edge = chain.edges[came[general], general]
        steps.append((edge["status"], edge["evidence"]))
        general = came[general]
    return tuple(steps)


def links(chain: nx.DiGraph, product: str) -> tuple[str, ...]:
    """Return the rows by which a product belongs to a chain: what it goes into, comes from and is a kind of."""
    edges = [*chain.in_edges(product, data="evidence"), *chain.out_edges(product, data="evidence")]
    return merge(rows for _, _, rows in edges)

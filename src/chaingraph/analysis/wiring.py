"""Wiring (连接关系): what a chain graph leads to and comes from, by role; gathered once, for what asks very often."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import networkx as nx

from chaingraph.shared import shared

__all__ = ["Wiring", "after", "before", "wiring"]

_Ends = dict[str, dict[str, list[str]]]


class Wiring(NamedTuple):
    """Edges of a chain graph by role; what has none has no key."""

    heads: Mapping[str, Mapping[str, Sequence[str]]]  # by role and tail, sorted
    tails: Mapping[str, Mapping[str, Sequence[str]]]  # by role and head, sorted


@shared
def wiring(chain: nx.DiGraph) -> Wiring:
    """Return the edges by role and end: it looks at every edge, once in a block of shared results."""
    heads: _Ends = {}
    tails: _Ends = {}
    for tail, found in chain.adjacency():
        for head, edge in found.items():
            heads.setdefault(edge["role"], {}).setdefault(tail, []).append(head)
            tails.setdefault(edge["role"], {}).setdefault(head, []).append(tail)
    for ends in (*heads.values(), *tails.values()):
        for each in ends.values():
            each.sort()
    return Wiring(heads, tails)


def after(chain: nx.DiGraph, node: str, role: str) -> Sequence[str]:
    """Return where edges of a role lead to from a node, sorted."""
    return wiring(chain).heads.get(role, {}).get(node, ())


def before(chain: nx.DiGraph, node: str, role: str) -> Sequence[str]:
    """Return where edges of a role come from to a node, sorted."""
    return wiring(chain).tails.get(role, {}).get(node, ())

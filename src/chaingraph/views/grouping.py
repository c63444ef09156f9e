"""Groups of a large network (分组): by segment or park where nodes tell one, else by community; none too large to draw."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import networkx as nx

from chaingraph.views.bilingual import Both, clean

__all__ = ["LARGEST", "Group", "communities", "groups", "told_by"]

LARGEST: Final = 800
"""Members of one group at most; a larger one is cut into numbered parts."""

_MOST: Final = 240
"""Groups at most; the smallest are put together."""

_TELLING: Final = ("segment", "segments", "park", "cluster", "region", "group")


class Group(NamedTuple):
    """Nodes that are drawn as one until somebody opens it."""

    name: Both
    key: str
    members: tuple[str, ...]


def told_by(attributes: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return the group of each node by the first attribute that at least half of them tell; else nothing."""
    for key in _TELLING:
        told = {node: text for node, data in attributes.items() if (text := _first(data.get(key)))}
        if told and len(told) * 2 >= len(attributes) and len(set(told.values())) > 1:
            return told
    return {}


def _first(value: object) -> str:
    if isinstance(value, tuple | list):
        value = value[0] if value else None
    return clean(value) if isinstance(value, str) else ""


def communities(nodes: Sequence[str], links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the community of each node by label propagation, named after its member with most links.

    References
    ----------
    .. [1] V. A. Traag, L. Subelj, "Large network community detection by fast label propagation", Scientific Reports
       13 (2023) 2701.
    """
    number = {node: place for place, node in enumerate(nodes)}
    graph = nx.Graph()
    graph.add_nodes_from(range(len(nodes)))  # numbers, so that nothing hangs on the hash seed
    graph.add_edges_from((number[start], number[end]) for start, end in links)
    found: dict[str, str] = {}
    for members in nx.community.fast_label_propagation_communities(graph, seed=1):
        head = max(sorted(members), key=graph.degree)
        found.update((nodes[member], nodes[head]) for member in members)
    return found


def groups(group_of: Mapping[str, str], names: Mapping[str, Both], order: Iterable[str]) -> list[Group]:
    """Make groups that can be drawn.

    Parameters
    ----------
    group_of
        Group of each node; a node without one is put with the others of its kind.
    names
        Name of each group; no key: the group's own text.
    order
        The nodes, in the order in which a group is cut when it is too large.
    """
    inside: dict[str, list[str]] = {}
    for node in order:
        inside.setdefault(group_of.get(node, ""), []).append(node)
    ranked = sorted(inside, key=lambda key: (key == "", -len(inside[key]), key))
    rest = [
        key
        for place, key in enumerate(ranked)
        if key == "" or place >= _MOST or (len(inside[key]) < 3 and len(ranked) > 60)
    ]
    together = [node for key in rest for node in inside.pop(key)]
    found = [
        part
        for key, members in sorted(inside.items(), key=lambda item: (-len(item[1]), item[0]))
        for part in _parts(names.get(key, Both(key, key)), key, members)
    ]
    return [*found, *_parts(Both("其余", "Others"), "", together)] if together else found


def _parts(name: Both, key: str, members: Sequence[str]) -> list[Group]:
    count = -(-len(members) // LARGEST)
    size = -(-len(members) // count)
    return [
        Group(
            name=Both(f"{name.zh}（{place + 1}/{count}）", f"{name.en} ({place + 1}/{count})") if count > 1 else name,
            key=key,
            members=tuple(members[place * size : (place + 1) * size]),
        )
        for place in range(count)
    ]

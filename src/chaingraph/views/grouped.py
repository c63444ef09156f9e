"""A large network (大图) as a page of groups: a click opens one; everything else stays folded, and is found by search."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from chaingraph.views.bilingual import Both, several, wrapped
from chaingraph.views.grouping import Group
from chaingraph.views.looks import LINES, LOOKS
from chaingraph.views.page import FONT, network_page
from chaingraph.views.pinyin import readings
from chaingraph.views.placing import WIDE, places
from chaingraph.views.wording import LEVELS, SIGN, STATE

__all__ = ["grouped_page"]

_BUNDLES: Final = 3
"""Lines between groups that are drawn, the strongest, per group."""

_WORDS: Final = {
    "back": Both("← 返回", "← Back"),
    "nothing": Both("没有找到", "Nothing found"),
    "leads": Both("指向", "Leads to"),
    "comes": Both("来自", "Comes from"),
    "more": Both("其余未列出", "More, not listed"),
    "inGroup": Both("所在分组", "In the group"),
    "top": Both("全部分组", "All groups"),
    "links": Both("条连线", "links"),
    "members": Both("个节点", "nodes"),
}


def grouped_page(
    template: str,
    *,
    names: Mapping[str, Both],
    kinds: Mapping[str, str],
    links: Sequence[tuple[str, str]],
    grouped: Sequence[Group],
    states: Mapping[str, str],
    words: Mapping[str, Any],
) -> str:
    """Write the page.

    Parameters
    ----------
    template
        Extends ``grouped.html.j2``.
    names, kinds
        Of each node.
    links
        From, to.
    grouped
        Every node is a member of just one group.
    states
        Of nodes, and of groups by their key; no key: none.
    words
        What the template shows; ``kinds`` holds the names of the kinds.
    """
    ids = [member for group in grouped for member in group.members]
    number = {node: place for place, node in enumerate(ids)}
    owner = {member: place for place, group in enumerate(grouped) for member in group.members}
    inner: list[list[tuple[str, str]]] = [[] for _ in grouped]
    between: dict[tuple[int, int], int] = {}
    for start, end in links:
        ends = owner[start], owner[end]
        if ends[0] == ends[1]:
            inner[ends[0]].append((start, end))
        else:
            between[ends] = between.get(ends, 0) + 1
    spots: dict[str, tuple[float, float]] = {}
    for place, group in enumerate(grouped):
        spots |= places(sorted(group.members), inner[place])
    listed = sorted(set(kinds.values()))
    return network_page(
        template,
        nodes=list(_groups(grouped, between, states)),
        edges=list(_bundles(between)),
        data={
            "ids": ids,
            "names": [names[node] for node in ids],
            "kindOf": [listed.index(kinds[node]) for node in ids],
            "stateOf": [states.get(node, "") for node in ids] if states else [],
            "spots": [round(part) for node in ids for part in spots[node]],
            "links": [number[end] for link in links for end in link],
            "sizes": [len(group.members) for group in grouped],
            "groups": [group.name for group in grouped],
            "groupOf": {
                group.key: place for place, group in reversed(list(enumerate(grouped))) if group.key not in number
            },
            "kindNames": listed,
            "kinds": words["kinds"],
            "readings": readings(name.zh for name in names.values()),
            "looks": LOOKS,
            "lines": LINES,
            "signs": SIGN,
            "states": STATE,
            "face": FONT,
            "wide": WIDE,
            "words": _WORDS,
        },
        base=("language", "groupcard", "card", "groups", "search"),
        groups=[
            {"number": place, "name": group.name, "count": len(group.members), "state": states.get(group.key, "")}
            for place, group in sorted(enumerate(grouped), key=lambda entry: _worst(states.get(entry[1].key, "")))
        ],
        told=Both(
            f"{len(ids)}个节点 · {len(links)}条连线 · {len(grouped)}个分组",
            f"{several(len(ids), 'node')} | {several(len(links), 'link')} | {several(len(grouped), 'group')}",
        ),
        **{key: value for key, value in words.items() if key != "kinds"},
    )


def _worst(state: str) -> int:
    return LEVELS.index(state) if state in LEVELS else len(LEVELS)


def _groups(
    grouped: Sequence[Group], between: Mapping[tuple[int, int], int], states: Mapping[str, str]
) -> Iterable[dict[str, Any]]:
    """Draw each group as one node, larger groups with more weight, in layers by what leads to what."""
    names = [f"{place:05}" for place in range(len(grouped))]
    strongest = sorted(between, key=lambda ends: (-between[ends], ends))
    at = places(names, [(names[start], names[end]) for start, end in strongest])
    for place, group in enumerate(grouped):
        state = states.get(group.key, "")
        head = Both(*(f"{SIGN[state]} {name}" if state else name for name in group.name))
        count = len(group.members)
        label = Both(*("\n".join((*wrapped(name, 11.4), f"({count})")) for name in head))
        x, y = at[names[place]]
        yield {
            "id": f"g{place}",
            "label": label,
            "shape": "box",
            "look": f"head-{state}" if state else "enterprise",
            "x": x,
            "y": y * 1.25,
            "widthConstraint": {"minimum": WIDE - 14},
        }


def _bundles(between: Mapping[tuple[int, int], int]) -> Iterable[dict[str, Any]]:
    """Draw the links between two groups as one line; of very many only the strongest."""
    inside = {place for ends in between for place in ends}
    strongest = sorted(between, key=lambda ends: (-between[ends], ends))[: _BUNDLES * len(inside)]
    for place, (start, end) in enumerate(strongest):
        yield {"id": f"b{place}", "start": f"g{start}", "end": f"g{end}", "count": between[start, end]}

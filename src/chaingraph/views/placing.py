"""Places of the nodes of any network (落位): linked ones in layers from left to right, the others in rows below."""

from collections.abc import Iterator, Sequence
from typing import Final

from chaingraph.views.layout import layers, ordered, spread

__all__ = ["WIDE", "places"]

WIDE: Final = 190
"""Width of a node [px]."""

_PITCH, _ROW, _TALL = 290, 58, 20
_BESIDE, _WIDER = 10, 1.8


def places(nodes: list[str], links: list[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Place linked nodes in layers from left to right, those without links in rows below.

    Parameters
    ----------
    nodes
        Sorted.
    links
        From, to; both among the nodes.

    Returns
    -------
    dict
        The middle of each node [px].
    """
    linked = {node for link in links for node in link}
    layer = layers([node for node in nodes if node in linked], links)
    rows: list[list[str]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for node in sorted(layer):
        rows[layer[node]].append(node)
    tall = max(_TALL, int(len(nodes) ** 0.5))
    columns = [[row[number] for number in cut] for row in ordered(rows, links) for cut in spread([1] * len(row), tall)]
    at = dict(_banded(columns))
    bottom = max([y for _, y in at.values()], default=-_ROW * 2) + _ROW * 2
    loose = [node for node in nodes if node not in linked]
    across = max(4, int((len(loose) / 4) ** 0.5) + 1, round(max([x for x, _ in at.values()], default=0) / _PITCH) + 1)
    for number, node in enumerate(loose):
        at[node] = (float(number % across * _PITCH), bottom + number // across * _ROW)
    return at


def _banded(columns: Sequence[Sequence[str]]) -> Iterator[tuple[str, tuple[float, float]]]:
    """Place columns beside each other; where that is far wider than high, in bands below each other."""
    tall = max(map(len, columns), default=1)
    bands = (
        max(1, round((len(columns) * _PITCH / (_WIDER * (tall + 1) * _ROW)) ** 0.5)) if len(columns) > _BESIDE else 1
    )
    across = -(-len(columns) // bands)
    top = 0.0
    for first in range(0, len(columns), max(1, across)):
        band = columns[first : first + across]
        high = max(map(len, band))
        for number, column in enumerate(band):
            for place, node in enumerate(column):
                yield node, (float(number * _PITCH), top + (place - (len(column) - 1) / 2 + (high - 1) / 2) * _ROW)
        top += (high + 1) * _ROW

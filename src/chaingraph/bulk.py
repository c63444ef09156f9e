"""Large results of simple queries, read at once: the engine writes them as text, which is faster than its solutions."""

import re
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox
from rdflib import Dataset

from chaingraph.store import native

__all__ = ["read_bulk"]

_ESCAPE: Final = re.compile(r"\\(.)")
_MEANT: Final = {"t": "\t", "n": "\n", "r": "\r"}


def read_bulk(face: Dataset, query: str) -> Iterator[list[str]]:
    """Yield the solutions of a SELECT over all named graphs as texts: IRIs without brackets, "" for what is unbound.

    Literals come without language and datatype; ask for them with LANG() where they matter.
    """
    found = native(face).query(query, use_default_graph_as_union=True)
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError(query)
    # TSV: in CSV the engine does not quote IRIs, and those of lines hold a comma.
    lines = (found.serialize(format=ox.QueryResultsFormat.TSV) or b"").decode().split("\n")
    for line in lines[1:-1]:
        terms = line.split("\t")
        iris = all(term[:1] == "<" for term in terms)
        yield [term[1:-1] for term in terms] if iris else [_plain(term) for term in terms]


def _plain(term: str) -> str:
    r"""Return the text of an IRI, a literal or a bare number.

    Examples
    --------
    >>> _plain('"a \\"b\\""@en'), _plain("<urn:x>"), _plain("72")
    ('a "b"', 'urn:x', '72')
    """
    if term.startswith("<"):
        return term[1:-1]
    if not term.startswith('"'):
        return term
    text = term[1 : term.rindex('"')]
    return _ESCAPE.sub(lambda match: _MEANT.get(match[1], match[1]), text) if "\\" in text else text

"""A store as RDF text (RDF 导出): N-Quads, N-Triples, Turtle, TriG; the same bytes for the same statements."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

import pyoxigraph as ox
from rdflib import Dataset

from chaingraph.exporting.ordering import graph_names, in_order, statements_of, triples_in_order
from chaingraph.vocabulary import PREFIXES

__all__ = ["head", "nquads", "ntriples", "trig", "turtle"]

_A: Final = f"{PREFIXES['rdf']}type"
_SAFE: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
_BASES: Final = {base: prefix for prefix, base in PREFIXES.items()}


def nquads(face: Dataset) -> Iterator[str]:
    """Yield all statements with their graphs, a line each, in order."""
    for line in in_order(statements_of(face)):
        yield line.decode()


def ntriples(face: Dataset) -> Iterator[str]:
    """Yield all statements without their graphs, each once, in order."""
    for line in in_order(line for name in graph_names(face) for line in statements_of(face, name)):
        yield line.decode()


def turtle(face: Dataset) -> Iterator[str]:
    """Yield all statements without their graphs, each once, subject by subject."""
    yield head()
    for block in _blocks(triples_in_order(face)):
        yield f"\n{block} .\n"


def trig(face: Dataset) -> Iterator[str]:
    """Yield all statements, graph by graph and subject by subject."""
    yield head()
    for name in graph_names(face):
        yield f"\n<{name}> {{\n"
        for block in _blocks(triples_in_order(face, name)):
            yield f"\n{block} .\n"
        yield "}\n"


def head() -> str:
    """Return the prefixes as Turtle."""
    return "".join(f"@prefix {name}: <{base}> .\n" for name, base in sorted(PREFIXES.items()))


def _blocks(triples: Iterable[ox.Triple]) -> Iterator[str]:
    for subject, of_it in groupby(triples, key=lambda triple: triple.subject):
        said = []
        for predicate, same in groupby(of_it, key=lambda triple: triple.predicate):
            verb = "a" if predicate.value == _A else _term(predicate)
            said.append(f"{verb} {' , '.join(_term(triple.object) for triple in same)}")
        yield f"{_term(subject)} " + " ;\n    ".join(said)


def _term(term: object) -> str:
    r"""Write a term of Turtle: an IRI with its prefix where the rest is plain, everything else as in N-Triples.

    Examples
    --------
    >>> _term(ox.NamedNode(PREFIXES["product"] + "cell")), _term(ox.Literal('a "b"', language="en"))
    ('product:cell', '"a \\"b\\""@en')
    """
    if isinstance(term, ox.NamedNode):
        text = term.value
        cut = max(text.rfind("/"), text.rfind("#")) + 1
        local = text[cut:]
        if text[:cut] in _BASES and local and local[0] != "-" and _SAFE.issuperset(local):
            return f"{_BASES[text[:cut]]}:{local}"
    if isinstance(term, ox.Literal) and not term.language and term.datatype.value.startswith(PREFIXES["xsd"]):
        kind = term.datatype.value.removeprefix(PREFIXES["xsd"])
        if kind != "string":
            return f"{ox.Literal(term.value)}^^xsd:{kind}"
    return str(term)

"""A store as the two files that ``neo4j-admin database import full`` reads (Neo4j 导入表).

Notes
-----
``neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv``: defaults throughout. Quotes are
doubled (RFC 4180); a line break becomes a space, for the importer refuses them by default. Texts that a spreadsheet
would take for a formula are **not** escaped: the importer is none, and an apostrophe would end up in the data. Do not
open these files in a spreadsheet; for that there is ``--format csv`` of the other commands.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any, Final

import pyoxigraph as ox
from rdflib import Dataset

from chaingraph.exporting.ordering import in_order, statements_of, triples_in_order
from chaingraph.rules import INFERRED
from chaingraph.vocabulary import BASE, CG, GRAPH, PREFIXES, curie

__all__ = ["nodes", "relationships"]

_TYPE: Final = f"{PREFIXES['rdf']}type"
_XSD: Final = PREFIXES["xsd"]
_KINDS: Final = {
    **dict.fromkeys((f"{_XSD}integer", f"{_XSD}long", f"{_XSD}int"), "long"),
    **dict.fromkeys((f"{_XSD}decimal", f"{_XSD}double", f"{_XSD}float"), "double"),
    f"{_XSD}boolean": "boolean",
}
_BREAK: Final = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_CHUNK: Final = 20_000
Values = dict[tuple[str, str], list[str]]


def nodes(face: Dataset) -> Iterator[str]:
    """Yield ``nodes.csv``: every thing, row, document and concept with its classes as labels and its texts and numbers.

    A property with one value throughout has its type (``long``, ``double``, ``boolean``), else it is text, several
    values parted by ``"; "``; one of each language is a column of its own, such as ``prefLabel_zh``.
    """
    kinds: dict[tuple[str, str], set[str]] = {}
    for _, triples in _subjects(face):
        for key, values in _literals(triples).items():
            several = {"string"} if len(values) > 1 else set()
            kinds.setdefault(key, set()).update(several, (_KINDS.get(kind, "string") for _, kind in values))
    columns = sorted(kinds)
    heads = _heads(columns)
    typed = [f"{heads[key]}:{'string' if len(kinds[key]) > 1 else next(iter(kinds[key]))}" for key in columns]
    yield _line(["id:ID", ":LABEL", "iri", *typed])
    for subject, triples in _subjects(face):
        said = _literals(triples)
        labels = sorted({_local(t.object.value) for t in triples if t.predicate.value == _TYPE}) or _unsaid(subject)
        cells = ["; ".join(text for text, _ in said.get(key, ())) for key in columns]
        yield _line([curie(subject), ";".join(labels), subject, *cells])


def relationships(face: Dataset) -> Iterator[str]:
    """Yield ``relationships.csv``: each statement between two nodes, with the graphs that make it, and whether it is inferred."""
    known = {subject for subject, _ in _subjects(face)}
    yield _line([":START_ID", ":END_ID", ":TYPE", "graphs", "inferred:boolean"])
    lines = in_order(statements_of(face))
    for (start, verb, end), quads in groupby(_quads(lines), key=lambda q: (q.subject, q.predicate, q.object)):
        if verb.value == _TYPE or not isinstance(end, ox.NamedNode) or not {start.value, end.value} <= known:
            continue
        graphs = sorted({quad.graph_name.value for quad in quads})
        inferred = "true" if graphs == [INFERRED] else "false"
        yield _line([curie(start.value), curie(end.value), _local(verb.value), "; ".join(map(curie, graphs)), inferred])


def _quads(lines: Iterator[bytes]) -> Iterator[Any]:
    while chunk := list(islice(lines, _CHUNK)):
        yield from ox.parse(b"".join(chunk), format=ox.RdfFormat.N_QUADS)


def _subjects(face: Dataset) -> Iterator[tuple[str, list[Any]]]:
    """Yield each thing of ours with what is said of it; terms of the ontology are none."""
    for subject, triples in groupby(triples_in_order(face), key=lambda triple: triple.subject.value):
        if subject.startswith(BASE) and not subject.startswith((CG, CG.removesuffix("#"))):
            yield subject, list(triples)


def _literals(triples: Iterable[Any]) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Return texts with their datatypes by property and language."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for triple in triples:
        if isinstance(triple.object, ox.Literal):
            key = (triple.predicate.value, triple.object.language or "")
            found.setdefault(key, []).append((triple.object.value, triple.object.datatype.value))
    return found


def _unsaid(subject: str) -> list[str]:
    """Return the label of a thing of which no class is said: named graphs have none."""
    return ["NamedGraph" if subject.startswith(GRAPH) else "Thing"]


def _heads(columns: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Name columns by the local name of the property, with its prefix where two have the same, and the language."""
    names: dict[str, set[str]] = {}
    listed = list(columns)
    for verb, _ in listed:
        names.setdefault(_local(verb), set()).add(verb)
    short = {
        verb: _local(verb) if len(names[_local(verb)]) == 1 else curie(verb).replace(":", "_") for verb, _ in listed
    }
    return {(verb, lang): f"{short[verb]}_{lang}" if lang else short[verb] for verb, lang in listed}


def _local(iri: str) -> str:
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]


def _line(cells: Iterable[str]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerow([_BREAK.sub(" ", cell) for cell in cells])
    return file.getvalue()

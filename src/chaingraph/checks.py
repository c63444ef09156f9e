"""Checks: the SHACL shapes, rows that stand twice, then `queries/check`; each violation with the rows to mend."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import Node

from chaingraph.bulk import read_bulk
from chaingraph.paths import resource
from chaingraph.queries import Query, list_queries, run
from chaingraph.rules import INFERRED
from chaingraph.schema import ontology
from chaingraph.store import ONTOLOGY, native
from chaingraph.vocabulary import CG, curie

__all__ = ["Violation", "check", "check_queries", "check_rows", "check_shapes"]

_ROWS = (
    f"SELECT ?row ?p ?x {{ ?row <{CG}supportedBy> ?evidence ; ?p ?x }}",
    f"SELECT ?row ?p ?x {{ ?x <{CG}hasAlternative> ?row ; ?p ?row }}",  # the only one that does not stand at the row
)
_DESCRIPTION = (str(RDF.type), f"{CG}Description")
_DESCRIBES = URIRef(f"{CG}describes")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Violation:
    """One thing that is wrong with what the store says.

    ``rows`` are the table rows to look at; ``severity`` is ``error`` or ``warning``.
    """

    severity: str
    check: str
    rows: tuple[str, ...]
    subject: str
    zh: str
    en: str


def check(face: Dataset) -> tuple[Violation, ...]:
    """Run all checks; errors come first."""
    return tuple(sorted({*check_shapes(face), *check_rows(face), *check_queries(face)}))


def check_rows(face: Dataset) -> Iterator[Violation]:
    """Find statements that stand in several rows, equal in every cell: each would count once more.

    A row that describes a thing makes no statement of its own, so that it may stand twice.
    """
    told: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for query in _ROWS:
        for row, name, value in read_bulk(face, query):
            told[row].add((name, value))
    equal: dict[frozenset[tuple[str, str]], list[str]] = defaultdict(list)
    for row, said in told.items():
        if _DESCRIPTION not in said:
            equal[frozenset(said)].append(curie(row))
    for rows in equal.values():
        if len(rows) > 1:
            first, *others = sorted(rows, key=lambda row: (len(row), row))
            yield Violation(
                severity="warning",
                check="row-stands-twice",
                rows=(first, *others),
                subject=first,
                zh=f"与此行完全相同、会重复计数的行：{'、'.join(others)}",
                en=f"rows that are equal to this one, and count once more: {', '.join(others)}",
            )


def check_queries(face: Dataset) -> Iterator[Violation]:
    """Run `queries/check`: each row that a query returns is a violation."""
    for query in list_queries("check"):
        for row in run(face, query):
            source = row.get("source")
            yield Violation(
                severity=query.severity,
                check=query.name,
                rows=(source,) if source else (),
                subject=next((value for name, value in row.items() if name != "source" and value), ""),
                zh=_sentence(query, "zh", row),
                en=_sentence(query, "en", row),
            )


def _sentence(query: Query, lang: str, row: dict[str, str | None]) -> str:
    """Say what is wrong and what would be right, then which things it is about."""
    values = ", ".join(f"{name}={value}" for name, value in row.items() if name != "source" and value)
    return f"{query.fault_zh}（{values}）" if lang == "zh" else f"{query.fault} ({values})"


def check_shapes(face: Dataset) -> Iterator[Violation]:
    """Validate the asserted statements against `ontology/shapes` (SHACL)."""
    import pyshacl

    data, shapes = _asserted(face), Graph()
    for path in sorted(resource("ontology", "shapes").glob("*.ttl")):
        shapes.parse(data=path.read_bytes(), format="turtle")
    _flatten(shapes)
    data += ontology()
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False, inplace=True)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus = report.value(result, SH.focusNode)
        severity = "error" if report.value(result, SH.resultSeverity) == SH.Violation else "warning"
        shape = report.value(result, SH.sourceShape)
        value = report.value(result, SH.value)
        zh, en = _messages(report, result, value)
        yield Violation(
            severity=severity,
            check=curie(str(shape)),
            rows=_rows_of(data, focus),
            subject=curie(str(focus)),
            zh=zh,
            en=en,
        )


def _flatten(shapes: Graph) -> None:
    """Give the property shapes the targets of their node shapes: the same results, each shape called once.

    A property shape that hangs on a node shape is called anew for each of its focus nodes, which takes most of the time.
    """
    targets = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)
    aimed = [(shape, target, aim) for target in targets for shape, aim in shapes.subject_objects(target)]
    for shape, target, aim in aimed:
        if (shape, SH.path, None) not in shapes:
            for rule in shapes.objects(shape, SH.property):
                shapes.add((rule, target, aim))
                shapes.add((rule, RDF.type, SH.PropertyShape))
    for shape in {shape for shape, _, _ in aimed}:
        if (shape, SH.path, None) not in shapes:
            shapes.remove((shape, SH.property, None))


def _asserted(face: Dataset) -> Graph:
    """Return all asserted statements as one rdflib graph in memory, where SHACL is fastest."""
    apart = {ox.NamedNode(INFERRED), ox.NamedNode(ONTOLOGY)}
    graph, known = Graph(), dict[object, Node]()

    def term(one: Any) -> Node:
        found = known.get(one)
        if found is None:
            found = known[one] = _term(one)
        return found

    for quad in native(face).quads_for_pattern(None, None, None):
        if quad.graph_name not in apart:
            graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    return graph


def _term(one: Any) -> Node:
    if isinstance(one, ox.NamedNode):
        return URIRef(one.value)
    if isinstance(one, ox.BlankNode):
        return BNode(one.value)
    if one.language:
        return Literal(one.value, lang=one.language)
    plain = one.datatype.value == str(XSD.string)
    return Literal(one.value, datatype=None if plain else URIRef(one.datatype.value), normalize=False)


def _messages(report: Graph, result: Node, value: Node | None) -> tuple[str, str]:
    texts = {m.language or "": str(m) for m in report.objects(result, SH.resultMessage) if isinstance(m, Literal)}
    end = f" ({curie(str(value))})" if value is not None else ""
    fallback = texts.get("") or next(iter(texts.values()), "")
    return texts.get("zh", fallback) + end, texts.get("en", fallback) + end


def _rows_of(data: Graph, focus: Node | None) -> tuple[str, ...]:
    """Return the row itself, the rows that describe a thing, or else those that are linked with it."""
    found = {focus, *data.subjects(_DESCRIBES, focus)}
    rows = _named_rows(found) or _named_rows({*data.subjects(None, focus), *data.objects(focus, None)})
    return tuple(sorted(rows))


def _named_rows(nodes: Iterable[Node | None]) -> set[str]:
    return {name for node in nodes if (name := curie(str(node))).startswith("data:")}

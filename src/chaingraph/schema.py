"""The schema of the tables, read from the SHACL shapes: which column means which property, and what may stand there."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from rdflib import OWL, RDF, RDFS, SH, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from chaingraph.paths import resource

__all__ = ["Column", "Schema", "Step", "Table", "ontology", "read_schema"]

TAB: Final = Namespace("https://w3id.org/chaingraph/table#")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: a property, or its inverse."""

    property: str
    inverse: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table.

    ``kind`` is ``reference``, ``type``, ``text``, ``label``, ``decimal``, ``integer``, ``boolean`` or ``date``.
    """

    name: str
    path: tuple[Step, ...]
    kind: str
    required: bool = False
    many: bool = False
    lang: str | None = None
    classes: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    title: dict[str, str] = field(default_factory=dict, compare=False)
    meaning: dict[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: the file ``<name>.csv``; its rows speak of themselves, of the thing ``id``, or of a known ``thing``."""

    name: str
    subject: str
    classes: tuple[str, ...]
    columns: dict[str, Column]
    title: dict[str, str] = field(default_factory=dict, compare=False)
    meaning: dict[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """All tables, the columns that every table has, and the classes and concepts of the ontology."""

    tables: dict[str, Table]
    common: dict[str, Column]
    superclasses: dict[str, frozenset[str]]
    declared: dict[str, frozenset[str]]


@cache
def ontology() -> Graph:
    """Return the ontology with its concept schemes as one rdflib graph."""
    graph = Graph()
    for path in (resource("ontology", "chaingraph.ttl"), *sorted(resource("ontology", "schemes").glob("*.ttl"))):
        graph.parse(data=path.read_bytes(), format="turtle")  # not by path: rdflib makes a URI of it, in ASCII at times
    return graph


@cache
def read_schema() -> Schema:
    """Read the shapes of the tables, ``ontology/shapes/tables.ttl``."""
    shapes = Graph().parse(data=resource("ontology", "shapes", "tables.ttl").read_bytes(), format="turtle")
    tables: dict[str, Table] = {}
    for shape in shapes.subjects(TAB.name):
        name = str(shapes.value(shape, TAB.name))
        tables[name] = Table(
            name=name,
            subject=str(shapes.value(shape, TAB.subject) or "row"),
            classes=tuple(sorted(map(str, shapes.objects(shape, SH.targetClass)))),
            columns=_columns(shapes, shape),
            title=_by_language(shapes, shape, SH.name),
            meaning=_by_language(shapes, shape, SH.description),
        )
    common = tables.pop("*").columns
    terms = ontology()
    return Schema(
        tables=dict(sorted(tables.items())),
        common=common,
        superclasses=_superclasses(terms),
        declared=_declared(terms),
    )


def _columns(shapes: Graph, shape: Node) -> dict[str, Column]:
    found: list[tuple[float, str, Column]] = []
    for rule in shapes.objects(shape, SH.property):
        order = shapes.value(rule, SH.order)
        for name in shapes.objects(rule, TAB.column):
            column = _column(shapes, rule, name)
            found.append((float(order) if isinstance(order, Literal) else 99.0, column.name, column))
    return {name: column for _, name, column in sorted(found, key=lambda item: item[:2])}


def _column(shapes: Graph, rule: Node, name: Node) -> Column:
    lang = name.language if isinstance(name, Literal) else None
    most = shapes.value(rule, SH.maxCount) or shapes.value(rule, TAB.most)
    return Column(
        name=str(name),
        path=_path(shapes, shapes.value(rule, SH.path)),
        kind=_kind(shapes, rule, lang),
        required=_required(shapes, rule, lang),
        many=most is None and not (lang and str(name).startswith("label")) and not _is_definition(shapes, rule),
        lang=lang,
        classes=tuple(sorted(_classes(shapes, rule))),
        options=tuple(str(x) for x in _list(shapes, shapes.value(rule, SH["in"]))),
        pattern=_text(shapes.value(rule, SH.pattern)),
        minimum=_number(shapes.value(rule, SH.minInclusive)),
        maximum=_number(shapes.value(rule, SH.maxInclusive)),
        title=_by_language(shapes, rule, SH.name),
        meaning=_by_language(shapes, rule, SH.description),
    )


def _is_definition(shapes: Graph, rule: Node) -> bool:
    return shapes.value(rule, SH.path) in (SKOS.definition, SKOS.prefLabel, RDFS.comment)


def _kind(shapes: Graph, rule: Node, lang: str | None) -> str:
    if shapes.value(rule, SH.path) == RDF.type:
        return "type"
    if lang:
        return "label"
    if shapes.value(rule, SH.nodeKind) == SH.IRI:
        return "reference"
    datatype = shapes.value(rule, SH.datatype)
    plain: dict[Any, str] = {XSD.decimal: "decimal", XSD.integer: "integer", XSD.boolean: "boolean"}
    if datatype is not None:
        return plain.get(datatype, "text")
    return "text" if shapes.value(rule, SH["or"]) is None else "date"


def _classes(shapes: Graph, rule: Node) -> set[str]:
    choices = [rule, *_list(shapes, shapes.value(rule, SH["or"]))]
    return {str(name) for choice in choices for name in shapes.objects(choice, SH["class"])}


def _required(shapes: Graph, rule: Node, lang: str | None) -> bool:
    least = shapes.value(rule, SH.qualifiedMinCount if lang else SH.minCount)
    if lang:
        value_shape = shapes.value(rule, SH.qualifiedValueShape)
        allowed = _list(shapes, shapes.value(value_shape, SH.languageIn)) if value_shape else []
        return lang in map(str, allowed) and int(str(least or 0)) > 0
    return int(str(least or 0)) > 0


def _path(shapes: Graph, path: Node | None) -> tuple[Step, ...]:
    if isinstance(path, URIRef):
        return (Step(str(path)),)
    inverse = shapes.value(path, SH.inversePath)
    if inverse is not None:
        return (Step(str(inverse), inverse=True),)
    return tuple(step for part in _list(shapes, path) for step in _path(shapes, part))


def _list(graph: Graph, head: Node | None) -> list[Node]:
    return list(Collection(graph, head)) if isinstance(head, BNode | URIRef) else []


def _text(value: Node | None) -> str | None:
    return None if value is None else str(value)


def _number(value: Node | None) -> float | None:
    return None if value is None else float(str(value))


def _by_language(graph: Graph, subject: Node, predicate: URIRef) -> dict[str, str]:
    texts = (x for x in graph.objects(subject, predicate) if isinstance(x, Literal))
    return {text.language or "en": str(text) for text in texts}


def _superclasses(terms: Graph) -> dict[str, frozenset[str]]:
    return {
        str(name): frozenset(map(str, terms.transitive_objects(name, RDFS.subClassOf)))
        for name in terms.subjects(RDF.type, OWL.Class)
        if isinstance(name, URIRef)
    }


def _declared(terms: Graph) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for subject, kind in terms.subject_objects(RDF.type):
        found.setdefault(str(subject), set()).add(str(kind))
    return {name: frozenset(kinds) for name, kinds in found.items()}

"""What there is to be asked (服务描述与数据集描述): SPARQL 1.1 Service Description and VoID of the store.

References
----------
.. [1] G. T. Williams, "SPARQL 1.1 Service Description", W3C Recommendation, 21 March 2013.
.. [2] K. Alexander et al., "Describing Linked Datasets with the VoID Vocabulary", W3C Interest Group Note, 3 March 2011.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import pyoxigraph as ox
from rdflib import Dataset

from chaingraph.serving import media, results
from chaingraph.serving.choosing import chosen
from chaingraph.serving.settings import Answer, Limits
from chaingraph.store import native
from chaingraph.vocabulary import CG, ID, PREFIXES

__all__ = ["dataset", "service"]

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_OFFERED: Final = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "N-Quads", "TriG", "RDF_XML", "JSON-LD"),
)
_TITLE: Final = f"{PREFIXES['dcterms']}title"
Spo = tuple[str, str, ox.NamedNode | ox.Literal]


def service(face: Dataset, limits: Limits, *, accept: str, place: str) -> Answer:
    """Describe the endpoint at *place* and its graphs."""
    return _answer(_service(native(face), place), accept, limits)


def dataset(face: Dataset, limits: Limits, *, accept: str, place: str, endpoint: str) -> Answer:
    """Describe how much of what the store holds, as VoID at *place*."""
    return _answer(_dataset(native(face), place, endpoint), accept, limits)


def _answer(said: Iterable[Spo], accept: str, limits: Limits) -> Answer:
    kind, form = chosen(accept, media.GRAPHS)
    triples = (ox.Triple(ox.NamedNode(s), ox.NamedNode(p), o) for s, p, o in said)
    return results.triples(triples, kind, form, limits)


def _a(subject: str, kind: str) -> Spo:
    return subject, f"{PREFIXES['rdf']}type", ox.NamedNode(kind)


def _service(store: ox.Store, place: str) -> Iterator[Spo]:
    yield _a(place, f"{_SD}Service")
    yield place, f"{_SD}endpoint", ox.NamedNode(place)
    yield place, f"{_SD}supportedLanguage", ox.NamedNode(f"{_SD}SPARQL11Query")
    yield place, f"{_SD}feature", ox.NamedNode(f"{_SD}UnionDefaultGraph")
    for name in _OFFERED:
        yield place, f"{_SD}resultFormat", ox.NamedNode(f"{_FORMATS}{name}")
    whole, union = f"{place}#dataset", f"{place}#default-graph"
    yield place, f"{_SD}defaultDataset", ox.NamedNode(whole)
    yield _a(whole, f"{_SD}Dataset")
    yield whole, f"{_SD}defaultGraph", ox.NamedNode(union)
    yield _a(union, f"{_SD}Graph")
    for number, graph in enumerate(sorted(graph.value for graph in store.named_graphs()), start=1):
        it = f"{place}#graph-{number}"
        yield whole, f"{_SD}namedGraph", ox.NamedNode(it)
        yield _a(it, f"{_SD}NamedGraph")
        yield it, f"{_SD}name", ox.NamedNode(graph)


def _dataset(store: ox.Store, place: str, endpoint: str) -> Iterator[Spo]:
    me, dcterms = f"{place}#dataset", PREFIXES["dcterms"]
    yield _a(me, f"{_VOID}Dataset")
    yield me, _TITLE, ox.Literal("产业链知识图谱", language="zh")
    yield me, _TITLE, ox.Literal("Industry chain knowledge graph", language="en")
    yield me, f"{_VOID}sparqlEndpoint", ox.NamedNode(endpoint)
    yield me, f"{_VOID}uriSpace", ox.Literal(ID)
    yield me, f"{_VOID}vocabulary", ox.NamedNode(CG)
    yield me, f"{_VOID}vocabulary", ox.NamedNode(PREFIXES["skos"])
    yield me, f"{_VOID}triples", _number(len(store))
    classes, properties = _counts(store, "?x a ?kind"), _counts(store, "?x ?kind ?o")
    yield me, f"{_VOID}classes", _number(len(classes))
    yield me, f"{_VOID}properties", _number(len(properties))
    yield from _partitions(me, "class", "entities", classes)
    yield from _partitions(me, "property", "triples", properties)
    for subset in _rows(store, f"SELECT DISTINCT ?x {{ ?x a <{PREFIXES['dcat']}Dataset> }} ORDER BY ?x"):
        it = subset[0]
        yield me, f"{_VOID}subset", it
        yield _a(it.value, f"{_VOID}Dataset")
        for name in ("title", "license", "created", "spatial"):
            for (value,) in _rows(store, f"SELECT DISTINCT ?y {{ {it} <{dcterms}{name}> ?y }} ORDER BY ?y"):
                yield it.value, f"{dcterms}{name}", value


def _counts(store: ox.Store, pattern: str) -> list[tuple[str, int]]:
    """Count the subjects of each class, or the statements of each property, each once however many sources say it."""
    inner = "DISTINCT ?x ?kind" if " a " in pattern else "DISTINCT ?x ?kind ?o"
    query = f"SELECT ?kind (COUNT(*) AS ?n) {{ {{ SELECT {inner} {{ {pattern} }} }} }} GROUP BY ?kind ORDER BY ?kind"
    return [(kind.value, int(count.value)) for kind, count in _rows(store, query)]


def _partitions(me: str, sort: str, counted: str, found: Iterable[tuple[str, int]]) -> Iterator[Spo]:
    for number, (kind, count) in enumerate(found, start=1):
        it = f"{me}-{sort}-{number}"
        yield me, f"{_VOID}{sort}Partition", ox.NamedNode(it)
        yield it, f"{_VOID}{sort}", ox.NamedNode(kind)
        yield it, f"{_VOID}{counted}", _number(count)


def _number(count: int) -> ox.Literal:
    return ox.Literal(str(count), datatype=ox.NamedNode(f"{PREFIXES['xsd']}integer"))


def _rows(store: ox.Store, query: str) -> list[Any]:
    return [tuple(row) for row in store.query(query, use_default_graph_as_union=True)]  # type: ignore[union-attr]

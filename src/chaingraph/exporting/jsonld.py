"""JSON-LD with a context of our terms (JSON-LD 上下文): names for properties, types for dates and IRIs, maps of languages.

References
----------
.. [1] G. Kellogg et al., "JSON-LD 1.1", W3C Recommendation, 16 July 2020.
"""

import json
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any, Final

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, Dataset, URIRef

from chaingraph.exporting.ordering import graph_names, triples_in_order
from chaingraph.schema import ontology
from chaingraph.vocabulary import CG, PREFIXES

__all__ = ["context", "context_text", "jsonld"]

_XSD: Final = PREFIXES["xsd"]
_STRING: Final = f"{_XSD}string"
_NAMES: Final = {
    "label": "skos:prefLabel",
    "altLabel": "skos:altLabel",
    "hiddenLabel": "skos:hiddenLabel",
    "definition": "skos:definition",
    "title": "dcterms:title",
    "description": "dcterms:description",
    "name": "rdfs:label",
}
"""Texts in several languages, written as maps from language to texts."""


@cache
def context() -> dict[str, Any]:
    """Return the context, derived from the ontology: prefixes, and a term for each property of ours.

    A term whose values are things has ``"@type": "@id"``; one whose values are of one datatype has that; dates may be
    days, months or years, so that each of them says its own type.
    """
    graph = ontology()
    terms: dict[str, Any] = {"@version": 1.1, **dict(sorted(PREFIXES.items()))}
    terms |= {"id": "@id", "type": "@type"}
    terms |= {name: {"@id": iri, "@container": "@language"} for name, iri in sorted(_NAMES.items())}
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in sorted(str(one) for one in graph.subjects(RDF.type, kind)):
            if not term.startswith(CG):
                continue
            local = term.removeprefix(CG)
            name = local if local not in terms else f"cg:{local}"
            terms[name] = {"@id": f"cg:{local}"}
            if kind == OWL.ObjectProperty:
                terms[name]["@type"] = "@id"
            elif (datatype := _range(term)) and datatype != _STRING:
                terms[name]["@type"] = f"xsd:{datatype.removeprefix(_XSD)}"
    return terms


def _range(term: str) -> str:
    found = [str(one) for one in ontology().objects(URIRef(term), RDFS.range)]
    return found[0] if len(found) == 1 and found[0].startswith(_XSD) else ""


def context_text() -> str:
    """Return the context as the file ``chaingraph.context.jsonld``."""
    return json.dumps({"@context": context()}, ensure_ascii=False, indent=1) + "\n"


def jsonld(face: Dataset) -> Iterator[str]:
    """Yield all statements as one JSON-LD document that holds its context, graph by graph and thing by thing."""
    yield '{"@context": ' + json.dumps(context(), ensure_ascii=False) + ',\n"@graph": ['
    for number, name in enumerate(graph_names(face)):
        yield f'{"," if number else ""}\n{{"id": {json.dumps(name)}, "@graph": ['
        nodes = groupby(triples_in_order(face, name), key=lambda triple: triple.subject)
        for place, (subject, triples) in enumerate(nodes):
            node = _node(subject, list(triples))
            yield ("," if place else "") + "\n" + json.dumps(node, ensure_ascii=False)
        yield "\n]}"
    yield "\n]}\n"


@cache
def _terms() -> dict[str, tuple[str, dict[str, Any]]]:
    """Return term and definition by IRI of a property."""
    found = {}
    for name, definition in context().items():
        if isinstance(definition, dict):
            prefix, _, local = definition["@id"].partition(":")
            found[PREFIXES[prefix] + local] = (name, definition)
    return found


def _node(subject: Any, triples: list[Any]) -> dict[str, Any]:
    node: dict[str, Any] = {"id": _short(subject.value)}
    for predicate, same in groupby(triples, key=lambda triple: triple.predicate.value):
        values = [triple.object for triple in same]
        if predicate == f"{PREFIXES['rdf']}type":
            node["type"] = [_short(value.value) for value in values]
            continue
        name, definition = _terms().get(predicate, (_short(predicate), {}))
        if "@container" in definition:
            mapped: dict[str, list[str]] = {}
            for value in values:
                if getattr(value, "language", None):
                    mapped.setdefault(value.language, []).append(value.value)
            if mapped:
                node[name] = mapped
            values = [value for value in values if not getattr(value, "language", None)]
            name, definition = _short(predicate), {}
        if values:
            node[name] = [_value(value, definition.get("@type", "")) for value in values]
    return node


def _value(term: Any, expected: str) -> Any:
    if isinstance(term, ox.NamedNode):
        return _short(term.value) if expected == "@id" else {"id": _short(term.value)}
    if not isinstance(term, ox.Literal):
        return {"id": f"_:{term.value}"}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = _short(term.datatype.value)
    if datatype == expected or (datatype == "xsd:string" and not expected):
        return term.value
    return {"@value": term.value} if datatype == "xsd:string" else {"@value": term.value, "@type": datatype}


def _short(text: str) -> str:
    """Write an IRI with its prefix, where the rest is plain."""
    cut = max(text.rfind("/"), text.rfind("#")) + 1
    prefix = _BASES.get(text[:cut])
    return f"{prefix}:{text[cut:]}" if prefix and cut < len(text) else text


_BASES: Final = {base: prefix for prefix, base in PREFIXES.items()}

"""What the query page completes and shows as examples (编辑器数据): prefixes, terms of the ontology, filled questions."""

import json
from typing import Any, Final
from urllib.parse import parse_qsl

from rdflib import Dataset

from chaingraph.errors import QueryError
from chaingraph.names import resolve
from chaingraph.queries import fill, list_queries, select
from chaingraph.serving import forms
from chaingraph.serving.questions import as_query
from chaingraph.serving.settings import Answer, Limits
from chaingraph.vocabulary import CG, ID, PREFIXES, SCHEMES, curie

__all__ = ["editing"]

_TERMS: Final = """PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?x ?kind ?label ?about {
  VALUES (?sort ?kind) {
    (owl:Class "class") (owl:ObjectProperty "property") (owl:DatatypeProperty "property") (owl:AnnotationProperty "property")
  }
  ?x a ?sort .
  OPTIONAL { ?x rdfs:label ?label . OPTIONAL { ?x skos:definition ?about FILTER(LANG(?about) = LANG(?label)) } }
} ORDER BY ?x ?label"""
_CONCEPTS: Final = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?x ?kind ?label ?about {
  ?x skos:inScheme ?scheme ; skos:prefLabel ?label . BIND("concept" AS ?kind)
  OPTIONAL { ?x skos:definition ?about FILTER(LANG(?about) = LANG(?label)) }
} ORDER BY ?x ?label"""


def editing(face: Dataset, _limits: Limits) -> Answer:
    """Return prefixes, terms with their names and definitions, and examples, in both languages, as JSON."""
    given = {"prefixes": PREFIXES, "terms": _terms(face), "examples": _examples(face), "analyses": _analyses(face)}
    return Answer(media="application/json", body=json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode())


def _terms(face: Dataset) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for x, kind, label, about in (row for text in (_TERMS, _CONCEPTS) for row in select(face, text)):
        short = curie(x.value)
        if short == x.value or not _is_term(x.value):
            continue
        term = found.setdefault(short, {"name": short, "kind": kind.value, "zh": "", "en": ""})
        if label is not None and label.language in ("zh", "en"):
            term[label.language] = label.value
            if about is not None:
                term[f"about_{label.language}"] = about.value
    return [found[short] for short in sorted(found, key=lambda one: (not one.startswith("cg:"), one))]


def _is_term(iri: str) -> bool:
    return iri.startswith(CG) or not iri.startswith(ID) or iri.removeprefix(ID).partition("/")[0] in SCHEMES


def _analyses(face: Dataset) -> list[dict[str, Any]]:
    """Return the analyses, which are no SPARQL: their pages, filled with an example that this store knows."""
    both = zip(forms.analyses("zh"), forms.analyses("en"), strict=True)
    theme = forms.THEMES["analyses"]
    return [
        {
            "name": zh.name,
            "zh": {"title": zh.title, "theme": theme[0], "address": f"{zh.path}?{zh.example}&lang=zh"},
            "en": {"title": en.title, "theme": theme[1], "address": f"{en.path}?{en.example}&lang=en"},
        }
        for zh, en in both
        if zh.example is not None and _knows(face, dict(parse_qsl(zh.example)))
    ]


def _knows(face: Dataset, values: dict[str, str]) -> bool:
    """Say whether a store knows the things that an example names."""
    try:
        return all(
            resolve(face, values[kind], kind=kind) for kind in ("chain", "region", "enterprise") if kind in values
        )
    except QueryError:
        return False


def _examples(face: Dataset) -> list[dict[str, Any]]:
    """Return the questions with their examples put in; those whose example this store does not know are left out."""
    order, found = list(forms.THEMES), []
    for query in list_queries():
        try:
            text = fill(face, query, query.example)
        except QueryError:
            continue
        theme = dict(zip(("zh", "en"), forms.THEMES.get(query.theme, (query.theme, query.theme)), strict=True))
        both = {
            lang: {"title": query.title(lang), "theme": theme[lang], "text": as_query(query, text, lang)}
            for lang in theme
        }
        found.append(
            {"name": query.name, "at": order.index(query.theme) if query.theme in order else len(order), **both}
        )
    return sorted(found, key=lambda one: (one["at"], one["name"]))

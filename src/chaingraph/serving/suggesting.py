"""Names to choose from (名称提示): what a field may be filled with, from the store as it is."""

import json
from typing import Final

from rdflib import Dataset

from chaingraph.errors import QueryError
from chaingraph.names import resolve
from chaingraph.queries import select
from chaingraph.serving.settings import Answer, Limits
from chaingraph.terms import literal
from chaingraph.vocabulary import ID, THINGS, curie

__all__ = ["names"]

_MOST: Final = 20
_LIKE: Final = {
    "region": ("region", "park", "site"),
    "origin": ("region",),
    "publisher": ("organization", "region"),
    "recipient": ("region", "enterprise", "organization"),
    **dict.fromkeys(("enterprise", "customer", "supplier"), ("enterprise", "organization")),
}
"""Kinds of things that a parameter takes; one that is called as a kind takes that, any other takes all."""
_QUERY: Final = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?x (STR(?y) AS ?name) {{
  ?x skos:prefLabel|skos:altLabel ?y .
  FILTER(CONTAINS(LCASE(STR(?y)), LCASE({text})) && ({kinds}))
}} ORDER BY (STRLEN(STR(?y))) ?y ?x LIMIT {most}"""


def names(face: Dataset, _limits: Limits, *, parameter: str, text: str) -> Answer:
    """Return names that contain a text, the shortest first; where a name is not enough, the identifier as well."""
    kinds = _LIKE.get(parameter, (parameter,) if parameter in THINGS else ())
    fits = " || ".join(f"STRSTARTS(STR(?x), {literal(f'{ID}{kind}/')})" for kind in kinds) or "true"
    query = _QUERY.format(text=literal(text.strip()[:100]), kinds=fits, most=_MOST)
    found = [
        {"value": _value(face, x.value, name.value, parameter), "label": name.value} for x, name in select(face, query)
    ]
    body = json.dumps(list({one["value"]: one for one in found}.values()), ensure_ascii=False)
    return Answer(media="application/json", body=body.encode(), rows=len(found))


def _value(face: Dataset, thing: str, name: str, parameter: str) -> str:
    """Return the name, if it means this thing alone, else the identifier."""
    try:
        return name if resolve(face, name, kind=parameter) == thing else curie(thing)
    except QueryError:
        return curie(thing)

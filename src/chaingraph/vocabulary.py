"""Namespaces, prefixes, and the way between a CURIE and an IRI."""

import re
from typing import Final

from chaingraph.errors import QueryError

__all__ = [
    "BASE",
    "CG",
    "GRAPH",
    "ID",
    "PREFIXES",
    "SCHEMES",
    "THINGS",
    "curie",
    "evidence_iri",
    "iri",
    "prologue",
    "row_iri",
]

BASE: Final = "https://w3id.org/chaingraph/"
CG: Final = f"{BASE}ont#"
ID: Final = f"{BASE}id/"
GRAPH: Final = f"{BASE}graph/"

#: Kinds of things that have IRIs of their own, ``<ID><kind>/<slug>``.
THINGS: Final = (
    "enterprise", "organization", "person", "region", "park", "site", "sector", "product", "process", "chain",
    "segment", "cluster", "catalogue", "honour", "indicator", "project", "event", "policy", "task", "instrument",
    "document", "recipe", "requirement",
)  # fmt: skip
#: Concept schemes, whose concepts have IRIs ``<ID><scheme>/<slug>``.
SCHEMES: Final = ("tier", "role", "status", "comparator", "level", "standing", "shortage", "state", "revision", "tie")

PREFIXES: Final[dict[str, str]] = {
    "cg": CG,
    "data": f"{BASE}data/",
    "graph": GRAPH,
    **{kind: f"{ID}{kind}/" for kind in (*THINGS, *SCHEMES)},
    "cgunit": f"{ID}unit/",
    "unit": "http://qudt.org/vocab/unit/",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "sh": "http://www.w3.org/ns/shacl#",
    "tab": f"{BASE}table#",
}

_LOCAL = re.compile(r"[a-z0-9][a-z0-9._-]*\Z")
_BY_BASE = {base: prefix for prefix, base in PREFIXES.items()}
_BY_LENGTH = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


def iri(text: str) -> str:
    """Return the IRI of a CURIE; a full IRI comes back as it is.

    Raises
    ------
    QueryError
        The prefix is not one of :data:`PREFIXES`, or the local name of a thing is not a slug.

    Examples
    --------
    >>> iri("product:separator")
    'https://w3id.org/chaingraph/id/product/separator'
    """
    if text.startswith(("http://", "https://", "urn:")):
        return text
    prefix, colon, local = text.partition(":")
    base = PREFIXES.get(prefix) if colon else None
    if base is None or (base.startswith(ID) and not _LOCAL.match(local)):
        raise QueryError.of(
            text,
            zh="不是标识符，应写作“类型:名称”，例如 product:separator。",
            en="not an identifier; write <type>:<slug>, such as product:separator.",
        )
    return base + local


def curie(text: str) -> str:
    """Return the shortest way to write an IRI; one without a known prefix comes back as it is.

    Examples
    --------
    >>> curie("https://w3id.org/chaingraph/data/changsha/supplies.csv#row=2")
    'data:changsha/supplies.csv#row=2'
    """
    cut = max(text.rfind("/"), text.rfind("#")) + 1
    if known := _BY_BASE.get(text[:cut]):
        return f"{known}:{text[cut:]}"
    for prefix, base in _BY_LENGTH:
        if text.startswith(base):
            return f"{prefix}:{text[len(base) :]}"
    return text


def row_iri(data_set: str, table: str, row: int) -> str:
    """Return the IRI of a table row (RFC 7111: the header is row 1)."""
    return f"{PREFIXES['data']}{data_set}/{table}.csv#row={row}"


def evidence_iri(document: str, first: int, last: int) -> str:
    """Return the IRI of lines *first* to *last* of a document (RFC 5147: positions lie between lines)."""
    return f"{document}#line={first - 1},{last}"


def prologue(*prefixes: str) -> str:
    """Return PREFIX lines for the *prefixes* named, or for all."""
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in (prefixes or PREFIXES))

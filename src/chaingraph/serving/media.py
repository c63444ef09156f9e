"""Which form an answer takes (内容协商): media types, and the choice that a client's Accept header asks for."""

from collections.abc import Mapping
from typing import Final

__all__ = ["GRAPHS", "PAGE_OR_ROWS", "RESULTS", "choose", "language"]

RESULTS: Final = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPHS: Final = {
    "text/turtle": "ttl",
    "application/x-turtle": "ttl",
    "application/n-triples": "nt",
    "application/n-quads": "nq",
    "application/trig": "trig",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
    "application/xml": "rdf",
    "text/xml": "rdf",
    "application/json": "jsonld",
}
PAGE_OR_ROWS: Final = {"application/json": "json", "text/csv": "csv", "text/html": "html"}


def choose(accept: str, offers: Mapping[str, str]) -> tuple[str, str] | None:
    """Return media type and form that an Accept header prefers; of equals the first offered; None when none will do.

    Examples
    --------
    >>> choose("text/csv;q=0.5, application/sparql-results+xml", RESULTS)
    ('application/sparql-results+xml', 'xml')
    >>> choose("*/*", GRAPHS)
    ('text/turtle', 'ttl')
    >>> choose("image/png", RESULTS) is None
    True
    """
    wanted = _ranges(accept) if accept.strip() else [("*/*", 1.0)]
    best, name = 0.0, ""
    for offer in offers:
        fits = [
            (spec.count("*"), -q, q) for spec, q in wanted if spec in (offer, f"{offer.partition('/')[0]}/*", "*/*")
        ]
        weight = min(fits)[2] if fits else 0.0
        if weight > best:
            best, name = weight, offer
    return (name, offers[name]) if name else None


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.split(",")[:100]:
        spec, *options = (piece.strip().lower() for piece in part.split(";"))
        weight = next((text[2:] for text in options if text.startswith("q=")), "1")
        try:
            found.append((spec, min(max(float(weight), 0.0), 1.0)))
        except ValueError:
            found.append((spec, 0.0))
    return found


def language(accept: str) -> str:
    """Return ``zh`` or ``en``, whichever an Accept-Language header prefers.

    Examples
    --------
    >>> language("de, zh-CN;q=0.8, en;q=0.5"), language("")
    ('zh', 'en')
    """
    weights = {"zh": 0.0, "en": 0.0}
    for spec, weight in _ranges(accept):
        short = spec.partition("-")[0]
        if short in weights:
            weights[short] = max(weights[short], weight)
    return "zh" if weights["zh"] > weights["en"] else "en"

"""A description of the data sets for catalogues of open data (数据目录描述): DCAT 3, as Turtle.

References
----------
.. [1] R. Albertoni et al., "Data Catalog Vocabulary (DCAT) - Version 3", W3C Recommendation, 22 August 2024.
"""

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox
from rdflib import Dataset

from chaingraph.citing import Citation, cite
from chaingraph.exporting.rdf import head
from chaingraph.store import native
from chaingraph.terms import literal, node
from chaingraph.vocabulary import BASE, PREFIXES

__all__ = ["dcat"]

_CATALOGUE: Final = f"{BASE}catalogue"
_FOAF: Final = "http://xmlns.com/foaf/0.1/"
_IANA: Final = "https://www.iana.org/assignments/media-types/"
_LANGUAGE: Final = "http://publications.europa.eu/resource/authority/language/"
_FORMS: Final = {"trig": "application/trig", "jsonld": "application/ld+json", "turtle": "text/turtle"}
"""Forms in which each data set can be had by content negotiation from its address, and by ``chaingraph export``."""
_CREATIVE: Final = {"CC-BY-4.0": "by/4.0", "CC-BY-SA-4.0": "by-sa/4.0"}


def dcat(face: Dataset) -> Iterator[str]:
    """Yield the catalogue, its data sets and their distributions."""
    yield head() + f"@prefix foaf: <{_FOAF}> .\n"
    found = cite(face)
    publishers = {one.issuer: f"{_CATALOGUE}#publisher-{number}" for number, one in enumerate(_issuers(found), start=1)}
    newest = max((one.issued for one in found), default="")
    yield _block(
        _CATALOGUE,
        "dcat:Catalog",
        [
            ("dcterms:title", literal("产业链知识图谱数据目录", lang="zh")),
            ("dcterms:title", literal("Catalogue of industry chain data", lang="en")),
            ("dcterms:description", literal("产业链知识图谱所用的数据集。", lang="zh")),
            ("dcterms:description", literal("The data sets of the knowledge graph of industry chains.", lang="en")),
            *(("dcterms:publisher", node(name)) for name in publishers.values()),
            *(("dcterms:license", node(name)) for name in sorted({_licence(one) for one in found if one.licence})),
            *([("dcterms:issued", _day(newest))] if newest else []),
            *(("dcat:dataset", node(one.url)) for one in found),
        ],
    )
    for name, it in publishers.items():
        yield _block(it, "foaf:Agent", [("foaf:name", literal(name))])
    for one in found:
        yield from _data_set(face, one, publishers)


def _issuers(found: tuple[Citation, ...]) -> list[Citation]:
    return list({one.issuer: one for one in sorted(found, key=lambda one: one.issuer) if one.issuer}.values())


def _data_set(face: Dataset, one: Citation, publishers: dict[str, str]) -> Iterator[str]:
    dct = PREFIXES["dcterms"]
    told = [("dcterms:description", text) for text in _terms(face, one.url, f"{dct}description")]
    told += [("dcterms:spatial", text) for text in _terms(face, one.url, f"{dct}spatial")]
    shared = [
        *([("dcterms:license", node(_licence(one)))] if one.licence else []),
        *([("dcterms:issued", _day(one.issued))] if one.issued else []),
    ]
    yield _block(
        one.url,
        "dcat:Dataset",
        [
            ("dcterms:identifier", literal(one.data_set)),
            ("dcterms:title", literal(one.title_zh, lang="zh")),
            *([("dcterms:title", literal(one.title_en, lang="en"))] if one.title_en else []),
            *told,
            *([("dcterms:publisher", node(publishers[one.issuer]))] if one.issuer else []),
            *shared,
            *([("dcat:version", literal(one.version))] if one.version else []),
            *(("dcterms:language", node(_LANGUAGE + name)) for name in ("ZHO", "ENG")),
            *(("dcat:distribution", node(f"{one.url}#{form}")) for form in _FORMS),
        ],
    )
    for form, media in _FORMS.items():
        title = ("dcterms:title", literal(f"{one.data_set} ({form})"))
        access = [("dcat:accessURL", node(one.url)), ("dcat:mediaType", node(_IANA + media))]
        yield _block(f"{one.url}#{form}", "dcat:Distribution", [title, *access, *shared])


def _licence(one: Citation) -> str:
    """Return the address of a licence, by its SPDX identifier."""
    if one.licence == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    known = _CREATIVE.get(one.licence)
    return f"https://creativecommons.org/licenses/{known}/" if known else f"http://spdx.org/licenses/{one.licence}"


def _day(text: str) -> str:
    return literal(text, datatype={4: "gYear", 7: "gYearMonth"}.get(len(text), "date"))


def _terms(face: Dataset, subject: str, predicate: str) -> list[str]:
    quads = native(face).quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)
    return sorted({str(quad.object) for quad in quads})


def _block(subject: str, kind: str, said: list[tuple[str, str]]) -> str:
    lines = [f"{node(subject)} a {kind}", *(f"    {verb} {term}" for verb, term in said)]
    return "\n" + " ;\n".join(lines) + " .\n"

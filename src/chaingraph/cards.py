"""What the card of a data set (数据卡) holds: the data set as DCAT, and the documents that its rows may name."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from chaingraph.cells import date_term
from chaingraph.terms import literal, node
from chaingraph.vocabulary import CG, GRAPH, PREFIXES, iri

__all__ = ["Card", "Document"]

CATALOGUE_GRAPH: Final = f"{GRAPH}catalogue"
_A: Final = node(f"{PREFIXES['rdf']}type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document from which statements are taken; its own text is not part of the data set."""

    id: str
    title_zh: str
    title_en: str = ""
    publisher_zh: str = ""
    number: str = ""
    issued: str = ""
    not_before: str = ""
    date_note: str = ""
    covers: str = ""
    url: str = ""
    accessed: str = ""
    licence: str = ""
    file: str = ""
    sha256: str = ""
    lines: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a data set is, and the documents that its rows may name."""

    id: str
    title_zh: str
    title_en: str
    licence: str
    publisher: str
    description_zh: str = ""
    description_en: str = ""
    status: str = "status:reported"
    region: str = ""
    compiled: str = ""
    documents: dict[str, Document] = field(default_factory=dict)

    def graph(self, document: str) -> str:
        """Return the named graph that holds what this data set takes from *document* (a CURIE)."""
        return f"{GRAPH}{self.id}/{document.partition(':')[2]}"

    def quads(self) -> Iterator[str]:
        """Yield the card as N-Quads lines: DCAT for the data set, one node per document."""
        end = f" {node(CATALOGUE_GRAPH)} .\n"
        me = node(PREFIXES["data"] + self.id)
        dc, dct, skos = PREFIXES["dc"], PREFIXES["dcterms"], PREFIXES["skos"]

        def say(subject: str, predicate: str, term: str) -> str:
            return f"{subject} {node(predicate)} {term}{end}"

        yield f"{me} {_A} {node(PREFIXES['dcat'] + 'Dataset')}{end}"
        yield say(me, f"{dct}identifier", literal(self.id))
        yield from _texts(me, f"{dct}title", self.title_zh, self.title_en, end)
        yield from _texts(me, f"{dct}description", self.description_zh, self.description_en, end)
        yield say(me, f"{dct}license", literal(self.licence))
        yield say(me, f"{dc}publisher", literal(self.publisher))
        yield say(me, f"{dct}type", node(iri(self.status)))
        if self.region:
            yield say(me, f"{dct}spatial", node(iri(self.region)))
        if self.compiled:
            yield say(me, f"{dct}created", date_term(self.compiled))
        for key in sorted(self.documents):
            document = self.documents[key]
            it = node(iri(key))
            yield f"{it} {_A} {node(CG + 'SourceDocument')}{end}"
            yield say(me, f"{dct}source", it)
            yield from _texts(it, f"{skos}prefLabel", document.title_zh, document.title_en, end)
            for name, text in ((f"{dc}publisher", document.publisher_zh), (f"{dct}identifier", document.number)):
                if text:
                    yield say(it, name, literal(text, lang="zh"))
            for name, text in (("issued", document.issued), ("dateAccepted", document.accessed)):
                if text:
                    yield say(it, f"{dct}{name}", date_term(text))
            if document.not_before:
                yield say(it, f"{CG}notBefore", date_term(document.not_before))
            if document.url:
                yield say(it, f"{dct}source", node(document.url))
            if document.lines is not None:
                yield say(it, f"{CG}lineCount", literal(str(document.lines), datatype="integer"))
            if document.sha256:
                yield say(it, f"{CG}sha256", literal(document.sha256))
            graph = node(self.graph(key))
            yield say(graph, f"{PREFIXES['prov']}wasDerivedFrom", it)
            yield say(graph, f"{dct}isPartOf", me)


def _texts(subject: str, predicate: str, zh: str, en: str, end: str) -> Iterator[str]:
    for text, lang in ((zh, "zh"), (en, "en")):
        if text:
            yield f"{subject} {node(predicate)} {literal(text, lang=lang)}{end}"

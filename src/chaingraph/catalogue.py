"""The card of a data set (数据卡, ``source.toml``): who says what, when, and under which licence."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from chaingraph.cells import CellError, date_term
from chaingraph.errors import Fault, SourceError, meant
from chaingraph.terms import literal, node
from chaingraph.vocabulary import CG, GRAPH, PREFIXES, iri

__all__ = ["Card", "Document", "read_card"]

CATALOGUE_GRAPH: Final = f"{GRAPH}catalogue"
_A: Final = node(f"{PREFIXES['rdf']}type")
_FORMS: Final = {  # field: its form, and an example
    "id": (re.compile(r"(document:[a-z0-9][a-z0-9._-]*|[a-z0-9][a-z0-9-]*)\Z"), "mini | document:city-plan-2021"),
    "status": (re.compile(r"status:[a-z0-9-]+\Z"), "status:reported"),
    "region": (re.compile(r"region:[a-z0-9][a-z0-9._-]*\Z"), "region:430100"),
    "url": (re.compile("https?://."), "https://example.org/"),
}
_DATES: Final = ("compiled", "issued", "not_before", "accessed")


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


def read_card(folder: Path) -> Card:
    """Read ``source.toml`` of a data set.

    Raises
    ------
    SourceError
        The card is absent, is not TOML, or lacks or misspells a field; all faults at once.
    """
    path = folder / "source.toml"
    where = f"{folder.name}/source.toml"
    try:
        data = tomllib.loads(unicodedata.normalize("NFC", path.read_bytes().decode("utf-8-sig")))
    except FileNotFoundError as cause:
        raise SourceError.of(
            where, zh="数据集缺少数据卡 source.toml。", en="the data set has no card; write source.toml."
        ) from cause
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as cause:
        raise SourceError.of(where, zh=f"不是有效的 UTF-8 TOML：{cause}", en=f"not UTF-8 TOML: {cause}") from cause
    raw = data.pop("document", [])
    if not isinstance(raw, list) or not all(isinstance(entry, dict) for entry in raw):
        raise SourceError.of(where, zh="文献应写作 [[document]]。", en="documents must be written as [[document]].")
    faults: list[Fault] = []
    documents: dict[str, Document] = {}
    for number, entry in enumerate(raw, start=1):
        at = f"{where}#document={number}"
        if document := _make(Document, entry, at, faults):
            faults.extend(_document_faults(document, at))
            if document.id in documents:
                faults.append(Fault(at, f"文献 {document.id} 重复。", f"document {document.id} stands twice."))
            documents[document.id] = document
    card = _make(Card, data, where, faults)
    if card and card.id != folder.name:
        faults.append(
            Fault(where, f"id 应与文件夹同名：{folder.name}。", f"id must be the folder's name, {folder.name}.")
        )
    if faults or not isinstance(card, Card):
        raise SourceError(faults)
    return replace(card, documents=documents)


def _make(kind: Any, entry: dict[str, Any], where: str, faults: list[Fault]) -> Any:
    known = {name: spec for name, spec in kind.__dataclass_fields__.items() if name != "documents"}
    before = len(faults)
    for name in sorted(set(entry) - set(known)):
        zh, en = meant(name, known)
        faults.append(
            Fault(
                where,
                f"未知字段 {name}；{zh}已知：{'、'.join(known)}。",
                f"unknown field {name!r}; {en}known: {', '.join(known)}.",
            )
        )
    for name, spec in known.items():
        obligatory = spec.default is spec.default_factory  # both MISSING
        if name not in entry or (obligatory and entry[name] == ""):
            if obligatory:
                faults.append(Fault(where, f"缺少字段 {name}。", f"field {name!r} is missing."))
        elif spec.type is str:
            faults.extend(_text_faults(where, name, entry[name]))
        elif type(entry[name]) is not int or entry[name] < 1:
            faults.append(Fault(where, f"字段 {name} 应为正整数。", f"field {name!r} must be a whole number above 0."))
    return kind(**entry) if len(faults) == before else None


def _text_faults(where: str, name: str, text: Any) -> Iterator[Fault]:
    form, example = _FORMS.get(name, (None, ""))
    if not isinstance(text, str):
        yield Fault(where, f"字段 {name} 应为文字。", f"field {name!r} must be a text.")
    elif text and form and not form.match(text):
        yield Fault(where, f"{name} 不应为“{text}”，例如 {example}。", f"{name} must not be {text!r}; write {example}.")
    elif text and name in _DATES:
        try:
            date_term(text)
        except CellError as bad:
            yield Fault(where, f"{name}：{bad.zh}", f"{name}: {bad.en}")
    elif text and name == "url":
        try:
            node(text)
        except ValueError as bad:
            yield Fault(where, f"{name}：{bad}", f"{name}: {bad}")


def _document_faults(document: Document, where: str) -> Iterator[Fault]:
    if not document.id.startswith("document:"):
        yield Fault(
            where,
            f"文献标识 {document.id} 应写作 document:名称。",
            f"document id {document.id!r} must be document:<slug>.",
        )
    if not (document.issued or document.not_before or document.accessed):
        yield Fault(
            where,
            f"{document.id} 缺少日期（issued、not_before 或 accessed）。",
            f"{document.id} has no date (issued, not_before or accessed).",
        )

"""The card of a data set (数据卡, ``source.toml``): who says what, when, and under which licence."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from chaingraph.cards import Card, Document
from chaingraph.cells import CellError, date_term
from chaingraph.errors import Fault, SourceError, meant
from chaingraph.terms import node

__all__ = ["Card", "Document", "draft_card"]

_FORMS: Final = {  # field: its form, and an example
    "id": (re.compile(r"(document:[a-z0-9][a-z0-9._-]*|[a-z0-9][a-z0-9_-]*)\Z"), "mini | document:city-plan-2021"),
    "status": (re.compile(r"status:[a-z0-9-]+\Z"), "status:reported"),
    "region": (re.compile(r"region:[a-z0-9][a-z0-9._-]*\Z"), "region:430100"),
    "url": (re.compile("https?://."), "https://example.org/"),
}
_DATES: Final = ("compiled", "issued", "not_before", "accessed")


def draft_card(folder: Path) -> tuple[Card | None, tuple[Fault, ...]]:
    """Return the card of a data set as far as it can be read, and what is wrong with it.

    With faults it serves to check the tables, and for nothing else: of a document with a fault it has the name alone.
    None: it is not known which documents the tables may name.
    """
    where = f"{folder.name}/source.toml"
    try:
        data, raw = _read_toml(folder / "source.toml", where)
    except SourceError as error:
        return None, error.faults
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
        faults.append(_other_name(where, folder.name))
    if not raw and not faults:
        zh, en = "没有文献；至少写一份 [[document]]。", "names no document; write at least one [[document]]."
        faults.append(Fault(where, zh, en))
    if not faults:
        return replace(card, documents=documents), ()
    return _draft(folder.name, data, {**_names(raw), **documents}), tuple(faults)


def _draft(folder: str, data: dict[str, Any], documents: dict[str, Document]) -> Card | None:
    """Return a card with what the checks of tables need, in fields that are right."""
    said = {name: str(data.get(name, "")) for name in ("id", "status")}
    names = [name for name in (folder, said["id"]) if _FORMS["id"][0].match(name) and ":" not in name]
    status = said["status"] if _FORMS["status"][0].match(said["status"]) else "status:reported"
    me = Card(id=[*names, "draft"][0], title_zh="", title_en="", licence="", publisher="", status=status)
    named = {name: document for name, document in documents.items() if name.startswith("document:")}
    return replace(me, documents=named) if named else None


def _names(raw: list[dict[str, Any]]) -> dict[str, Document]:
    """Return documents by the names in a card, right or almost."""
    names = [f"document:{str(entry.get('id', '')).removeprefix('document:')}" for entry in raw]
    return {name: Document(id=name, title_zh="") for name in names if _FORMS["id"][0].match(name)}


def _other_name(where: str, folder: str) -> Fault:
    """Say that the id is not the folder's name, or that the folder must have another one."""
    if _FORMS["id"][0].match(folder):
        return Fault(where, f"id 应与文件夹同名：{folder}。", f"id must be the folder's name, {folder}.")
    return Fault(
        where,
        f"id 应与文件夹同名，而文件夹名“{folder}”只能用小写字母、数字、- 和 _；请给文件夹改名。",
        f"id must be the folder's name, but {folder!r} may hold only small letters, digits, - and _: rename the folder.",
    )


def _read_toml(path: Path, where: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the fields of a card, and those of its documents."""
    try:
        data = tomllib.loads(unicodedata.normalize("NFC", path.read_bytes().decode("utf-8-sig")))
    except FileNotFoundError as cause:
        raise SourceError.of(
            where, zh="数据集缺少数据卡 source.toml。", en="the data set has no card; write source.toml."
        ) from cause
    except UnicodeDecodeError as cause:
        line = cause.object[: cause.start].count(b"\n") + 1
        raise SourceError.of(
            where, zh=f"第 {line} 行不是 UTF-8；请另存为 UTF-8。", en=f"not UTF-8 in line {line}; save it as UTF-8."
        ) from cause
    except tomllib.TOMLDecodeError as cause:
        raise SourceError.of(
            where, zh=f'不是有效的 TOML（名称 = "文字"）：{cause}', en=f'not TOML (name = "text"): {cause}'
        ) from cause
    raw = data.pop("document", [])
    if not isinstance(raw, list) or not all(isinstance(entry, dict) for entry in raw):
        raise SourceError.of(where, zh="文献应写作 [[document]]。", en="documents must be written as [[document]].")
    return data, raw


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
        zh, en = f"字段 {name} 应为文字，写在引号内", f"field {name!r} must be a text in quotation marks"
        plain = f'{name} = "{text}"' if isinstance(text, date | int) else f'{name} = "…"'
        yield Fault(where, f"{zh}：{plain}。", f"{en}: {plain}.")
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

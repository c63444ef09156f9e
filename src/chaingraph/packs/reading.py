"""Pack files (工具包文件): a header in YAML after ``#+``, then one verb line after another."""

import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from chaingraph.errors import QueryError, meant
from chaingraph.paths import resource
from chaingraph.views.bilingual import Both

__all__ = ["Line", "Pack", "Page", "find_pack", "list_packs", "read_pack"]

_VERBS: Final = ("ask", "find", "draw")
_KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TAKEN: Final = ("index", "report", "lists")
_SHOWING: Final = ("show", "keep", "link", "by", "only", "about", "zh", "en")
"""Keys that say how an answer is shown; all others are the parameters of the question or analysis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``ask``, ``find`` or ``draw`` of something by name, and how its answer is shown."""

    where: str
    verb: str
    name: str
    given: Mapping[str, str]
    show: tuple[str, ...] = ()  # columns in this order; empty: all
    keep: tuple[str, ...] = ()  # columns that stand there to be filled in, even when empty throughout
    link: tuple[str, ...] = ()  # columns that a picture draws, the first pointing to the others; empty: those shown
    by: tuple[str, ...] = ()  # rows that are alike in these columns are put together to one
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)  # values that a column must have one of
    about: tuple[str, ...] = ()  # words of which one stands in the name of an indicator; empty: any indicator
    title: Both | None = None

    def filled(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return the parameters with those of the pack (``$chain``) put in; what is not given is left out."""
        return {
            key: given.get(value[1:], "") if value.startswith("$") else value
            for key, value in self.given.items()
            if not value.startswith("$") or value[1:] in given
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One map or list of an instrument."""

    key: str
    title: Both
    lines: tuple[Line, ...]
    notes: tuple[Both, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A planning instrument."""

    name: str
    path: Path
    title: Both
    about: Both
    assumed: Both | None  # what is taken for granted where the contents of the instrument are not published
    needs: tuple[str, ...]
    takes: tuple[str, ...]
    example: Mapping[str, str]
    pages: tuple[Page, ...]


def list_packs() -> tuple[Pack, ...]:
    """Return the packs that travel with the package, by name."""
    return tuple(read_pack(path) for path in sorted(resource("queries", "packs").glob("*.pack")))


def find_pack(name: str) -> Pack:
    """Return the pack of this name or Chinese title, or in this file (``….pack``).

    Raises
    ------
    QueryError
        There is none; names those that there are.
    """
    if name.endswith(".pack"):
        return read_pack(Path(name))
    shipped = resource("queries", "packs", f"{name}.pack")
    if _KEY.fullmatch(name) and shipped.is_file():
        return read_pack(shipped)
    packs = list_packs()
    for pack in packs:
        if name == pack.title.zh:
            return pack
    known = ", ".join(f"{pack.name} ({pack.title.zh})" for pack in packs)
    zh, en = meant(name, [word for pack in packs for word in (pack.name, pack.title.zh)])
    raise QueryError.of(
        name, zh=f"没有这个工具包；{zh}已有：{known}。", en=f"there is no such pack; {en}there are: {known}."
    )


def read_pack(path: Path) -> Pack:
    """Read a pack file.

    Raises
    ------
    QueryError
        Header or a line is wrong; says which line, and what would be right.
    """
    text = path.read_text(encoding="utf-8")
    header = _header(path, text)
    needs, takes = (tuple(header.pop(key, ())) for key in ("needs", "takes"))
    return Pack(
        name=path.stem,
        path=path,
        title=_both(path, header, "title"),
        about=_both(path, header, "about"),
        assumed=_both(path, header, "assumed") if "assumed" in header else None,
        needs=needs,
        takes=takes,
        example=header.get("example", {}),
        pages=tuple(_pages(path, text, {*needs, *takes})),
    )


def _header(path: Path, text: str) -> dict[str, Any]:
    lines = (line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+"))
    try:
        found = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError as cause:
        raise QueryError.of(path.name, zh=f"头部不是 YAML：{cause}", en=f"the header is no YAML: {cause}") from cause
    return found if isinstance(found, dict) else {}


def _both(path: Path, header: Mapping[str, Any], key: str) -> Both:
    zh, en = header.get(f"{key}_zh"), header.get(key)
    if not isinstance(zh, str) or not isinstance(en, str):
        raise QueryError.of(path.name, zh=f"头部缺少 {key} 或 {key}_zh。", en=f"the header lacks {key} or {key}_zh.")
    return Both(zh, en)


def _pages(path: Path, text: str, known: set[str]) -> Iterable[Page]:
    found: list[tuple[str, Both, list[Line], list[Both]]] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        where = f"{path.name}#line={number}"
        words = _words(where, raw)
        if not words:
            continue
        verb, pairs = words[0], _pairs(where, words[2:] if words[0] != "note" else words[1:])
        if verb == "page":
            key = words[1] if len(words) > 1 else ""
            if not _KEY.fullmatch(key) or key in _TAKEN or key in {page[0] for page in found}:
                raise QueryError.of(where, zh=f"页面名 {key!r} 不可用。", en=f"no name for a page: {key!r}.")
            found.append((key, _titled(where, pairs), [], []))
        elif not found:
            raise QueryError.of(where, zh="先写 page 一行。", en="a page line must come first.")
        elif verb == "note":
            found[-1][3].append(_titled(where, pairs))
        else:
            found[-1][2].append(_line(where, words, pairs, known))
    return [Page(key=key, title=title, lines=tuple(lines), notes=tuple(notes)) for key, title, lines, notes in found]


def _words(where: str, raw: str) -> list[str]:
    try:
        return shlex.split(raw, comments=True)
    except ValueError as cause:
        raise QueryError.of(where, zh="引号不成对。", en="quotation marks do not match.") from cause


def _pairs(where: str, words: Iterable[str]) -> dict[str, str]:
    found = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or not key or key in found:
            raise QueryError.of(f"{where} {word}", zh="应写作 名称=值，各一次。", en="write key=value, each once.")
        found[key] = value
    return found


def _titled(where: str, pairs: Mapping[str, str]) -> Both:
    if set(pairs) != {"zh", "en"}:
        raise QueryError.of(where, zh="应写 zh=… en=…。", en="write zh=… en=….")
    return Both(pairs["zh"], pairs["en"])


def _line(where: str, words: list[str], pairs: Mapping[str, str], known: set[str]) -> Line:
    verb, name = words[0], words[1] if len(words) > 1 else ""
    if verb not in _VERBS or not _KEY.fullmatch(name):
        raise QueryError.of(where, zh="应写作 ask、find 或 draw 加名称。", en="write ask, find or draw, and a name.")
    for value in pairs.values():
        if value.startswith("$") and value[1:] not in known:
            raise QueryError.of(
                f"{where} {value}",
                zh="头部 needs 和 takes 中没有它。",
                en="the header has it neither in needs nor in takes.",
            )
    column, _, values = pairs.get("only", "").partition(":")
    return Line(
        where=where,
        verb=verb,
        name=name,
        given={key: value for key, value in pairs.items() if key not in _SHOWING},
        show=tuple(filter(None, pairs.get("show", "").split(","))),
        keep=tuple(filter(None, pairs.get("keep", "").split(","))),
        link=tuple(filter(None, pairs.get("link", "").split(","))),
        by=tuple(filter(None, pairs.get("by", "").split(","))),
        about=tuple(filter(None, pairs.get("about", "").split(","))),
        only={column: frozenset(values.split(","))} if column else {},
        title=_titled(where, {key: pairs[key] for key in ("zh", "en") if key in pairs}) if "zh" in pairs else None,
    )

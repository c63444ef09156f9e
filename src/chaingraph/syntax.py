"""What is wrong with the text of a query (查询语句的错误): an update, a word that leaves the store, a fault of syntax.

Nothing is run here that could call another server: before the engine reads a text over an empty store, ``SERVICE`` is
written ``GRAPH``, which has the same grammar, or misspelt.
"""

import re
from itertools import accumulate
from typing import Any, Final

import pyoxigraph as ox

from chaingraph.errors import ChaingraphError, QueryError, meant
from chaingraph.vocabulary import PREFIXES

__all__ = ["STRINGS_OR_COMMENT", "refusal", "refuse_deep", "refuse_outside"]

STRINGS_OR_COMMENT: Final = re.compile(
    r'("""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>"{}|^`\\\s]*>)|#[^\r\n]*',
)
"""Strings and IRIs (the first group), and comments, which are not in it."""

_DEEPEST: Final = 200
_LONGEST: Final = 400  # characters that the engine may say
_SHOWN: Final = 30  # characters of the text where the fault is
_READ: Final = 20_000  # characters of a text in which prefixes are looked for
_MANY: Final = 6  # more alternatives than these say nothing
_GAP: Final = r"(?:[ \t\r\n]|#[^\r\n]*+)*+"
_NAME: Final = r"(?:[^\W\d_](?:[\w.-]*[\w-])?)?"
_OUTSIDE: Final = re.compile("service|from", re.IGNORECASE)
_SERVICE: Final = re.compile("service", re.IGNORECASE)
_KEYWORD: Final = re.compile(rf"(?<![\w?$:@-])(?<!\w\.)service(?![\w:-])(?:{_GAP}silent(?![\w:-]))?", re.IGNORECASE)
_PROLOGUE: Final = re.compile(
    rf"(?:{_GAP}(?:base{_GAP}<[^<>]*>|prefix{_GAP}{_NAME}:{_GAP}<[^<>]*>))*+{_GAP}", re.IGNORECASE
)
_UPDATES: Final = re.compile("(insert|delete|load|clear|create|drop|copy|move|add|with)(?=[^\\w:.-])", re.IGNORECASE)
_DECLARED: Final = re.compile(rf"\bprefix\s+({_NAME}):", re.IGNORECASE)
_USED: Final = re.compile(rf"(?<![\w?$:@.%-])({_NAME}):")
_PLACE: Final = re.compile(r"error at (\d+):(\d+): (?:expected )?")
_CLASSES: Final = re.compile(r",? ?\[(?=.* \.\. |'|\^|_).*")
_OWN_WORDS: Final = re.compile(r"[A-Z][a-z]|IRI ")  # a sentence of the engine, no list of what it would have taken


def refuse_deep(text: str) -> None:
    """Refuse a text with brackets in brackets …: the engine's parser runs out of stack at some thousands.

    Raises
    ------
    QueryError
        They are nested deeper than 200.
    """
    steps = accumulate((1 if mark in "({[" else -1 for mark in text if mark in "({[)}]"), initial=0)
    if max(steps) > _DEEPEST:
        raise QueryError.of("SPARQL", zh="括号嵌套过深。", en="brackets are nested too deeply.")


def refuse_outside(text: str) -> None:
    """Refuse what would leave the store: SERVICE, FROM, FROM NAMED; found by the engine's own parser.

    The words are misspelt throughout and the text is parsed over an empty store: where they stand in strings, comments
    or names it stays a query. Another parser would not do: rdflib's sees other comments and strings than Oxigraph's.

    Raises
    ------
    QueryError
        The query names another endpoint or another data set, or is not SPARQL.
    """
    if _OUTSIDE.search(text) and (cause := _fault(_misspelt(_OUTSIDE, text))):
        raise refusal(text) from cause


def refusal(text: str, *, base: str | None = None, cause: Exception | None = None) -> ChaingraphError:
    """Return why a text is refused that the engine does not take, or that `refuse_outside` does not.

    Parameters
    ----------
    text
        The query.
    base
        What relative IRIs are resolved against.
    cause
        What the engine said, when the text is a query as far as can be seen here.
    """
    prologue = _PROLOGUE.match(text)
    if _UPDATES.match(text, prologue.end() if prologue else 0):
        return QueryError.of("SPARQL", zh="只能查询，不能修改。", en="this is an update; only queries run.")
    fault = _fault(_at_home(text), base)
    if fault is not None:
        zh, en = _told(text, fault, base)
        return QueryError.of("SPARQL", zh=f"查询有误：{zh}", en=en)
    if cause is not None:
        said = _said(cause)
        return QueryError.of("SPARQL", zh=f"查询有误：{said}", en=said)
    if _fault(_misspelt(_SERVICE, text), base) is not None:
        zh, en = "不允许 SERVICE：查询不得访问其他端点。", "SERVICE is refused: a query calls no other endpoint."
    else:
        zh, en = (
            "不允许 FROM 和 FROM NAMED：查询用全部命名图，其中一个可写 GRAPH <…> { … }。",
            "FROM and FROM NAMED are refused: all named graphs are asked; for one write GRAPH <…> { … }.",
        )
    return QueryError.of("SPARQL", zh=zh, en=en)


def _fault(text: str, base: str | None = None, prefixes: dict[str, str] | None = None) -> Exception | None:
    """Return what the engine says is wrong with a text, None when nothing is."""
    try:
        ox.Store().query(text, base_iri=base, prefixes=prefixes)
    except (SyntaxError, ValueError, OSError, RuntimeError) as cause:
        return cause
    return None


def _misspelt(words: re.Pattern[str], text: str) -> str:
    return words.sub(lambda match: f"{match[0][:2]}X{match[0][2:]}", text)


def _at_home(text: str) -> str:
    """Return the text with GRAPH for SERVICE, each sign where it was; any that is left over is misspelt."""
    changed = _KEYWORD.sub(lambda match: "GRAPH" + re.sub(r"[^\r\n]", " ", match[0][5:]), text)
    return _SERVICE.sub(lambda match: f"{match[0][:2]}X{match[0][3:]}", changed)


def _told(text: str, fault: Exception, base: str | None) -> tuple[str, str]:
    """Say (zh, en) what is wrong: prefixes that nobody declared, if they are it, else what the engine says."""
    unknown = _undeclared(text)
    others = _fault(_at_home(text), base, {name: f"urn:{number}:" for number, name in enumerate(unknown)})
    if not unknown or (others is not None and str(others) == str(fault)):
        return _placed(text, fault)
    told = [_about(name) for name in unknown]
    told += [_placed(text, others)] if isinstance(others, SyntaxError) else []
    return "；".join(zh for zh, _ in told), "; ".join(en for _, en in told)


def _undeclared(text: str) -> list[str]:
    """Return the prefixes that stand in a text and are not declared in it, in their order."""
    bare = STRINGS_OR_COMMENT.sub(" <> ", text) if len(text) <= _READ else ""
    declared = set(_DECLARED.findall(bare))
    return [name for name in dict.fromkeys(_USED.findall(bare)) if name not in declared]


def _about(name: str) -> tuple[str, str]:
    zh, en = f"前缀“{name}:”没有声明", f"the prefix {name}: is not declared"
    if name in PREFIXES:
        line = f"PREFIX {name}: <{PREFIXES[name]}>"
        return f"{zh}，请在开头加上 {line}", f"{en}; begin with {line}"
    near_zh, near_en = meant(name, PREFIXES) if len(name) > 2 else ("", "")
    known = list(PREFIXES)
    return f"{zh}；{near_zh}已知：{'、'.join(known)}", f"{en}; {near_en}known: {', '.join(known)}"


def _placed(text: str, fault: Exception) -> tuple[str, str]:
    """Say (zh, en) where the engine stopped reading, and what it would have taken."""
    said = _said(fault)
    place = _PLACE.match(said)
    if place is None:
        return said, said
    line, column = int(place[1]), int(place[2])
    rows = re.split(r"\r\n|\n|\r", text)
    rest = rows[line - 1][max(column - 1, 0) :].strip()[:_SHOWN] if line <= len(rows) else ""
    near_zh, near_en = (f"“{rest}”处", f", near {rest!r}") if rest else ("结尾处", ", at the end")
    zh, en = _wanted(said[place.end() :].removeprefix("one of").strip(" …,"))
    return f"第 {line} 行第 {column} 列{near_zh}{zh}", f"error at {line}:{column}{near_en}: {en}"


def _wanted(said: str) -> tuple[str, str]:
    """Say (zh, en) what the engine would have taken, unless that is too much to help."""
    if _OWN_WORDS.match(said):
        return f"：{said}", said
    taken = [word for word in said.split(", ") if word and word != "<unreported>"]
    if not taken or len(taken) > _MANY:
        return "不是 SPARQL", "not SPARQL"
    listed = ", ".join(taken)
    return f"不是 SPARQL，此处可用 {listed}", f"expected {listed}"


def _said(cause: Any) -> str:
    """Return the engine's message without its list of character classes, which takes four lines."""
    return _CLASSES.sub(" …", " ".join(str(cause).split()))[:_LONGEST] or "?"

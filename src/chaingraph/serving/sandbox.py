"""Which queries may run (查询沙箱): none that calls another endpoint or names a graph that is not ours.

The engine's own parser decides, over an empty store: a word that can be misspelt without harm stands in a string, a
comment or a name; one that cannot is a keyword. Another parser would see other strings and comments than the engine
does. Proven FROM clauses are cut out and given to the engine as its data set, so that what runs holds none.
"""

import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

from chaingraph.errors import QueryError
from chaingraph.syntax import refusal, refuse_deep

__all__ = ["Allowed", "allow", "execute"]

_CLAUSES: Final = 200
_GAP: Final = r"(?:[ \t\r\n]|#[^\r\n]*+)*+"
_FROM: Final = re.compile(r"(?<![\w?$:@\\.%-])from(?=[ \t\r\n<#])", re.IGNORECASE)
_WORDS: Final = re.compile("service|from", re.IGNORECASE)
_SERVICE: Final = re.compile("service", re.IGNORECASE)
_CLAUSE: Final = re.compile(
    rf"{_GAP}(named(?=[ \t\r\n<#]){_GAP})?(<[^<>\"{{}}|^`\x00-\x20]*>|(?:[^\W\d_][\w.-]*)?:[\w.:%-]*)", re.IGNORECASE
)
_PROLOGUE: Final = re.compile(
    rf"(?:{_GAP}(?:base{_GAP}<[^<>]*>|prefix{_GAP}(?:[^\W\d_][\w.-]*)?:{_GAP}<[^<>]*>))*+{_GAP}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """A query without FROM and SERVICE, and the graphs that it is asked of; None: all of ours."""

    text: str
    base: str
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


def allow(text: str, *, base: str, default: Sequence[str] = (), named: Sequence[str] = ()) -> Allowed:
    """Return a query that may run; graphs that the request names go before those of its FROM clauses.

    Raises
    ------
    QueryError
        It is nested too deeply, or would call another endpoint; what is no SPARQL at all is refused by `execute`.
    """
    refuse_deep(text)
    # Without the words there is nothing to prove: the parser that runs it says what else is wrong.
    rest, clauses = _proven(text, base) if _WORDS.search(text) else (text, [])
    if not (default or named):
        default = [graph for is_named, graph in clauses if not is_named]
        named = [graph for is_named, graph in clauses if is_named]
    if not (default or named):
        return Allowed(text=rest, base=base)
    return Allowed(text=rest, base=base, default=tuple(default), named=tuple(named))


def _proven(text: str, base: str) -> tuple[str, list[tuple[bool, str]]]:
    """Return the text without its FROM clauses, and what they name, once it is certain that it has no SERVICE."""
    odd = _Odd()
    if not _fails(odd.spelt(_WORDS, text), base):
        return text, []  # both words stand only where they can be misspelt
    if _fails(odd.spelt(_SERVICE, text), base):
        raise refusal(text, base=base)
    rest, clauses = _cut(text, base, odd)
    if _fails(odd.spelt(_WORDS, rest), base):
        raise refusal(rest, base=base)
    return rest, clauses


class _Odd:
    """Misspelt words: not to be guessed, lest a prefix of that name be declared; each spelling has one of its own."""

    def __init__(self) -> None:
        self._spellings: dict[str, str] = {}

    def spelt(self, words: re.Pattern[str], text: str) -> str:
        return words.sub(lambda match: self.of(match[0]), text)

    def of(self, word: str) -> str:
        """Return eight letters and digits, which may be part of a language tag."""
        return self._spellings.setdefault(word, f"x{secrets.token_hex(4)[:7]}")


def _cut(text: str, base: str, odd: _Odd) -> tuple[str, list[tuple[bool, str]]]:
    """Return the text with its FROM clauses blanked, and what they name."""
    clauses: list[tuple[bool, str]] = []
    rest, found = text, list(_FROM.finditer(text))
    if len(found) > _CLAUSES:
        raise QueryError.of("SPARQL", zh="FROM 过多。", en="too many times FROM.")
    for word in found:
        tried = text[: word.start()] + odd.of("") + text[word.end() :]
        if not _fails(odd.spelt(_SERVICE, tried), base):
            continue  # in a string, a comment or a name
        if clause := _CLAUSE.match(text, word.end()):
            clauses.append((clause[1] is not None, _graph(text, clause[2], base)))
            blank = re.sub(r"[^\r\n]", " ", text[word.start() : clause.end()])
            rest = rest[: word.start()] + blank + rest[clause.end() :]
    return rest, clauses


def _graph(text: str, term: str, base: str) -> str:
    """Return the IRI that a term stands for under the prefixes and the base of a query."""
    prologue = _PROLOGUE.match(text)
    asked = f"{prologue[0] if prologue else ''}\nSELECT ({term} AS ?x) {{}}"
    try:
        ((found,),) = ox.Store().query(asked, base_iri=base)  # type: ignore[misc]
    except (SyntaxError, ValueError) as cause:
        raise QueryError.of(f"FROM {term}", zh="不是 IRI。", en="is not an IRI.") from cause
    return str(found.value)


def _fails(text: str, base: str) -> bool:
    """Say whether the engine's parser does not take a text."""
    try:
        ox.Store().query(text, base_iri=base)
    except (SyntaxError, ValueError, OSError):
        return True
    return False


def execute(store: ox.Store, query: Allowed) -> Any:
    """Run an allowed query; without graphs named, all of ours together are the default graph.

    Raises
    ------
    QueryError
        It names a graph that is not ours, or the engine cannot evaluate it.
    """
    options: dict[str, Any] = {"use_default_graph_as_union": True}
    if query.default is not None or query.named is not None:
        options = {
            "default_graph": _ours(store, query.default or ()),
            "named_graphs": _ours(store, query.named or ()),
        }
    try:
        return store.query(query.text, base_iri=query.base, **options)
    except (SyntaxError, ValueError, OSError, RuntimeError) as cause:
        raise refusal(query.text, base=query.base, cause=cause) from cause


def _ours(store: ox.Store, names: Iterable[str]) -> list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]:
    found: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = []
    for name in dict.fromkeys(names):
        try:
            graph = ox.NamedNode(name)
            known = store.contains_named_graph(graph)
        except ValueError:
            known = False
        if not known:
            zh = "不是本图谱的命名图；SELECT DISTINCT ?g { GRAPH ?g {} } 列出全部。"
            en = "is none of our graphs; SELECT DISTINCT ?g { GRAPH ?g {} } lists them."
            raise QueryError.of(name[:400], zh=zh, en=en)
        found.append(graph)
    return found

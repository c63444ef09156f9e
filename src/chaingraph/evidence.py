"""Where rows stand (依据): the named graph of a document, and a node for each of its lines and sections that is cited."""

from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import quote

from chaingraph.cards import Card
from chaingraph.cells import CellError, line_ranges
from chaingraph.terms import node
from chaingraph.vocabulary import CG, PREFIXES, evidence_iri, iri

__all__ = ["Citations", "Source", "Terms"]

_A: Final = node(f"{PREFIXES['rdf']}type")
_FIRST, _LAST, _SECTION = (f" {node(CG + name)} " for name in ("firstLine", "lastLine", "section"))
_NUMBER: Final = f'"^^{node(PREFIXES["xsd"] + "integer")}'
Terms: TypeAlias = tuple[str, ...]


@dataclass(slots=True)
class Source:
    """A document that rows name: how their statements end (with its named graph), and what its evidence nodes say."""

    end: str
    document: str
    lines: int | None
    frame: tuple[str, str]


class Citations:
    """The sources of one table's rows; each is worked out once."""

    def __init__(self, card: Card) -> None:
        self._card = card
        self._sources: dict[str, Source | None] = {}
        self._nodes: dict[tuple[str, str, str], Terms | CellError] = {}

    def source(self, text: str) -> Source | None:
        """Return a document of the card by its name in a row; None when the card has none of that name."""
        if text not in self._sources:
            document = self._card.documents.get(text)
            end = f" {node(self._card.graph(text))} .\n" if document else ""
            said = (f" {_A} <{CG}Evidence>{end}", f" <{CG}inDocument> {node(iri(text))}{end}") if document else ("", "")
            self._sources[text] = Source(end, iri(text), document.lines, said) if document else None
        return self._sources[text]

    def nodes(self, source: Source, line: str, section: str, said: Terms, frame: list[str]) -> Terms | CellError:
        """Return the evidence nodes of a row, or what is wrong with its lines; describe new ones in *frame*.

        Parameters
        ----------
        line, section
            What the row says.
        said
            The section as a term, () for none.
        """
        key = (source.document, line, section)
        if key not in self._nodes:
            self._nodes[key] = _nodes(source, line, section, said, frame)
        return self._nodes[key]


def _nodes(source: Source, line: str, section: str, said: Terms, frame: list[str]) -> Terms | CellError:
    try:
        ranges = line_ranges(line, count=source.lines)
    except CellError as bad:
        return bad
    if source.lines is not None and not ranges:
        return CellError("不能为空：该文献按行引用。", "must not be empty: this document is cited by lines.")
    if not ranges and not section:
        return CellError("缺少行号或章节（section）。", "neither a line nor a section is given.")
    pieces, end = [], source.end
    for first, last in ranges or [(0, 0)]:
        target = (
            evidence_iri(source.document, first, last)
            if first
            else f"{source.document}#section={quote(section, safe='')}"
        )
        me = f"<{target}>"
        pieces.append(me)
        frame.extend((me + source.frame[0], me + source.frame[1]))
        if first:
            frame.append(f'{me}{_FIRST}"{first}{_NUMBER}{end}')
            frame.append(f'{me}{_LAST}"{last}{_NUMBER}{end}')
        for text in said:
            frame.append(f"{me}{_SECTION}{text}{end}")
    return tuple(pieces)

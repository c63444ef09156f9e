"""One row of a table as N-Quads: what it says, and the frame of evidence and status around it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from chaingraph.cards import Card
from chaingraph.cells import CellError, converter, split
from chaingraph.errors import ChaingraphError, Fault
from chaingraph.evidence import Citations, Source, Terms
from chaingraph.references import BadReference, References
from chaingraph.schema import Column, Schema, Step, Table
from chaingraph.terms import node
from chaingraph.vocabulary import CG, PREFIXES, THINGS, iri, row_iri

__all__ = ["Chunk", "RowReader"]

_A: Final = node(f"{PREFIXES['rdf']}type")
_DESCRIBED: Final = frozenset(THINGS) - {"document", "requirement"}  # those stand in cards and in inputs.csv
_ROW_COLUMNS: Final = ("source", "line", "section", "status", "note")
_DESCRIPTION: Final = f" {_A} {node(f'{CG}Description')}"
_DESCRIBES, _SUPPORTED, _STATUS = (f" {node(CG + name)} " for name in ("describes", "supportedBy", "statementStatus"))


@dataclass(slots=True, eq=False)
class _Cell:
    """How to read one column: its place in the row, and what was read before."""

    column: Column
    index: int
    convert: Callable[[str], str]
    known: dict[str, Terms | CellError] = field(default_factory=dict)

    def read(self, text: str) -> Terms | CellError:
        """Return the terms of a cell, or what is wrong with it; each distinct text is worked out once."""
        seen = self.known.get(text)
        if seen is None:
            try:
                parts = split(text) if self.column.many else [text]
                seen = tuple(map(self.convert, parts))
            except CellError as bad:
                seen = bad
            self.known[text] = seen
        return seen


@dataclass(slots=True)
class Chunk:
    """N-Quads lines: what the rows say, and the frame around it (evidence, status), from which nothing follows.

    ``columns`` holds the rows of a relation table once more as they stand: row (a CURIE), status, then the columns of
    the table in the order of the schema. ``sources`` holds where each row of any table stands: row, status, document,
    lines, section.
    """

    content: list[str] = field(default_factory=list)
    frame: list[str] = field(default_factory=list)
    table: str = ""
    done: float = 0.0  # how much of all tables has been read, 0 to 1
    columns: list[list[str]] = field(default_factory=list)
    sources: list[list[str]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.content) + len(self.frame)


class RowReader:
    """Reads the rows of one table into N-Quads lines; keeps what it has worked out for equal cells."""

    def __init__(
        self,
        where: str,
        header: list[str],
        table: Table,
        card: Card,
        schema: Schema,
        references: References,
        faults: list[Fault],
    ) -> None:
        self.where, self.table, self.card, self.faults, self.references = where, table, card, faults, references
        self.at = {name: index for index, name in enumerate(header)}
        self.chunk = Chunk(table=table.name)
        self.order = [self.at.get(name, -1) for name in ("status", *table.columns)] if table.subject == "row" else []
        columns = {**table.columns, **schema.common}
        self.cells = [
            _Cell(columns[name], index, converter(columns[name]))
            for name, index in self.at.items()
            if name not in ("id", "thing", "source", "line", "section")
        ]
        self.heads: dict[tuple[Step, ...], _Cell] = {
            cell.column.path: cell for cell in self.cells if len(cell.column.path) == 1
        }
        self.plans = [(cell, self._plan(cell.column)) for cell in self.cells if len(cell.column.path) == 1]
        self.tails = [cell for cell in self.cells if len(cell.column.path) == 2]
        self.citations = Citations(card)
        self.status = f"{_STATUS}{node(iri(card.status))}"
        self.types = tuple(f" {_A} {node(name)}" for name in table.classes)
        self.typed = any(cell.column.kind == "type" for cell in self.cells)
        self.section = _Cell(schema.common["section"], -1, converter(schema.common["section"]))
        heads = {cell.column.path[:1] for cell in self.tails}
        self.minted = [cell for cell in self.cells if cell.column.path in heads]
        references.watch(where, [c for c in self.cells if c.column.kind == "reference" and c not in self.minted])

    @staticmethod
    def _plan(column: Column) -> tuple[str, bool, bool]:
        """Return (predicate text, inverse?, about the row rather than the thing?)."""
        step = column.path[0]
        return f" {node(step.property)} ", step.inverse, column.name in _ROW_COLUMNS

    def fault(self, number: int, column: str, zh: str, en: str) -> None:
        """Note a fault of the cell in *column*."""
        self.faults.append(Fault(f"{self.where}#row={number},{column}", zh, en))

    def read(self, number: int, row: list[str]) -> None:
        """Read one row; note its faults."""
        row = [text.strip() for text in row]
        if not any(row):
            return
        me = f"<{row_iri(self.card.id, self.table.name, number)}>"
        source = self._source(number, row)
        subject = self._subject(number, row, me) or me  # if it has none, that is a fault: read on for further ones
        end, out = source.end if source else " .\n", self.chunk.content
        if source:
            self._frame(me, subject, source, number, row)
        for cell, (predicate, inverse, of_row) in self.plans:
            text = row[cell.index]
            if not text:
                if cell.column.required:
                    self.fault(number, cell.column.name, "不能为空。", "must not be empty.")
                continue
            values = cell.known.get(text) or cell.read(text)
            if isinstance(values, CellError):
                self.fault(number, cell.column.name, values.zh, values.en)
                continue
            about = me if of_row else subject
            for value in values:
                out.append(f"{value}{predicate}{about}{end}" if inverse else f"{about}{predicate}{value}{end}")
        for cell in self.tails:
            self._tail(cell, number, row, end)
        if self.order:
            status, *cells = [row[index] if index >= 0 else "" for index in self.order]
            self.chunk.columns.append([_short(me), status or self.card.status, *cells])
        for cell in self.minted:  # a node that is named here and described nowhere else
            values = cell.read(row[cell.index]) if row[cell.index] else ()
            if not isinstance(values, CellError):
                out.extend(f"{value} {_A} <{kind}>{end}" for value in values for kind in cell.column.classes)

    def _subject(self, number: int, row: list[str], me: str) -> str | None:
        if self.table.subject == "row":
            self.references.declare_row(me[1:-1], self.table.classes)
            return me
        text = row[self.at[self.table.subject]]
        try:
            known = self.table.subject == "thing" or text.partition(":")[0] in _DESCRIBED
            subject = node(iri(text)) if known else ""
        except (ChaingraphError, ValueError):
            subject = ""
        if not subject:
            zh = f"“{text}”不是标识符，应写作“类型:名称”，名称只用小写字母、数字和 . _ -，例如 product:separator。"
            en = f"{text!r} is not an identifier; write <type>:<slug> in small letters, digits and . _ -, such as product:separator."
            self.fault(number, self.table.subject, zh, en)
            return None
        if self.table.subject == "id":
            kinds = self._kinds(row)
            document = row[self.at["source"]]
            if wrong := self.references.declare(subject[1:-1], kinds, document, f"{self.where}#row={number}"):
                self.fault(number, "id", *wrong)
        else:
            self.references.need(subject[1:-1], BadReference(self.where, number, self.at["thing"], "thing", text))
        return subject

    def _kinds(self, row: list[str]) -> frozenset[str]:
        for cell in self.cells:
            if cell.column.kind == "type":
                values = cell.read(row[cell.index]) if row[cell.index] else ()
                return frozenset(() if isinstance(values, CellError) else (value[1:-1] for value in values))
        return frozenset(self.table.classes)

    def _source(self, number: int, row: list[str]) -> Source | None:
        text = row[self.at["source"]]
        source = self.citations.source(text)
        if source is None:
            self.fault(number, "source", f"“{text}”不是数据卡中的文献。" if text else "不能为空。",
                       f"{text!r} is not a document of the card source.toml." if text else "must not be empty.")  # fmt: skip
        return source

    def _frame(self, me: str, subject: str, source: Source, number: int, row: list[str]) -> None:
        """Write what every row says: its type, its evidence, its status."""
        end, content, frame = source.end, self.chunk.content, self.chunk.frame
        if self.table.subject != "row":
            content.append(f"{me}{_DESCRIPTION}{end}")
            frame.append(f"{me}{_DESCRIBES}{subject}{end}")
        if self.table.subject != "thing" and not self.typed:
            content.extend(f"{subject}{kind}{end}" for kind in self.types)
        line, section = (row[self.at[name]] if name in self.at else "" for name in ("line", "section"))
        said = self.section.read(section) if section else ()
        if isinstance(said, CellError):
            self.fault(number, "section", said.zh, said.en)
            return
        nodes = self.citations.nodes(source, line, section, said, frame)
        if isinstance(nodes, CellError):
            self.fault(number, "line", nodes.zh, nodes.en)
            return
        for piece in nodes:
            frame.append(f"{me}{_SUPPORTED}{piece}{end}")
        status = row[self.at["status"]] if "status" in self.at else ""
        if not status:
            frame.append(f"{me}{self.status}{end}")
        known = [_short(me), status or self.card.status, row[self.at["source"]], line, section]
        self.chunk.sources.append(known)

    def _tail(self, cell: _Cell, number: int, row: list[str], end: str) -> None:
        """Write a column with a path of two steps: the second hangs on the node of the first."""
        text, column = row[cell.index], cell.column
        if not text:
            if column.required:
                self.fault(number, column.name, "不能为空。", "must not be empty.")
            return
        values = cell.read(text)
        head = self.heads.get(column.path[:1])
        bases = head.read(row[head.index]) if head and row[head.index] else ()
        if isinstance(values, CellError):
            self.fault(number, column.name, values.zh, values.en)
        elif not isinstance(bases, CellError):
            self.chunk.content.extend(_triple(base, column.path[1], value) + end for base in bases for value in values)


def _short(row: str) -> str:
    """Return the CURIE of a row from its term."""
    return f"data:{row[len(PREFIXES['data']) + 1 : -1]}"


def _triple(subject: str, step: Step, value: str) -> str:
    return f"{value} <{step.property}> {subject}" if step.inverse else f"{subject} <{step.property}> {value}"

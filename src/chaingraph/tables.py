"""Tables to triples: the CSV files of data sets, each row a statement; every fault is named by file, row and column."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from chaingraph.cards import Card
from chaingraph.catalogue import draft_card
from chaingraph.errors import Fault, SourceError, meant, nearest
from chaingraph.offers import offered
from chaingraph.references import BadReference, References
from chaingraph.rows import Chunk, RowReader
from chaingraph.schema import Schema, Table
from chaingraph.vocabulary import CG, PREFIXES, iri

__all__ = ["Chunk", "read_data_sets"]

_CHUNK: Final = 50_000  # statements handed over at once
_WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls", ".ods", ".et")
_WORKBOOK: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_ROW: Final = re.compile(r"#row=(?!1$)\d+")  # a fault of a row, not of the header or the file
_MARKS: Final = {
    ";": ("分号", "semicolons"),
    "；": ("分号", "semicolons"),
    "\t": ("制表符", "tabs"),
    "|": ("竖线", "bars"),
}
_QUOTES: Final = {  # what Python's reader of CSV says, by the beginning
    "unexpected end": ("从这一行起有引号没有闭合", "a quotation mark that opens in this line is never closed"),
    "',' expected": (
        "引号之后应为逗号；单元格内的引号要写两个",
        "only a comma may follow a quotation mark; in a cell write it twice",
    ),
}


def read_data_sets(folders: list[Path], schema: Schema) -> Iterator[Chunk]:
    """Yield the N-Quads lines of all data sets in chunks; raise at the end if anything is wrong.

    Parameters
    ----------
    folders
        One folder per data set, each with its ``source.toml`` and its tables.
    schema
        What the tables may hold, see `chaingraph.schema.read_schema`.

    Raises
    ------
    SourceError
        With every fault of every table; whoever stores the chunks must then drop them.
    """
    faults: list[Fault] = []
    references = References(schema)
    cards: list[tuple[Path, Card]] = []
    for folder in map(Path.resolve, folders):
        if any(folder.name == other.name for other, _ in cards):
            faults.append(Fault(folder.name, "数据集重名。", "two data sets have this name."))
            continue
        card, wrong = draft_card(folder)
        faults.extend(wrong)
        if card is not None:
            cards.append((folder, card))
    sound = not faults
    for _, card in cards:
        references.add_documents(card)
        if sound:
            yield Chunk(list(card.quads()))
    paths = [(path, card) for folder, card in cards for path in _files(folder)]
    whole, before = sum(path.stat().st_size for path, _ in paths) or 1, 0
    faults.extend(fault for folder, _ in cards for fault in _unsaved(folder, schema))
    for path, card in paths:
        size = path.stat().st_size
        for chunk, part in _read_table(path, card, schema, references, faults):
            chunk.done = (before + part * size) / whole
            yield chunk
        before += size
    files = {f"{path.parent.name}/{path.name}": path for path, _ in paths}
    unread = {Path(fault.where.partition("#")[0]).stem for fault in faults if not _ROW.search(fault.where)}
    faults.extend(_located(references.bad(unread=unread), files))
    faults.extend(fault for _, card in cards for fault in _card_references(card, references))
    if faults:
        raise SourceError(offered(faults, references, (_rows(path, "", []) for path in files.values())))


def _files(folder: Path) -> list[Path]:
    """Return the tables of a data set, but not what an editor hides."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv" and path.name[0] not in ".~")


def _unsaved(folder: Path, schema: Schema) -> Iterator[Fault]:
    """Name the workbooks that bear the name of a table which is not there as CSV."""
    saved = {path.stem for path in _files(folder)}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in _WORKBOOKS and path.stem in schema.tables.keys() - saved:
            zh = f"工作簿不会被读取；请另存为“CSV UTF-8”：{path.stem}.csv。"
            yield Fault(
                f"{folder.name}/{path.name}", zh, f"a workbook is not read; save it as 'CSV UTF-8', {path.stem}.csv."
            )


def _card_references(card: Card, references: References) -> Iterator[Fault]:
    concept = f"{PREFIXES['skos']}Concept"
    for name, text, kind in (("region", card.region, f"{CG}Place"), ("status", card.status, concept)):
        if text and (wrong := references.wrong(iri(text), (kind,))):
            yield Fault(f"{card.id}/source.toml", f"{name}：{wrong[0]}", f"{name}: {wrong[1]}")


def _located(references: Iterable[BadReference], files: dict[str, Path]) -> Iterator[Fault]:
    """Name every row that holds a reference which proved to be bad once all tables were read."""
    wanted: dict[str, dict[int, dict[str, list[BadReference]]]] = {}
    for bad in references:
        wanted.setdefault(bad.file, {}).setdefault(bad.place, {}).setdefault(bad.text, []).append(bad)
    for file, places in wanted.items():
        for number, row in enumerate(_rows(files[file], file, []), start=1):
            for place, texts in places.items():
                for bad in texts.get(row[place].strip(), ()) if len(row) > place else ():
                    if bad.row in (None, number):
                        yield Fault(f"{file}#row={number},{bad.column}", bad.zh, bad.en)


def _rows(path: Path, where: str, faults: list[Fault]) -> Iterator[list[str]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
        wrong = _no_text(data)
    except UnicodeDecodeError as bad:
        line = data[: bad.start].count(b"\n") + 1
        wrong = _no_text(data) or (f"第 {line} 行不是 UTF-8", f"not UTF-8 in line {line}")
        where = f"{where}#byte={bad.start}"
    if wrong:
        faults.append(Fault(where, f"{wrong[0]}；请另存为“CSV UTF-8”。", f"{wrong[1]}; save it as 'CSV UTF-8'."))
        return
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    reader, first = csv.reader(io.StringIO(text, newline=""), strict=True), 1
    try:
        for row in reader:
            yield row
            first = reader.line_num + 1
    except csv.Error as bad:
        told = next((words for start, words in _QUOTES.items() if str(bad).startswith(start)), (str(bad), str(bad)))
        faults.append(Fault(f"{where}#line={first}", f"不是有效的 CSV：{told[0]}。", f"not CSV: {told[1]}."))


def _no_text(data: bytes) -> tuple[str, str] | None:
    """Say (zh, en) what a file is that is no text in UTF-8, by its first bytes; None: nothing that is known."""
    kinds = (
        (_WORKBOOK, ("这是 Excel 工作簿，不是 CSV", "a workbook, not CSV")),
        (_UTF_16, ("是 UTF-16，不是 UTF-8", "UTF-16, not UTF-8")),
    )
    return next((words for marks, words in kinds if data.startswith(marks)), None)


def _read_table(
    path: Path, card: Card, schema: Schema, references: References, faults: list[Fault]
) -> Iterator[tuple[Chunk, float]]:
    """Yield chunks of one table, each with the part of the table that has been read."""
    where = f"{path.parent.name}/{path.name}"
    table = schema.tables.get(path.stem)
    if table is None:
        known, (zh, en) = ", ".join(schema.tables), meant(path.stem, schema.tables)
        faults.append(Fault(where, f"未知的表；{zh}已知：{known}。", f"unknown table; {en}known: {known}."))
        return
    rows, before = _rows(path, where, faults), len(faults)
    written = [name.strip() for name in next(rows, [])]
    header = _without_blanks(written)
    if len(faults) == before:
        faults.extend(_header_faults(where, header, table, schema))
    if len(faults) > before:
        return
    reader = RowReader(where, header, table, card, schema, references, faults)
    total = path.read_bytes().count(b"\n") + 1
    for number, row in enumerate(rows, start=2):
        if len(row) == len(written) and not any(row[len(header) :]):
            reader.read(number, row)
        elif any(row):
            zh, en = (
                f"有 {len(row)} 列，应为 {len(header)} 列。",
                f"{len(row)} cells, but the header has {len(header)}.",
            )
            faults.append(Fault(f"{where}#row={number}", zh, en))
        if len(reader.chunk) >= _CHUNK:
            yield reader.chunk, number / total
            reader.chunk = Chunk(table=table.name)
    yield reader.chunk, 1.0


def _without_blanks(cells: list[str]) -> list[str]:
    """Return the names up to the last that is none: a spreadsheet adds blank columns."""
    last = max((number for number, text in enumerate(cells, start=1) if text), default=0)
    return cells[:last]


def _header_faults(where: str, header: list[str], table: Table, schema: Schema) -> Iterator[Fault]:
    own = {"row": (), "id": ("id",), "thing": ("thing",)}[table.subject]
    known = [*own, *(c for c in table.columns if c not in own), *schema.common]
    at = f"{where}#row=1"
    if len(header) == 1 and (mark := next((mark for mark in _MARKS if mark in header[0]), "")):
        zh, en = _MARKS[mark]
        yield Fault(at, f"列以{zh}分隔，应以逗号分隔；请另存为“CSV UTF-8”。",
                    f"columns are parted by {en} and not by commas; save it as 'CSV UTF-8'.")  # fmt: skip
        return
    columns = {**table.columns, **schema.common}
    titles = {
        title: name
        for name, column in columns.items()
        for lang, title in column.title.items()
        if column.lang in (None, lang)
    }
    needed = [*own, "source", *(c.name for c in table.columns.values() if c.required)]
    if not set(header) & {*known, *titles}:
        zh, en = (
            "没有一个已知的列名；首行应为列名，至少要有：",
            "no column is known by these names; the first line must hold names,",
        )
        yield Fault(
            at, f"{zh}{'、'.join(dict.fromkeys(needed))}。", f"{en} at least {', '.join(dict.fromkeys(needed))}."
        )
        return
    if blank := [str(number) for number, name in enumerate(header, start=1) if not name]:
        yield Fault(at, f"第 {'、'.join(blank)} 列没有列名。", f"no name stands above column {', '.join(blank)}.")
    named = [name for name in header if name]
    for name in sorted({name for name in named if named.count(name) > 1}):
        yield Fault(at, f"列 {name} 重复。", f"column {name!r} stands twice.")
    offered = {name: titles.get(name, name) for name in sorted(set(named) - set(known))}
    for name, title in offered.items():
        zh, en = meant(title, known)
        yield Fault(
            at,
            f"未知的列“{name}”；{zh}已知：{'、'.join(known)}。",
            f"unknown column {name!r}; {en}known: {', '.join(known)}.",
        )
    almost = {near for title in offered.values() for near in nearest(title, known)}
    for name in dict.fromkeys(needed):
        if name not in header and name not in almost:
            yield Fault(at, f"缺少必需的列 {name}。", f"required column {name!r} is missing.")

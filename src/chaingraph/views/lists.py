"""Lists (清单): tables that sort, filter and export, each row with its document and line; and the pages that show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from chaingraph.views import onefile
from chaingraph.views.bilingual import Both, clean
from chaingraph.views.charts import Chart
from chaingraph.views.wording import ABOUT, LEVELS, SIGN, STATE

__all__ = ["Cell", "Column", "Listing", "Row", "pack_page"]

_TEXTS: Final = (
    Both("共{all}行，显示{shown}行", "{shown} of {all} rows"),
    Both("全部", "All"),
    Both("没有符合的行", "No row fits"),
)
"""What `list.js` writes, by number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands in a row under a column."""

    text: Both
    number: float | None = None  # what it is sorted by, and what a workbook holds [base unit]; None: text
    unit: str = ""  # CURIE of the unit of the number
    chart: Chart | None = None  # a picture instead of the text; left out of files


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a list."""

    key: str
    title: Both
    about: str = ""
    picture: bool = False  # whether its cells hold pictures alone
    short: bool = False  # whether its cells are not to be broken into lines
    long: bool = False  # whether some cell is so long that it needs room


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a list, with what it stands on."""

    cells: tuple[Cell, ...]
    cite: Both  # documents and lines, in short; empty: none is stated
    full: Both  # all of them
    records: tuple[str, ...]  # rows of the data tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list with its heading; without rows it says so."""

    key: str
    title: Both
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    documents: tuple[str, ...] = ()  # that the rows stand on
    note: Both | None = None
    told: Both | None = None  # what it comes to, such as how many rows are in which state


def pack_page(
    *,
    title: Both,
    under: Both,
    parts: Sequence[Mapping[str, Any]],
    cover: Mapping[str, Any] | None = None,
    links: Iterable[Mapping[str, Any]] = (),
    lang: str = "zh",
    printed: bool = False,
) -> str:
    """Show the parts of an instrument on one page that opens offline.

    Parameters
    ----------
    title, under
        Heading, and the line under it.
    parts
        Each with ``title``, ``notes``, and ``lists`` (`Listing`), ``maps`` (links) and ``chains`` (tiers and sections).
    cover
        What stands first: ``about``, ``assumed``, ``verdicts``, ``findings``, ``facts``, ``contents``, ``documents``;
        None: nothing.
    links
        Other files of the folder, each with ``file`` and ``name``.
    lang
        Language shown first, ``"zh"`` or ``"en"``; the page carries both.
    printed
        Whether each part begins a new sheet of paper.

    Returns
    -------
    str
        The page; write it as UTF-8.
    """
    return onefile.page(
        "pack.html.j2",
        data={"texts": list(_TEXTS)},
        scripts=[onefile.static(name) for name in ("language.js", "index.js", "xlsx.js", "list.js")],
        styles=[onefile.static("page.css"), onefile.static("list.css")],
        lang=lang,
        title=Both(*map(clean, title)),
        under=under,
        parts=parts,
        cover=cover,
        links=list(links),
        printed=printed,
        levels=[{"key": level, "name": STATE[level], "about": ABOUT[level]} for level in LEVELS],
        signs=SIGN,
        states=STATE,
    )

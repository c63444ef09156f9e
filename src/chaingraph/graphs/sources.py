"""From rows to the documents and lines that they stand on; which chains and regions there are."""

from collections.abc import Iterable

from rdflib import Dataset

from chaingraph.errors import QueryError
from chaingraph.graphs.rows import local, rows
from chaingraph.queries import Row

__all__ = ["Source", "chains", "home", "sources"]

#: Where a row stands: document, its Chinese title, first and last line (0 without lines), status of the statement.
Source = tuple[str, str, int, int, str]


def chains(face: Dataset) -> tuple[str, ...]:
    """Return the chains that have segments, as CURIEs."""
    return tuple(str(row["chain"]) for row in rows(face, "chains"))


def home(face: Dataset) -> str:
    """Return the region that the data sets name as their first ground.

    Raises
    ------
    QueryError
        None or several are named: then say which is meant.
    """
    regions = [str(row["region"]) for row in rows(face, "home")]
    if len(regions) != 1:
        raise QueryError.of("region", zh="请用 region=… 指明地区。", en="say which region is meant: region=….")
    return regions[0]


def sources(face: Dataset, evidence: Iterable[str]) -> dict[str, tuple[Source, ...]]:
    """Return for each row (a CURIE) the documents and lines that it stands on."""
    return {row: tuple(map(_source, rows(face, "evidence", row=row))) for row in sorted(set(evidence))}


def _source(found: Row) -> Source:
    title = found["title"] or str(found["document"])
    where = f"{title} §{found['section']}" if found["section"] else title
    first, last = (int(found[name] or 0) for name in ("first", "last"))
    return str(found["document"]), where, first, last, local(found["status"])

"""When a statement holds: valid time, compared as text (2023 ≤ 2023-07 ≤ 2023-07-10)."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from chaingraph.errors import QueryError

__all__ = ["holds", "last_day", "last_included"]

_DATE: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z", re.ASCII)


def last_day(text: str) -> str:
    """Return the last day of a year or month, a day as it is; as text to compare with, so that each month has 31.

    Raises
    ------
    QueryError
        It is neither a year, nor a month, nor a day.

    Examples
    --------
    >>> last_day("2023"), last_day("2023-06"), last_day("2023-06-10")
    ('2023-12-31', '2023-06-31', '2023-06-10')
    """
    if not _DATE.match(text):
        raise QueryError.of(text or "“”", zh="不是日期；应写作 2023、2023-07 或 2023-07-10。",
                            en="not a date; write 2023, 2023-07 or 2023-07-10.")  # fmt: skip
    return (text + "-12-31"[len(text) - 4 :])[:10]


def last_included(end: str) -> str:
    """Return the last year, month or day of a period that ends before *end*.

    Examples
    --------
    >>> last_included("2024"), last_included("2024-01"), last_included("2024-03-01")
    ('2023', '2023-12', '2024-02-29')
    """
    if len(end) == 4:
        return f"{int(end) - 1:04}"
    if len(end) == 7:
        year, month = divmod(int(end[:4]) * 12 + int(end[5:]) - 2, 12)
        return f"{year:04}-{month + 1:02}"
    return (date.fromisoformat(end) - timedelta(days=1)).isoformat()


def holds(row: Mapping[str, str | None], *, as_of: str | None) -> bool:
    """Say whether a statement may hold on a day; unknown times do not exclude.

    Parameters
    ----------
    row
        With any of ``valid_from`` (inclusive), ``valid_until`` (exclusive) and ``ended_by`` (known to have ended).
    as_of
        Year, month or day; a year or month stands for its last day. None: whatever has not ended.

    Examples
    --------
    >>> holds({"valid_from": "2022", "ended_by": "2024-01"}, as_of="2023")
    True
    >>> holds({"valid_from": "2022", "ended_by": "2024-01"}, as_of=None)
    False
    """
    ends = [end for name in ("valid_until", "ended_by") if (end := row.get(name))]
    if as_of is None:
        return not ends
    day = last_day(as_of)
    start = row.get("valid_from")
    return not (start and start > day) and all(end > day for end in ends)

"""When a statement holds: valid time, compared as text (2023 ≤ 2023-07 ≤ 2023-07-10)."""

import re
from collections.abc import Mapping
from typing import Final

from chaingraph.errors import QueryError

__all__ = ["holds", "last_day"]

_DATE: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?\Z", re.ASCII)


def last_day(date: str) -> str:
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
    if not _DATE.match(date):
        raise QueryError.of(date, zh="不是日期；应写作 2023、2023-07 或 2023-07-10。",
                            en="not a date; write 2023, 2023-07 or 2023-07-10.")  # fmt: skip
    return (date + "-12-31"[len(date) - 4 :])[:10]


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

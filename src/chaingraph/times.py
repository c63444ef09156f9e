"""When a statement holds: valid time, compared as text (2023 ≤ 2023-07 ≤ 2023-07-10)."""

from collections.abc import Mapping

__all__ = ["holds"]


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
    day = (as_of + "-12-31"[len(as_of) - 4 :])[:10] if len(as_of) < 10 else as_of
    start = row.get("valid_from")
    return not (start and start > day) and all(end > day for end in ends)

"""Dates of different precision (不同精度的日期): what may be said when one is a year and the other a day."""

from chaingraph.model import Reading
from chaingraph.times import last_included

__all__ = ["period", "surely_before"]


def period(reading: Reading) -> str | None:
    """Return the time that a value is of: ``2023``, or first and last date of a period, both included; None: not told.

    The ontology's ``cg:validUntil`` is the first date no longer meant; readers take the end of a period as within it.

    Examples
    --------
    >>> of = {"indicator": "i", "subject": "s", "kind": "target", "value": 1.0, "unit": "u"}
    >>> period(Reading(valid_from="2021", valid_until="2024", **of))
    '2021/2023'
    >>> period(Reading(valid_from="2023-01", valid_until="2023-02", **of)), period(Reading(valid_from="2021", **of))
    ('2023-01', '2021/')
    """
    if not (reading.valid_from or reading.valid_until):
        return reading.as_of
    first, last = reading.valid_from or "", last_included(reading.valid_until) if reading.valid_until else ""
    return first if first == last else f"{first}/{last}"


def surely_before(date: str | None, other: str | None) -> bool:
    """Tell whether *date* lies before *other* however the parts not told are filled in.

    Parameters
    ----------
    date, other
        ``2023``, ``2023-07`` or ``2023-07-10``; None: not told, hence never sure.

    Examples
    --------
    >>> surely_before("2021", "2022-07"), surely_before("2021", "2021-07")
    (True, False)
    """
    if date is None or other is None:
        return False
    length = min(len(date), len(other))
    return date[:length] < other[:length]

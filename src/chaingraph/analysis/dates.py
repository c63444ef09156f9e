"""Dates of different precision (不同精度的日期): what may be said when one is a year and the other a day."""

__all__ = ["surely_before"]


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

"""How wide a text is on a terminal, where a Chinese character takes two columns."""

import unicodedata

__all__ = ["columns", "padded"]


def columns(text: str) -> int:
    """Count the terminal columns a text takes.

    Examples
    --------
    >>> columns("隔膜 x")
    6
    """
    return sum(
        0 if unicodedata.combining(mark) else 2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text
    )


def padded(text: str, width: int) -> str:
    """Fill a text with spaces up to *width* terminal columns."""
    return text + " " * max(0, width - columns(text))

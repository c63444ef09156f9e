"""What can be wrong, named by what the reader must mend; each message in Chinese and English."""

import difflib
from collections.abc import Iterable
from typing import NamedTuple

__all__ = [
    "ChaingraphError",
    "ContractError",
    "Fault",
    "NothingToDrawError",
    "QueryError",
    "SourceError",
    "StoreError",
    "meant",
    "nearest",
]


class Fault(NamedTuple):
    """One thing wrong in one place: where it is, what it is, what would be right."""

    where: str
    zh: str
    en: str

    def text(self, lang: str = "en") -> str:
        """Return one line in the language *lang*, ``"zh"`` or ``"en"``."""
        return f"{self.where}：{self.zh}" if lang == "zh" else f"{self.where}: {self.en}"


class ChaingraphError(Exception):
    """Anything that a user can mend; carries its faults, never only a sentence."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.text())

    @classmethod
    def of(cls, where: str, *, zh: str, en: str) -> "ChaingraphError":
        """Make the error of a single fault."""
        return cls([Fault(where, zh, en)])

    def text(self, lang: str = "en") -> str:
        """Return all faults, one line each, in the language *lang*."""
        return "\n".join(fault.text(lang) for fault in self.faults)


class SourceError(ChaingraphError):
    """Data (a card, a table, a row) must be mended."""


class QueryError(ChaingraphError):
    """A query, a name or a parameter must be mended."""


class NothingToDrawError(QueryError):
    """The question is right, and the data hold nothing for the picture asked for."""


class StoreError(ChaingraphError):
    """The store is not there, or cannot be read."""


class ContractError(ChaingraphError):
    """A graph lacks an attribute that an analysis needs."""


def meant(text: str, known: Iterable[str], *, most: int = 1) -> tuple[str, str]:
    """Ask (zh, en) whether one of the *known* words was meant; nothing when none is near.

    Examples
    --------
    >>> meant("missing-link", ["missing-links", "weak-links"])
    ('是否指 missing-links？', 'did you mean missing-links? ')
    """
    near = nearest(text, known, most=most)
    return (f"是否指 {'、'.join(near)}？", f"did you mean {' or '.join(near)}? ") if near else ("", "")


def nearest(text: str, known: Iterable[str], *, most: int = 1) -> list[str]:
    """Return the *known* words that hold *text*, else those that are hardly another."""
    words = sorted(set(known))
    near = [word for word in words if text and text in word][:most]
    return near or difflib.get_close_matches(text, words, n=most, cutoff=0.6)

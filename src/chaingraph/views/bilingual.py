"""Texts in two languages (中英双语): the pair that every page carries, made safe and measured for showing."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

import networkx as nx

__all__ = ["Both", "clean", "ems", "joined", "named", "several", "wrapped"]

_INVISIBLE: Final = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")
_LONGEST: Final = 400
_CONTROL: Final = re.compile("[\x00-\x20\x7f-\xa0\u2028\u2029\u3000]+")
_NARROWEST: Final = 0.27
_WIDE: Final = "⺀-鿿豈-﫿＀-￯"
_OPENING: Final = "（《〈「『【〔［｛“‘(["
_CLOSING: Final = "）》〉」』】〕］｝”’)\\]，。、；：！？…"
_PIECE: Final = re.compile(rf"(?:[{re.escape(_OPENING)}]*(?:[^\s{_WIDE}]+|\S)[{_CLOSING}]*|\s)\s*")
_EM: Final = {"Lu": 0.67, "Ll": 0.54, "Nd": 0.57, "Zs": 0.27, "Po": 0.32, "Pd": 0.4}


class Both(NamedTuple):
    """One text in Chinese and in English."""

    zh: str
    en: str

    def of(self, lang: str) -> str:
        """Return the text in *lang*, ``"zh"`` or ``"en"``."""
        return self.en if lang == "en" else self.zh


@lru_cache(maxsize=65536)
def clean(text: str | float | None) -> str:
    r"""Return a name without line breaks, control characters or marks that turn the direction of reading.

    One of more than 400 characters is cut off.

    Examples
    --------
    >>> clean("cell\u202e\n (A)")
    'cell (A)'
    """
    found = _CONTROL.sub(" ", _INVISIBLE.sub("", "" if text is None else str(text))).strip()
    return found if len(found) <= _LONGEST else found[: _LONGEST - 1] + "…"


def named(chain: nx.DiGraph, thing: str) -> Both:
    """Return the names of a thing: of its node, else of ``graph["names"]``, else its CURIE.

    A name that is given in one language only stands for both.
    """
    node = chain.nodes[thing] if thing in chain else chain.graph.get("segments", {}).get(thing, {})
    listed = chain.graph.get("names", {}).get(thing) or ("", "")
    zh = clean(node.get("label_zh")) or clean(listed[0])
    en = clean(node.get("label_en")) or clean(listed[1])
    return Both(zh or en or clean(thing), en or zh or clean(thing))


def joined(parts: Iterable[Both], *, zh: str = "、", en: str = ", ") -> Both:
    """Join texts with a separator for each language.

    Examples
    --------
    >>> joined([Both("隔膜", "separator"), Both("电解液", "electrolyte")])
    Both(zh='隔膜、电解液', en='separator, electrolyte')
    """
    listed = tuple(parts)
    return Both(zh.join(part.zh for part in listed), en.join(part.en for part in listed))


def several(count: int, one: str, many: str = "") -> str:
    """Write a number with an English noun.

    Examples
    --------
    >>> several(1, "supply", "supplies"), several(2, "chain")
    ('1 supply', '2 chains')
    """
    return f"{count} {one if count == 1 else many or one + 's'}"


def ems(text: str) -> float:
    """Estimate the width of a text in a proportional font, from above [em].

    Examples
    --------
    >>> ems("隔膜")
    2.0
    """
    return sum(
        1.0 if unicodedata.east_asian_width(mark) in "WFA" else _EM.get(unicodedata.category(mark), 0.6)
        for mark in text
    )


@lru_cache(maxsize=16384)
def wrapped(text: str, width: float, *, lines: int = 2) -> tuple[str, ...]:
    """Cut a text into at most so many lines of *width* em, the last one with an ellipsis if it was longer.

    Examples
    --------
    >>> wrapped("锂离子电池正极材料", 6)
    ('锂离子电池正', '极材料')
    >>> wrapped("lithium iron phosphate cathode", 7)
    ('lithium iron', 'phosphate c…')
    >>> wrapped("重点主机企业（未具名）", 10)  # no bracket ends a line that it opens, or begins one that it closes
    ('重点主机企业（未具', '名）')
    """
    cut: list[str] = []
    line = ""
    for piece in _pieces(text[: int(width * (lines + 1) / _NARROWEST)], width):
        if ems(line + piece.rstrip()) > width and line:
            cut.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    cut.append(line.rstrip())
    if len(cut) <= lines:
        return tuple(cut)
    last = " ".join(cut[lines - 1 :]) if " " in text else "".join(cut[lines - 1 :])
    while last and ems(last + "…") > width:
        last = last[:-1]
    return (*cut[: lines - 1], last.rstrip() + "…")


def _pieces(text: str, width: float) -> Iterator[str]:
    """Cut a text where a line may break: at spaces, and around each wide character with the marks that cling to it."""
    for word in _PIECE.findall(text):
        while ems(word.rstrip()) > width:
            part = next(n for n in range(len(word), 0, -1) if n == 1 or ems(word[:n]) <= width)
            yield word[:part]
            word = word[part:]  # noqa: PLW2901
        yield word

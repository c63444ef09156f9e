"""Pinyin (拼音): the readings of each character of a page, so that its search takes initials and full spellings."""

import re
from collections.abc import Iterable
from typing import Final

__all__ = ["readings"]

_HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_MOST: Final = 6


def readings(texts: Iterable[str]) -> dict[str, str]:
    """List how each Chinese character of *texts* can be read, without tones.

    A character with several readings (多音字) has all of them, at most six: whoever looks for 长沙 or 重庆 types one,
    and the page takes any. ``ü`` is written ``v``, as it is typed.

    Returns
    -------
    dict
        Character to its readings with spaces between, the commonest first; no key for what has none.

    Examples
    --------
    >>> readings(["重庆 A"])
    {'庆': 'qing', '重': 'zhong chong tong'}
    """
    marks = sorted({mark for text in texts for mark in _HAN.findall(text)})
    if not marks:
        return {}
    from pypinyin import Style, pinyin  # loads its dictionaries

    found = {}
    for mark in marks:
        (read,) = pinyin(mark, style=Style.NORMAL, heteronym=True, errors="ignore") or [[]]
        plain = [one.replace("ü", "v") for one in read if one.isalpha()]
        if plain:
            found[mark] = " ".join(dict.fromkeys(plain[:_MOST]))
    return found

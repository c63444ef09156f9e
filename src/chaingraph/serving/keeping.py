"""Answers that are kept (结果缓存): the last ones asked for, as many as fit, until the store is built anew."""

from collections import OrderedDict
from typing import Any, Final

from chaingraph.serving.settings import Answer

__all__ = ["Kept"]

_LARGEST: Final = 8  # no answer takes more than this part of the room
_KEY: Final = 1_000  # bytes that an answer takes beside its text
Key = tuple[Any, ...]


class Kept:
    """Answers by what was asked, the least recently used given up first.

    Parameters
    ----------
    most
        How much the answers may hold together, with what was asked [bytes]; 0 keeps none.

    Examples
    --------
    >>> kept = Kept(100_000)
    >>> kept.put(("ask", "a"), Answer(body=b"1"))
    >>> kept.get(("ask", "a")).body, kept.get(("ask", "b"))
    (b'1', None)
    """

    def __init__(self, most: int) -> None:
        self._most, self.size = most, 0
        self._answers: OrderedDict[Key, Answer] = OrderedDict()

    def get(self, key: Key) -> Answer | None:
        """Return the answer, None when it is not kept."""
        if key in self._answers:
            self._answers.move_to_end(key)
        return self._answers.get(key)

    def put(self, key: Key, answer: Answer) -> None:
        """Keep an answer, and give up others until it fits."""
        if key in self._answers or _size(key, answer) * _LARGEST > self._most:
            return
        self._answers[key] = answer
        self.size += _size(key, answer)
        while self.size > self._most:
            self.size -= _size(*self._answers.popitem(last=False))


def _size(key: Key, answer: Answer) -> int:
    return _KEY + sum(len(str(part)) for part in key) * 4 + len(answer.body)

"""Shared results (中间结果共用): what several analyses of one graph have in common is worked out once.

>>> from chaingraph.analysis import missing_links, weak_links
>>> chain = nx.DiGraph(segments={}, searched=())
>>> with shared_results():
...     missing_links(chain, region="region:430100"), weak_links(chain, region="region:430100")
((), ())
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Final, NamedTuple, ParamSpec, TypeVar

import networkx as nx

from chaingraph.collecting import no_collecting

__all__ = ["Same", "alike", "analysis", "shared", "shared_results", "stated"]

P = ParamSpec("P")
R = TypeVar("R")


class Same:
    """A value that equals itself alone: stands for what cannot be a key."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.value is self.value


class _Kept(NamedTuple):
    """What has been worked out of one thing, which it keeps alive."""

    thing: object
    results: dict[Any, Any]  # the same for all graphs that are alike
    own: dict[Any, Any]  # what also rests on stated shortages and completeness


_STRUCTURE: Final = 1  # fields of `_Kept`
_EVERYTHING: Final = 2
_NOTHING: Final[Any] = object()
_KEPT: ContextVar[dict[int, _Kept] | None] = ContextVar("_KEPT", default=None)


@contextmanager
def shared_results() -> Iterator[None]:
    """Keep what analyses have in common, such as who makes what in a region, for all of them in this block.

    No graph may be changed in the block once an analysis has seen it. Each analysis is such a block by itself, so
    that nothing is kept of a graph from one call to the next unless the caller says so. Python's cyclic collector
    pauses meanwhile: what is kept is no garbage, and to search it again and again takes a tenth of the time.
    """
    if _KEPT.get() is not None:
        yield
        return
    token = _KEPT.set({})
    try:
        with no_collecting():
            yield
    finally:
        _KEPT.reset(token)


def analysis(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function of a graph a block of `shared_results`, within which its own result is kept too."""
    inner = stated(function)

    @wraps(function)
    def run(*args: P.args, **named: P.kwargs) -> R:
        with shared_results():
            return inner(*args, **named)

    return run


def shared(function: Callable[P, R]) -> Callable[P, R]:
    """Keep in a block what a pure function returns for its first argument, if that is not stated but of its structure.

    It must read neither stated shortages nor completeness: graphs that differ in those alone are `alike`. What
    it returns must not be changed. Outside a block each call is one by itself.
    """
    return _keeping(function, _STRUCTURE)


def stated(function: Callable[P, R]) -> Callable[P, R]:
    """Keep in a block what a pure function returns that may read everything the graph holds."""
    return _keeping(function, _EVERYTHING)


def alike(copy: nx.DiGraph, graph: nx.DiGraph) -> None:
    """Say that a copy differs from a graph in stated shortages and completeness alone, so that they share the rest."""
    every = _KEPT.get()
    if every is not None:
        every[id(copy)] = _Kept(copy, _of(every, graph).results, {})


def _key(value: object) -> object:
    return value if value is None or isinstance(value, str | int | float) else Same(value)


def _of(every: dict[int, _Kept], thing: object) -> _Kept:
    return every.setdefault(id(thing), _Kept(thing, {}, {}))


def _keeping(function: Callable[P, R], place: int) -> Callable[P, R]:
    @wraps(function)
    def run(*args: P.args, **named: P.kwargs) -> R:
        every = _KEPT.get()
        if every is None:
            with shared_results():
                return function(*args, **named)
        kept: tuple[Any, ...] = every.get(id(args[0])) or _of(every, args[0])
        results: dict[Any, Any] = kept[place]
        key: tuple[Any, ...] = (function, args[1:], *named.items()) if named else (function, args[1:])
        try:
            found: R = results.get(key, _NOTHING)
        except TypeError:  # a mapping is among the arguments: it stands for itself
            key = (function, tuple(map(_key, args[1:])), *((name, _key(value)) for name, value in named.items()))
            found = results.get(key, _NOTHING)
        if found is not _NOTHING:
            return found
        results[key] = found = function(*args, **named)
        return found

    return run

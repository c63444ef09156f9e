"""A process that does one request after the other (工作进程): without network, with little memory, killed when it is slow."""

import contextlib
import ctypes
import gc
import multiprocessing
import os
import socket
import threading
from pathlib import Path
from typing import Any

from rdflib import Dataset

from chaingraph.errors import ChaingraphError, QueryError, StoreError
from chaingraph.serving import jobs
from chaingraph.serving.choosing import NotFoundError, UnacceptableError
from chaingraph.serving.settings import Answer, Limits
from chaingraph.serving.wire import READY, from_answer, read_job
from chaingraph.store import open_store

__all__ = ["Desk", "confine", "work"]

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000


class Desk:
    """The store as a worker has it open; opened anew when a build has put another in its place."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.limits = limits
        self._path = path
        self._stamp = 0
        self._face: Dataset | None = None

    def store(self) -> Dataset:
        """Return the store as it is now.

        Raises
        ------
        StoreError
            Nothing has been built there.
        """
        with contextlib.suppress(FileNotFoundError):
            stamp = (self._path / "CURRENT").stat().st_mtime_ns
            if self._face is not None and stamp == self._stamp:
                return self._face
            self._stamp = stamp
        self._face = open_store(self._path)
        return self._face


def work(line: socket.socket, path: Path, limits: Limits) -> None:
    """Answer jobs that come in on *line* until it is closed."""
    confine(limits)
    desk = Desk(path, limits)
    with contextlib.suppress(StoreError):
        desk.store()
    gc.freeze()  # what is loaded by now stays: not to be looked through again and again
    with contextlib.suppress(OSError, KeyboardInterrupt), line.makefile("rb") as jobs_coming:
        line.sendall(READY)
        while job := read_job(jobs_coming):
            line.sendall(from_answer(_answer(desk, *job)))


def _answer(desk: Desk, name: str, given: dict[str, Any], lang: str) -> Answer:
    try:
        return jobs.JOBS[name](desk.store(), desk.limits, **given)
    except NotFoundError as error:
        return _refused(404, error, lang)
    except UnacceptableError as error:
        return _refused(406, error, lang)
    except QueryError as error:
        return _refused(400, error, lang)
    except ChaingraphError as error:
        return _refused(503, error, lang)


def _refused(status: int, error: ChaingraphError, lang: str) -> Answer:
    return Answer(status=status, media="text/plain", body=f"{error.text(lang)}\n".encode("utf-8", "replace"))


def confine(limits: Limits) -> bool:
    """Take away the network and most of the memory, where the system lets a process do that to itself.

    Returns whether it has no network.
    """
    alone = False
    with contextlib.suppress(OSError, AttributeError, TypeError):  # not on macOS, not on Windows
        alone = ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NET) == 0
    try:
        import resource
    except ImportError:  # not on Windows
        resource = None  # type: ignore[assignment]
    if resource is not None:
        for kind, most in ((resource.RLIMIT_AS, limits.memory), (resource.RLIMIT_CORE, 0)):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (most, most))
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    return alone


def _end_with(parent: Any) -> None:
    """End at once when the server has ended, even within a query."""
    parent.join()
    os._exit(0)

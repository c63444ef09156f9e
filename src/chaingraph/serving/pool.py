"""Workers (进程池): as many requests at once as there are processes; one that is slow or dies is killed and replaced."""

import asyncio
import contextlib
import multiprocessing
import socket
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final, cast

from chaingraph.serving.settings import Answer, Limits
from chaingraph.serving.wire import READY, Job, from_job, to_answer

__all__ = ["BusyError", "DiedError", "Pool", "TooSlowError"]

_PRELOAD: Final = ["chaingraph.serving.worker"]
_START: Final = 60  # seconds within which a process has started and opened the store
_MOMENT: Final = 0.5  # seconds after which one that did not start is tried anew


class TooSlowError(Exception):
    """A job took longer than it may; its process has been killed."""


class DiedError(Exception):
    """A process died in the middle of a job: of too little memory, or of too deep a recursion."""


class BusyError(Exception):
    """Too many jobs are waiting, or one waited too long."""


class _Worker(asyncio.Protocol):
    """One process, and the server's end of the line to it."""

    def __init__(self, process: BaseProcess) -> None:
        self._process = process
        self._told = bytearray()
        self._waiting: asyncio.Future[Answer] | None = None
        self._line: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._line = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take part of an answer."""
        self._told += data
        answer = to_answer(self._told)
        if answer is not None:
            self._told = bytearray()
            if self._waiting is not None and not self._waiting.done():
                self._waiting.set_result(answer)

    def connection_lost(self, _: Exception | None) -> None:
        """Give up: the process has ended."""
        self._line = None
        self._fail(DiedError)

    async def call(self, job: Job, seconds: float) -> Answer:
        """Have a job done, within *seconds*."""
        if self._line is None:
            raise DiedError
        loop = asyncio.get_running_loop()
        self._waiting = loop.create_future()
        self._line.write(from_job(job))
        limit = loop.call_later(seconds, self._fail, TooSlowError)
        try:
            return await self._waiting
        finally:
            limit.cancel()

    def _fail(self, kind: type[Exception]) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(kind)

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()

    def close(self) -> None:
        """Close the line."""
        if self._line is not None:
            self._line.abort()


class Pool:
    """The processes of a server."""

    def __init__(self, path: Path, limits: Limits) -> None:
        methods = multiprocessing.get_all_start_methods()
        self._context: Any = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if "forkserver" in methods:
            self._context.set_forkserver_preload(_PRELOAD)
        self._path, self._limits = path, limits
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()  # the last one at work has the store at hand
        self._all: set[_Worker] = set()
        self._mending: set[asyncio.Task[None]] = set()
        self._closed = False
        self.waiting = 0
        self.replaced = 0

    @property
    def busy(self) -> int:
        """How many processes are at work."""
        return len(self._all) - self._idle.qsize()

    @property
    def ready(self) -> int:
        """How many processes wait for work."""
        return self._idle.qsize()

    async def open(self) -> None:
        """Start the processes."""
        await asyncio.gather(*(self._add() for _ in range(self._limits.workers)))

    async def close(self) -> None:
        """Kill the processes."""
        self._closed = True
        for worker in self._all:
            worker.kill()
            worker.close()
        self._all.clear()
        await asyncio.gather(*self._mending, return_exceptions=True)

    async def _add(self) -> None:
        process, line = await asyncio.to_thread(self._start)
        if self._closed:
            process.kill()
            line.close()
            return
        loop = asyncio.get_running_loop()
        _, worker = await loop.create_connection(lambda: _Worker(process), sock=line)
        self._all.add(worker)
        self._idle.put_nowait(worker)

    def _start(self) -> tuple[BaseProcess, socket.socket]:
        """Start a process; return it and the line to it as soon as it has the store open."""
        from chaingraph.serving.worker import work

        line, other = socket.socketpair()
        with other:
            process = self._context.Process(target=work, args=(other, self._path, self._limits), daemon=True)
            process.start()
        line.settimeout(_START)
        with contextlib.suppress(OSError):
            if line.recv(len(READY)) == READY:
                line.setblocking(False)
                return process, line
        process.kill()
        process.join()
        line.close()
        raise DiedError

    async def run(self, job: Job) -> Answer:
        """Have a job done by the next free process.

        Raises
        ------
        BusyError
            No process became free in time, or too many jobs wait.
        TooSlowError, DiedError
            The job ran into its limit of time or memory; the process is replaced.
        """
        worker = await self._free()
        try:
            answer = await worker.call(job, self._limits.seconds)
        except BaseException:  # of a client that has left, too
            self._replace(worker)
            raise
        self._idle.put_nowait(worker)
        return answer

    async def _free(self) -> _Worker:
        with contextlib.suppress(asyncio.QueueEmpty):
            return self._idle.get_nowait()
        if self.waiting >= self._limits.waiting:
            raise BusyError
        self.waiting += 1
        try:
            async with asyncio.timeout(self._limits.seconds + 1):
                return await self._idle.get()
        except TimeoutError as cause:
            raise BusyError from cause
        finally:
            self.waiting -= 1

    def _replace(self, worker: _Worker) -> None:
        self._all.discard(worker)
        self.replaced += 1

        async def mend() -> None:
            await asyncio.to_thread(worker.kill)
            worker.close()
            while not self._closed:
                try:
                    await self._add()
                except DiedError:
                    await asyncio.sleep(_MOMENT)
                else:
                    return

        task = asyncio.get_running_loop().create_task(mend())
        self._mending.add(task)
        task.add_done_callback(self._mending.discard)

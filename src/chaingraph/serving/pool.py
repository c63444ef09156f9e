"""Workers (进程池): as many requests at once as there are processes; one that is slow or dies is killed and replaced."""

import asyncio
import contextlib
import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final

from chaingraph.serving.settings import Answer, Limits

__all__ = ["BusyError", "DiedError", "Pool", "TooSlowError"]

Job = tuple[str, dict[str, Any], str]
_PRELOAD: Final = ["chaingraph.serving.worker"]
_START: Final = 60  # seconds within which a process has started and opened the store
_MOMENT: Final = 0.5  # seconds after which one that did not start is tried anew


class TooSlowError(Exception):
    """A job took longer than it may; its process has been killed."""


class DiedError(Exception):
    """A process died in the middle of a job: of too little memory, or of too deep a recursion."""


class BusyError(Exception):
    """Too many jobs are waiting, or one waited too long."""


class _Worker:
    """One process and the line to it."""

    def __init__(self, context: Any, path: Path, limits: Limits) -> None:
        from chaingraph.serving.worker import work

        self._line: Connection
        self._line, other = context.Pipe()
        self._process: BaseProcess = context.Process(target=work, args=(other, path, limits), daemon=True)
        self._process.start()
        other.close()
        try:
            ready = self._line.poll(_START) and self._line.recv()
        except (EOFError, OSError):
            ready = False
        if not ready:
            self.kill()
            raise DiedError

    def call(self, job: Job, seconds: float) -> Answer:
        """Have a job done; blocks this thread, for *seconds* at the most."""
        try:
            self._line.send(job)
            if not self._line.poll(seconds):
                raise TooSlowError
            answer = self._line.recv()
        except (EOFError, OSError) as cause:
            raise DiedError from cause
        assert isinstance(answer, Answer)  # noqa: S101 - for the type checker
        return answer

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()

    def close(self) -> None:
        """Close the line of a process that has ended, once nobody reads from it any more."""
        self._line.close()


class Pool:
    """The processes of a server."""

    def __init__(self, path: Path, limits: Limits) -> None:
        methods = multiprocessing.get_all_start_methods()
        self._context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if "forkserver" in methods:
            self._context.set_forkserver_preload(_PRELOAD)
        self._path, self._limits = path, limits
        self._threads = ThreadPoolExecutor(2 * limits.workers, thread_name_prefix="worker")
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
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
        for task in self._mending:
            task.cancel()
        for worker in self._all:
            worker.kill()
        self._threads.shutdown(wait=True)
        for worker in self._all:
            worker.close()
        self._all.clear()

    async def _add(self) -> None:
        loop = asyncio.get_running_loop()
        worker = await loop.run_in_executor(self._threads, _Worker, self._context, self._path, self._limits)
        self._all.add(worker)
        self._idle.put_nowait(worker)

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
        loop = asyncio.get_running_loop()
        call = loop.run_in_executor(self._threads, worker.call, job, self._limits.seconds)
        try:
            answer = await call
        except BaseException:  # of a client that has left, too
            self._replace(worker, call)
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
            return await asyncio.wait_for(self._idle.get(), self._limits.seconds + 1)
        except TimeoutError as cause:
            raise BusyError from cause
        finally:
            self.waiting -= 1

    def _replace(self, worker: _Worker, call: "asyncio.Future[Answer]") -> None:
        self._all.discard(worker)
        self.replaced += 1

        async def mend() -> None:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(None, worker.kill)
            with contextlib.suppress(Exception, asyncio.CancelledError):
                await call
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

"""Load on servers of this machine: requests by so many clients at once, bounded in number and in time; what servers take."""

import asyncio
import contextlib
import socket
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import psutil

HEAD = 1 << 20
LOST = 0
STARTING = 1_800  # seconds: rdflib reads for long


class Asked(NamedTuple):
    """A request as its bytes."""

    name: str
    raw: bytes


class Told(NamedTuple):
    """How a request ended: HTTP status (0: the line was lost), seconds, and the body where it is kept."""

    name: str
    status: int
    seconds: float
    body: bytes


def get(name: str, path: str, accept: str = "application/json", **values: str) -> Asked:
    """Return a GET."""
    target = f"{path}?{urlencode(values)}" if values else path
    return Asked(name, _raw("GET", target, {"Accept": accept}, b""))


def post(name: str, path: str, query: str, accept: str = "application/sparql-results+json") -> Asked:
    """Return a query, posted as it is."""
    return Asked(
        name, _raw("POST", path, {"Content-Type": "application/sparql-query", "Accept": accept}, query.encode())
    )


def anything(name: str, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Asked:
    """Return whatever request is wanted."""
    return Asked(name, _raw(method, path, headers, body or b""))


def _raw(method: str, path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    if body or method != "GET":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def load(
    port: int, asked: Iterable[Asked], clients: int, *, limit: float, keep: bool = False
) -> tuple[list[Told], float]:
    """Send requests, each once, by *clients* at once that keep their lines; return how they ended, and all the seconds.

    What has not ended after *limit* seconds is left out.
    """
    return asyncio.run(_load(port, asked, clients, limit, keep))


async def _load(port: int, asked: Iterable[Asked], clients: int, limit: float, keep: bool) -> tuple[list[Told], float]:
    waiting, told, began = iter(asked), [], time.perf_counter()

    async def client() -> None:
        line = None
        for request in waiting:
            start = time.perf_counter()
            status, body, kept = LOST, b"", False
            with contextlib.suppress(OSError, EOFError, ValueError, asyncio.LimitOverrunError):
                line = line or await asyncio.open_connection("127.0.0.1", port, limit=HEAD)
                line[1].write(request.raw)
                status, body, kept = await _reply(line[0])
            told.append(Told(request.name, status, time.perf_counter() - start, body if keep else b""))
            if line and not kept:
                line[1].close()
                line = None
        if line:
            line[1].close()

    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(limit):
            await asyncio.gather(*(client() for _ in range(clients)))
    return told, time.perf_counter() - began


async def _reply(reader: asyncio.StreamReader) -> tuple[int, bytes, bool]:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines if ": " in line)
    status = int(first.split()[1])
    kept = headers.get("connection") != "close"
    if headers.get("transfer-encoding") == "chunked":
        parts = []
        while size := int(await reader.readuntil(b"\r\n"), 16):
            parts.append(await reader.readexactly(size))
            await reader.readexactly(2)
        await reader.readexactly(2)
        return status, b"".join(parts), kept
    if "content-length" in headers:
        return status, await reader.readexactly(int(headers["content-length"])), kept
    return status, await reader.read(), False


def quantile(seconds: Sequence[float], share: float) -> float:
    """Return the least of *seconds* that as large a *share* of them does not exceed, in milliseconds."""
    ordered = sorted(seconds)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] * 1000 if ordered else float("nan")


def worked(process: psutil.Process) -> float:
    """Return the processor seconds of a server and its workers so far."""
    parts = [process.cpu_times()]
    for child in process.children(recursive=True):
        with contextlib.suppress(psutil.Error):
            parts.append(child.cpu_times())
    return sum(part.user + part.system for part in parts)


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@contextlib.contextmanager
def running(words: Sequence[str | Path], port: int, log: Path) -> Iterator[psutil.Process]:
    """Run a server until the block ends; begin when it listens."""
    with (
        log.open("w", encoding="utf-8") as file,
        subprocess.Popen(list(map(str, words)), stdout=file, stderr=subprocess.STDOUT) as process,
    ):
        try:
            _until_it_listens(process, port)
            yield psutil.Process(process.pid)
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()


def _until_it_listens(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(STARTING * 5):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if process.poll() is not None:
            break
        time.sleep(0.2)
    raise SystemExit(f"{process.args}: did not start")


class Watch:
    """Looks every half second at how much memory a server and its workers hold."""

    def __init__(self, process: psutil.Process) -> None:
        self.series: list[tuple[float, int, int]] = []
        """Seconds since the start, bytes of all processes together, bytes of the largest."""
        self._process, self._done = process, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        began = time.perf_counter()
        while not self._done.wait(0.5):
            held = []
            with contextlib.suppress(psutil.Error):
                for process in (self._process, *self._process.children(recursive=True)):
                    with contextlib.suppress(psutil.Error):
                        held.append(process.memory_info().rss)
            if held:
                self.series.append((time.perf_counter() - began, sum(held), max(held)))

    @property
    def peak(self) -> tuple[int, int]:
        """The most that all processes together held, and the most that one held [bytes]."""
        return max((total for _, total, _ in self.series), default=0), max((one for *_, one in self.series), default=0)

"""Real servers on loopback for the tests: the Oxigraph server and Virtuoso, each on free ports in a folder of its own."""

import contextlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

__all__ = ["PASSWORD", "Engine", "free_port", "oxigraph_server", "virtuoso_server"]

PASSWORD = "dba"
_PATIENCE = 60

_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
[SPARQL]
ResultSetMaxRows = {rows}
"""


class Engine(NamedTuple):
    """Addresses of a server: of its queries, and of its graph store."""

    name: str
    query: str
    store: str


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@contextlib.contextmanager
def oxigraph_server(folder: Path) -> Iterator[Engine]:
    """Run the Oxigraph server over an empty store."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("needs the Oxigraph server (pip install oxigraph)")
    port = free_port()
    words = [program, "serve", "--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}"]
    with _running(words, folder, f"http://127.0.0.1:{port}/"):
        yield Engine("oxigraph", f"http://127.0.0.1:{port}/query", f"http://127.0.0.1:{port}/store")


@contextlib.contextmanager
def virtuoso_server(folder: Path, *, rows: int = 10_000) -> Iterator[Engine]:
    """Run Virtuoso over an empty database, which gives no more than *rows* rows at once, as it does out of the box."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("needs Virtuoso (Debian: virtuoso-opensource-7-bin)")
    sql, port = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(sql=sql, http=port, rows=rows), encoding="ascii")
    address = f"http://127.0.0.1:{port}"
    with _running([program, "-f", "-c", "virtuoso.ini"], folder, f"{address}/sparql?query=ASK%7B%7D"):
        yield Engine("virtuoso", f"{address}/sparql", f"{address}/sparql-graph-crud-auth")


@contextlib.contextmanager
def _running(words: list[str], folder: Path, address: str) -> Iterator[None]:
    with (folder / "output").open("wb") as output:
        server = subprocess.Popen(words, cwd=folder, stdout=output, stderr=output)
        try:
            end = time.monotonic() + _PATIENCE
            while not _answers(address):
                if server.poll() is not None or time.monotonic() > end:
                    pytest.fail((folder / "output").read_text(encoding="utf-8", errors="replace")[-2000:])
                time.sleep(0.1)
            yield
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as reply:
            return bool(reply.status)
    except urllib.error.HTTPError as error:
        error.close()
        return True
    except OSError:
        return False

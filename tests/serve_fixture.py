"""A server for tests: the made-up chain on disk, served on a port of this machine by a thread."""

import contextlib
import http.client
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

pytest.importorskip("starlette", reason="needs the extra serve")
pytest.importorskip("uvicorn", reason="needs the extra serve")

import socket

import uvicorn

from chaingraph.serving import Limits, Settings
from chaingraph.serving.app import configure

PATIENCE = 60  # seconds after which a request counts as hanging; every limit of the servers here is far below


class Reply(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Client:
    """Sends requests exactly as they are written."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.address = f"http://127.0.0.1:{port}"

    def send(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Reply:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(line):
            line.request(method, path, body=body, headers=dict(headers or {}))
            reply = line.getresponse()
            return Reply(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())

    def get(self, path: str, **headers: str) -> Reply:
        return self.send("GET", path, {name.replace("_", "-"): value for name, value in headers.items()})

    def query(self, text: str, accept: str = "application/sparql-results+json", **graphs: str) -> Reply:
        path = f"/sparql?{urlencode(graphs)}".replace("_", "-") if graphs else "/sparql"
        return self.send("POST", path, {"Content-Type": "application/sparql-query", "Accept": accept}, text.encode())


@contextlib.contextmanager
def serving(settings: Settings) -> Iterator[Client]:
    """Serve until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = uvicorn.Server(configure(settings))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.02)
        try:
            yield Client(door.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(PATIENCE)


def store_of(folder: Path, graphs: Mapping[str, str]) -> Path:
    """Write a store that holds N-Triples in named graphs, laid out as a build does."""
    place = folder / "generation-1" / "store"
    place.mkdir(parents=True)
    inner = ox.Store(str(place))
    for name, triples in graphs.items():
        inner.load(triples.encode(), format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(name))
    inner.flush()
    (folder / "CURRENT").write_text("generation-1", encoding="utf-8")
    return folder


__all__ = ["PATIENCE", "Client", "Limits", "Reply", "Settings", "serving", "store_of"]

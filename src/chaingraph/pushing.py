"""Send a build to a store elsewhere (SPARQL 1.1 Graph Store HTTP Protocol), graph by graph, and count what arrived."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import Request

import pyoxigraph as ox
from rdflib import Dataset

from chaingraph.endpoint import Endpoint
from chaingraph.errors import ChaingraphError, QueryError, StoreError
from chaingraph.remote import RemoteStore
from chaingraph.sending import Server
from chaingraph.store import ONTOLOGY, native

__all__ = ["Pushed", "push", "query_address"]

_QUERIES: Final = {
    "/sparql-graph-crud-auth": "/sparql",
    "/sparql-graph-crud": "/sparql",
    "/rdf-graphs/service": "",
    "/store": "/query",
    "/data": "/sparql",
}
"""End of a graph store's address → that of its queries: Virtuoso, RDF4J and GraphDB, Oxigraph, Fuseki."""
_LINES: Final = 50_000
"""Statements in one request."""


class Pushed(NamedTuple):
    """What a store holds after sending: graphs and statements, and the address to read them at."""

    graphs: int
    statements: int
    query: str


def query_address(address: str) -> str:
    """Return where the store behind a graph store address answers queries.

    Raises
    ------
    QueryError
        The address is none of the known ones.

    Examples
    --------
    >>> query_address("http://localhost:7878/store")
    'http://localhost:7878/query'
    """
    parts = urlsplit(address)
    for end, other in _QUERIES.items():
        if parts.path.endswith(end):
            return urlunsplit(parts._replace(path=parts.path.removesuffix(end) + other, query="", fragment=""))
    zh, en = "请用 --query 给出其查询地址。", "say by --query where that store answers queries."
    raise QueryError.of(address, zh=zh, en=en)


def push(
    face: Dataset,
    address: str,
    *,
    query: str | None = None,
    replace: bool = False,
    timeout: float = 600,
    progress: Callable[[float], None] | None = None,
) -> Pushed:
    """Send every named graph of a store, and see that all statements arrived.

    The ontology goes last (and its old copy goes first): without it `chaingraph.remote` refuses a store, so that
    nobody reads one that is half written. Graphs that are not ours are not touched.

    Parameters
    ----------
    address
        Address of the graph store, such as ``http://localhost:7878/store``; graphs are named by ``?graph=``.
    query
        Address of its queries; None: what belongs to *address* (see `query_address`).
    replace
        Replace what an earlier push wrote; graphs that the build no longer has are removed.
    timeout
        Longest time of a request [s].
    progress
        Called now and then with the part of the work that is done, 0 to 1.

    Raises
    ------
    StoreError
        There is a build already and *replace* is not given, or the store did not take everything; names what was
        written.
    """
    server, inner = Server(address, timeout=timeout), native(face)
    remote = RemoteStore(Endpoint(query or query_address(address), timeout=timeout))
    before = remote.graphs()
    if before and not replace:
        raise StoreError.of(
            address,
            zh=f"那里已有 {len(before)} 个图；如要替换，请加 --replace。",
            en=f"there are {len(before)} graphs already; --replace replaces them.",
        )
    names = sorted(graph.value for graph in inner.named_graphs() if isinstance(graph, ox.NamedNode))
    order = [*(name for name in names if name != ONTOLOGY), ONTOLOGY]
    written: dict[str, int] = {}
    doing = ONTOLOGY
    try:
        for doing in (ONTOLOGY, *(name for name in before if name not in names)):
            _send(server, doing, "DELETE")
        for doing in order:
            lines = sorted(
                (inner.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(doing)) or b"").splitlines(True)
            )
            for start, part in _parts(lines):
                _send(server, doing, "POST" if start else "PUT", part)
            written[doing] = len(lines)
            if progress:
                progress(len(written) / len(order))
        _compare(remote, written)
    except ChaingraphError as error:
        raise _told(address, error, written, doing, len(order)) from error
    return Pushed(len(written), sum(written.values()), remote.endpoint.address)


def _parts(lines: list[bytes]) -> Iterator[tuple[int, bytes]]:
    for start in range(0, max(len(lines), 1), _LINES):
        yield start, b"".join(lines[start : start + _LINES])


def _send(server: Server, graph: str, method: str, body: bytes | None = None) -> None:
    mark = "&" if urlsplit(server.address).query else "?"
    headers = {"Content-Type": "text/turtle; charset=utf-8", "User-Agent": "chaingraph"} if body is not None else {}
    where = f"{server.address}{mark}graph={quote(graph, safe='')}"
    answer = server.send(Request(where, data=body, headers=headers, method=method))  # noqa: S310 - `Server` has looked
    if answer.status in (401, 403):
        raise server.refused()
    if answer.status >= 300 and (method, answer.status) != ("DELETE", 404):
        said = server.hide(answer.body.decode("utf-8", "replace").strip().partition("\n")[0][:300])
        shown = f"HTTP {answer.status} {'' if said.startswith('<') else said}".strip()
        raise StoreError.of(server.address, zh=f"未接受：{shown}", en=f"not taken: {shown}")


def _compare(remote: RemoteStore, written: dict[str, int]) -> None:
    found = remote.graphs()
    wrong = [name for name in sorted(written.keys() | found.keys()) if found.get(name, 0) != written.get(name, 0)]
    if wrong:
        name = wrong[0]
        have, want = found.get(name, 0), written.get(name, 0)
        zh = f"{len(wrong)} 个图的条数不符，例如 {name}：{have}，应为 {want}。"
        en = f"{len(wrong)} graphs differ in number, such as {name}: {have} statements instead of {want}."
        raise StoreError.of(remote.endpoint.address, zh=zh, en=en)


def _told(address: str, error: ChaingraphError, written: dict[str, int], doing: str, of: int) -> StoreError:
    """Return the error with what had been written when it came."""
    lines = sum(written.values())
    done = StoreError.of(
        address,
        zh=f"已写 {len(written)}/{of} 个图、{lines} 条；停在 {doing}。改正后加 --replace 重新送入，此前不可读取。",
        en=f"{len(written)} of {of} graphs written, {lines} statements; stopped at {doing}. "
        "Mend it and push again with --replace; until then nobody can read it.",
    )
    return StoreError((*error.faults, *done.faults))

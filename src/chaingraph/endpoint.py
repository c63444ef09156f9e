"""Queries to a SPARQL endpoint (SPARQL 1.1 Protocol, through SPARQLWrapper): whole answers in terms of Oxigraph, or an error."""

import json
from collections.abc import Sequence
from typing import Any, Final

import pyoxigraph as ox
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

from chaingraph.errors import QueryError, StoreError
from chaingraph.ordering import ordered, split_query
from chaingraph.sending import Answer, Server
from chaingraph.vocabulary import PREFIXES

__all__ = ["Endpoint"]

_PAGE: Final = 10_000
_ROUND: Final = 100
"""Answers of so many rows, or a multiple of it, may have been cut off in silence: they are counted."""
_SUSPECT: Final = 1_000
"""Least rows at which an answer may have been cut off."""
_MOST_ROWS: Final = "X-SPARQL-MaxRows"
_PARTIAL: Final = "X-SQL-State"
_BOOLEAN: Final = f"{PREFIXES['xsd']}boolean"
_TRUE: Final = {"0": "false", "1": "true"}
Binding = dict[str, dict[str, str]]


class Endpoint:
    """One SPARQL endpoint.

    Parameters
    ----------
    address
        Address of the queries, ``http://…`` or ``https://…``.
    timeout
        Longest time of a request [s]; None: ``CHAINGRAPH_STORE_TIMEOUT``, or 300.

    Attributes
    ----------
    parameters
        Further fields of each request, such as ``default-graph-uri``.
    software
        What the server calls itself, "" when it does not say.
    """

    def __init__(self, address: str, *, timeout: float | None = None) -> None:
        self.server = Server(address, timeout=timeout)
        self.address = address
        self.parameters: tuple[tuple[str, str], ...] = ()
        self.software = ""

    def query(self, text: str) -> Any:
        """Run a query and return what `pyoxigraph.Store.query` would: solutions, a boolean, or statements.

        The text is read by the engine here first, so that a faulty one is refused in the same words. Answers are
        whole: what an endpoint cuts off is read page by page.

        Raises
        ------
        SyntaxError
            The text is not SPARQL 1.1.
        QueryError
            The endpoint refuses the query.
        StoreError
            The endpoint does not answer, or not completely.
        """
        form, names = _shape(text)
        if form == "statements":
            return self._statements(text)
        if form == "boolean":
            return self._boolean(self._send(text, JSON))
        return _solutions(names, ordered(text, names, self._rows(text, names)))

    def _boolean(self, answer: Answer) -> Any:
        found = self._json(answer).get("boolean")
        if found is None:  # Virtuoso writes a table with one number
            found = any(term["value"] == "1" for row in self._bindings(answer) for term in row.values())
        if not isinstance(found, bool):
            raise self._strange(answer)
        return ox.parse_query_results(json.dumps({"head": {}, "boolean": found}), ox.QueryResultsFormat.JSON)

    def _statements(self, text: str) -> list[Any]:
        answer = self._send(text, TURTLE)
        media = {"application/x-turtle": "text/turtle", "application/turtle": "text/turtle"}
        form = ox.RdfFormat.from_media_type(media.get(answer.media, answer.media)) or ox.RdfFormat.TURTLE
        self._whole(answer)
        try:
            return list(ox.parse(answer.body, format=form, base_iri=self.address))
        except (SyntaxError, ValueError) as cause:
            raise self._strange(answer) from cause

    def _rows(self, text: str, names: Sequence[str]) -> list[Binding]:
        """Return all rows of a SELECT, each a mapping from names to terms as in SPARQL JSON."""
        answer = self._send(text, JSON)
        found: list[Binding] = [_mended(row) for row in self._bindings(answer)]
        if any(not row.keys() <= set(names) for row in found):
            raise self._strange(answer)
        cut = _MOST_ROWS in answer.headers
        if not cut and (len(found) < _SUSPECT or len(found) % _ROUND):
            return found
        total = self._count(text)
        if total > len(found):
            found = self._pages(text, names, total, at_most=len(found), virtuoso=cut)
        if total != len(found):
            raise self._cut()
        return found

    def _count(self, text: str) -> int:
        head, body = split_query(text)
        answer = self._send(f"{head}SELECT (COUNT(*) AS ?rows) WHERE {{ {{ {body} }} }}", JSON)
        try:
            ((row,),) = (self._bindings(answer),)
            return int(row["rows"]["value"])
        except (KeyError, ValueError) as cause:
            raise self._cut() from cause

    def _pages(self, text: str, names: Sequence[str], total: int, *, at_most: int, virtuoso: bool) -> list[Binding]:
        """Read an answer in pages, in the order of all its columns.

        Virtuoso sorts no more than 10,000 rows for a LIMIT; it keeps the order of a subquery, though, which others need
        not.
        """
        head, body = split_query(text)
        columns = " ".join(f"?{name}" for name in names)
        keys = " ".join(f"STR(?{name}) ?{name}" for name in names)
        whole = f"SELECT {columns} WHERE {{ {{ {body} }} }} ORDER BY {keys}"
        whole = f"SELECT {columns} WHERE {{ {{ {whole} }} }}" if virtuoso else whole
        size, found = min(at_most, _PAGE), list[Binding]()
        while len(found) < total:
            answer = self._send(f"{head}{whole} LIMIT {size} OFFSET {len(found)}", JSON)
            rows = self._bindings(answer)
            if not rows:
                break
            found += map(_mended, rows)
        return found

    def _bindings(self, answer: Answer) -> list[Binding]:
        results = self._json(answer).get("results")
        rows = results.get("bindings") if isinstance(results, dict) else None
        if not isinstance(rows, list):
            raise self._strange(answer)
        return rows

    def _json(self, answer: Answer) -> dict[str, Any]:
        self._whole(answer)
        try:
            found = json.loads(answer.body)
        except ValueError as cause:
            raise self._strange(answer) from cause
        if not isinstance(found, dict) or not found.keys() & {"boolean", "results"}:
            raise self._strange(answer)
        return found

    def _send(self, text: str, form: str) -> Answer:
        client = _Client(self.server)
        client.setMethod(POST)
        client.setReturnFormat(form)
        client.setQuery(text)
        for name, value in self.parameters:
            client.addParameter(name, value)
        answer = client.ask()
        self.software = answer.headers.get("Server", "")
        if answer.status in (401, 403):
            raise self.server.refused()
        if answer.status >= 300 and _is_page(answer):
            raise self._strange(answer)
        if answer.status >= 300:
            said = self.server.hide(answer.body.decode("utf-8", "replace").strip().partition("\n")[0][:300])
            said = said or f"HTTP {answer.status}"
            if answer.status in (404, 405):
                raise StoreError.of(
                    self.address, zh=f"这里没有 SPARQL 端点：{said}", en=f"there is no endpoint: {said}"
                )
            raise QueryError.of(self.address, zh=f"查询被拒绝：{said}", en=f"refused: {said}")
        return answer

    def _whole(self, answer: Answer) -> None:
        if _PARTIAL in answer.headers:
            raise self._cut()

    def _cut(self) -> StoreError:
        zh, en = (
            "只返回了部分结果，或数据在读取时有变。",
            "only a part of the answer came back, or the data changed meanwhile.",
        )
        return StoreError(StoreError.of(self.address, zh=zh, en=en).faults)

    def _strange(self, answer: Answer) -> StoreError:
        if _is_page(answer):
            zh, en = (
                "回答的是网页，不是 SPARQL 结果；请检查地址。",
                "answers with a web page; is that the endpoint's address?",
            )
        elif answer.body.lstrip()[:1] in (b"{", b"@", b"<"):
            zh, en = "回答不完整，或不是 SPARQL 结果。", "the answer is cut off, or no SPARQL result."
        else:
            zh, en = (
                "回答不是 SPARQL 结果；这里不是 SPARQL 端点。",
                "the answer is no SPARQL result: this is no endpoint.",
            )
        return StoreError(StoreError.of(self.address, zh=zh, en=en).faults)


class _Client(SPARQLWrapper):
    """SPARQLWrapper with our way of sending: no redirection elsewhere, a limit on the whole time, retries."""

    def __init__(self, server: Server) -> None:
        super().__init__(server.address, agent="chaingraph")
        self.server = server

    def ask(self) -> Answer:
        """Send the request that SPARQLWrapper makes of query, form and parameters."""
        return self.server.send(self._createRequest())


def _shape(text: str) -> tuple[str, list[str]]:
    """Return what a query gives, and the columns of a SELECT, as the engine here reads it."""
    found = ox.Store().query(text)
    if isinstance(found, ox.QuerySolutions):
        return "rows", [variable.value for variable in found.variables]
    return ("boolean" if isinstance(found, ox.QueryBoolean) else "statements"), []


def _is_page(answer: Answer) -> bool:
    start = answer.body[:200].lstrip().lower()
    return answer.media == "text/html" or start.startswith((b"<!doctype html", b"<html"))


def _mended(row: Binding) -> Binding:
    """Write booleans as SPARQL does: Virtuoso gives 0 and 1."""
    for term in row.values():
        if term.get("datatype") == _BOOLEAN:
            term["value"] = _TRUE.get(term["value"], term["value"])
    return row


def _solutions(names: Sequence[str], rows: Sequence[Binding]) -> Any:
    found = {"head": {"vars": list(names)}, "results": {"bindings": rows}}
    return ox.parse_query_results(json.dumps(found), ox.QueryResultsFormat.JSON)

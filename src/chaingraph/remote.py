"""Queries against a SPARQL endpoint that the user names (SPARQL 1.1 Protocol, through SPARQLWrapper)."""

import json
from typing import Any, Final
from urllib.parse import urlsplit

from chaingraph.errors import QueryError, StoreError
from chaingraph.queries import Row
from chaingraph.vocabulary import curie

__all__ = ["select_remote"]

_PARTIAL: Final = ("X-SPARQL-MaxRows", "X-SQL-State")


def select_remote(endpoint: str, text: str, *, timeout: int = 60) -> list[Row]:
    """Run a SELECT or ASK at *endpoint* and return plain rows, as `chaingraph.queries.to_rows` does.

    The query goes by POST, the answer comes as JSON; it is refused when it is cut off or only part of the whole
    (Virtuoso says so in headers, the Oxigraph server by a body that is no JSON).

    Parameters
    ----------
    endpoint
        Address, ``http://…`` or ``https://…``.
    timeout
        Seconds without an answer [s].

    Raises
    ------
    QueryError
        The endpoint refuses the query.
    StoreError
        The endpoint does not answer, or not completely.
    """
    from SPARQLWrapper import JSON, POST, SPARQLWrapper
    from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

    if urlsplit(endpoint).scheme not in ("http", "https"):
        raise QueryError.of(endpoint, zh="应为 http 或 https 地址。", en="must be an http or https address.")
    client = SPARQLWrapper(endpoint, returnFormat=JSON, agent="chaingraph")
    client.setMethod(POST)
    client.setTimeout(timeout)
    client.setQuery(text)
    try:
        answer = client.query()
        partial = [name for name in _PARTIAL if answer.info().get(name.lower())]
        found: Any = json.loads(answer.response.read())
    except SPARQLWrapperException as cause:
        raise QueryError.of(endpoint, zh=f"查询被拒绝：{_first(cause)}", en=f"refused: {_first(cause)}") from cause
    except json.JSONDecodeError as cause:
        raise StoreError.of(
            endpoint, zh="回答不完整，或不是 JSON。", en="the answer is cut off, or no JSON."
        ) from cause
    except OSError as cause:
        raise StoreError.of(endpoint, zh=f"没有回答：{cause}", en=f"no answer: {cause}") from cause
    if partial:
        raise StoreError.of(endpoint, zh="只返回了部分结果。", en="only a part of the answer came back.")
    if "boolean" in found:
        return [{"answer": "true" if found["boolean"] else "false"}]
    names = found["head"]["vars"]
    return [{name: _plain(row.get(name)) for name in names} for row in found["results"]["bindings"]]


def _first(cause: Exception) -> str:
    return str(cause).strip().partition("\n")[0]


def _plain(term: dict[str, str] | None) -> str | None:
    if term is None:
        return None
    return curie(term["value"]) if term["type"] == "uri" else term["value"]

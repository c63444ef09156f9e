"""SPARQL 1.1 Protocol (查询协议), the part that reads: queries by GET and by both forms of POST.

References
----------
.. [1] L. Feigenbaum et al., "SPARQL 1.1 Protocol", W3C Recommendation, 21 March 2013.
"""

import asyncio
from email.message import Message
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from chaingraph.serving import editor_page
from chaingraph.serving.service import Service, refuse, spoken

__all__ = ["drawing", "endpoint"]

_FIELDS: Final = 1_000
_MOMENT: Final = 10  # seconds within which a request must be there
_METHODS: Final = "GET, HEAD, POST"
Pairs = list[tuple[str, str]]


class _FaultError(Exception):
    """What is wrong with a request."""

    def __init__(self, status: int, zh: str, en: str) -> None:
        super().__init__(en)
        self.status, self.zh, self.en = status, zh, en


async def endpoint(request: Request, service: Service) -> Response:
    """Answer a query, or describe the service when there is none; a browser gets the query page."""
    accept = ",".join(request.headers.getlist("accept"))
    if request.method == "GET" and editor_page.wanted(accept):
        return editor_page.page(request, spoken(request))
    found = await _asked(request, service)
    if isinstance(found, Response):
        return found
    if not found:
        return await service.answer(request, "service", accept=accept, place=_place(request))
    return await service.answer(request, "query", accept=accept, **found)


async def drawing(request: Request, service: Service) -> Response:
    """Draw the answer to a query as a network."""
    found = await _asked(request, service)
    if isinstance(found, Response):
        return found
    if not found:
        return refuse(request, 400, "缺少 query。", "query is missing.")
    return await service.answer(request, "draw", lang=spoken(request), **found)


def _place(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}/sparql"


async def _asked(request: Request, service: Service) -> dict[str, Any] | Response:
    """Return the query and its graphs, nothing when there is none, or why it is refused."""
    if request.method not in _METHODS.split(", "):
        return refuse(request, 405, "只支持 GET 和 POST。", "only GET and POST.", Allow=_METHODS)
    try:
        pairs = await _pairs(request, service.settings.limits.request)
        query = _query(pairs, request.method)
    except _FaultError as fault:
        return refuse(request, fault.status, fault.zh, fault.en)
    except ClientDisconnect:
        return Response(status_code=499)
    if query is None:
        return {}
    graphs = {
        "default": [value for name, value in pairs if name == "default-graph-uri"],
        "named": [value for name, value in pairs if name == "named-graph-uri"],
    }
    return {"text": query, "base": _place(request), **graphs}


def _query(pairs: Pairs, method: str) -> str | None:
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in pairs):
        raise _FaultError(403, "只能查询，不能修改。", "updates are refused: this service only reads.")
    texts = [value for name, value in pairs if name == "query"]
    if len(texts) > 1:
        raise _FaultError(400, "query 只能出现一次。", "query may be given once only.")
    if not texts and (method == "POST" or pairs):
        raise _FaultError(400, "缺少 query。", "query is missing.")
    return texts[0] if texts else None


async def _pairs(request: Request, most: int) -> Pairs:
    """Return the fields of a request: of its address, and of its form or its text."""
    pairs = _fields(request.scope["query_string"])
    if request.method != "POST":
        return pairs
    header = Message()
    header["content-type"] = request.headers.get("content-type", "")
    kind, charset = header.get_content_type(), str(header.get_param("charset", "utf-8")).lower()
    if kind == "application/sparql-update":
        raise _FaultError(403, "只能查询，不能修改。", "updates are refused: this service only reads.")
    if not header["content-type"] or kind not in ("application/sparql-query", "application/x-www-form-urlencoded"):
        zh = "Content-Type 应为 application/sparql-query 或 application/x-www-form-urlencoded。"
        en = "the Content-Type must be application/sparql-query or application/x-www-form-urlencoded."
        raise _FaultError(415, zh, en)
    if charset.strip('"') not in ("utf-8", "utf8", "us-ascii") or request.headers.get("content-encoding"):
        raise _FaultError(415, "应为未压缩的 UTF-8。", "must be UTF-8, not compressed.")
    body = await _body(request, most)
    if kind == "application/x-www-form-urlencoded":
        return pairs + _fields(body)
    try:
        return [*pairs, ("query", body.decode())]
    except UnicodeDecodeError as cause:
        raise _FaultError(400, "不是 UTF-8。", "not UTF-8.") from cause


def _fields(text: bytes) -> Pairs:
    try:
        return parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except ValueError as cause:  # also of what is no UTF-8 once it is decoded
        raise _FaultError(400, "参数不是百分号编码的 UTF-8。", "the fields are not percent-encoded UTF-8.") from cause


async def _body(request: Request, most: int) -> bytes:
    zh, en = f"请求超过 {most} 字节。", f"the request is longer than {most} bytes."
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > most:
        raise _FaultError(413, zh, en)
    parts, size = [], 0
    try:
        async with asyncio.timeout(_MOMENT):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise _FaultError(413, zh, en)
                parts.append(part)
    except TimeoutError as cause:
        raise _FaultError(408, "请求没有发完。", "the request did not come in time.") from cause
    return b"".join(parts)

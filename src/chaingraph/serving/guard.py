"""Who may ask (访问控制): the right host name, a token where one is set, no other web site behind the user's back."""

import base64
import binascii
import hmac
import time
from collections.abc import MutableMapping
from typing import Any, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chaingraph.serving.metrics import Metrics
from chaingraph.serving.settings import Settings

__all__ = ["Guard"]

_LOOPBACK: Final = {"127.0.0.1", "localhost", "[::1]"}
_OPEN: Final = {"/health"}
_ROUTES: Final = {
    *("sparql", "void", "id", "data", "ont", "ask", "find", "questions", "draw", "names", "editor.json", "static"),
    *("openapi.json", "health", "metrics"),
}


class Guard:
    """Refuses requests before anything is done for them, and counts those that are done."""

    def __init__(self, app: ASGIApp, *, settings: Settings, metrics: Metrics) -> None:
        self._app, self._settings, self._metrics = app, settings, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _harden(message)
            await send(message)

        refusal = self._refusal(scope)
        try:
            await (refusal or self._app)(scope, receive, sending)
        finally:
            self._metrics.request(_route(scope["path"]), status, time.perf_counter() - began)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._settings.local and not {host, host.rpartition(":")[0]} & {*_LOOPBACK, self._settings.host}:
            return PlainTextResponse("this server answers to 127.0.0.1 and localhost only\n", 421)
        elsewhere = headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate"
        if elsewhere and not self._settings.cors:
            return PlainTextResponse("requests of other web sites are refused\n", 403)
        if self._settings.token and scope["path"] not in _OPEN and not self._known(headers):
            asking = {"WWW-Authenticate": 'Basic realm="chaingraph", charset="UTF-8"'}
            return PlainTextResponse("a token is needed (需要令牌)\n", 401, headers=asking)
        return None

    def _known(self, headers: Headers) -> bool:
        """Say whether the token comes along, as a bearer or as the password of any user."""
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            try:
                given = base64.b64decode(given, validate=True).decode().partition(":")[2]
            except (binascii.Error, UnicodeDecodeError):
                return False
        elif scheme.lower() != "bearer":
            return False
        return hmac.compare_digest(given.strip().encode(), self._settings.token.encode())


def _harden(message: MutableMapping[str, Any]) -> None:
    headers = MutableHeaders(scope=message)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("X-Frame-Options", "SAMEORIGIN")


def _route(path: str) -> str:
    """Return the route of a path, from a closed list: figures are kept for each."""
    first = path.strip("/").partition("/")[0]
    return first if first in _ROUTES else "void" if first == ".well-known" else "pages"

"""Requests to a server that the user names: time limit, patience with busy servers, credentials, errors in plain words."""

import http.client
import ipaddress
import os
import re
import socket
import time
import urllib.error
import urllib.request
from email.message import Message
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from chaingraph.credentials import credentials
from chaingraph.errors import ChaingraphError, QueryError, StoreError

__all__ = ["Answer", "Server"]

_BUSY: Final = (429, 502, 503, 504)
_TRIES: Final = 4
_PAUSE: Final = 0.5
"""Wait before the second try [s]; it doubles each time."""
_LONGEST: Final = 30.0
"""Longest wait that a server may ask for [s]."""
_PIECE: Final = 1 << 16
_HIDDEN: Final = "***"
_LIMIT: Final = 300.0
"""Longest time of a request, unless the environment names another [s]."""
_NAMED: Final = "CHAINGRAPH_STORE_TIMEOUT"


class Answer(NamedTuple):
    """What a server answered."""

    status: int
    headers: Message
    body: bytes

    @property
    def media(self) -> str:
        """The media type, without parameters."""
        return self.headers.get_content_type() if self.headers.get("Content-Type") else ""


class Server:
    """A server, with the credentials that the environment or ``~/.netrc`` holds for it.

    ``CHAINGRAPH_STORE_TOKEN`` is sent as a bearer token; otherwise ``CHAINGRAPH_STORE_USER`` and
    ``CHAINGRAPH_STORE_PASSWORD``, or the entry of the host in ``~/.netrc`` (``NETRC`` names another file), answer a
    server that asks for them (Basic or Digest). They stand in no address and in no message, and go to this host alone.

    Parameters
    ----------
    address
        Address, ``http://…`` or ``https://…``.
    timeout
        Longest time of a request, from the first try to the last byte [s]; None: ``CHAINGRAPH_STORE_TIMEOUT``, or 300.

    Raises
    ------
    QueryError
        That is no such address, or credentials stand in it, or the time limit of the environment is no number.
    """

    def __init__(self, address: str, *, timeout: float | None = None) -> None:
        self.address, self.timeout = address, _limit() if timeout is None else timeout
        self._chosen = timeout is not None
        try:
            parts = urlsplit(address)
            fitting = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            fitting = False
        if not fitting or any(ord(mark) <= 32 for mark in address):
            shown = address.rpartition("@")[2] if "@" in address else address
            raise QueryError.of(shown, zh="应为 http 或 https 地址。", en="must be an http or https address.")
        if parts.username is not None or parts.password is not None:
            raise QueryError.of(
                f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}",
                zh="地址中不得写用户名或密码；请用环境变量 CHAINGRAPH_STORE_USER、CHAINGRAPH_STORE_PASSWORD 或 ~/.netrc。",
                en="no credentials in the address: set CHAINGRAPH_STORE_USER and CHAINGRAPH_STORE_PASSWORD, or use ~/.netrc.",
            )
        self._secrets, handlers = credentials(address)
        proxies: dict[str, str] | None = {} if _is_here(str(parts.hostname)) else None  # None: those of the environment
        self._open = urllib.request.build_opener(_SameHost(), urllib.request.ProxyHandler(proxies), *handlers)

    def send(self, request: urllib.request.Request) -> Answer:
        """Send a request that may be repeated, and return the answer, whatever its status.

        Raises
        ------
        StoreError
            Nothing answers in time, the answer breaks off, or it is a redirection to another host.
        """
        deadline = time.monotonic() + self.timeout
        if self._secrets.get("token"):
            request.add_unredirected_header("Authorization", f"Bearer {self._secrets['token']}")
        for attempt in range(1, _TRIES + 1):
            pause = _PAUSE * 2 ** (attempt - 1)
            try:
                answer = self._once(request, deadline)
                if answer.status not in _BUSY:
                    return answer
                pause = max(pause, _asked_wait(answer.headers))
            except (ConnectionResetError, ConnectionAbortedError, http.client.RemoteDisconnected) as cause:
                if attempt == _TRIES:
                    raise self._fault(cause) from cause
            except (OSError, http.client.HTTPException, ValueError) as cause:
                raise self._fault(cause) from cause
            if attempt < _TRIES and time.monotonic() + pause < deadline:
                time.sleep(pause)
            elif attempt < _TRIES:
                break
        raise StoreError.of(self.address, zh="服务器繁忙，请稍后再试。", en="the server is busy; try again later.")

    def _once(self, request: urllib.request.Request, deadline: float) -> Answer:
        left = max(deadline - time.monotonic(), 0.001)
        try:
            reply = self._open.open(request, timeout=left)
        except urllib.error.HTTPError as error:
            reply = error
        except urllib.error.URLError as error:
            if isinstance(error.reason, OSError):
                raise error.reason from error
            raise
        with reply:
            return Answer(reply.status or 0, reply.headers, _read(reply, deadline))

    def _fault(self, cause: Exception) -> ChaingraphError:
        """Say in one line why nothing came."""
        if isinstance(cause, ChaingraphError):
            return cause
        if isinstance(cause, TimeoutError):
            zh, en = ("", "") if self._chosen else (f"（环境变量 {_NAMED} 可放宽）", f" ({_NAMED} sets another limit)")
            zh, en = f"{self.timeout:g} 秒内没有完整回答{zh}。", f"no whole answer within {self.timeout:g} s{en}."
            return StoreError.of(self.address, zh=zh, en=en)
        if isinstance(cause, socket.gaierror):
            return StoreError.of(self.address, zh="没有回答：找不到这台主机。", en="no answer: there is no such host.")
        if isinstance(cause, ConnectionRefusedError):
            zh, en = "没有回答：该地址没有运行服务。", "no answer: nothing listens there."
            return StoreError.of(self.address, zh=zh, en=en)
        if isinstance(cause, http.client.IncompleteRead):
            return StoreError.of(self.address, zh="回答中途断开。", en="the answer breaks off.")
        if isinstance(cause, ValueError) and "uthentication" in str(cause):
            return self.refused()
        said = self.hide(" ".join(str(cause).split()) or type(cause).__name__)
        return StoreError.of(self.address, zh=f"没有回答：{said}", en=f"no answer: {said}")

    def refused(self) -> StoreError:
        """Return the error of a server that does not let us in."""
        known = "CHAINGRAPH_STORE_TOKEN, CHAINGRAPH_STORE_USER + CHAINGRAPH_STORE_PASSWORD, ~/.netrc"
        zh = f"服务器拒绝访问（凭据缺失或无效）；凭据来自：{known}。"
        fault = StoreError.of(self.address, zh=zh, en=f"the server refuses access; credentials are taken from {known}.")
        return StoreError(fault.faults)

    def hide(self, text: str) -> str:
        """Return a text of the server without the credentials, should it repeat them."""
        for secret in self._secrets.values():
            text = text.replace(secret, _HIDDEN) if secret else text
        return text


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows redirections on the same host alone."""

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        before, after = urlsplit(req.full_url), urlsplit(newurl)
        if (before.scheme, before.netloc) != (after.scheme, after.netloc):
            fp.close()
            where = f"{after.scheme}://{after.netloc.rpartition('@')[2]}"
            zh = f"转到了另一个地址 {where}，未跟随；如属实请直接使用该地址。"
            en = f"it redirects to another address, {where}, which was not asked; name that one if it is right."
            raise StoreError.of(f"{before.scheme}://{before.netloc}{before.path}", zh=zh, en=en)
        if req.data is not None and code in (307, 308):
            return urllib.request.Request(newurl, req.data, dict(req.headers), method=req.get_method())  # noqa: S310
        return super().redirect_request(req, fp, code, msg, headers, newurl)

    http_error_308 = urllib.request.HTTPRedirectHandler.http_error_302


def _read(reply: Any, deadline: float) -> bytes:
    """Read an answer to its end, but no longer than to the deadline: the socket's own limit is for each piece."""
    pieces = []
    while piece := reply.read1(_PIECE) if hasattr(reply, "read1") else reply.read(_PIECE):
        pieces.append(piece)
        if time.monotonic() > deadline:
            raise TimeoutError
    missing = getattr(reply, "length", None)
    if missing:
        raise http.client.IncompleteRead(b"", missing)
    return b"".join(pieces)


def _asked_wait(headers: Message) -> float:
    """Return the seconds that a busy server asks to wait; 0 when it does not say."""
    said = headers.get("Retry-After", "")
    return min(float(said), _LONGEST) if said.isascii() and said.isdigit() else 0


def _is_here(host: str) -> bool:
    """Tell whether a host is this machine: no proxy is asked for it, whatever the environment says."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _limit() -> float:
    said = os.environ.get(_NAMED, "").strip()
    if not said:
        return _LIMIT
    if not re.fullmatch(r"\d+(\.\d+)?", said, re.ASCII) or not float(said):
        raise QueryError.of(f"{_NAMED}={said}", zh="应为大于 0 的秒数。", en="must be a number of seconds above 0.")
    return float(said)

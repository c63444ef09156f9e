"""Head and body of an answer in one piece (合并发送): one system call, and one waking of the client, instead of two."""

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["Protocol"]


class _Joined:
    """A transport that sends together what is written at one go."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._parts: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, part: bytes) -> None:
        """Send it as soon as nothing more is written at once."""
        if not self._parts:
            asyncio.get_running_loop().call_soon(self.send)
        self._parts.append(part)

    def close(self) -> None:
        """Send what is written, then close."""
        self.send()
        self._transport.close()

    def send(self) -> None:
        """Send what is written."""
        if self._parts:
            whole, self._parts = b"".join(self._parts), []
            self._transport.write(whole)


class Protocol(H11Protocol):
    """HTTP as uvicorn speaks it with h11, which limits the length of what comes before the body."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin."""
        self._joined = _Joined(transport)
        super().connection_made(cast("asyncio.Transport", self._joined))

    def eof_received(self) -> None:
        """Send what is written to a client that has said all it has to say: the line is closed next."""
        self._joined.send()
        super().eof_received()

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
            asyncio.get_running_loop().call_soon(self._send)
        self._parts.append(part)

    def close(self) -> None:
        """Send what is written, then close."""
        self._send()
        self._transport.close()

    def _send(self) -> None:
        if self._parts:
            whole, self._parts = b"".join(self._parts), []
            self._transport.write(whole)


class Protocol(H11Protocol):
    """HTTP as uvicorn speaks it with h11, which limits the length of what comes before the body."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin."""
        super().connection_made(cast("asyncio.Transport", _Joined(transport)))

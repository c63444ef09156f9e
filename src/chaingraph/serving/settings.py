"""What may be set of the server (设置): where it listens, what it shows, how much a request may take."""

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

from chaingraph.errors import StoreError

__all__ = ["Answer", "Limits", "Settings", "notice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a request may take; what is beyond is refused, stopped or cut off with a notice."""

    seconds: float = 30.0
    """Time of a query, after which its process is killed [s]."""
    rows: int = 100_000
    """Rows or triples of an answer [-]."""
    size: int = 32_000_000
    """Length of an answer [bytes]."""
    request: int = 1_000_000
    """Length of a request's body [bytes]."""
    memory: int = 4_000_000_000
    """Address space of a process, where the system can limit it [bytes]."""
    workers: int = 4
    """Queries that run at once [-]."""
    waiting: int = 64
    """Queries that may wait for a process [-]."""
    kept: int = 64_000_000
    """Answers to questions and analyses, kept until the store is built anew [bytes]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that a server is started with.

    Raises
    ------
    StoreError
        Another address than this machine's own is to be served without a token.
    """

    store: Path
    site: Path | None = None
    ontology: str = ""
    """Page of the ontology, shown at ``/ont``."""
    host: str = "127.0.0.1"
    port: int = 8080
    token: str = ""
    cors: tuple[str, ...] = ()
    slow: float = 1.0
    """Queries that take longer are logged [s]."""
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if not self.local and len(self.token) < 16:
            zh = "对外提供服务需要令牌（环境变量 CHAINGRAPH_TOKEN，至少 16 个字符）。"
            en = "any other address than 127.0.0.1 needs a token of 16 characters or more (CHAINGRAPH_TOKEN)."
            raise StoreError.of(self.host, zh=zh, en=en)

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the server."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What comes back for a request: HTTP status, media type and body; what was cut off, if anything."""

    status: int = 200
    media: str = "text/plain"
    body: bytes = b""
    rows: int = 0
    cut: str = ""
    """``rows`` or ``size`` when the answer is not whole: the limit that it ran into."""
    policy: str = ""
    """Content security policy of a page; none: that of a page without scripts."""


def notice(cut: str, limits: Limits) -> str:
    """Say which limit an answer ran into."""
    most = f"{limits.rows} rows" if cut == "rows" else f"{limits.size} bytes"
    return f"cut off at {most}; the answer is not whole (结果未完：达到上限)"

"""Credentials for a server (凭据): from the environment or ``~/.netrc``, never from an address."""

import netrc
import os
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from chaingraph.errors import StoreError

__all__ = ["credentials"]


def credentials(address: str) -> tuple[Mapping[str, str], list[urllib.request.BaseHandler]]:
    """Return the secrets for an address, and what answers a server that asks for user and password."""
    token = os.environ.get("CHAINGRAPH_STORE_TOKEN", "").strip()
    if token:
        return {"token": token}, []
    user, password = os.environ.get("CHAINGRAPH_STORE_USER", ""), os.environ.get("CHAINGRAPH_STORE_PASSWORD", "")
    if not user:
        user, password = _from_netrc(urlsplit(address).hostname or "")
    if not user:
        return {}, []
    known = urllib.request.HTTPPasswordMgrWithPriorAuth()
    known.add_password(None, address, user, password)
    parts = urlsplit(address)
    known.add_password(None, f"{parts.scheme}://{parts.netloc}/", user, password)
    handlers: list[urllib.request.BaseHandler] = [_Digest(known), _Basic(known)]
    return {"password": password}, handlers


def _from_netrc(host: str) -> tuple[str, str]:
    try:
        found = netrc.netrc(os.environ.get("NETRC") or None).authenticators(host)
    except FileNotFoundError:
        return "", ""
    except (netrc.NetrcParseError, OSError, UnicodeDecodeError) as cause:
        raise StoreError.of("netrc", zh="无法读取 netrc 文件。", en="the netrc file cannot be read.") from cause
    return (found[0] or "", found[2] or "") if found else ("", "")


class _Closing:
    """Closes the refusal once the request that then went with credentials is answered, or failed."""

    def http_error_401(self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any) -> Any:
        try:
            answer = super().http_error_401(req, fp, code, msg, headers)  # type: ignore[misc]
        except Exception:
            fp.close()
            raise
        if answer is not None:
            fp.close()
        return answer


class _Basic(_Closing, urllib.request.HTTPBasicAuthHandler):
    """Answers a server that asks for user and password."""


class _Digest(_Closing, urllib.request.HTTPDigestAuthHandler):
    """Answers again as it was last asked to, at once: a server may hang up on a long body that comes without."""

    _asked: dict[str, str] | None = None

    def retry_http_digest_auth(self, req: urllib.request.Request, auth: str) -> Any:
        said = auth.partition(" ")[2]
        self._asked = urllib.request.parse_keqv_list([*filter(None, urllib.request.parse_http_list(said))])
        return super().retry_http_digest_auth(req, auth)

    def http_request(self, req: urllib.request.Request) -> urllib.request.Request:
        """Add what the server asked for before."""
        answer = self.get_authorization(req, self._asked) if self._asked else None
        if answer:
            req.add_unredirected_header(self.auth_header, f"Digest {answer}")
        return req

    https_request = http_request

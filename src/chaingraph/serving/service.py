"""From a request to a worker and back (请求处理): errors become plain answers, slow queries are logged."""

import asyncio
import contextlib
import json
import logging
import time
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from chaingraph.serving.keeping import Kept
from chaingraph.serving.media import language
from chaingraph.serving.metrics import Metrics
from chaingraph.serving.pool import BusyError, DiedError, Pool, TooSlowError
from chaingraph.serving.rendering import PLAIN
from chaingraph.serving.settings import Answer, Settings, notice
from chaingraph.serving.wire import Job

__all__ = ["Service", "refuse", "spoken"]

_KEPT: Final = ("ask", "dataset", "editing", "find", "openapi", "questions")  # the same until the store is built anew
_MOMENT: Final = 0.02  # seconds after which a client may have left: most answers come before
_LOG: Final = logging.getLogger("chaingraph.serving")


def spoken(request: Request) -> str:
    """Return the language that a client asks for: as its address says (``lang=zh``), else as its header does."""
    asked = request.query_params.get("lang", "")
    return asked if asked in ("zh", "en") else language(request.headers.get("accept-language", ""))


def refuse(request: Request, status: int, zh: str, en: str, **headers: str) -> Response:
    """Say in the client's language why a request is not answered."""
    text = zh if spoken(request) == "zh" else en
    return Response(f"{text}\n", status, headers={"Vary": "Accept-Language", **headers}, media_type="text/plain")


class Service:
    """The workers and what is known of them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.metrics = Metrics()
        self.pool = Pool(settings.store, settings.limits)
        self._kept = Kept(settings.limits.kept)

    async def answer(self, request: Request, job: str, **given: Any) -> Response:
        """Have a worker answer; stops it when the client leaves."""
        began = time.perf_counter()
        lang = spoken(request)
        key = (job, lang, self._stamp(), *map(str, given.values())) if job in _KEPT else ()
        if key and (kept := self._kept.get(key)):
            return self._response(kept)
        found: Answer | None = None
        response: Response | None = None
        try:
            found = await self._answered(request, (job, given, lang))
        except BusyError:
            response = self._busy(request)
        except TooSlowError:
            response = self._too_slow(request)
        except DiedError:
            response = self._died(request)
        else:
            if found is None:
                self.metrics.event("left")
                return Response(status_code=499)
        self._log(job, given, time.perf_counter() - began, found)
        if key and found and found.status == 200:
            self._kept.put(key, found)
        return response or self._response(found or Answer(status=500))

    async def _answered(self, request: Request, job: Job) -> Answer | None:
        """Return what a worker answers, None when the client leaves before; that is looked for after a moment only."""
        tasks: set[asyncio.Future[Any]] = {work := asyncio.ensure_future(self.pool.run(job))}
        try:
            done, _ = await asyncio.wait(tasks, timeout=_MOMENT)
            if not done:
                tasks.add(asyncio.ensure_future(_gone(request)))
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            return work.result() if work.done() else None
        finally:
            for task in tasks:
                task.cancel()

    def _stamp(self) -> int:
        """Return when the store was last built, 0 when there is none."""
        with contextlib.suppress(FileNotFoundError):
            return (self.settings.store / "CURRENT").stat().st_mtime_ns
        return 0

    def _busy(self, request: Request) -> Response:
        self.metrics.event("busy")
        return refuse(request, 503, "查询过多，请稍后再试。", "too many queries; try again.", **{"Retry-After": "5"})

    def _too_slow(self, request: Request) -> Response:
        self.metrics.event("timeout")
        most = f"{self.settings.limits.seconds:g} s"
        return refuse(request, 504, f"超过时限 {most}，查询已停止。", f"stopped after {most}, the limit of a query.")

    def _died(self, request: Request) -> Response:
        self.metrics.event("died")
        zh, en = (
            "查询占用内存过多或嵌套过深，已停止。",
            "stopped: the query needs too much memory, or is nested too deeply.",
        )
        return refuse(request, 500, zh, en)

    def _response(self, found: Answer) -> Response:
        headers = {"Vary": "Accept, Accept-Language"}
        if found.media == "text/html":
            headers["Content-Security-Policy"] = found.policy or PLAIN
        if found.cut:
            self.metrics.event("cut")
            limits = self.settings.limits
            headers["X-SPARQL-MaxRows"] = str(limits.rows if found.cut == "rows" else found.rows)
            headers["X-Chaingraph-Notice"] = notice(found.cut, limits).encode("ascii", "ignore").decode()
        return Response(found.body, found.status, headers=headers, media_type=found.media)

    def _log(self, job: str, given: dict[str, Any], seconds: float, found: Answer | None) -> None:
        if seconds < self.settings.slow:
            return
        self.metrics.event("slow")
        entry = {
            "job": job,
            "seconds": round(seconds, 3),
            "status": found.status if found else None,
            "rows": found.rows if found else None,
            "given": {key: value[:2000] if isinstance(value, str) else value for key, value in given.items()},
        }
        _LOG.warning("slow %s", json.dumps(entry, ensure_ascii=True))


async def _gone(request: Request) -> None:
    """Wait until the client has left."""
    while (await request.receive())["type"] != "http.disconnect":
        pass

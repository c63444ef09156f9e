"""The addresses of the server (路由), and its start."""

import contextlib
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from chaingraph.serving import addresses, protocol
from chaingraph.serving.guard import Guard
from chaingraph.serving.replying import Protocol
from chaingraph.serving.service import Service
from chaingraph.serving.settings import Settings

__all__ = ["configure", "make_app", "serve"]

Endpoint = Callable[[Request, Service], Awaitable[Response]]
_ANY: Final = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def make_app(settings: Settings) -> Starlette:
    """Return the server as an ASGI application."""
    service = Service(settings)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await service.pool.open()
        try:
            yield
        finally:
            await service.pool.close()

    middleware = [Middleware(Guard, settings=settings, metrics=service.metrics)]
    if settings.cors:
        cors = Middleware(
            CORSMiddleware,
            allow_origins=settings.cors,
            allow_methods=["GET", "POST"],
            allow_headers=["Accept", "Authorization", "Content-Type"],
            expose_headers=["X-SPARQL-MaxRows", "X-Chaingraph-Notice"],
        )
        middleware.insert(0, cors)
    return Starlette(routes=_routes(service), middleware=middleware, lifespan=lifespan)


def _routes(service: Service) -> list[BaseRoute]:
    def route(path: str, endpoint: Endpoint, methods: list[str] | None = None) -> Route:
        async def call(request: Request) -> Response:
            return await endpoint(request, service)

        return Route(path, call, methods=methods or ["GET"])

    routes: list[BaseRoute] = [
        route("/sparql", protocol.endpoint, _ANY),
        route("/sparql/", protocol.endpoint, _ANY),
        route("/void", addresses.dataset),
        route("/.well-known/void", addresses.dataset),
        route("/id/{path:path}", addresses.thing),
        route("/data/{path:path}", addresses.row),
        route("/ont", addresses.term),
        route("/ask", addresses.questions),
        route("/ask/{name}", addresses.ask),
        route("/find", addresses.library),
        route("/find/{name}", addresses.find),
        route("/questions", addresses.library),
        route("/names", addresses.names),
        route("/draw", protocol.drawing, ["GET", "POST"]),
        route("/editor.json", addresses.editing),
        route("/openapi.json", addresses.openapi),
        route("/health", _health),
        route("/metrics", _metrics),
        Mount("/static", StaticFiles(packages=[("chaingraph.serving", "static")])),
    ]
    if service.settings.site is not None and service.settings.site.is_dir():
        routes.append(Mount("/", StaticFiles(directory=service.settings.site, html=True)))
    else:
        routes.append(route("/", addresses.home))
    return routes


async def _health(_: Request, service: Service) -> Response:
    there = (service.settings.store / "CURRENT").is_file()
    text = json.dumps({"status": "ok" if there else "no store", "busy": service.pool.busy})
    return Response(text + "\n", 200 if there else 503, media_type="application/json")


async def _metrics(_: Request, service: Service) -> Response:
    pool = service.pool
    gauges = {
        "workers_busy": pool.busy,
        "workers_ready": pool.ready,
        "queries_waiting": pool.waiting,
        "workers_replaced": pool.replaced,
    }
    return Response(service.metrics.text(gauges), media_type="text/plain; version=0.0.4")


def configure(settings: Settings) -> uvicorn.Config:
    """Return how the server is run."""
    return uvicorn.Config(
        make_app(settings),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        http=Protocol,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=2,
        limit_concurrency=1_000,
        proxy_headers=False,
    )


def serve(settings: Settings) -> None:
    """Serve until interrupted."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(configure(settings)).run()

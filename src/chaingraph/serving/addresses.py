"""What is read by GET alone (只读地址): things, the description of the store, named questions."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from chaingraph.serving.media import language
from chaingraph.serving.service import Service, refuse
from chaingraph.vocabulary import CG, ID, PREFIXES

__all__ = ["ask", "dataset", "openapi", "questions", "row", "term", "thing"]

_FORMS: Final = {
    "json": "application/json",
    "csv": "text/csv",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "html": "text/html",
}
_RESERVED: Final = ("format", "lang")


def _place(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"


def _accept(request: Request) -> str:
    """Return what the client takes: as its address says (``format=csv``), else as its header does."""
    form = request.query_params.get("format", "")
    return _FORMS.get(form, form) or ",".join(request.headers.getlist("accept"))


def _lang(request: Request) -> str:
    asked = request.query_params.get("lang", "")
    return asked if asked in ("zh", "en") else language(request.headers.get("accept-language", ""))


async def thing(request: Request, service: Service) -> Response:
    """Describe one of our things."""
    return await _described(request, service, ID)


async def row(request: Request, service: Service) -> Response:
    """Describe a data set, or the row of a table."""
    return await _described(request, service, PREFIXES["data"])


async def term(request: Request, service: Service) -> Response:
    """Describe a class or a property of our ontology."""
    return await _described(request, service, CG.removesuffix("#"))


async def _described(request: Request, service: Service, base: str) -> Response:
    part = request.query_params.get("part", "")
    iri = f"{base}{request.path_params.get('path', '')}{f'#{part}' if part else ''}"
    return await service.answer(request, "thing", iri=iri, accept=_accept(request), lang=_lang(request))


async def dataset(request: Request, service: Service) -> Response:
    """Describe the store (VoID)."""
    place = _place(request)
    given = {"place": f"{place}/void", "endpoint": f"{place}/sparql"}
    return await service.answer(request, "dataset", accept=_accept(request), **given)


async def questions(request: Request, service: Service) -> Response:
    """List the named questions."""
    return await service.answer(request, "questions", accept=_accept(request))


async def ask(request: Request, service: Service) -> Response:
    """Ask a named question."""
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name not in _RESERVED]
    values = {name.replace("-", "_"): value for name, value in pairs}
    if len(values) < len(pairs):
        return refuse(request, 400, "参数重复。", "a parameter is given twice.")
    name = request.path_params["name"]
    return await service.answer(request, "ask", name=name, values=values, accept=_accept(request))


async def openapi(request: Request, service: Service) -> Response:
    """Describe the addresses of the named questions."""
    return await service.answer(request, "openapi", place=_place(request), lang=_lang(request))

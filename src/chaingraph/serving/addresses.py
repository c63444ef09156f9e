"""What is read by GET alone (只读地址): things, the description of the store, named questions."""

from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from chaingraph.serving import media
from chaingraph.serving.service import Service, refuse, spoken
from chaingraph.vocabulary import CG, ID, PREFIXES

__all__ = [
    "ask",
    "dataset",
    "editing",
    "find",
    "home",
    "library",
    "names",
    "openapi",
    "questions",
    "row",
    "term",
    "thing",
]

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


async def thing(request: Request, service: Service) -> Response:
    """Describe one of our things."""
    return await _described(request, service, ID)


async def row(request: Request, service: Service) -> Response:
    """Describe a data set, or the row of a table."""
    return await _described(request, service, PREFIXES["data"])


async def term(request: Request, service: Service) -> Response:
    """Describe a class or a property of our ontology; without one, show the page of all, each under its own anchor."""
    form = media.choose(_accept(request), {"text/html": "html", **media.GRAPHS})
    page = service.settings.ontology
    if page and "part" not in request.query_params and form is not None and form[1] == "html":
        return Response(page, headers={"Vary": "Accept"}, media_type="text/html")
    return await _described(request, service, CG.removesuffix("#"))


async def _described(request: Request, service: Service, base: str) -> Response:
    part = request.query_params.get("part", "")
    iri = f"{base}{request.path_params.get('path', '')}{f'#{part}' if part else ''}"
    return await service.answer(request, "thing", iri=iri, accept=_accept(request), lang=spoken(request))


async def dataset(request: Request, service: Service) -> Response:
    """Describe the store (VoID)."""
    place = _place(request)
    given = {"place": f"{place}/void", "endpoint": f"{place}/sparql"}
    return await service.answer(request, "dataset", accept=_accept(request), **given)


async def home(_: Request, __: Service) -> Response:
    """Lead to the questions, where no planners' pages stand."""
    return RedirectResponse("/questions")


async def questions(request: Request, service: Service) -> Response:
    """List the named questions."""
    return await service.answer(request, "questions", accept=_accept(request), lang=spoken(request))


async def library(request: Request, service: Service) -> Response:
    """Show the named questions and the analyses as forms."""
    accept = _accept(request) if "format" in request.query_params else "text/html"
    return await service.answer(request, "questions", accept=accept, lang=spoken(request))


async def ask(request: Request, service: Service) -> Response:
    """Ask a named question."""
    return await _named(request, service, "ask")


async def find(request: Request, service: Service) -> Response:
    """Run an analysis."""
    return await _named(request, service, "find")


async def _named(request: Request, service: Service, job: str) -> Response:
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name not in _RESERVED]
    values = {name.replace("-", "_"): value for name, value in pairs}
    if len(values) < len(pairs):
        return refuse(request, 400, "参数重复。", "a parameter is given twice.")
    name, lang = request.path_params["name"], spoken(request)
    return await service.answer(request, job, name=name, values=values, accept=_accept(request), lang=lang)


async def names(request: Request, service: Service) -> Response:
    """Suggest names for a parameter."""
    given = request.query_params
    return await service.answer(request, "names", parameter=given.get("parameter", ""), text=given.get("text", ""))


async def editing(request: Request, service: Service) -> Response:
    """Give what the query page completes and shows as examples."""
    return await service.answer(request, "editing")


async def openapi(request: Request, service: Service) -> Response:
    """Describe the addresses of the named questions."""
    return await service.answer(request, "openapi", place=_place(request), lang=spoken(request))

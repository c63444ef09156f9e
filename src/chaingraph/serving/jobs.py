"""What a worker does (任务): each takes the store, the limits and the parts of a request, and returns an answer."""

from collections.abc import Callable, Sequence
from typing import Final

from rdflib import Dataset

from chaingraph.serving import analysing, describe, editing, media, openapi, questions, results, suggesting, things
from chaingraph.serving.choosing import chosen
from chaingraph.serving.sandbox import allow, execute
from chaingraph.serving.settings import Answer, Limits
from chaingraph.store import native

__all__ = ["JOBS", "query"]


def query(
    face: Dataset,
    limits: Limits,
    *,
    text: str,
    accept: str,
    base: str,
    default: Sequence[str] = (),
    named: Sequence[str] = (),
) -> Answer:
    """Run a SPARQL query that the sandbox allows."""
    found = execute(native(face), allow(text, base=base, default=default, named=named))
    if hasattr(found, "variables"):
        kind, form = chosen(accept, media.RESULTS)
        return results.table(found, kind, form, limits)
    if hasattr(found, "__next__"):
        kind, form = chosen(accept, media.GRAPHS)
        return results.triples(found, kind, form, limits)
    kind, form = chosen(accept, media.RESULTS)
    return results.boolean(bool(found), kind, form)


JOBS: Final[dict[str, Callable[..., Answer]]] = {
    "query": query,
    "service": describe.service,
    "dataset": describe.dataset,
    "thing": things.thing,
    "ask": questions.ask,
    "questions": questions.index,
    "openapi": openapi.document,
    "find": analysing.find,
    "draw": analysing.draw,
    "names": suggesting.names,
    "editing": editing.editing,
}

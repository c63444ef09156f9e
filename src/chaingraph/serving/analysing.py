"""Analyses and pictures over HTTP (分析与网络图): what the graph half finds and draws, within the limits of a worker."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pyoxigraph as ox
from rdflib import Dataset

from chaingraph.errors import ChaingraphError, QueryError
from chaingraph.printing import as_csv, as_json
from chaingraph.serving import forms
from chaingraph.serving.answers import Table, answer_page, finding_cells
from chaingraph.serving.choosing import NotFoundError, chosen
from chaingraph.serving.links import Names
from chaingraph.serving.media import PAGE_OR_ROWS
from chaingraph.serving.rendering import DRAWN
from chaingraph.serving.sandbox import allow, execute
from chaingraph.serving.settings import Answer, Limits
from chaingraph.store import native
from chaingraph.vocabulary import PREFIXES, SCHEMES, curie

__all__ = ["NO_NODES", "draw", "find"]

_ASIDE: Final = ("searched", "overturned_by_zh", "overturned_by_en")
NO_NODES: Final = ("data", "graph", "unit", "cgunit", "xsd", *SCHEMES)
"""Prefixes of IRIs that no network shows: they say something of a thing, or where it is said."""

_TYPE: Final = f"{PREFIXES['rdf']}type"


def find(
    face: Dataset, limits: Limits, *, name: str, values: Mapping[str, str], accept: str, lang: str = "en"
) -> Answer:
    """Run an analysis: the same findings as on the command line, as a page, a JSON array or CSV.

    Raises
    ------
    NotFoundError
        There is no such analysis.
    QueryError
        A parameter is wrong.
    """
    from chaingraph import calls, verbs
    from chaingraph.findings import as_text

    kind, form = chosen(accept, PAGE_OR_ROWS)
    if name not in calls.list_analyses():
        known = ", ".join(calls.list_analyses())
        raise NotFoundError.of(
            name, zh=f"没有这个分析；已有：{known}。", en=f"there is no such analysis; there are: {known}."
        )
    given = {key: text for key, text in values.items() if text} if form == "html" else dict(values)
    shown = forms.analysis(name, given, lang)
    if form == "html" and not shown.ready:
        return answer_page(shown, limits, lang=lang)
    try:
        if set(given) - {field.name for field in shown.fields}:
            known = ", ".join(f"{field.name}=…" for field in shown.fields)
            raise QueryError.of(name, zh=f"参数有误；可用：{known}。", en=f"wrong parameters; use: {known}.")
        records = verbs.findings(face, name, **given)
    except ChaingraphError as error:
        wrong = error if isinstance(error, QueryError) else QueryError(error.faults)
        if form == "html":
            return answer_page(shown, limits, lang=lang, error=wrong, status=400)
        raise wrong from error
    cut = "rows" if len(records) > limits.rows else ""
    records = records[: limits.rows]
    columns = list(records[0] if records else ())
    if form == "html":
        used = [
            key
            for key in columns
            if key not in _ASIDE and any(row[key] not in ("", None, False, []) for row in records)
        ]
        names = Names(native(face))
        rows = [finding_cells(row, used, names, lang) for row in records]
        return answer_page(shown, limits, lang=lang, found=Table(dict.fromkeys(used, ""), rows))
    if form == "csv":
        body = as_csv([{key: as_text(value) for key, value in row.items()} for row in records], columns)
    else:
        body = as_json(records, columns)
    return Answer(media=kind, body=body.encode(), rows=len(records), cut=cut)


def draw(
    face: Dataset,
    limits: Limits,
    *,
    text: str,
    base: str,
    lang: str,
    default: Sequence[str] = (),
    named: Sequence[str] = (),
) -> Answer:
    """Draw the answer to a query as a network: triples, or the first thing of each row with the others.

    Raises
    ------
    QueryError
        The query may not run, or its answer holds no two things that could be linked.
    """
    from networkx import DiGraph

    from chaingraph.views import draw_page

    store = native(face)
    found = execute(store, allow(text, base=base, default=default, named=named))
    links = list(_links(found, limits.rows))
    if not links:
        zh = "画不成网络：每行至少要有两个事物，或用 CONSTRUCT 给出联系。"
        en = "nothing to draw: each row needs two things, or use CONSTRUCT to give links."
        raise QueryError.of("SPARQL", zh=zh, en=en)
    names, graph = Names(store), DiGraph()
    for one in sorted({iri for link in links for iri in link}):
        short, (label_zh, label_en) = curie(one), names.of(one)
        graph.add_node(short, kind=short.partition(":")[0], label_zh=label_zh, label_en=label_en)
    graph.add_edges_from((curie(start), curie(end)) for start, end in links)
    page = draw_page(graph, title=("查询结果的网络图", "Network of the answer"), lang=lang)
    return Answer(media="text/html", body=page.encode(), rows=len(links), policy=DRAWN)


def _links(found: Any, most: int) -> Iterator[tuple[str, str]]:
    """Yield pairs of IRIs, of the first *most* rows."""
    if not hasattr(found, "__next__") and not hasattr(found, "variables"):
        return
    for number, row in enumerate(found):
        if number == most:
            return
        if isinstance(row, ox.Triple):
            things = [] if row.predicate.value == _TYPE else [row.subject, row.object]
        else:
            things = list(row)
        nodes = [term.value for term in things if isinstance(term, ox.NamedNode) and _is_node(term.value)]
        yield from ((nodes[0], other) for other in nodes[1:] if other != nodes[0])


def _is_node(iri: str) -> bool:
    return curie(iri).partition(":")[0] not in NO_NODES

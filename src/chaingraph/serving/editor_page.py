"""The query page (查询页): a text field for SPARQL with examples and completion, and its answer as table, network, chart or map."""

import secrets
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse

from chaingraph.serving import media
from chaingraph.serving.analysing import NO_NODES
from chaingraph.serving.rendering import OURS, embedded, render
from chaingraph.vocabulary import PREFIXES

__all__ = ["page", "wanted"]

_FIRST: Final = """PREFIX cg: <https://w3id.org/chaingraph/ont#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?chain (COUNT(DISTINCT ?segment) AS ?segments) WHERE {
  ?chain a cg:IndustryChain .
  OPTIONAL { ?segment cg:segmentOf ?chain }
}
GROUP BY ?chain
ORDER BY DESC(?segments) ?chain
LIMIT 50
"""
_WORDS: Final = {
    "running": ("查询中…", "Running …"),
    "stopped": ("已停止。", "Stopped."),
    "lost": ("连不上服务。", "The server cannot be reached."),
    "rows": ("{n} 行，用时 {s} 秒", "{n} rows in {s} s"),
    "triples": ("{n} 条三元组，用时 {s} 秒", "{n} triples in {s} s"),
    "none": ("没有符合的行。", "No rows."),
    "cut": ("结果未完：只给出前 {n} 行。", "Not whole: only the first {n} rows are given."),
    "yes": ("是（true）", "Yes (true)"),
    "no": ("否（false）", "No (false)"),
    "copied": ("链接已复制。", "Link copied."),
    "link": ("链接：", "Link: "),
    "page": ("第 {n} 页，共 {all} 页", "Page {n} of {all}"),
    "previous": ("上一页", "Previous"),
    "next": ("下一页", "Next"),
    "sort": ("点击排序", "Click to sort"),
    "excel": ("CSV（Excel 用）", "CSV (for Excel)"),
    "across": ("横轴", "Across"),
    "value": ("数值", "Value"),
    "first": ("只画前 {n} 行。", "Only the first {n} rows are drawn."),
    "subject": ("主语", "subject"),
    "predicate": ("谓语", "predicate"),
    "object": ("宾语", "object"),
    "network": ("结果的网络图", "Network of the answer"),
    "chart": ("结果的图表", "Chart of the answer"),
    "map": ("结果的地图（无底图，按经纬度）", "Map of the answer (by latitude and longitude)"),
    "class": ("类", "class"),
    "property": ("属性", "property"),
    "concept": ("取值", "value"),
    "editor": ("SPARQL 查询", "SPARQL query"),
    "failed": ("示例和补全未能载入。", "Examples and completion could not be loaded."),
}


def wanted(accept: str) -> bool:
    """Tell whether a client wants a page rather than any form of an answer.

    Examples
    --------
    >>> wanted("text/html,application/xml;q=0.9,*/*;q=0.8"), wanted("*/*"), wanted("")
    (True, False, False)
    """
    found = media.choose(accept, {**media.RESULTS, **media.GRAPHS, "text/html": "html"})
    return found is not None and found[1] == "html"


def page(request: Request, lang: str) -> HTMLResponse:
    """Return the page, with the query of its address if there is one."""
    nonce = secrets.token_urlsafe(16)
    asked = request.query_params.get("query", "")
    words = {name: pair[lang != "zh"] for name, pair in _WORDS.items()}
    aside = [PREFIXES[prefix] for prefix in NO_NODES]
    data = {
        "lang": lang,
        "words": words,
        "query": asked or _FIRST,
        "asked": bool(asked),
        "nonce": nonce,
        "aside": aside,
    }
    text = render("editor.html.j2", lang=lang, data=embedded(data))
    # Chromium itself writes style attributes while text is typed; scripts are another matter.
    policy = (
        OURS.replace("style-src 'self'", f"style-src 'self' 'nonce-{nonce}'")
        + "; style-src-attr 'unsafe-inline'; frame-src 'self'"
    )
    headers = {"Content-Security-Policy": policy, "Vary": "Accept, Accept-Language", "Cache-Control": "no-store"}
    return HTMLResponse(text, headers=headers)

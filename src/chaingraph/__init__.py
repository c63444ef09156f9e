"""chaingraph: industry chains and enterprises as a knowledge graph (产业链知识图谱).

>>> import chaingraph as cg
>>> store = cg.build([cg.data_set("mini")])  # doctest: +SKIP
>>> cg.ask(store, "makers-of-product", product="隔膜")  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chaingraph.analysis import (
        available,
        diagnose,
        local_gaps,
        local_supply_rate,
        missing_links,
        segment_states,
        stands_on_one,
        weak_links,
    )
    from chaingraph.checks import check
    from chaingraph.covering import coverage
    from chaingraph.errors import ChaingraphError
    from chaingraph.findings import to_frame
    from chaingraph.graphs import chain_graph, chains, document_graph, home, sources, supply_graph
    from chaingraph.paths import data_set, data_sets
    from chaingraph.queries import ask, list_queries
    from chaingraph.reasoning import reason
    from chaingraph.store import build, export, open_store
    from chaingraph.verbs import diagnosis, draw, find, site
    from chaingraph.views import chain_page, diagnosis_text, draw_page, index_page

#: Public name → module that has it; modules are imported when first used, so that `import chaingraph` costs nothing.
_HOME = {
    **dict.fromkeys(
        ("available", "diagnose", "local_gaps", "local_supply_rate", "missing_links", "segment_states", "stands_on_one", "weak_links"),
        "analysis",
    ),
    **dict.fromkeys(("chain_graph", "chains", "document_graph", "home", "sources", "supply_graph"), "graphs"),
    **dict.fromkeys(("data_set", "data_sets"), "paths"),
    **dict.fromkeys(("ask", "list_queries"), "queries"),
    **dict.fromkeys(("build", "export", "open_store"), "store"),
    **dict.fromkeys(("diagnosis", "draw", "find", "site"), "verbs"),
    **dict.fromkeys(("chain_page", "diagnosis_text", "draw_page", "index_page"), "views"),
    "ChaingraphError": "errors",
    "check": "checks",
    "coverage": "covering",
    "reason": "reasoning",
    "to_frame": "findings",
}  # fmt: skip

__all__ = [
    "ChaingraphError",
    "ask",
    "available",
    "build",
    "chain_graph",
    "chain_page",
    "chains",
    "check",
    "coverage",
    "data_set",
    "data_sets",
    "diagnose",
    "diagnosis",
    "diagnosis_text",
    "document_graph",
    "draw",
    "draw_page",
    "export",
    "find",
    "home",
    "index_page",
    "list_queries",
    "local_gaps",
    "local_supply_rate",
    "missing_links",
    "open_store",
    "reason",
    "segment_states",
    "site",
    "sources",
    "stands_on_one",
    "supply_graph",
    "to_frame",
    "weak_links",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        msg = f"module 'chaingraph' has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"chaingraph.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__

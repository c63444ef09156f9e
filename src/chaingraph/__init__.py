"""chaingraph: industry chains and enterprises as a knowledge graph (产业链知识图谱).

>>> import chaingraph as cg
>>> store = cg.build([cg.data_set("mini")])  # doctest: +SKIP
>>> cg.ask(store, "makers-of-product", product="隔膜")  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chaingraph.analysis import (
        agreements,
        available,
        brokers,
        cut_sets,
        diagnose,
        investment_targets,
        local_gaps,
        local_supply_rate,
        mismatches,
        missing_links,
        portfolio,
        positions,
        rate_targets,
        rating_robustness,
        ratings,
        relatedness,
        segment_states,
        stands_on_one,
        substitutes,
        switched_suppliers,
        systemic_risk,
        target_checks,
        weak_links,
        what_if,
    )
    from chaingraph.analysis.invitation import portfolio_of
    from chaingraph.analysis.rate import local_supply_rates
    from chaingraph.bibliography import to_bibtex, to_csl
    from chaingraph.checks import check
    from chaingraph.citing import cite
    from chaingraph.covering import coverage
    from chaingraph.errors import ChaingraphError
    from chaingraph.explanations import why
    from chaingraph.findings import to_frame
    from chaingraph.frames import ask, sparql
    from chaingraph.graphs import chain_graph, chains, document_graph, home, input_needs, sources, supply_graph
    from chaingraph.names import labels
    from chaingraph.paths import data_set, data_sets
    from chaingraph.queries import list_queries
    from chaingraph.reasoning import reason
    from chaingraph.store import build, export, open_store
    from chaingraph.verbs import diagnoses, diagnosis, draw, find, site
    from chaingraph.views import chain_page, diagnosis_text, draw_page, index_page

#: Public name → module that has it; modules are imported when first used, so that `import chaingraph` costs nothing.
_HOME = {
    **dict.fromkeys(
        (
            "agreements",
            "available",
            "brokers",
            "cut_sets",
            "diagnose",
            "investment_targets",
            "local_gaps",
            "local_supply_rate",
            "mismatches",
            "missing_links",
            "portfolio",
            "positions",
            "rate_targets",
            "rating_robustness",
            "ratings",
            "relatedness",
            "segment_states",
            "stands_on_one",
            "substitutes",
            "switched_suppliers",
            "systemic_risk",
            "target_checks",
            "weak_links",
            "what_if",
        ),
        "analysis",
    ),
    **dict.fromkeys(("chain_graph", "chains", "document_graph", "home", "input_needs", "sources", "supply_graph"), "graphs"),
    **dict.fromkeys(("data_set", "data_sets"), "paths"),
    **dict.fromkeys(("ask", "sparql"), "frames"),
    **dict.fromkeys(("build", "export", "open_store"), "store"),
    **dict.fromkeys(("diagnoses", "diagnosis", "draw", "find", "site"), "verbs"),
    **dict.fromkeys(("chain_page", "diagnosis_text", "draw_page", "index_page"), "views"),
    "ChaingraphError": "errors",
    "check": "checks",
    "cite": "citing",
    "coverage": "covering",
    "labels": "names",
    "list_queries": "queries",
    "local_supply_rates": "analysis.rate",
    "portfolio_of": "analysis.invitation",
    "reason": "reasoning",
    "load_ipython_extension": "notebook",
    "to_bibtex": "bibliography",
    "to_csl": "bibliography",
    "to_frame": "findings",
    "why": "explanations",
}  # fmt: skip

__all__ = [
    "ChaingraphError",
    "agreements",
    "ask",
    "available",
    "brokers",
    "build",
    "chain_graph",
    "chain_page",
    "chains",
    "check",
    "cite",
    "coverage",
    "cut_sets",
    "data_set",
    "data_sets",
    "diagnose",
    "diagnoses",
    "diagnosis",
    "diagnosis_text",
    "document_graph",
    "draw",
    "draw_page",
    "export",
    "find",
    "home",
    "index_page",
    "input_needs",
    "investment_targets",
    "labels",
    "list_queries",
    "local_gaps",
    "local_supply_rate",
    "local_supply_rates",
    "mismatches",
    "missing_links",
    "open_store",
    "portfolio",
    "portfolio_of",
    "positions",
    "rate_targets",
    "rating_robustness",
    "ratings",
    "reason",
    "relatedness",
    "segment_states",
    "site",
    "sources",
    "sparql",
    "stands_on_one",
    "substitutes",
    "supply_graph",
    "switched_suppliers",
    "systemic_risk",
    "target_checks",
    "to_bibtex",
    "to_csl",
    "to_frame",
    "weak_links",
    "what_if",
    "why",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        msg = f"module 'chaingraph' has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"chaingraph.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__

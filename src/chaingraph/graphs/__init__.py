"""The bridge: from the store to NetworkX graphs, and from findings to their sources. The one place that knows both."""

from chaingraph.graphs.chain import chain_graph
from chaingraph.graphs.document import document_graph
from chaingraph.graphs.needs import input_needs
from chaingraph.graphs.rows import shared_rows
from chaingraph.graphs.sources import Source, chains, home, members, sources
from chaingraph.graphs.supply import supply_graph

__all__ = [
    "Source",
    "chain_graph",
    "chains",
    "document_graph",
    "home",
    "input_needs",
    "members",
    "shared_rows",
    "sources",
    "supply_graph",
]

"""Views (视图): a graph and its findings as a page that opens offline, or as text for a terminal."""

from collections.abc import Callable

from chaingraph.views.chain import chain_page
from chaingraph.views.draw import draw_page
from chaingraph.views.index import index_page
from chaingraph.views.regional_map import regional_page
from chaingraph.views.supply_map import supply_page
from chaingraph.views.text import diagnosis_text

__all__ = ["VIEWS", "chain_page", "diagnosis_text", "draw_page", "index_page", "regional_page", "supply_page"]

VIEWS: tuple[Callable[..., str], ...] = (chain_page, index_page, draw_page, supply_page, regional_page, diagnosis_text)
"""What can be drawn or printed, by name."""

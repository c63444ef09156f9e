"""Instrument packs (图·清单 工具包): a planning instrument as a text file of verb lines, and the folder it gives."""

from chaingraph.packs.pages import list_pages
from chaingraph.packs.reading import Line, Pack, Page, find_pack, list_packs, read_pack
from chaingraph.packs.writing import write_report

__all__ = ["Line", "Pack", "Page", "find_pack", "list_packs", "list_pages", "read_pack", "write_report"]

"""Lists of all chains as pages of the site (清单页): the pages of the pack ``region-lists``, beside the chains' own."""

from collections.abc import Mapping
from typing import Final

import networkx as nx
from rdflib import Dataset

from chaingraph.graphs import shared_rows
from chaingraph.names import labels
from chaingraph.packs.reading import find_pack
from chaingraph.packs.running import run_page
from chaingraph.packs.writing import shown
from chaingraph.views.bilingual import Both, clean
from chaingraph.views.lists import pack_page

__all__ = ["list_pages"]

_PACK: Final = "region-lists"
_INDEX: Final = {"file": "index.html", "name": Both("← 总览", "← Overview"), "page": True}


def list_pages(
    face: Dataset, *, region: str, graphs: Mapping[str, nx.DiGraph] | None = None, lang: str = "zh"
) -> dict[str, tuple[Both, str]]:
    """Return the lists of a region, of all its chains, as pages that lie beside an ``index.html``.

    Parameters
    ----------
    region
        CURIE.
    graphs
        Chain graphs by chain, when they are at hand; None: those of all chains of the store.
    lang
        Language shown first.

    Returns
    -------
    dict
        Title and page by file name.
    """
    pack = find_pack(_PACK)
    under = Both(*map(clean, labels(face, [region])[region]))
    files = {page.key: f"list-{page.key}.html" for page in pack.pages}
    links = [_INDEX, *({"file": files[page.key], "name": page.title, "page": True} for page in pack.pages)]
    with shared_rows(face):
        parts = [run_page(face, pack, page, {"region": region}, lang=lang, graphs=graphs) for page in pack.pages]
    return {
        files[part.page.key]: (
            part.page.title,
            pack_page(title=part.page.title, under=under, parts=[shown(part, [])], links=links, lang=lang),
        )
        for part in parts
    }

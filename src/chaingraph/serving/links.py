"""Names and addresses of things on the pages of the server (名称与链接)."""

from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from chaingraph.vocabulary import CG, ID, PREFIXES, curie

__all__ = ["Names", "address"]

_LABELS = tuple(
    ox.NamedNode(f"{PREFIXES[prefix]}{name}") for prefix, name in (("skos", "prefLabel"), ("rdfs", "label"))
)


class Names:
    """The names (zh, en) of things and terms, each looked up once."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._known: dict[str, tuple[str, str]] = {}

    def of(self, iri: str) -> tuple[str, str]:
        """Return the names of a thing, or what it is written as for short."""
        if iri not in self._known:
            found: dict[str, str] = {}
            for label in _LABELS:
                for quad in self._store.quads_for_pattern(ox.NamedNode(iri), label, None):
                    if isinstance(quad.object, ox.Literal):
                        found.setdefault(quad.object.language or "", quad.object.value)
            other = found.get("zh") or found.get("en") or found.get("") or curie(iri)
            self._known[iri] = (found.get("zh") or other, found.get("en") or other)
        return self._known[iri]

    def shown(self, term: Any, lang: str) -> str:
        """Return what a term is shown as."""
        return self.of(term.value)[lang != "zh"] if isinstance(term, ox.NamedNode) else str(term.value)


def address(iri: str) -> str:
    """Return where a thing is described: here, elsewhere on the web, or nowhere.

    Examples
    --------
    >>> address("https://w3id.org/chaingraph/id/product/separator"), address("javascript:alert(1)")
    ('/id/product/separator', '')
    """
    if iri.startswith(ID):
        path, _, part = iri.removeprefix(ID).partition("#")
        return f"/id/{quote(path)}" + (f"?{urlencode({'part': part})}" if part else "")
    if iri.startswith(PREFIXES["data"]):
        path, _, part = iri.removeprefix(PREFIXES["data"]).partition("#")
        return f"/data/{quote(path)}" + (f"?{urlencode({'part': part})}" if part else "")
    if iri.startswith(CG):
        return f"/ont#{quote(iri.removeprefix(CG))}"
    return iri if iri.startswith(("http://", "https://")) else ""

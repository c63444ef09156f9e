"""Stores elsewhere: a SPARQL endpoint that the user names stands where the engine here would, and answers the same."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final, cast

import pyoxigraph as ox
from rdflib import Dataset, URIRef
from rdflib.namespace import OWL

from chaingraph.endpoint import Endpoint
from chaingraph.errors import StoreError
from chaingraph.queries import Row, to_rows
from chaingraph.schema import ontology
from chaingraph.store import ONTOLOGY, dataset
from chaingraph.vocabulary import BASE, GRAPH

__all__ = ["RemoteStore", "open_remote", "select_remote"]

_ONT: Final = f"<{BASE}ont>"
_VERSION: Final = f"<{OWL.versionInfo}>"
_MANY: Final = 20
"""Things of which a property is looked up one by one; then it is read of all of them at once."""


_UNTRUE: Final = "Virtuoso"
"""Engine that answers standard queries wrongly, without an error, where paths, UNION and OPTIONAL meet (7.2.5)."""


def open_remote(address: str, *, timeout: float | None = None) -> Dataset:
    """Open the store behind a SPARQL endpoint for reading; everything that reads a store works on it.

    Nothing is asked of any other address. What has once been looked up is kept, so open it again to see what has
    changed. The store must hold a build of this version's ontology, each graph under its name (`chaingraph.pushing`).

    Parameters
    ----------
    address
        Address of the queries, ``http://…`` or ``https://…``.
    timeout
        Longest time of a request [s]; None: ``CHAINGRAPH_STORE_TIMEOUT``, or 300.

    Raises
    ------
    QueryError
        That is no such address.
    StoreError
        Nothing answers there, or it is no SPARQL endpoint, or it holds no build, or that of another version.
    """
    store = RemoteStore(Endpoint(address, timeout=timeout))
    store.look()
    return dataset(cast("ox.Store", store))


def select_remote(address: str, text: str, *, timeout: float | None = None) -> list[Row]:
    """Run a query at any SPARQL endpoint, whatever it holds, and return plain rows as `chaingraph.queries.to_rows` does.

    Raises
    ------
    QueryError
        The query is faulty, or the endpoint refuses it.
    StoreError
        The endpoint does not answer, or not completely.
    """
    return to_rows(dataset(cast("ox.Store", RemoteStore(Endpoint(address, timeout=timeout)))), text)


class RemoteStore:
    """What `pyoxigraph.Store` offers for reading, by a SPARQL endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._copies = False
        self._copy: ox.Store | None = None
        self._asked: Counter[str] = Counter()
        self._columns: dict[str, dict[str, list[ox.Quad]]] = {}
        self._found: dict[str, list[ox.Quad]] = {}

    def look(self) -> None:
        """See whether a build of our version is there, and how queries reach all its graphs together."""
        wanted = str(ontology().value(URIRef(f"{BASE}ont"), OWL.versionInfo))
        said = self.endpoint.query(f"SELECT ?v WHERE {{ GRAPH <{ONTOLOGY}> {{ {_ONT} {_VERSION} ?v }} }}")
        versions = sorted({row[0].value for row in said})
        if not versions:
            zh = "这里没有（完整的）产业链图谱；请先用 chaingraph push 送入。"
            en = "there is no (complete) graph of industry chains there; send one by chaingraph push."
            raise StoreError.of(self.endpoint.address, zh=zh, en=en)
        if versions != [wanted]:
            held = ", ".join(versions)
            zh = f"数据的本体版本为 {held}，本程序需要 {wanted}；请重新构建并送入。"
            en = f"the data are of ontology version {held}, this program needs {wanted}; build and push again."
            raise StoreError.of(self.endpoint.address, zh=zh, en=en)
        self._copies = _UNTRUE in self.endpoint.software
        union = f"ASK {{ {_ONT} {_VERSION} ?v }}"
        if not self.endpoint.query(union):
            self.endpoint.parameters = (("union-default-graph", ""),)  # the Oxigraph server's own
            if not self.endpoint.query(union):
                self.endpoint.parameters = ()
                names = self.graphs()
                pairs = [(kind, name) for kind in ("default-graph-uri", "named-graph-uri") for name in names]
                self.endpoint.parameters = tuple(pairs)

    def graphs(self) -> dict[str, int]:
        """Return our graphs with the number of their statements; an engine's own graphs are left out."""
        # By counting: Virtuoso takes minutes for DISTINCT ?g.
        found = self.endpoint.query("SELECT ?g (COUNT(?p) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        names = {row[0].value: int(row[1].value) for row in found}
        return {name: names[name] for name in sorted(names) if name.startswith(GRAPH)}

    def query(self, text: str, **_: Any) -> Any:
        """Run a query on all graphs together, whatever is said of that."""
        if self._copies:
            return self._here().query(text, use_default_graph_as_union=True)
        return self.endpoint.query(text)

    def _here(self) -> ox.Store:
        """Return everything as a store in memory, read once: of an engine whose answers to joins cannot be relied on."""
        if self._copy is None:
            copy = ox.Store()
            copy.bulk_extend(self._all())
            if len(copy) != len(self):
                zh, en = "数据在读取时有变，请重试。", "the data changed while they were read; try again."
                raise StoreError.of(self.endpoint.address, zh=zh, en=en)
            self._copy = copy
        return self._copy

    def quads_for_pattern(self, subject: Any, predicate: Any, object: Any) -> Iterator[ox.Quad]:  # noqa: A002
        """Yield the statements that fit a pattern; those of one property, once many were asked for, from a copy here."""
        if self._copies:
            yield from self._here().quads_for_pattern(subject, predicate, object)
            return
        if subject is not None and predicate is not None and object is None:
            yield from self._of_property(subject, predicate)
            return
        terms = (subject, predicate, object)
        if terms == (None, None, None):
            yield from self._all()
            return
        key = " ".join("?" if term is None else str(term) for term in terms)
        if key not in self._found:
            self._found[key] = self._fitting(*terms)
        yield from self._found[key]

    def _of_property(self, subject: Any, predicate: Any) -> list[ox.Quad]:
        name = predicate.value
        if name in self._columns:
            return self._columns[name].get(str(subject), [])
        key = f"{subject} {predicate} ?"
        if key not in self._found:
            self._asked[name] += 1
            if self._asked[name] > _MANY:
                column: dict[str, list[ox.Quad]] = defaultdict(list)
                for quad in self._fitting(None, predicate, None):
                    column[str(quad.subject)].append(quad)
                self._columns[name] = dict(column)
                return column.get(str(subject), [])
            self._found[key] = self._fitting(subject, predicate, None)
        return self._found[key]

    def _fitting(self, *terms: Any) -> list[ox.Quad]:
        asked = [f"?{name}" if term is None else str(term) for name, term in zip("spo", terms, strict=True)]
        names = [part for part in asked if part.startswith("?")]
        rows = self.endpoint.query(f"SELECT {' '.join(names)} ?g WHERE {{ GRAPH ?g {{ {' '.join(asked)} }} }}")

        def quad(row: Any) -> ox.Quad:
            values = iter(row)
            found = [next(values) if term is None else term for term in terms]
            return ox.Quad(found[0], found[1], found[2], next(values))

        return [quad(row) for row in rows]

    def _all(self, graphs: Iterable[str] | None = None) -> Iterator[ox.Quad]:
        for name in self.graphs() if graphs is None else graphs:
            found = self.endpoint.query(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")
            yield from (ox.Quad(row[0], row[1], row[2], ox.NamedNode(name)) for row in found)

    def named_graphs(self) -> Iterator[ox.NamedNode]:
        """Yield the names of our graphs."""
        yield from map(ox.NamedNode, self.graphs())

    def __len__(self) -> int:
        """Return the number of statements."""
        return sum(self.graphs().values())

    def dump(self, *, format: ox.RdfFormat, from_graph: ox.NamedNode | None = None) -> bytes:  # noqa: A002
        """Return everything, or one graph, as text."""
        if self._copies:
            return self._here().dump(format=format, from_graph=from_graph) or b""
        if from_graph is None:
            return ox.serialize(self._all(), format=format) or b""
        return ox.serialize((quad.triple for quad in self._all([from_graph.value])), format=format) or b""

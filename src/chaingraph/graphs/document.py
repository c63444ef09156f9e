"""Document graphs: what one document says, thing by thing (a `networkx.MultiDiGraph`)."""

from collections import defaultdict
from typing import Final

import networkx as nx
from rdflib import Dataset

from chaingraph.bulk import read_bulk
from chaingraph.names import all_labels, resolve
from chaingraph.schema import Table, read_schema
from chaingraph.vocabulary import CG, THINGS, curie

__all__ = ["document_graph"]

_QUERY: Final = """
    PREFIX cg: <https://w3id.org/chaingraph/ont#>
    SELECT DISTINCT ?row ?kind ?name ?thing {{
      GRAPH ?graph {{
        ?piece cg:inDocument <{document}> . ?row cg:supportedBy ?piece ; a ?kind .
        {{ ?row ?name ?thing }} UNION {{ ?row cg:describes ?subject . ?subject ?name ?thing }}
      }}
      FILTER(isIRI(?thing))
    }}"""


def document_graph(face: Dataset, document: str) -> nx.MultiDiGraph:
    """Return what one document says as a graph of the things that it speaks of.

    A row about a thing gives an edge from it to each thing that the row names; a row of a relation table gives edges
    from what stands in its first column (the supplier, the producer …) to what stands in the others. Edges are keyed by
    property.

    Parameters
    ----------
    document
        CURIE, IRI or name of the document.

    Returns
    -------
    networkx.MultiDiGraph
        Node attributes ``label_zh``, ``label_en``, ``kind``; edge attributes ``label_zh``, ``label_en`` (of
        the property) and ``evidence`` (row CURIEs); ``graph.graph["document"]`` is the document.
    """
    me = resolve(face, document, kind="document")
    said: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for row, kind, name, thing in read_bulk(face, _QUERY.format(document=me)):
        if "#" not in thing and curie(thing).partition(":")[0] in THINGS:
            said[row, kind].add((name, thing))
    rows: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    graph = nx.MultiDiGraph(document=curie(me))
    for (row, kind), pairs in sorted(said.items()):
        if first := _first(kind, pairs):
            graph.add_node(curie(first[1]))
            for name, thing in pairs - {first}:
                rows[curie(first[1]), curie(thing), curie(name)].add(curie(row))
    titles = _titles()
    for (start, end, name), evidence in sorted(rows.items()):
        zh, en = titles.get(name, (name, name))
        graph.add_edge(start, end, name, label_zh=zh, label_en=en, evidence=tuple(sorted(evidence)))
    for thing, (zh, en) in all_labels(face, graph).items():
        graph.nodes[thing].update(label_zh=zh, label_en=en, kind=thing.partition(":")[0])
    return graph


def _first(kind: str, pairs: set[tuple[str, str]]) -> tuple[str, str] | None:
    """Return the property and thing that a row begins with; None when it names no thing."""
    if kind == f"{CG}Description":
        return next((pair for pair in sorted(pairs) if pair[0] == f"{CG}describes"), None)
    order = _orders().get(kind, [])
    fitting = sorted((order.index(name), thing, name) for name, thing in pairs if name in order)
    return (fitting[0][2], fitting[0][1]) if fitting else None


def _orders() -> dict[str, list[str]]:
    """Return for each class of row the properties of its table, in the order of the columns."""
    return {
        kind: [column.path[0].property for column in table.columns.values()]
        for table in read_schema().tables.values()
        if table.subject == "row"
        for kind in _kinds(table)
    }


def _kinds(table: Table) -> list[str]:
    chosen = [name for column in table.columns.values() if column.kind == "type" for name in column.options]
    return chosen or list(table.classes)


def _titles() -> dict[str, tuple[str, str]]:
    """Return the names (zh, en) of properties: the titles of the columns that they stand behind."""
    return {
        curie(column.path[-1].property): (column.title.get("zh", column.name), column.title.get("en", column.name))
        for table in read_schema().tables.values()
        for column in table.columns.values()
    }

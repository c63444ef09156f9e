"""Does the graph of a document hold what its rows say, and nothing else?"""

import pytest
from rdflib import Dataset

from chaingraph.errors import QueryError
from chaingraph.graphs import document_graph


def test_a_row_of_a_relation_table_leads_from_its_first_column(mini: Dataset) -> None:
    """Row 2 of supplies: who supplied cathode material to whom."""
    graph = document_graph(mini, "document:mini-directory")
    edges = {
        (start, end, name)
        for start, end, name, rows in graph.edges(keys=True, data="evidence")
        if "data:mini/supplies.csv#row=2" in rows
    }
    assert {name for *_, name in edges} == {"cg:customer", "cg:suppliedProduct"}
    assert len({start for start, *_ in edges}) == 1


def test_a_row_about_a_thing_leads_from_it(mini: Dataset) -> None:
    graph = document_graph(mini, "document:mini-directory")
    assert graph.edges["park:east", "region:990100", "cg:locatedIn"] == {
        "label_zh": "所在地",
        "label_en": "located in",
        "evidence": ("data:mini/parks.csv#row=2",),
    }
    assert graph.nodes["park:east"] == {"label_zh": "东园", "label_en": "East Park", "kind": "park"}


def test_concepts_and_documents_are_no_nodes(mini: Dataset) -> None:
    for document in ("document:mini-directory", "document:mini-plan"):
        kinds = {kind for _, kind in document_graph(mini, document).nodes(data="kind")}
        assert not kinds & {"document", "state", "status", "tier", "role", "unit"}


def test_an_unknown_document_is_refused(mini: Dataset) -> None:
    with pytest.raises(QueryError):
        document_graph(mini, "没有的文献")

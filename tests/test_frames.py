"""Have the columns of an answer the types of their values, from the store here and from an endpoint?"""

from pathlib import Path

import pandas as pd
import pyoxigraph as ox
import pytest
from rdflib import Dataset

import chaingraph as cg
from chaingraph.errors import QueryError
from chaingraph.frames import ask, sparql
from chaingraph.pushing import push
from chaingraph.queries import find_query, run
from chaingraph.store import dataset, open_store
from remote_fixture import oxigraph_server

XSD = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX product: <https://w3id.org/chaingraph/id/product/> "


def values(*cells: str) -> str:
    return f"{XSD} SELECT ?x {{ VALUES (?i ?x) {{ {' '.join(f'({i} {cell})' for i, cell in enumerate(cells))} }} }} ORDER BY ?i"


@pytest.mark.parametrize(
    ("cells", "dtype", "expected"),
    [
        (("1", "UNDEF", "-7"), "Int64", [1, None, -7]),
        (('"3"^^xsd:int', "4"), "Int64", [3, 4]),
        (("9223372036854775807", "-9223372036854775808"), "Int64", [2**63 - 1, -(2**63)]),
        (("1", "0.5", "1e3"), "Float64", [1.0, 0.5, 1000.0]),
        (("true", "UNDEF", "false"), "boolean", [True, None, False]),
        (('"2024-02-29"^^xsd:date', "UNDEF"), "datetime64[s]", [pd.Timestamp("2024-02-29"), None]),
        (('"2023-07"^^xsd:gYearMonth', "UNDEF"), "period[M]", [pd.Period("2023-07", "M"), None]),
        (('"2021"^^xsd:gYear',), "period[Y-DEC]", [pd.Period("2021", "Y")]),
        (('"2024-01-01T08:00:00+08:00"^^xsd:dateTime',), "datetime64[us, UTC]", [pd.Timestamp("2024-01-01", tz="UTC")]),
        (('"2024-01-01T08:00:00"^^xsd:dateTime',), "datetime64[us]", [pd.Timestamp("2024-01-01 08:00")]),
        (('"2021"^^xsd:gYear', '"2021-05-01"^^xsd:date'), "string", ["2021", "2021-05-01"]),
        (("product:cell", "UNDEF"), "string", ["product:cell", None]),
        (("<https://example.org/x>",), "string", ["https://example.org/x"]),
        (('"12"', '"true"'), "string", ["12", "true"]),
        (("1", '"x"'), "string", ["1", "x"]),
        (("UNDEF",), "string", [None]),
    ],
)
def test_a_column_has_the_type_of_its_values(cells: tuple[str, ...], dtype: str, expected: list[object]) -> None:
    column = sparql(dataset(ox.Store()), values(*cells))["x"]
    assert str(column.dtype) == dtype
    assert [None if pd.isna(value) else value for value in column] == expected


@pytest.mark.parametrize("cell", ['"5000"^^xsd:integer', '"99999999999999999999"^^xsd:integer'])
def test_integers_of_any_size_stay_exact(cell: str) -> None:
    """Oxigraph itself computes with 64 bits, but keeps longer ones as they are written."""
    store = ox.Store()
    (term,) = (row[0] for row in store.query(f"{XSD} SELECT ?x {{ VALUES ?x {{ {cell} }} }}"))
    assert int(sparql(dataset(store), values(cell))["x"].iloc[0]) == int(term.value)


def test_a_value_that_does_not_fit_its_type_makes_the_column_text() -> None:
    """XML Schema has the year -0044; neither Python nor pandas has."""
    found = sparql(dataset(ox.Store()), values('"-0044-03-15"^^xsd:date'))["x"]
    assert (str(found.dtype), found.iloc[0]) == ("string", "-0044-03-15")


def test_languages_of_texts_are_told() -> None:
    found = sparql(dataset(ox.Store()), values('"隔膜"@zh', '"separator"@en', "UNDEF"))
    assert found["x"].tolist()[:2] == ["隔膜", "separator"]
    assert found.attrs["languages"] == {"x": ("en", "zh")}


def test_yes_and_no_and_statements_are_tables_too(mini: Dataset) -> None:
    yes = sparql(mini, "ASK { ?s ?p ?o }")
    assert (str(yes["answer"].dtype), yes["answer"].tolist()) == ("boolean", [True])
    made = sparql(mini, f"{XSD} CONSTRUCT {{ product:cell <urn:n> 3 }} WHERE {{}}")
    assert made.to_numpy().tolist() == [["product:cell", "urn:n", 3]]
    assert str(made["object"].dtype) == "Int64"


def test_an_empty_answer_has_its_columns() -> None:
    assert list(sparql(dataset(ox.Store()), "SELECT ?a ?b { ?a <urn:p> ?b }").columns) == ["a", "b"]


def test_a_question_has_the_rows_of_the_command_line(mini: Dataset) -> None:
    """Typed or not, the values are the same: gamma-precursor makes 10,000 of precursor (tests/data/mini)."""
    frame = ask(mini, "makers-of-product", product="product:precursor")
    plain = run(mini, find_query("makers-of-product"), {"product": "product:precursor"})
    assert list(frame.columns) == list(find_query("makers-of-product").columns)
    assert [[None if pd.isna(cell) else cell for cell in row] for row in frame.astype("string").to_numpy()] == [
        list(row.values()) for row in plain
    ]


@pytest.mark.parametrize(
    "text", ["SELEC", "INSERT DATA { <urn:a> <urn:b> 1 }", "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"]
)
def test_what_is_no_query_is_refused(mini: Dataset, text: str) -> None:
    with pytest.raises(QueryError):
        cg.sparql(mini, text)


def test_an_endpoint_gives_the_same_table(mini: Dataset, tmp_path: Path) -> None:
    """The Oxigraph server, on the made-up chain: types, order and sources."""
    with oxigraph_server(tmp_path) as engine:
        push(mini, engine.store)
        there = open_store(engine.query)
        for name in ("makers-of-product", "documents", "suppliers-of", "inputs-of-product"):
            given = {"makers-of-product": {"product": "product:cell"}, "suppliers-of": {"customer": "enterprise:alpha-cell"}, "inputs-of-product": {"product": "product:cell"}}.get(name, {})  # fmt: skip
            here = ask(mini, name, **given)
            assert len(here)
            pd.testing.assert_frame_equal(ask(there, name, **given), here)
        assert cg.cite(there, here["source"]) == cg.cite(mini, here["source"])


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX cg: <https://w3id.org/chaingraph/ont#> SELECT ?x { ?x cg:productionOf ?y }",
        "PREFIX o: <https://w3id.org/chaingraph/ont#> SELECT ?x { ?x o:productionOf ?y }",
        "SELECT ?x { ?x <https://w3id.org/chaingraph/ont#productionOf> ?y }",
    ],
)
def test_an_empty_answer_to_a_word_that_the_ontology_has_not_is_told(mini: Dataset, text: str) -> None:
    with pytest.warns(UserWarning, match=r"cg:productionOf.*the ontology has no such term"):
        assert sparql(mini, text).empty


def test_an_empty_answer_to_known_words_is_no_mistake(mini: Dataset) -> None:
    """`filterwarnings` makes an error of any warning."""
    text = 'PREFIX cg: <https://w3id.org/chaingraph/ont#> SELECT ?x { ?x a cg:Enterprise ; cg:producer "a:b" }'
    assert sparql(mini, text).empty

"""Are query files read, parameters put in as terms and nothing else, and answers given as plain rows?"""

import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Dataset

from chaingraph import queries
from chaingraph.errors import QueryError
from chaingraph.frames import ask
from chaingraph.queries import Query, fill, find_query, list_queries, read_query, run, to_rows
from chaingraph.store import dataset

MAKERS = """\
#+ summary: Who makes what in a region?
#+ summary_zh: 某地谁生产什么？
#+ columns:
#+   maker: who ?_nobody_iri
#+   product: what
#+   capacity: how much [unit]
#+ example: {region: "region:990100"}
# ?_comment_iri is no parameter
PREFIX cg: <https://w3id.org/chaingraph/ont#>
SELECT ?maker ?product ?capacity WHERE { # nor is $_other_literal
  ?row cg:producer ?maker ; cg:capabilityProduct ?product .
  ?maker cg:locatedInTransitive ?_region_iri .
  OPTIONAL { ?row cg:numericValue ?capacity }
}
ORDER BY ?maker
"""
Folder = Callable[[str, str], Path]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """Write a query of `queries/ask` that is found by its name."""
    (tmp_path / "ask").mkdir()
    (tmp_path / "check").mkdir()
    (tmp_path / "check" / "hidden.rq").write_text(MAKERS, encoding="utf-8")
    monkeypatch.setattr(queries, "resource", lambda _, *parts: tmp_path.joinpath(*parts))

    def write(name: str, text: str) -> Path:
        path = tmp_path / "ask" / f"{name}.rq"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def query(text: str, **more: object) -> Query:
    parameters = dict(queries._PARAMETER.findall(text))
    return Query(name="made-up", kind="ask", text=text, summary="?", parameters=parameters, **more)  # type: ignore[arg-type]


NOTHING = dataset(ox.Store())


# ---- Reading


def test_the_header_is_read(folder: Folder) -> None:
    found = read_query(folder("makers", MAKERS))
    assert (found.name, found.kind) == ("makers", "ask")
    assert (found.title("en"), found.title("zh")) == ("Who makes what in a region?", "某地谁生产什么？")
    assert list(found.columns) == ["maker", "product", "capacity"]
    assert found.example == {"region": "region:990100"}


def test_parameters_are_what_stands_in_the_query_itself(folder: Folder) -> None:
    """Not in the header, not in comments."""
    assert read_query(folder("makers", MAKERS)).parameters == {"region": "iri"}


def test_without_a_chinese_question_the_english_one_stands(folder: Folder) -> None:
    found = read_query(folder("plain", "#+ summary: What?\nSELECT * { ?s ?p ?o }"))
    assert found.title("zh") == "What?"


@pytest.mark.parametrize(
    "header",
    ["#+ summary: [", "#+ - a list", "#+ just text", "#+ columns: {a: b}", "#+ summary: x\n#+ colour: red", ""],
)
def test_a_bad_header_is_named_by_its_file(folder: Folder, header: str) -> None:
    with pytest.raises(QueryError) as caught:
        read_query(folder("bad", f"{header}\nSELECT * {{ ?s ?p ?o }}"))
    assert caught.value.text("zh").startswith("bad.rq：查询的头部有误")
    assert caught.value.text("en").startswith("bad.rq: bad header")


def test_queries_are_listed_by_name(folder: Folder) -> None:
    for name in ("b", "c", "a"):
        folder(name, MAKERS)
    assert [found.name for found in list_queries()] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "name", ["none", "", "../check/hidden", "../ask/makers", "makers.rq", "/etc/passwd", "ma\0kers"]
)
def test_an_unknown_query_is_refused_with_those_that_there_are(folder: Folder, name: str) -> None:
    folder("makers", MAKERS)
    folder("others", MAKERS)
    with pytest.raises(QueryError) as caught:
        find_query(name)
    assert re.search("没有这个查询；(是否指 makers？)?已有：makers, others。", caught.value.text("zh"))
    assert re.search("no such query; (did you mean makers[?] )?there are: makers, others[.]", caught.value.text("en"))


# ---- Answers


def test_the_answer_is_a_table_with_the_columns_of_the_header(folder: Folder, mini: Dataset) -> None:
    """In the sample city: alpha-cell and delta-anode in the park, beta-cathode, gamma-precursor."""
    folder("makers", MAKERS)
    found = ask(mini, "makers", region="示例市")
    assert list(found.columns) == ["maker", "product", "capacity"]
    assert found.astype(object).where(found.notna(), None).to_numpy().tolist() == [
        ["enterprise:alpha-cell", "product:cell", None],
        ["enterprise:beta-cathode", "product:ternary-cathode", 10000],
        ["enterprise:delta-anode", "product:anode", None],
        ["enterprise:gamma-precursor", "product:precursor", None],
    ]


def test_an_empty_answer_has_its_columns_too(folder: Folder, mini: Dataset) -> None:
    folder("makers", MAKERS)
    found = ask(mini, "makers", region="product:cell")
    assert (list(found.columns), len(found)) == (["maker", "product", "capacity"], 0)


@pytest.mark.parametrize("value", ["region:999999", "https://example.org/nothing"])
def test_what_the_store_knows_nothing_of_is_refused(folder: Folder, mini: Dataset, value: str) -> None:
    """An empty answer would seem to say that nobody is there."""
    folder("makers", MAKERS)
    with pytest.raises(QueryError) as caught:
        ask(mini, "makers", region=value)
    assert caught.value.text("zh") == f"region={value}：图谱中没有这个事物。"
    assert caught.value.text("en") == f"region={value}: the store knows no such thing."


def test_a_yes_or_no_is_one_row(mini: Dataset) -> None:
    made = (
        "ASK { ?row <https://w3id.org/chaingraph/ont#capabilityProduct> <https://w3id.org/chaingraph/id/product/%s> }"
    )
    assert to_rows(mini, made % "separator") == [{"answer": "true"}]
    assert to_rows(mini, made % "electrolyte") == [{"answer": "false"}]


def test_a_graph_is_rows_of_three(mini: Dataset) -> None:
    text = "PREFIX cg: <https://w3id.org/chaingraph/ont#> CONSTRUCT WHERE { ?park a cg:IndustrialPark }"
    assert to_rows(mini, text) == [{"subject": "park:east", "predicate": "rdf:type", "object": "cg:IndustrialPark"}]


# ---- Parameters


def test_a_name_is_looked_up_by_the_name_of_the_parameter(mini: Dataset) -> None:
    """隔膜 is a product and a segment."""
    text = "SELECT ({} AS ?x) {{}}"
    assert run(mini, query(text.format("?_product_iri")), {"product": "隔膜"}) == [{"x": "product:separator"}]
    assert run(mini, query(text.format("?_segment_iri")), {"segment": "隔膜"}) == [{"x": "segment:separator"}]


@pytest.mark.parametrize(
    ("sort", "value", "wanted"),
    [("integer", "7", "8"), ("integer", "-7", "-6"), ("decimal", "0.30", "1.3"), ("decimal", "2", "3")],
)
def test_a_number_is_put_in_as_a_number(sort: str, value: str, wanted: str) -> None:
    assert run(NOTHING, query(f"SELECT (?_n_{sort} + 1 AS ?x) {{}}"), {"n": value}) == [{"x": wanted}]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_as_it_was_put_in(value: str) -> None:
    """Quotes, line breaks, braces, comment signs, names of parameters: all of it is text."""
    made = query('SELECT (?_a_literal AS ?x) (?_b_literal AS ?y) { FILTER("?_no" != "x") }')
    assert run(NOTHING, made, {"a": value, "b": f"?_a_literal{value}"}) == [{"x": value, "y": f"?_a_literal{value}"}]


@pytest.mark.parametrize(
    "value",
    [
        *('"', '"""', "\\", '\\"', "'", "\n", "\r\n", "}", '" AS ?x) {} #', '") } ; DROP ALL #', "?_b_literal"),
        *("\\u0022", "# comment", "<urn:x>", "@en", "^^<urn:x>", "\u2028", "\x00", "\ufeff", "隔膜"),
    ],
)
def test_a_hostile_text_is_only_text(value: str) -> None:
    made = query("SELECT (?_a_literal AS ?x) (?_b_literal AS ?y) {}")
    assert run(NOTHING, made, {"a": value, "b": "b"}) == [{"x": value, "y": "b"}]


def test_a_line_break_cannot_escape_from_a_comment() -> None:
    """The comment with its parameter is cut out before anything is put in."""
    made = query("SELECT (1 AS ?x) { # ?_a_literal\n}")
    for value in ("\n} UNION { SERVICE <http://127.0.0.1:9/> {} } #", "\r}"):
        text = fill(NOTHING, made, {"a": value})
        assert "127.0.0.1" not in text
        assert run(NOTHING, made, {"a": value}) == [{"x": "1"}]


def test_a_comment_ends_where_the_engine_ends_it() -> None:
    """At a line break of either sort; what follows is part of the query again."""
    made = query("SELECT ?x { # note\rBIND(?_a_literal AS ?x) }")
    assert run(NOTHING, made, {"a": "text"}) == [{"x": "text"}]


def test_what_looks_like_a_comment_in_a_string_or_an_iri_stays() -> None:
    made = query("""SELECT ?a ?b ?c { BIND("#1" AS ?a) BIND('''#
2''' AS ?b) BIND(STR(<urn:x#3>) AS ?c) }""")
    assert run(NOTHING, made, {}) == [{"a": "#1", "b": "#\n2", "c": "urn:x#3"}]


@pytest.mark.parametrize(
    "value", ["http://x> <urn:y", "http://x y", 'http://x"', "http://x\n", "urn:x{}", "http://\\u003E", "product:a b"]
)
def test_what_is_no_iri_is_refused(value: str) -> None:
    with pytest.raises(QueryError):
        fill(NOTHING, query("SELECT * { ?s ?p ?_thing_iri }"), {"thing": value})


@pytest.mark.parametrize(
    ("sort", "value"),
    [
        *(("integer", value) for value in ("", "1.5", "1e3", "７", "1) {} #", " 1", "0x1")),
        *(("decimal", value) for value in ("", "1,5", "1.", "NaN", "٣", "1;")),
        *(("date", value) for value in ("", "yesterday", "23", "2023-1", "2023-01-01T00:00", "２０２３")),
    ],
)
def test_what_is_of_another_sort_is_refused(sort: str, value: str) -> None:
    with pytest.raises(QueryError) as caught:
        fill(NOTHING, query(f"SELECT (?_a_{sort} AS ?x) {{}}"), {"a": value})
    zh, en = {
        "integer": ("整数", "an integer"),
        "decimal": ("小数", "a decimal"),
        "date": ("日期，写作 2023、2023-07 或 2023-07-10", "a date: 2023, 2023-07 or 2023-07-10"),
    }[sort]
    assert caught.value.text("zh") == f"a={value}：应为{zh}。"
    assert caught.value.text("en") == f"a={value}: must be {en}."


def test_missing_and_unknown_parameters_are_named_together() -> None:
    with pytest.raises(QueryError) as caught:
        fill(NOTHING, query("SELECT * { ?_one_iri ?p ?_two_literal }"), {"two": "x", "three": "y"})
    assert caught.value.text("zh") == "made-up：未知参数 three；缺少参数 one。参数：one=…, two=…。"
    assert (
        caught.value.text("en")
        == "made-up: unknown parameter three; parameter one is missing. Parameters: one=…, two=…."
    )


def test_a_default_stands_in_until_a_value_is_given() -> None:
    made = query("SELECT (?_n_integer AS ?x) {}", defaults={"n": 5})
    assert run(NOTHING, made) == [{"x": "5"}]
    assert run(NOTHING, made, {"n": "6"}) == [{"x": "6"}]


def test_a_parameter_may_stand_in_several_places() -> None:
    made = query("SELECT (?_n_integer + $_n_integer AS ?x) {}")
    assert run(NOTHING, made, {"n": "4"}) == [{"x": "8"}]


# ---- What is no query


@pytest.mark.parametrize(
    "text",
    [
        *("", "SELECT", "SELECT * { ?s ?p }", "隔膜", "SELECT * { ?s nope:p ?o }"),
        *("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "DELETE WHERE { ?s ?p ?o }", "DROP ALL", "CLEAR ALL"),
        *("LOAD <http://127.0.0.1:9/>", "CREATE GRAPH <urn:g>", "SELECT * {} ; DROP ALL"),
    ],
)
def test_what_is_no_query_is_refused_and_changes_nothing(mini: Dataset, text: str) -> None:
    before = len(mini)
    with pytest.raises(QueryError) as caught:
        to_rows(mini, text)
    assert caught.value.text("zh").startswith(("SPARQL：查询有误", "SPARQL：只能查询，不能修改"))
    assert caught.value.text("en").startswith("SPARQL: ")
    assert len(mini) == before


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            "ASK { ?s skos:prefLabel ?x }",
            "前缀“skos:”没有声明，请在开头加上 PREFIX skos: <http://www.w3.org/2004/02/skos/core#>",
            "the prefix skos: is not declared; begin with PREFIX skos: <http://www.w3.org/2004/02/skos/core#>",
        ),
        (
            "PREFIX cg: <urn:x:> SELECT * { ?s cgg:x ?o }",
            "前缀“cgg:”没有声明；是否指 cg？已知：cg、",
            "the prefix cgg: is not declared; did you mean cg? known: cg, ",
        ),
        (
            'SELECT * { ?s ?p "1"^^链:数 }',
            "前缀“链:”没有声明；已知：cg、",
            "the prefix 链: is not declared; known: cg, ",
        ),
        ("ASK { ?s :x ?o }", "前缀“:”没有声明；已知：cg、", "the prefix : is not declared; known: cg, "),
        ("ASK { SERVICE <urn:x> { ?s no:x ?o } }", "前缀“no:”没有声明", "the prefix no: is not declared"),
        (
            "ASK {\n  ?s no:x ?o .\n  ?a ?b }",
            "sh、tab；第 3 行第 ",
            "sh, tab; error at 3:",
        ),
    ],
)
def test_a_prefix_that_is_not_declared_is_named(text: str, zh: str, en: str) -> None:
    """With what would be right; a further fault is told too."""
    with pytest.raises(QueryError) as caught:
        to_rows(NOTHING, text)
    assert zh in caught.value.text("zh")
    assert en in caught.value.text("en")


@pytest.mark.parametrize(
    "text",
    [
        *("ASK { ?s ?p 'no:x' ; ?q }", "ASK { ?s <no:x> ?o ; ?q } # no:y", "ASK { _:no ?p ?o ; ?q }"),
        "PREFIX no: <urn:no:> ASK { ?s no:x:y ?o ; ?q }",
    ],
)
def test_what_only_looks_like_a_prefix_is_not_blamed(text: str) -> None:
    with pytest.raises(QueryError, match="error at 1:") as caught:
        to_rows(NOTHING, text)
    assert "prefix" not in caught.value.text("en")


@pytest.mark.parametrize(
    "text",
    [
        *("SELEC * { ?from ?p ?o }", "ASK { ?service ?p }", "ASK { SERVICE <urn:x> { ?s ?p } }"),
        *("SELECT * FROM <urn:x> { ?s ?p }", "SELECT * { ?s ?p 'from' ; ?service }"),
    ],
)
def test_a_fault_of_syntax_is_called_so_whatever_words_stand_there(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        to_rows(NOTHING, text)
    assert caught.value.text("en").startswith("SPARQL: error at 1:")
    assert caught.value.text("zh").startswith("SPARQL：查询有误：第 1 行第 ")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("ASK { SERVICE <urn:x> { ?s ?p ?o } }", "SERVICE"),
        ("ASK { ?s ?p ?o .service # SILENT\n SILENT ?x { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * FROM <urn:x> { ?s ?p ?o }", "FROM"),
        ("SELECT * FROM NAMED <urn:x> { ?service ?p 'service' }", "FROM"),
    ],
)
def test_a_query_that_would_leave_the_store_is_told_by_which_word(text: str, word: str) -> None:
    with pytest.raises(QueryError) as caught:
        to_rows(NOTHING, text)
    assert caught.value.text("en").startswith(f"SPARQL: {word} ")
    assert caught.value.text("zh").startswith(f"SPARQL：不允许 {word}")

"""Does nothing leave the machine, and can no text change the graph or the query around it?"""

import csv
import io
import socket
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Dataset, Graph

from chaingraph.calls import find
from chaingraph.errors import QueryError, SourceError
from chaingraph.graphs import document_graph
from chaingraph.names import resolve
from chaingraph.queries import to_rows
from chaingraph.store import build, export, native
from chaingraph.terms import literal, node
from conftest import Write

ROOT = Path(__file__).parents[1]
MINI = Path(__file__).parent / "data" / "mini"
REMARK = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")


# ---- Queries stay in the store


class Listener:
    """Counts who calls at a port of this machine."""

    def __init__(self) -> None:
        self.calls = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}/sparql"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.socket.close()


def test_the_listener_hears_a_call(listener: Listener) -> None:
    """Otherwise the tests below would prove nothing: without the refusal the engine calls."""
    with pytest.raises(OSError):  # noqa: PT011 - the call itself matters, not how the engine words its end
        list(ox.Store().query(f"SELECT * {{ SERVICE <{listener.address}> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
    assert listener.calls == 1


OUTSIDE = {
    "plain": "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "lower-case": "select * { service <URL> { ?s ?p ?o } }",
    "mixed-case": "SELECT * { SeRvIcE <URL> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "optional": "SELECT * { ?s ?p ?o OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "union": "SELECT * { { ?s ?p ?o } UNION { SERVICE <URL> { ?s ?p ?o } } }",
    "nested": "SELECT * { { { SELECT ?s { SERVICE <URL> { ?s ?p ?o } } } } }",
    "exists": "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "minus": "SELECT * { ?s ?p ?o MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "in-graph": "SELECT * { GRAPH ?g { ?s ?p ?o SERVICE <URL> { ?s ?p ?o } } }",
    "ask": "ASK { SERVICE <URL> { ?s ?p ?o } }",
    "construct": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "describe": "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "variable": "SELECT * { VALUES ?url { <URL> } SERVICE ?url { ?s ?p ?o } }",
    "prefixed": "PREFIX x: <URL> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "empty-prefix": "PREFIX : <URL> SELECT * { SERVICE: { ?s ?p ?o } }",
    "relative": "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "no-spaces": "SELECT*{SERVICE<URL>{?s?p?o}}",
    "comment-between": "SELECT * { SERVICE # x\n <URL> { ?s ?p ?o } }",
    "after-comment": "SELECT * { # SERVICE\n SERVICE <URL> { ?s ?p ?o } }",
    "carriage-return": "SELECT * { # x \r SERVICE <URL> { ?s ?p ?o } \n }",
    "after-string": """SELECT * { BIND("'" AS ?a) SERVICE <URL> { ?s ?p ?o } BIND("'" AS ?b) }""",
    "escaped-quote": r"""SELECT * { BIND("\"" AS ?a) SERVICE <URL> { ?s ?p ?o } BIND("\"" AS ?b) }""",
    "unicode-quote": r"""SELECT * { BIND("\u0022" AS ?a) SERVICE <URL> { ?s ?p ?o } BIND("\u0022" AS ?b) }""",
    "name-with-quote": r"PREFIX x: <urn:x:> SELECT * { x:a\' ?p ?o . SERVICE <URL> { ?s ?p ?o } x:b\' ?p ?o }",
    "name-with-hash": r"PREFIX x: <urn:x:> SELECT * { x:a\# ?p ?o . SERVICE <URL> { ?s ?p ?o } }",
    "iri-with-hash": "SELECT * { <urn:x#> ?p ?o . SERVICE <URL> { ?s ?p ?o } }",
    "iri-with-escape": r"SELECT * { <urn:x\u0061#> ?p ?o . SERVICE <URL> { ?s ?p ?o } }",
    "less-than": "SELECT * { ?a ?b ?c FILTER(?a<1)SERVICE<URL>#>\n{ ?s ?p ?o } }",
    "less-than-variable": "SELECT * { VALUES ?e { <URL> } FILTER(?e<1)SERVICE?e#>\n{ ?s ?p ?o } }",
    "long-string": "SELECT * { BIND('''''' AS ?a) SERVICE <URL> { ?s ?p ?o } BIND('''''' AS ?b) }",
    "unicode-escape": r"SELECT * { SERV\u0049CE <URL> { ?s ?p ?o } }",
    "unicode-escape-long": r"SELECT * { SERV\U00000049CE <URL> { ?s ?p ?o } }",
    "from": "SELECT * FROM <URL> { ?s ?p ?o }",
    "from-lower-case": "select * from <URL> where { ?s ?p ?o }",
    "from-named": "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "from-in-ask": "ASK FROM <URL> { ?s ?p ?o }",
    "from-in-construct": "CONSTRUCT { ?s ?p ?o } FROM <URL> WHERE { ?s ?p ?o }",
    "from-in-describe": "DESCRIBE <urn:x> FROM <URL>",
    "from-file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "from-store": "SELECT * FROM <https://w3id.org/chaingraph/graph/ontology> { ?s ?p ?o }",
    "load": "LOAD <URL>",
    "load-silent": "LOAD SILENT <URL> INTO GRAPH <urn:g>",
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_query_that_would_leave_the_store_is_refused(mini: Dataset, listener: Listener, name: str) -> None:
    with pytest.raises(QueryError):
        to_rows(mini, OUTSIDE[name].replace("URL", listener.address))
    assert listener.calls == 0


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("plain", "不允许 SERVICE", "SERVICE is refused"),
        ("from", "不允许 FROM 和 FROM NAMED", "FROM and FROM NAMED are refused"),
        ("from-named", "不允许 FROM 和 FROM NAMED", "FROM and FROM NAMED are refused"),
    ],
)
def test_the_refusal_says_what_is_refused(mini: Dataset, name: str, zh: str, en: str) -> None:
    with pytest.raises(QueryError) as caught:
        to_rows(mini, OUTSIDE[name].replace("URL", "http://127.0.0.1:9/"))
    assert zh in caught.value.text("zh")
    assert en in caught.value.text("en")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ('SELECT ("SERVICE <http://x/> { ?s ?p ?o }" AS ?x) {}', "SERVICE <http://x/> { ?s ?p ?o }"),
        ("SELECT ('''FROM\n<http://x/>''' AS ?x) {}", "FROM\n<http://x/>"),
        ("SELECT (1 AS ?x) { # SERVICE <http://x/> { ?s ?p ?o }\n}", "1"),
        ("# FROM <http://x/>\r\nSELECT (2 AS ?x) {}", "2"),
        ("SELECT (STR(<http://x/SERVICE#FROM>) AS ?x) {}", "http://x/SERVICE#FROM"),
        ("SELECT (?service AS ?x) { VALUES ?service { 3 } }", "3"),
        ("PREFIX service: <urn:from:> SELECT (service:from AS ?x) {}", "urn:from:from"),
        ('SELECT ("x"@en-from AS ?x) {}', "x"),
        ("PREFIX cg: <https://w3id.org/chaingraph/ont#> SELECT (cg:validFrom AS ?x) {}", "cg:validFrom"),
        (
            "PREFIX cg: <https://w3id.org/chaingraph/ont#> SELECT ?x { ?x a cg:SoftwareProduct, cg:Service } LIMIT 1",
            None,
        ),
    ],
)
def test_the_words_may_stand_in_strings_comments_and_names(mini: Dataset, text: str, answer: str | None) -> None:
    assert to_rows(mini, text) == ([] if answer is None else [{"x": answer}])


@pytest.mark.parametrize("start", ["urn:x", "http://x", "https://w3id.org/chaingraph/id/cluster/x"])
def test_a_name_cannot_carry_a_query(mini: Dataset, start: str) -> None:
    """Analyses and graphs write what they were given into queries, between the brackets of an IRI."""
    evil = f"{start}> . {{ SELECT ?x {{ ?x ?y ?z }} }} }} #"
    for ask in (
        lambda: find(mini, "local-supply-rate", region="region:990100", cluster=evil),
        lambda: document_graph(mini, evil),
        lambda: resolve(mini, evil),
    ):
        with pytest.raises(QueryError, match="is not an IRI"):
            ask()


def test_an_escaped_line_break_does_not_end_a_comment(mini: Dataset, listener: Listener) -> None:
    """Not for our engine, so that nothing after it is part of the query."""
    text = rf"SELECT (1 AS ?x) {{ # \u000A SERVICE <{listener.address}> {{ ?s ?p ?o }}" + "\n}"
    assert to_rows(mini, text) == [{"x": "1"}]
    assert listener.calls == 0


OFFLINE = """
import sys

def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
        raise SystemExit(f"{event} {arguments}")

sys.addaudithook(watch)
from pathlib import Path
from chaingraph import build, check, chain_graph, supply_graph
store = build([Path(sys.argv[1])])
check(store)
chain_graph(store, "chain:battery"), supply_graph(store)
print("done")
"""


def test_build_check_and_graphs_call_nobody() -> None:
    """Python's own sockets are watched; Oxigraph's, which are not, are used by SERVICE and LOAD alone."""
    child = subprocess.run(
        [sys.executable, "-c", OFFLINE, str(MINI)],
        env={"PYTHONPATH": str(ROOT / "src"), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (child.stdout, child.stderr) == ("done\n", "")


# ---- Texts stay texts


def table(rows: list[list[str]]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([["id", "label_zh", "source", "line", "note"], *rows])
    return file.getvalue()


words = st.text(
    st.one_of(st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from("\n\t\"'\\<>{}|^`;,.#@_:")), min_size=1
).filter(lambda word: word.strip() and not {"\ufffe", "\uffff"} & set(word))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(words, min_size=1, max_size=12))
def test_any_text_comes_back_from_the_store_as_it_was(write: Write, texts: list[str]) -> None:
    """But for spaces around it and the composed form of its characters."""
    rows = [[f"region:{n}", "一市", "document:plan", "1", text] for n, text in enumerate(texts)]
    store = native(build([write({"regions": table(rows)})]))
    found = {
        quad.subject.value.rpartition("=")[2]: quad.object.value
        for quad in store.quads_for_pattern(None, REMARK, None)
        if "/data/tiny/" in quad.subject.value
    }
    assert found == {str(n): unicodedata.normalize("NFC", text.strip()) for n, text in enumerate(texts, start=2)}


HOSTILE = [
    *('a" .', '"@zh <urn:g> .\n<urn:a> <urn:b> <urn:c> <urn:g> .', 'a"@en', "a\\", "\\u0022 .", '\\" .', "\\n"),
    *(
        "<urn:x>",
        "a> <urn:b> <urn:c",
        "{ } ; DROP ALL",
        '"""',
        "_:b0",
        '"^^<urn:x>',
        "# x",
        "x\u2028x",
        "\u202ex",
        "=1+1",
    ),
    *("a\nb", "a\tb", "';alert(1)//", "<script>alert(1)</script>", "%3Cscript%3E", "\\U0010FFFF", "\U0010fffd"),
]


#: A name is one line that can be seen; a remark is any text.
PLACED = [
    (column, text)
    for text in HOSTILE
    for column in ("name", "remark")
    if column == "remark" or not set("\n\t\u2028\u202e") & set(text)
]


def placed(column: str, text: str) -> str:
    """A table with one region that has a text as its name, or as the remark of its row."""
    name, remark = (text, "") if column == "name" else ("一市", text)
    return table([["region:one", name, "document:plan", "1", remark]])


@pytest.mark.parametrize(("column", "text"), PLACED)
def test_a_hostile_text_changes_nothing_but_the_text(write: Write, column: str, text: str) -> None:
    def quads(text: str) -> set[tuple[str, ...]]:
        face = build([write({"regions": placed(column, text)})])
        hidden = {ox.Literal(text, language="zh"): "THE TEXT", ox.Literal(text): "THE TEXT"}
        return {tuple(hidden.get(term, str(term)) for term in quad) for quad in native(face)}  # type: ignore[call-overload]

    assert quads(text) == quads("某文字")


@pytest.mark.parametrize(("column", "text"), PLACED)
def test_a_hostile_text_survives_the_export(write: Write, column: str, text: str) -> None:
    """Read back by another parser, line by line."""
    face = build([write({"regions": placed(column, text)})])
    start = "region/one> <http://www.w3.org/2004/02/skos/core#pref" if column == "name" else f"row=2> {REMARK}"
    (line,) = [line for line in export(face, inferred=False) if start in line]
    back = Dataset()
    back.parse(data=line, format="nquads")
    ((_, _, found, _),) = back.quads()
    assert str(found) == text


@pytest.mark.parametrize(
    "name",
    [
        *(
            "region:one> <urn:a> <urn:b",
            "region:o\nne",
            "region:o/../../x",
            "region:one#row=2",
            'region:"',
            "region:%3E",
        ),
        *(
            "http://x/> <urn:b",
            "http://x y",
            "urn:x",
            "https://w3id.org/chaingraph/ont#Place",
            "cg:Place",
            "graph:inferred",
        ),
        *(
            "data:tiny/regions.csv#row=2",
            "status:reported",
            "unit:TONNE",
            "owl:Thing",
            "document:plan",
            "_:b0",
            "<urn:x>",
        ),
    ],
)
def test_only_a_thing_of_ours_may_be_described(write: Write, name: str) -> None:
    folder = write({"regions": table([[name, "一市", "document:plan", "1", ""]])})
    with pytest.raises(SourceError) as caught:
        build([folder])
    assert [fault.where for fault in caught.value.faults] == ["tiny/regions.csv#row=2,id"]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_literal_is_read_back_by_two_parsers(text: str) -> None:
    line = f"<urn:s> <urn:p> {literal(text, lang='zh')} .\n"
    (theirs,) = ox.parse(line.encode(), format=ox.RdfFormat.N_TRIPLES)
    assert theirs.object == ox.Literal(text, language="zh")
    ((_, _, rdf),) = Graph().parse(data=line, format="nt")
    assert str(rdf) == text


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=5))
def test_an_iri_is_one_term_or_refused(text: str) -> None:
    """What `node` lets through is the same IRI when it is read back."""
    try:
        made = node(f"urn:x:{text}")
    except ValueError:
        return
    ((subject, *_),) = ox.parse(f"{made} <urn:p> <urn:o> .".encode(), format=ox.RdfFormat.N_TRIPLES)
    assert subject.value == f"urn:x:{text}"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text", ["", "x", "urn:a b", "urn:a>", "urn:\n", 'urn:"', "urn:{", "urn:\\u003E", "urn:\x7f", "urn:%zz"]
)
def test_what_is_no_iri_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"IRI|scheme"):
        node(text)


def test_deep_nesting_is_refused_not_fatal(mini: Dataset) -> None:
    with pytest.raises(QueryError, match="nested too deeply"):
        to_rows(mini, "SELECT ?x WHERE { FILTER(" + "(" * 5_000 + "1" + ")" * 5_000 + ") }")

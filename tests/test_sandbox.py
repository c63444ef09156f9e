"""Does no request reach outside, stop the server, or slow it down for long?"""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from chaingraph.errors import QueryError
from chaingraph.serving.sandbox import allow
from chaingraph.store import build
from serve_fixture import PATIENCE, Client, Limits, Reply, Settings, serving

ROOT = Path(__file__).parents[1]
MINI = Path(__file__).parent / "data" / "mini"
BASE = "http://127.0.0.1/sparql"
SPARQL = {"Content-Type": "application/sparql-query"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
REQUEST = 200_000
MEMORY = 1_500_000_000


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


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.socket.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    path = tmp_path_factory.mktemp("sandbox") / "store"
    build([MINI], path)
    site = tmp_path_factory.mktemp("pages")
    (site / "index.html").write_text("pages", encoding="utf-8")
    limits = Limits(seconds=1.0, rows=1_000, size=1_000_000, request=REQUEST, memory=MEMORY, workers=2)
    with serving(Settings(store=path, site=site, limits=limits)) as client:
        yield client


def goes_on(server: Client) -> bool:
    """Say whether the next one is answered."""
    reply = server.query("ASK { ?s ?p ?o }")
    return (reply.status, json.loads(reply.body)) == (200, {"head": {}, "boolean": True})


# ---- Other endpoints

SERVICE = {
    "plain": "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "lower-case": "select * { service <URL> { ?s ?p ?o } }",
    "mixed-case": "SELECT * { SeRvIcE <URL> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "silent-mixed": "SELECT * { service\tSiLeNt\r\n<URL>{?s ?p ?o} }",
    "optional": "SELECT * { ?s ?p ?o OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "union": "SELECT * { { ?s ?p ?o } UNION { SERVICE <URL> { ?s ?p ?o } } }",
    "minus": "SELECT * { ?s ?p ?o MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "lateral": "SELECT * { ?s ?p ?o LATERAL { SERVICE <URL> { ?s ?p ?o } } }",
    "subselect": "SELECT * { { { SELECT ?s { SERVICE <URL> { ?s ?p ?o } } } } }",
    "exists": "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "not-exists": "SELECT * { ?s ?p ?o FILTER NOT EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "exists-in-bind": "SELECT * { BIND(EXISTS { SERVICE <URL> { ?s ?p ?o } } AS ?x) }",
    "exists-in-if": "SELECT (IF(EXISTS { SERVICE <URL> { ?s ?p ?o } }, 1, 2) AS ?x) {}",
    "exists-in-order": "SELECT * { ?s ?p ?o } ORDER BY (EXISTS { SERVICE <URL> { ?s ?p ?o } })",
    "exists-in-having": "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (EXISTS { SERVICE <URL> { ?s ?p ?o } })",
    "exists-in-group": "SELECT ?x { ?s ?p ?o } GROUP BY (EXISTS { SERVICE <URL> { ?s ?p ?o } } AS ?x)",
    "exists-in-aggregate": "SELECT (COUNT(EXISTS { SERVICE <URL> { ?s ?p ?o } }) AS ?x) { ?s ?p ?o }",
    "in-graph": "SELECT * { GRAPH ?g { ?s ?p ?o SERVICE <URL> { ?s ?p ?o } } }",
    "ask": "ASK { SERVICE <URL> { ?s ?p ?o } }",
    "construct": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "describe": "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "variable": "SELECT * { VALUES ?url { <URL> } SERVICE ?url { ?s ?p ?o } }",
    "bound-variable": "SELECT * { BIND(IRI(CONCAT('UR', 'L')) AS ?url) SERVICE ?url { ?s ?p ?o } }",
    "dollar-variable": "SELECT * { VALUES $url { <URL> } SERVICE $url { ?s ?p ?o } }",
    "prefixed": "PREFIX x: <URL> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "empty-prefix": "PREFIX : <URL> SELECT * { SERVICE: { ?s ?p ?o } }",
    "prefix-service": "PREFIX service: <URL> SELECT * { SERVICE service: { ?s ?p ?o } }",
    "prefix-service-x": "PREFIX serXvice: <URL> PREFIX : <URL> SELECT * { SERVICE:a { ?s ?p ?o } }",
    "relative": "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "no-spaces": "SELECT*{SERVICE<URL>{?s?p?o}}",
    "comment-between": "SELECT * { SERVICE # x\n <URL> { ?s ?p ?o } }",
    "comment-cr": "SELECT * { # x \r SERVICE <URL> { ?s ?p ?o } \n }",
    "after-comment": "SELECT * { # SERVICE\n SERVICE <URL> { ?s ?p ?o } }",
    "after-string": """SELECT * { BIND("'" AS ?a) SERVICE <URL> { ?s ?p ?o } BIND("'" AS ?b) }""",
    "escaped-quote": r"""SELECT * { BIND("\"" AS ?a) SERVICE <URL> { ?s ?p ?o } BIND("\"" AS ?b) }""",
    "unicode-quote": r"""SELECT * { BIND("\u0022" AS ?a) SERVICE <URL> { ?s ?p ?o } BIND("\u0022" AS ?b) }""",
    "long-string": "SELECT * { BIND('''''' AS ?a) SERVICE <URL> { ?s ?p ?o } BIND('''''' AS ?b) }",
    "long-string-quotes": 'SELECT * { BIND("""\\"""" AS ?a) SERVICE <URL> { ?s ?p ?o } BIND(\'"""\' AS ?b) }',
    "name-with-quote": r"PREFIX x: <urn:x:> SELECT * { x:a\' ?p ?o . SERVICE <URL> { ?s ?p ?o } x:b\' ?p ?o }",
    "name-with-hash": r"PREFIX x: <urn:x:> SELECT * { x:a\# ?p ?o . SERVICE <URL> { ?s ?p ?o } }",
    "iri-with-hash": "SELECT * { <urn:x#> ?p ?o . SERVICE <URL> { ?s ?p ?o } }",
    "less-than": "SELECT * { ?a ?b ?c FILTER(?a<1)SERVICE<URL>#>\n{ ?s ?p ?o } }",
    "less-than-variable": "SELECT * { VALUES ?e { <URL> } FILTER(?e<1)SERVICE?e#>\n{ ?s ?p ?o } }",
    "unicode-escape": r"SELECT * { SERV\u0049CE <URL> { ?s ?p ?o } }",
    "unicode-escape-long": r"SELECT * { SERV\U00000049CE <URL> { ?s ?p ?o } }",
    "unicode-brace": r"SELECT * \u007B SERVICE <URL> { ?s ?p ?o } \u007D",
    "long-s": "SELECT * { ſervice <URL> { ?s ?p ?o } }",
    "two": "SELECT * { SERVICE <URL> { SERVICE <URL> { ?s ?p ?o } } }",
    "with-from": "SELECT * FROM <https://w3id.org/chaingraph/graph/ontology> { SERVICE <URL> { ?s ?p ?o } }",
    "from-hides": "SELECT ('FROM <x' AS ?y) { BIND('> ' AS ?z) SERVICE <URL> { ?s ?p ?o } }",
    "after-bom": "\ufeffSELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "values-after": "SELECT * { SERVICE ?u { ?s ?p ?o } } VALUES ?u { <URL> }",
}


@pytest.mark.parametrize("name", SERVICE)
def test_no_query_calls_another_endpoint(server: Client, listener: Listener, name: str) -> None:
    text = SERVICE[name].replace("URL", listener.address)
    for reply in (
        server.query(text),
        server.send("POST", "/sparql", FORM, urlencode({"query": text}).encode()),
        server.get(f"/sparql?{urlencode({'query': text})}"),
    ):
        assert reply.status == 400
    assert listener.calls == 0
    assert goes_on(server)


def test_the_refusal_is_said_in_both_languages(server: Client) -> None:
    path = f"/sparql?query={quote('ASK { SERVICE <urn:x> {} }')}"
    assert "SERVICE is refused" in server.get(path).text
    assert "不允许 SERVICE" in server.get(path, Accept_Language="zh-CN").text


# ---- Other graphs

PLACES = (
    *("file:///etc/passwd", "http://127.0.0.1:1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/"),
    *("http://10.0.0.1/", "http://2130706433/", "https://w3id.org/chaingraph/graph/none", "ftp://127.0.0.1/"),
    *("data:text/turtle,<urn:a><urn:b><urn:c>.", "jar:file:/x!/y", "LISTENER"),
)
FROM = (
    "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "ASK FROM <URL> { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o } FROM <URL> WHERE { ?s ?p ?o }",
    "CONSTRUCT FROM <URL> WHERE { ?s ?p ?o }",
    "DESCRIBE <urn:x> FROM <URL>",
    "SELECT * FROM <https://w3id.org/chaingraph/graph/ontology> FROM <URL> { ?s ?p ?o }",
    "SELECT*FROM<URL>{?s?p?o}",
    "select * from # x\n named # y\r <URL> { ?s ?p ?o }",
    "PREFIX x: <URL> SELECT * FROM x: { ?s ?p ?o }",
    "PREFIX from: <URL> SELECT * FROM from: { ?s ?p ?o }",
    "BASE <URL> SELECT * FROM <> { ?s ?p ?o }",
    "ASKFROM<URL>{}",
    "PREFIX : <URL> DESCRIBE <urn:a> FROM:b {}",
    "SELECT ('FROM <urn:x>' AS ?x) FROM <URL> { ?s ?p ?o }",
)


@pytest.mark.parametrize("text", FROM)
@pytest.mark.parametrize("place", ["file:///etc/passwd", "LISTENER"])
def test_no_query_reads_a_graph_that_is_not_ours(server: Client, listener: Listener, text: str, place: str) -> None:
    reply = server.query(text.replace("URL", place.replace("LISTENER", listener.address)))
    assert reply.status == 400
    assert "root:" not in reply.text
    assert listener.calls == 0


@pytest.mark.parametrize("field", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("place", [*PLACES, "", "not an iri", "<urn:x>", "urn:x> FROM <urn:y"])
def test_no_field_names_a_graph_that_is_not_ours(server: Client, listener: Listener, field: str, place: str) -> None:
    place = place.replace("LISTENER", listener.address)
    reply = server.get(f"/sparql?{urlencode({'query': 'SELECT * { ?s ?p ?o }', field: place})}")
    assert reply.status == 400
    assert listener.calls == 0


# ---- Updates

UPDATES = {
    "insert-data": "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "delete-data": "DELETE DATA { <urn:a> <urn:b> <urn:c> }",
    "delete-where": "DELETE WHERE { ?s ?p ?o }",
    "delete-graph": "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
    "modify": "DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    "with": "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "using": "INSERT { ?s ?p ?o } USING <URL> WHERE { ?s ?p ?o }",
    "load": "LOAD <URL>",
    "load-silent": "LOAD SILENT <URL> INTO GRAPH <urn:g>",
    "load-file": "LOAD <file:///etc/passwd>",
    "clear": "CLEAR ALL",
    "clear-graph": "CLEAR SILENT GRAPH <https://w3id.org/chaingraph/graph/ontology>",
    "drop": "DROP ALL",
    "create": "CREATE GRAPH <urn:g>",
    "copy": "COPY DEFAULT TO <urn:g>",
    "move": "MOVE <https://w3id.org/chaingraph/graph/ontology> TO DEFAULT",
    "add": "ADD DEFAULT TO <urn:g>",
    "after-query": "SELECT * { ?s ?p ?o } ; DROP ALL",
    "before-query": "DROP ALL ; SELECT * { ?s ?p ?o }",
    "comment": "# SELECT\nDROP ALL",
    "prologue": "PREFIX x: <urn:x> DROP ALL",
}


@pytest.mark.parametrize("name", UPDATES)
def test_no_request_changes_the_store(server: Client, listener: Listener, name: str) -> None:
    text = UPDATES[name].replace("URL", listener.address)
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    before = server.query(count).body
    update = {"Content-Type": "application/sparql-update"}
    replies = [
        server.query(text).status,
        server.send("POST", "/sparql", update, text.encode()).status,
        server.send("POST", "/sparql", FORM, urlencode({"update": text}).encode()).status,
        server.get(f"/sparql?{urlencode({'update': text})}").status,
        server.get(f"/sparql?{urlencode({'query': text})}").status,
    ]
    assert replies == [400, 403, 403, 403, 400]
    assert server.query(count).body == before
    assert listener.calls == 0


# ---- Too much work

ALL = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
HEAVY = {
    "count-of-a-cross-product": f"SELECT (COUNT(*) AS ?n) {{ {ALL} }}",
    "distinct-count": f"SELECT (COUNT(DISTINCT ?c) AS ?n) {{ {ALL} }}",
    "order-by": f"SELECT * {{ {ALL} }} ORDER BY ?c ?f",
    "order-by-rand": f"SELECT * {{ {ALL} }} ORDER BY RAND()",
    "distinct": f"SELECT (COUNT(*) AS ?n) {{ {{ SELECT DISTINCT ?c ?f ?i {{ {ALL} }} }} }}",
    "group": f"SELECT ?a ?d (COUNT(*) AS ?n) {{ {ALL} }} GROUP BY ?a ?d",
    "group-concat": f"SELECT (GROUP_CONCAT(?c) AS ?x) {{ {ALL} }}",
    "no-answer": f"ASK {{ {ALL} FILTER(CONCAT(STR(?c), STR(?f), STR(?i)) = 'no such text') }}",
    "regex": f"SELECT * {{ {ALL} FILTER REGEX(CONCAT(STR(?c), STR(?f), STR(?i)), '^(~+)+$') }}",
    "replace": f"SELECT * {{ {ALL} FILTER(REPLACE(STR(?c), '(.*)*', '$1$1$1') = ?i) }}",
    "subselects": "SELECT (COUNT(*) AS ?n) { " + "{ SELECT * { ?a ?b ?c } } " + "{ SELECT * { ?d ?e ?f } } ?g ?h ?i }",
    "optional": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c OPTIONAL { ?d ?e ?f } OPTIONAL { ?g ?h ?i } }",
    "union": "SELECT (COUNT(*) AS ?n) { { ?a ?b ?c } UNION { ?d ?e ?f } ?g ?h ?i . ?j ?k ?l }",
    "not-exists": f"SELECT (COUNT(*) AS ?n) {{ {ALL} FILTER NOT EXISTS {{ ?j ?k ?l FILTER(?j = ?z) }} }}",
    "paths": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>)* ?b . ?b (!<urn:x>)* ?c . ?c (!<urn:x>)* ?d }",
    "path-alternatives": "SELECT (COUNT(*) AS ?n) { ?a (<urn:a>|!<urn:b>|^!<urn:c>)+ ?b . ?c (!<urn:x>|^!<urn:x>)* ?d }",
    "values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(100)))} }}" for n in range(8))
    + " }",
    "values-order": "SELECT * { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(100)))} }}" for n in range(6))
    + " } ORDER BY ?v5",
    "hashes": f"SELECT (COUNT(DISTINCT SHA512(CONCAT(STR(?c), STR(?f), STR(?i)))) AS ?n) {{ {ALL} }}",
    "graphs": "SELECT (COUNT(*) AS ?n) { GRAPH ?x { ?a ?b ?c } GRAPH ?y { ?d ?e ?f } GRAPH ?z { ?g ?h ?i } }",
    "construct-sorted": f"CONSTRUCT {{ ?a ?e ?i }} WHERE {{ {{ SELECT * {{ {ALL} }} ORDER BY ?c }} }}",
    "describe-sorted": f"DESCRIBE ?a {{ {{ SELECT * {{ {ALL} }} ORDER BY ?c ?f ?i }} }}",
    "doubling": "SELECT (STRLEN(?z) AS ?n) { BIND('0123456789abcdef' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}, ?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(20))
    + " BIND(?x20 AS ?z) }",
    "doubling-shown": "SELECT ?x13 { BIND('0123456789abcdef' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}, ?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(13))
    + " }",
}


@pytest.mark.parametrize("name", HEAVY)
def test_too_much_work_is_stopped(server: Client, name: str) -> None:
    """It ends at the limit of time or memory, or finds nothing to do; and the next one is answered."""
    reply = server.query(HEAVY[name])
    assert reply.status in ((200, 500, 504) if name.startswith("doubling") else (500, 504))
    assert goes_on(server)


ENDLESS = {
    "rows": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "triples": "CONSTRUCT { ?a ?e ?f } WHERE { ?a ?b ?c . ?d ?e ?f }",
    "long-rows": "SELECT (CONCAT(STR(?a), STR(?b), STR(?c), STR(?d)) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "limit": "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 99999999999",
}


@pytest.mark.parametrize("name", ENDLESS)
def test_endless_answers_are_cut_off(server: Client, name: str) -> None:
    reply = server.query(ENDLESS[name], "application/sparql-results+json, application/n-triples")
    assert reply.status == 200
    assert reply.headers["x-sparql-maxrows"] == "1000"
    assert len(reply.body) < 2_000_000


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|aa)+$", "(.*)*x", "(x+x+)+y", "a{1000}{1000}", "(?=a)(?!b)\\\\1", "["]
)
def test_regular_expressions_do_not_blow_up(server: Client, pattern: str) -> None:
    reply = server.query(f"SELECT (REGEX('{'a' * 5_000}', '{pattern}') AS ?x) {{}}")
    assert reply.status == 200
    assert len(json.loads(reply.body)["results"]["bindings"]) == 1


# ---- Too deep, too long

N = 20_000
DEEP = {
    "parentheses": "SELECT * { FILTER(" + "(" * 5_000 + "1" + ")" * 5_000 + ") }",
    "groups": "SELECT * " + "{" * N + "}" * N,
    "open-groups": "SELECT * " + "{" * N,
    "optionals": "SELECT * " + "{ OPTIONAL " * 5_000 + "{}" + "}" * 5_000,
    "subselects": "SELECT * " + "{ SELECT * " * 5_000 + "{}" + "}" * 5_000,
    "exists": "SELECT * { " + "FILTER EXISTS { " * 5_000 + "}" * 5_000 + "}",
    "collections": "SELECT * { ?s ?p " + "(" * 5_000 + ")" * 5_000 + " }",
    "blank-nodes": "SELECT * { ?s ?p " + "[ ?p " * 5_000 + "1" + "]" * 5_000 + " }",
    "paths": "SELECT * { ?s " + "(" * 5_000 + "<urn:p>" + ")*" * 5_000 + " ?o }",
    "functions": "SELECT (" + "STR(" * 5_000 + "1" + ")" * 5_000 + " AS ?x) {}",
}
LONG = {
    "not": "SELECT (" + "!" * N + "true AS ?x) {}",
    "minus": "SELECT (" + "-" * N + "1 AS ?x) {}",
    "inverse": "SELECT * { ?s " + "^" * N + "<urn:p> ?o }",
    "sequence": "SELECT * { ?s " + "/".join(["<urn:p>"] * N) + " ?o }",
    "alternative": "SELECT * { ?s " + "|".join(["<urn:p>"] * N) + " ?o }",
    "or": "SELECT (" + "||".join(["?x"] * N) + " AS ?y) {}",
    "and": "SELECT * { FILTER(" + "&&".join(["?x"] * N) + ") }",
    "plus": "SELECT (" + "+".join(["1"] * N) + " AS ?x) {}",
    "union": "SELECT * { " + " UNION ".join(["{}"] * N) + " }",
    "triples": "SELECT * { " + "?s ?p ?o . " * 15_000 + "}",
    "filters": "SELECT * { " + "FILTER(1) " * 15_000 + "}",
    "binds": "SELECT * { " + " ".join(f"BIND({n} AS ?v{n})" for n in range(8_000)) + " }",
    "in": "SELECT * { FILTER(1 IN (" + ",".join(["2"] * N) + ")) }",
    "prefixes": "".join(f"PREFIX p{n}: <urn:{n}>\n" for n in range(8_000)) + "ASK {}",
    "from": "SELECT * " + "FROM <urn:g> " * 10_000 + "{}",
    "semicolons": "SELECT * { ?s ?p ?o " + ";" * N + " }",
    "commas": "SELECT * { ?s ?p " + ",".join(["1"] * N) + " }",
    "literal": f"SELECT ('{'a' * 190_000}' AS ?x) {{}}",
    "number": f"SELECT ({'9' * 190_000} AS ?x) {{}}",
    "decimal": f"SELECT (0.{'1' * 190_000} AS ?x) {{}}",
    "power": f"SELECT ({'*'.join(['9999999999'] * 5_000)} AS ?x) {{}}",
    "language": f"SELECT ('a'@{'a' * 190_000} AS ?x) {{}}",
    "iri": f"SELECT (<urn:{'a' * 190_000}> AS ?x) {{}}",
    "variable": f"SELECT (1 AS ?{'a' * 190_000}) {{}}",
    "comment": f"#{'a' * 190_000}\nASK {{}}",
    "comments": "#\n" * 90_000 + "ASK {}",
    "spaces": " " * 190_000 + "ASK {}",
    "quotes": "SELECT (" + '"' * 190_000 + " AS ?x) {}",
    "hashes-after-from": "SELECT * FROM " + "#" * 190_000,
    "froms-in-a-string": f"SELECT ('{'from <x> ' * 150}' AS ?x) {{}}",
}


@pytest.mark.parametrize("name", DEEP)
def test_deep_nesting_is_refused(server: Client, name: str) -> None:
    assert server.query(DEEP[name]).status == 400
    assert goes_on(server)


@pytest.mark.parametrize("name", LONG)
def test_long_queries_end(server: Client, name: str) -> None:
    """With an answer, a refusal, or the end of the process that had it; the server goes on."""
    assert server.query(LONG[name]).status in (200, 400, 500, 504)
    assert goes_on(server)


def test_a_request_that_is_too_long_is_refused(server: Client) -> None:
    assert server.query("#" * REQUEST + "\nASK {}").status == 413
    assert server.send("POST", "/sparql", FORM, b"query=" + b"a" * REQUEST).status == 413
    path = f"/sparql?query={'a' * 100_000}"
    assert server.get(path).status in (400, 414, 431)
    assert goes_on(server)


# ---- Malformed requests

Q = quote("ASK {}")
MALFORMED: dict[str, tuple[str, str, dict[str, str], bytes | None, int]] = {
    "bad-utf8-get": ("GET", "/sparql?query=%FF%FE", {}, None, 400),
    "surrogate-get": ("GET", "/sparql?query=%ED%A0%80", {}, None, 400),
    "overlong-get": ("GET", "/sparql?query=%C0%AF", {}, None, 400),
    "cut-off-get": ("GET", "/sparql?query=%E9%9A", {}, None, 400),
    "bad-percent": ("GET", "/sparql?query=%ZZ%", {}, None, 400),
    "nul": ("GET", "/sparql?query=ASK%20%7B%00%7D", {}, None, 400),
    "bad-utf8-direct": ("POST", "/sparql", SPARQL, b"ASK { \xff }", 400),
    "surrogate-direct": ("POST", "/sparql", SPARQL, b"ASK { \xed\xa0\x80 }", 400),
    "utf16-direct": ("POST", "/sparql", SPARQL, "ASK {}".encode("utf-16"), 400),
    "utf16-said": ("POST", "/sparql", {"Content-Type": "application/sparql-query; charset=UTF-16"}, b"ASK {}", 415),
    "utf7-said": ("POST", "/sparql", {"Content-Type": "application/sparql-query; charset=utf-7"}, b"ASK {}", 415),
    "bad-utf8-form": ("POST", "/sparql", FORM, b"query=%FF", 400),
    "raw-form": ("POST", "/sparql", FORM, "query=隔膜".encode(), 400),
    "gzip": ("POST", "/sparql", {**SPARQL, "Content-Encoding": "gzip"}, b"\x1f\x8b\x08", 415),
    "deflate": ("POST", "/sparql", {**SPARQL, "Content-Encoding": "deflate"}, b"x", 415),
    "empty-direct": ("POST", "/sparql", SPARQL, b"", 400),
    "empty-form": ("POST", "/sparql", FORM, b"", 400),
    "empty-query": ("GET", "/sparql?query=", {}, None, 400),
    "no-query": ("GET", "/sparql?default-graph-uri=urn:x", {}, None, 400),
    "two-queries": ("GET", f"/sparql?query={Q}&query={Q}", {}, None, 400),
    "two-places": ("POST", f"/sparql?query={Q}", FORM, f"query={Q}".encode(), 400),
    "many-fields": ("POST", "/sparql", FORM, b"a=b&" * 5_000, 400),
    "no-type": ("POST", "/sparql", {}, b"ASK {}", 415),
    "json-type": ("POST", "/sparql", {"Content-Type": "application/json"}, b'{"query": "ASK {}"}', 415),
    "multipart": ("POST", "/sparql", {"Content-Type": "multipart/form-data; boundary=x"}, b"--x--", 415),
    "bad-type": ("POST", "/sparql", {"Content-Type": ";;;"}, b"ASK {}", 415),
    "bad-accept": ("GET", f"/sparql?query={Q}", {"Accept": "*/*;q=nan;q=x,,;"}, None, 406),
    "long-accept": ("GET", f"/sparql?query={Q}", {"Accept": "a/b," * 10_000}, None, 406),
    "put": ("PUT", f"/sparql?query={Q}", {}, b"x", 405),
    "delete": ("DELETE", "/sparql", {}, None, 405),
    "patch": ("PATCH", "/sparql", {}, b"x", 405),
    "options": ("OPTIONS", "/sparql", {}, None, 405),
    "trace": ("TRACE", "/sparql", {}, None, 405),
    "post-page": ("POST", "/index.html", {}, b"x", 405),
    "up": ("GET", "/../../../../etc/passwd", {}, None, 404),
    "up-encoded": ("GET", "/%2e%2e/%2e%2e/%2e%2e/etc/passwd", {}, None, 404),
    "up-slashes": ("GET", "/..%2f..%2f..%2fetc%2fpasswd", {}, None, 404),
    "up-backslashes": ("GET", "/..%5c..%5cetc", {}, None, 404),
    "absolute": ("GET", "//etc/passwd", {}, None, 404),
    "nul-in-path": ("GET", "/index.html%00.txt", {}, None, 404),
    "bad-utf8-path": ("GET", "/%ff%fe", {}, None, 404),
    "long-name": ("GET", "/" + "a" * 5_000, {}, None, 404),
    "json-body": ("POST", "/sparql", SPARQL, b'{"query": 1}', 400),
    "html-body": ("POST", "/sparql", SPARQL, b"<script>alert(1)</script>", 400),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_request_is_refused(server: Client, name: str) -> None:
    *request, status = MALFORMED[name]
    reply = server.send(*request)
    assert reply.status == status
    assert b"Traceback" not in reply.body
    assert goes_on(server)


def test_a_refusal_is_text_that_no_browser_runs(server: Client) -> None:
    reply = server.get("/sparql?" + urlencode({"query": "<script>alert(1)</script>"}))
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert reply.headers["x-content-type-options"] == "nosniff"


RAW = {
    "no-request": b"\x00\xff\x00\xff\r\n\r\n",
    "tls-hello": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "negative-length": b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    "two-lengths": b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "length-and-chunks": b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "bad-chunk": b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "folded-header": b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: a\r\n\tb\r\n\r\n",
    "no-host": b"GET /sparql HTTP/1.1\r\n\r\n",
    "long-header": b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200_000,
    "cut-off-body": b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nASK",
}


@pytest.mark.parametrize("name", RAW)
def test_what_is_no_http_does_no_harm(server: Client, name: str) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        try:
            line.sendall(RAW[name])
            line.shutdown(socket.SHUT_WR)
            answer = line.recv(100_000)
        except OSError:  # the server has hung up
            answer = b""
    assert answer[:12] in (
        b"",
        b"HTTP/1.1 400",
        b"HTTP/1.1 413",
        b"HTTP/1.1 415",
        b"HTTP/1.1 421",
        b"HTTP/1.1 499",
        b"HTTP/1.1 200",
    )
    assert (answer[:12] == b"HTTP/1.1 200") == (name == "folded-header")
    assert goes_on(server)


# ---- What looks bad and is not

HARMLESS = {
    'SELECT ("SERVICE <http://x/> { ?s ?p ?o }" AS ?x) {}': "SERVICE <http://x/> { ?s ?p ?o }",
    "SELECT ('''FROM\n<http://x/>''' AS ?x) {}": "FROM\n<http://x/>",
    "SELECT (1 AS ?x) { # SERVICE <http://x/> { ?s ?p ?o }\n}": "1",
    "# FROM <http://x/>\r\nSELECT (2 AS ?x) {}": "2",
    "SELECT (STR(<http://x/SERVICE#FROM>) AS ?x) {}": "http://x/SERVICE#FROM",
    "SELECT (?service AS ?x) { VALUES ?service { 3 } }": "3",
    "SELECT (?from AS ?x) { VALUES ?from { 4 } } GROUP BY ?from": "4",
    "PREFIX service: <urn:from:> SELECT (STR(service:from) AS ?x) {}": "urn:from:from",
    'SELECT ("x"@en-from AS ?x) {}': "x",
    'SELECT ("INSERT DATA { DROP ALL }" AS ?x) {}': "INSERT DATA { DROP ALL }",
    "SELECT ('a > from <b' AS ?x) { FILTER('' < ' from <urn:g> ') }": "a > from <b",
    r"SELECT (5 AS ?x) { # \u000A SERVICE <http://x/> { ?s ?p ?o }" + "\n}": "5",
    "SELECT ('from <urn:a>' AS ?x) FROM <https://w3id.org/chaingraph/graph/ontology> {}": "from <urn:a>",
    "SELECT (6 AS ?x) # FROM <urn:no>\nFROM <https://w3id.org/chaingraph/graph/ontology># FROM <urn:no>\n{}": "6",
    "DELETE:SELECT".replace("DELETE:SELECT", "PREFIX delete: <urn:d:> SELECT (STR(delete:x) AS ?x) {}"): "urn:d:x",
}


@pytest.mark.parametrize("text", HARMLESS)
def test_words_in_strings_comments_and_names_are_harmless(server: Client, text: str) -> None:
    (row,) = json.loads(server.query(text).body)["results"]["bindings"]
    assert row["x"]["value"] == HARMLESS[text]


def test_a_clause_that_is_cut_out_leaves_lines_where_they_were() -> None:
    """So that what the engine says of a fault names the right place."""
    found = allow("PREFIX g: <urn:g:>\nSELECT *\nFROM g:a\nFROM # x\n NAMED g:b\n{ ?s ?p ?o }", base=BASE)
    assert (found.default, found.named) == (("urn:g:a",), ("urn:g:b",))
    assert [line.strip() for line in found.text.splitlines()] == [
        "PREFIX g: <urn:g:>", "SELECT *", "", "", "", "{ ?s ?p ?o }"
    ]  # fmt: skip


def test_a_guessed_misspelling_does_not_help() -> None:
    """A prefix that is spelled as a misspelt keyword would be hides no FROM."""
    with pytest.raises(QueryError):
        allow("PREFIX frXom: <urn:x:> PREFIX FRxOM: <urn:x:> PREFIX : <urn:y:> DESCRIBE <urn:a> FROM:b {}", base=BASE)


# ---- Together


def test_slow_queries_do_not_hold_up_the_others_for_longer_than_their_limit(server: Client) -> None:
    replies: list[Reply] = []
    heavy = HEAVY["count-of-a-cross-product"]
    threads = [threading.Thread(target=lambda: replies.append(server.query(heavy))) for _ in range(6)]
    for thread in threads:
        thread.start()
    answered = server.query("ASK {}")
    for thread in threads:
        thread.join()
    assert answered.status in (200, 503)
    assert {reply.status for reply in replies} <= {503, 504}
    assert goes_on(server)


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server with one process that may work for long, but not take much memory; nobody may wait for it."""
    path = tmp_path_factory.mktemp("patient") / "store"
    build([MINI], path)
    limits = Limits(seconds=PATIENCE * 0.9, memory=1_200_000_000, workers=1, waiting=0)
    with serving(Settings(store=path, limits=limits)) as client:
        yield client


def test_memory_is_bounded(patient: Client) -> None:
    """Well before its time is up the process has used up its memory, and is replaced."""
    reply = patient.query(HEAVY["order-by"])
    assert (reply.status, "too much memory" in reply.text) == (500, True)
    assert _until(patient, "chaingraph_workers_ready 1")
    assert goes_on(patient)


def test_work_ends_when_the_client_leaves(patient: Client) -> None:
    text = quote(HEAVY["count-of-a-cross-product"])
    with socket.create_connection(("127.0.0.1", patient.port)) as line:
        line.sendall(f"GET /sparql?query={text} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert _until(patient, "chaingraph_workers_busy 1")
        refused = patient.query("ASK {}")
        assert (refused.status, refused.headers["retry-after"]) == (503, "5")
    assert _until(patient, 'chaingraph_events_total{event="left"} 1')
    assert _until(patient, "chaingraph_workers_ready 1")
    assert goes_on(patient)


def _until(server: Client, line: str) -> bool:
    """Wait until the server's figures say so."""
    for _ in range(PATIENCE * 20):
        if line in server.get("/metrics").text.splitlines():
            return True
        time.sleep(0.05)
    return False


CONFINED = """
import socket, sys
from chaingraph.serving.settings import Limits
from chaingraph.serving.worker import confine
closed = confine(Limits())
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=5).close()
    print(closed, "called")
except OSError:
    print(closed, "alone")
"""


def test_a_process_has_no_network_where_the_system_allows_that(listener: Listener) -> None:
    before = listener.calls
    port = listener.address.rpartition(":")[2].partition("/")[0]
    child = subprocess.run(
        [sys.executable, "-c", CONFINED, port],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    if child.stdout == "False called\n":
        pytest.skip("this system does not let a process leave its network")
    assert child.stdout == "True alone\n"
    assert listener.calls == before


def test_the_hostile_set_is_large() -> None:
    sets = (SERVICE, UPDATES, HEAVY, ENDLESS, DEEP, LONG, MALFORMED, RAW)
    assert sum(map(len, sets)) + 2 * (len(FROM) + len(PLACES)) >= 200

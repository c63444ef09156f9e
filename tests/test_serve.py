"""Does the server speak the SPARQL 1.1 Protocol, show our things, answer named questions, and let only those in who may?"""

import contextlib
import csv
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import pytest
from rdflib import RDF, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from chaingraph.errors import StoreError
from chaingraph.store import build, open_store, statements
from serve_fixture import Client, Limits, Reply, Settings, serving, store_of

ROOT = Path(__file__).parents[1]
MINI = Path(__file__).parent / "data" / "mini"
CHECKS = Path(os.environ.get("CHAINGRAPH_CHECKS", ROOT.parent / "shared" / "checks")) / "sparql-protocol"
ONTOLOGY = "https://w3id.org/chaingraph/graph/ontology"
SMALL = Limits(seconds=20, workers=1, rows=5, size=100_000)
LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("served") / "store"
    build([MINI], path)
    return path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / "index.html").write_text("<!doctype html><title>诊断</title>", encoding="utf-8")
    (folder / "battery.html").write_text("<!doctype html><title>电池</title>", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server(store: Path, site: Path) -> Iterator[Client]:
    with serving(Settings(store=store, site=site, limits=Limits(seconds=20, workers=2))) as client:
        yield client


@pytest.fixture(scope="module")
def small(store: Path) -> Iterator[Client]:
    """A server that gives five rows at the most."""
    with serving(Settings(store=store, limits=SMALL, slow=0.0)) as client:
        yield client


# ---- The protocol


ONE = "SELECT (1 AS ?x) {}"


@pytest.mark.parametrize(
    ("method", "path", "kind", "body"),
    [
        ("GET", f"/sparql?query={quote(ONE)}", "", b""),
        ("GET", f"/sparql/?query={quote(ONE)}", "", b""),
        ("POST", "/sparql", "application/sparql-query", ONE.encode()),
        ("POST", "/sparql", "application/sparql-query; charset=UTF-8", ONE.encode()),
        ("POST", "/sparql", "application/x-www-form-urlencoded", urlencode({"query": ONE}).encode()),
    ],
)
def test_a_query_comes_in_three_ways(server: Client, method: str, path: str, kind: str, body: bytes) -> None:
    reply = server.send(method, path, {"Content-Type": kind} if kind else {}, body or None)
    assert (reply.status, reply.headers["content-type"]) == (200, "application/sparql-results+json")
    assert json.loads(reply.body)["results"]["bindings"] == [
        {"x": {"type": "literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}}
    ]


TERMS = """SELECT ?a ?b ?c ?d ?e { VALUES (?a ?b ?c ?d ?e) { (<http://x/?a=1&b=2> "<&\\"',\\n\\t"@zh-cn "1.50"^^<urn:t> 7 UNDEF) } }"""


def test_json_keeps_terms(server: Client) -> None:
    found = json.loads(server.query(TERMS).body)
    assert found["head"]["vars"] == ["a", "b", "c", "d", "e"]
    assert found["results"]["bindings"] == [
        {
            "a": {"type": "uri", "value": "http://x/?a=1&b=2"},
            "b": {"type": "literal", "value": "<&\"',\n\t", "xml:lang": "zh-cn"},
            "c": {"type": "literal", "value": "1.50", "datatype": "urn:t"},
            "d": {"type": "literal", "value": "7", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
        }
    ]


def test_xml_keeps_terms(server: Client) -> None:
    root = ET.fromstring(server.query(TERMS, "application/sparql-results+xml").body)
    name = "{http://www.w3.org/2005/sparql-results#}"
    cells = {b.get("name"): b[0] for b in root.iter(f"{name}binding")}
    assert {key: cell.text for key, cell in cells.items()} == {
        "a": "http://x/?a=1&b=2",
        "b": "<&\"',\n\t",
        "c": "1.50",
        "d": "7",
    }
    assert cells["b"].get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-cn"
    assert cells["c"].get("datatype") == "urn:t"


def test_csv_keeps_texts(server: Client) -> None:
    reply = server.query(TERMS, "text/csv")
    assert list(csv.reader(io.StringIO(reply.text, newline=""))) == [
        ["a", "b", "c", "d", "e"],
        ["http://x/?a=1&b=2", "<&\"',\n\t", "1.50", "7", ""],
    ]


def test_tsv_keeps_terms(server: Client) -> None:
    assert server.query(TERMS, "text/tab-separated-values").text.split("\n")[:2] == [
        "?a\t?b\t?c\t?d\t?e",
        "<http://x/?a=1&b=2>\t"
        + r'"<&\"'
        + "',"
        + r'\n\t"@zh-cn'
        + '\t"1.50"^^<urn:t>\t"7"^^<http://www.w3.org/2001/XMLSchema#integer>\t',
    ]


@pytest.mark.parametrize(
    ("accept", "kind", "text"),
    [
        ("application/sparql-results+json", "application/sparql-results+json", '{"head":{},"boolean":false}'),
        ("application/sparql-results+xml", "application/sparql-results+xml", "<boolean>false</boolean>"),
        ("text/csv", "text/csv; charset=utf-8", "false"),
        ("*/*", "application/sparql-results+json", '{"head":{},"boolean":false}'),
        ("image/png, text/*;q=0.1", "text/xml; charset=utf-8", "<boolean>false</boolean>"),
    ],
)
def test_ask_is_negotiated(server: Client, accept: str, kind: str, text: str) -> None:
    reply = server.query("ASK { <urn:x> <urn:y> <urn:z> }", accept)
    assert (reply.status, reply.headers["content-type"]) == (200, kind)
    assert text in reply.text


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
        ("application/n-quads", "nquads"),
        ("application/trig", "trig"),
    ],
)
def test_triples_are_negotiated(server: Client, accept: str, form: str) -> None:
    reply = server.query('CONSTRUCT { <urn:s> <http://example.org/p> "隔膜"@zh, <urn:o> } WHERE {}', accept)
    assert reply.headers["content-type"].partition(";")[0] == accept
    graph = Graph() if form not in ("nquads", "trig") else Dataset(default_union=True)
    graph.parse(data=reply.body, format=form)
    found = set(graph.triples((None, None, None)))
    predicate = URIRef("http://example.org/p")
    assert found == {
        (URIRef("urn:s"), predicate, Literal("隔膜", lang="zh")),
        (URIRef("urn:s"), predicate, URIRef("urn:o")),
    }


def test_what_no_form_fits_is_said(server: Client) -> None:
    assert server.query("ASK {}", "image/png").status == 406


def test_the_default_graph_is_all_our_graphs(server: Client, store: Path) -> None:
    (row,) = json.loads(server.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").body)["results"]["bindings"]
    assert int(row["n"]["value"]) == statements(open_store(store))
    assert server.query(f"ASK {{ <https://w3id.org/chaingraph/id/product/separator> <{LABEL}> '隔膜'@zh }}").text == (
        '{"head":{},"boolean":true}\n'
    )


@pytest.mark.parametrize(
    ("clauses", "fields", "default", "named"),
    [
        ("FROM <urn:g:a>", {}, 1, 0),
        ("FROM <urn:g:a> FROM <urn:g:b>", {}, 3, 0),
        ("FROM NAMED <urn:g:b>", {}, 0, 2),
        ("from named <urn:g:a>\nfrom # FROM <urn:g:c>\n <urn:g:b>", {}, 2, 1),
        ("FROM g:a", {}, 1, 0),
        ("", {"default-graph-uri": "urn:g:b"}, 2, 0),
        ("", {"named-graph-uri": "urn:g:b"}, 0, 2),
        ("FROM <urn:g:a>", {"named-graph-uri": "urn:g:b"}, 0, 2),
        ("", {}, 6, 6),
    ],
)
def test_graphs_of_ours_may_be_named(
    three: Client, clauses: str, fields: dict[str, str], default: int, named: int
) -> None:
    for pattern, expected in (("?s ?p ?o", default), ("GRAPH ?g { ?s ?p ?o }", named)):
        text = f"PREFIX g: <urn:g:> SELECT (COUNT(*) AS ?n) {clauses} WHERE {{ {pattern} }}"
        reply = three.get(f"/sparql?{urlencode({'query': text, **fields})}")
        assert json.loads(reply.body)["results"]["bindings"][0]["n"]["value"] == str(expected)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server of three graphs that hold one, two and three triples."""
    graphs = {
        f"urn:g:{name}": "".join(f"<urn:{name}> <urn:p> <urn:{n}> .\n" for n in range(count))
        for name, count in (("a", 1), ("b", 2), ("c", 3))
    }
    folder = store_of(tmp_path_factory.mktemp("three"), graphs)
    with serving(Settings(store=folder, limits=Limits(workers=1))) as client:
        yield client


@pytest.mark.parametrize(
    "text", ['SELECT ("FROM <urn:g:a>" AS ?x) {}', "SELECT ?x { VALUES ?x { 1 } # FROM <urn:q>\n}"]
)
def test_from_in_strings_and_comments_is_left_alone(three: Client, text: str) -> None:
    (row,) = json.loads(three.query(text).body)["results"]["bindings"]
    assert row["x"]["value"] in ("FROM <urn:g:a>", "1")


def test_head_has_no_body(server: Client) -> None:
    reply = server.send("HEAD", f"/sparql?query={quote('ASK {}')}")
    assert (reply.status, reply.body) == (200, b"")


# ---- Limits


def test_too_many_rows_are_cut_off_with_a_notice(small: Client) -> None:
    reply = small.query("SELECT ?s { ?s ?p ?o }")
    found = json.loads(reply.body)
    assert len(found["results"]["bindings"]) == 5
    assert "cut off at 5 rows" in found["notice"]
    assert reply.headers["x-sparql-maxrows"] == "5"
    assert "cut off at 5 rows" in reply.headers["x-chaingraph-notice"]


def test_exactly_as_many_rows_as_allowed_are_whole(small: Client) -> None:
    reply = small.query("SELECT ?x { VALUES ?x { 1 2 3 4 5 } }")
    assert len(json.loads(reply.body)["results"]["bindings"]) == 5
    assert "x-sparql-maxrows" not in reply.headers


@pytest.mark.parametrize("accept", ["text/turtle", "application/sparql-results+xml", "text/csv"])
def test_what_is_cut_off_is_still_well_formed(small: Client, accept: str) -> None:
    if accept == "text/turtle":
        reply = small.query("CONSTRUCT WHERE { ?s ?p ?o }", accept)
        assert len(Graph().parse(data=reply.body, format="turtle")) == 5
        assert "# cut off" in reply.text
    else:
        reply = small.query("SELECT ?s ?p { ?s ?p ?o }", accept)
        if accept == "text/csv":
            assert len(list(csv.reader(io.StringIO(reply.text)))) == 6
        else:
            assert len(list(ET.fromstring(reply.body).iter("{http://www.w3.org/2005/sparql-results#}result"))) == 5
    assert reply.headers["x-sparql-maxrows"] == "5"


def test_our_own_client_fetches_what_is_cut_off_page_by_page(small: Client) -> None:
    from chaingraph.remote import select_remote

    numbers = " ".join(map(str, range(1, 13)))
    found = select_remote(f"{small.address}/sparql", f"SELECT ?x {{ VALUES ?x {{ {numbers} }} }}")
    assert sorted(int(row["x"] or 0) for row in found) == list(range(1, 13))


def test_a_long_row_is_left_out(small: Client) -> None:
    reply = small.query(f"SELECT (CONCAT('{'a' * 60_000}', '{'b' * 60_000}') AS ?x) {{}}")
    assert json.loads(reply.body)["results"]["bindings"] == []
    assert "100000 bytes" in reply.headers["x-chaingraph-notice"]


def test_a_slow_query_is_logged_on_one_line(small: Client, caplog: pytest.LogCaptureFixture) -> None:
    small.query("SELECT (1 AS\n ?slow) {}")
    (line,) = [record.getMessage() for record in caplog.records if "?slow" in record.getMessage()]
    assert "\n" not in line
    entry = json.loads(line.removeprefix("slow "))
    assert (entry["job"], entry["status"], entry["rows"]) == ("query", 200, 1)


# ---- Who may ask


def test_another_address_needs_a_token(store: Path) -> None:
    with pytest.raises(StoreError, match="token"):
        Settings(store=store, host="0.0.0.0")
    with pytest.raises(StoreError, match="token"):
        Settings(store=store, host="192.168.1.2", token="short")
    assert not Settings(store=store, host="0.0.0.0", token="x" * 16).local


TOKEN = "a-long-token-of-a-town"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": "Basic !!!"}, 401),
        ({"Authorization": f"Digest {TOKEN}"}, 401),
        ({"Authorization": f"Bearer {TOKEN}"}, 200),
        ({"Authorization": "Basic eDphLWxvbmctdG9rZW4tb2YtYS10b3du"}, 200),
    ],
)
def test_a_token_opens(locked: Client, headers: dict[str, str], status: int) -> None:
    assert locked.send("GET", f"/sparql?query={quote('ASK {}')}", headers).status == status
    assert locked.send("GET", "/", headers).status == (307 if status == 200 else 401)
    assert locked.send("GET", "/health", headers).status == 200


@pytest.fixture(scope="module")
def locked(store: Path) -> Iterator[Client]:
    settings = Settings(store=store, token=TOKEN, cors=("https://town.example",), limits=Limits(workers=1))
    with serving(settings) as client:
        yield client


def test_another_host_name_is_refused(server: Client) -> None:
    """Lest the page of another web site, whose name is made to point here, reads the graph."""
    for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil", ""):
        assert server.get("/sparql", Host=host).status in (400, 421)
    assert server.get("/health", Host="localhost:1").status == 200


def test_other_web_sites_are_kept_out(server: Client, locked: Client) -> None:
    path = f"/sparql?query={quote('ASK {}')}"
    reply = server.get(path, Origin="https://town.example")
    assert not [name for name in reply.headers if name.startswith("access-control")]
    assert server.get(path, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="cors").status == 403
    bearer = f"Bearer {TOKEN}"
    allowed = locked.get(path, Origin="https://town.example", Authorization=bearer)
    assert allowed.headers["access-control-allow-origin"] == "https://town.example"
    assert "access-control-allow-credentials" not in allowed.headers
    other = locked.get(path, Origin="https://other.example", Authorization=bearer)
    assert "access-control-allow-origin" not in other.headers


# ---- Cases of the W3C


def _cases() -> list[Any]:
    if not CHECKS.is_dir():
        return [pytest.param(None, marks=pytest.mark.skip(reason="the W3C cases are not beside the repository"))]
    graph = Graph().parse(CHECKS / "protocol-manifest.ttl")
    mf = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
    found = []
    for entry in Collection(graph, next(graph.objects(None, mf.entries))):
        name = str(entry).rpartition("#")[2]
        if name.startswith(("query_", "bad_")):
            found += [
                pytest.param((graph, request), id=name) for request in _requests(graph, graph.value(entry, mf.action))
            ]
    return found


HT = Namespace("http://www.w3.org/2011/http#")


def _requests(graph: Graph, action: Any) -> list[Any]:
    return list(Collection(graph, graph.value(action, HT.requests)))


@pytest.fixture(scope="module")
def kasei(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server of the graphs that the W3C cases name."""
    graphs = {
        f"http://kasei.us/2009/09/sparql/data/data{n}.rdf": (CHECKS / f"protocol-data{n}.nt").read_text(
            encoding="utf-8"
        )
        for n in (1, 2, 3)
    }
    graphs["http://kasei.us/2009/09/sparql/data/data0.rdf"] = "<urn:s> <urn:p> <urn:o> .\n"
    folder = store_of(tmp_path_factory.mktemp("kasei"), graphs)
    with serving(Settings(store=folder, limits=Limits(workers=1))) as client:
        yield client


@pytest.mark.parametrize("case", _cases())
def test_a_case_of_the_w3c_holds(kasei: Client, case: tuple[Graph, Any]) -> None:
    graph, request = case
    mf = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
    cnt = Namespace("http://www.w3.org/2011/content#")
    headers = {}
    if listed := graph.value(request, HT.headers):
        for header in Collection(graph, listed):
            headers[str(graph.value(header, HT.fieldName))] = str(graph.value(header, HT.fieldValue))
    body = None
    if content := graph.value(request, HT.body):
        body = str(graph.value(content, cnt.chars)).encode(str(graph.value(content, cnt.characterEncoding)))
    reply = kasei.send(
        str(graph.value(request, HT.methodName)), str(graph.value(request, HT.absolutePath)), headers, body
    )
    expected = graph.value(request, HT.resp)
    statuses = {str(status)[-3] for status in graph.objects(expected, mf.expectedStatus)}
    assert str(reply.status)[0] in statuses
    _check_body(reply, graph.value(expected, mf.expectedBoolean), str(graph.value(expected, mf.expectedFormat) or ""))


def _check_body(reply: Reply, boolean: Any, form: str) -> None:
    kind = reply.headers["content-type"].partition(";")[0]
    if boolean is not None:
        assert json.loads(reply.body)["boolean"] is boolean.toPython()
    if form == "boolean":
        assert isinstance(json.loads(reply.body)["boolean"], bool)
    if form == "tabular":
        assert json.loads(reply.body)["head"]["vars"]
    if form == "RDF":
        assert kind == "text/turtle"
        Graph().parse(data=reply.body, format="turtle")


# ---- Stock clients


def test_sparqlwrapper_asks(server: Client) -> None:
    from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

    client = SPARQLWrapper(f"{server.address}/sparql")
    client.setQuery(
        f"SELECT ?name {{ <https://w3id.org/chaingraph/id/product/separator> <{LABEL}> ?name }} ORDER BY ?name"
    )
    client.setReturnFormat(JSON)
    rows = client.queryAndConvert()["results"]["bindings"]
    assert "隔膜" in {row["name"]["value"] for row in rows}
    client.setMethod(POST)
    assert client.queryAndConvert()["results"]["bindings"] == rows
    client.setReturnFormat(CSV)
    assert client.queryAndConvert().decode().splitlines()[1:] == [row["name"]["value"] for row in rows]
    client.setReturnFormat(XML)
    assert len(client.queryAndConvert().getElementsByTagName("result")) == len(rows)
    client.setReturnFormat(TURTLE)
    client.setQuery(f"CONSTRUCT WHERE {{ <https://w3id.org/chaingraph/id/product/separator> <{LABEL}> ?name }}")
    assert len(Graph().parse(data=client.queryAndConvert(), format="turtle")) == len(rows)


def test_sparqlwrapper_is_told_what_is_wrong(server: Client) -> None:
    from SPARQLWrapper import SPARQLWrapper
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

    client = SPARQLWrapper(f"{server.address}/sparql")
    client.setQuery("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    with pytest.raises(QueryBadFormed, match="SERVICE is refused"):
        client.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads_through_its_sparql_store(server: Client, method: str) -> None:
    graph = Graph(store=SPARQLStore(f"{server.address}/sparql", method=method))  # type: ignore[arg-type]
    thing, label = URIRef("https://w3id.org/chaingraph/id/product/separator"), URIRef(LABEL)
    assert Literal("隔膜", lang="zh") in set(graph.objects(thing, label))
    assert bool(graph.query("ASK { ?s ?p ?o }").askAnswer)


# ---- Descriptions

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")


@pytest.mark.parametrize(
    ("accept", "form"), [("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("*/*", "turtle")]
)
def test_the_endpoint_describes_itself(server: Client, accept: str, form: str) -> None:
    """The three cases of the W3C: RDF, the endpoint's own address, the vocabulary as it is meant."""
    reply = server.get("/sparql", Accept=accept)
    graph = Graph().parse(data=reply.body, format=form)
    endpoint = URIRef(f"{server.address}/sparql")
    assert set(graph.subject_objects(SD.endpoint)) == {(endpoint, endpoint)}
    assert (endpoint, RDF.type, SD.Service) in graph
    assert set(graph.objects(endpoint, SD.feature)) == {SD.UnionDefaultGraph}
    whole = graph.value(endpoint, SD.defaultDataset)
    assert (whole, RDF.type, SD.Dataset) in graph
    assert (graph.value(whole, SD.defaultGraph), RDF.type, SD.Graph) in graph
    names = {str(graph.value(each, SD.name)) for each in graph.objects(whole, SD.namedGraph)}
    assert ONTOLOGY in names
    assert len(names) == len(set(graph.subjects(RDF.type, SD.NamedGraph)))


@pytest.mark.parametrize("path", ["/void", "/.well-known/void"])
def test_the_data_describe_themselves(server: Client, store: Path, path: str) -> None:
    graph = Graph().parse(data=server.get(path, Accept="text/turtle").body, format="turtle")
    (me,) = graph.subjects(VOID.sparqlEndpoint, URIRef(f"{server.address}/sparql"))
    assert graph.value(me, VOID.triples) == Literal(statements(open_store(store)))
    assert graph.value(me, VOID.uriSpace) == Literal("https://w3id.org/chaingraph/id/")
    assert URIRef("https://w3id.org/chaingraph/data/mini") in set(graph.objects(me, VOID.subset))
    (maker,) = graph.subjects(VOID["class"], URIRef("https://w3id.org/chaingraph/ont#IndustryChain"))
    text = "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a <https://w3id.org/chaingraph/ont#IndustryChain> }"
    (row,) = json.loads(server.query(text).body)["results"]["bindings"]
    assert str(graph.value(maker, VOID.entities)) == row["n"]["value"]


# ---- Things


def test_a_thing_has_a_page_in_two_languages(server: Client) -> None:
    zh = server.get("/id/product/separator", Accept="text/html", Accept_Language="zh")
    en = server.get("/id/product/separator?lang=en", Accept="text/html", Accept_Language="zh")
    assert zh.headers["content-type"] == "text/html; charset=utf-8"
    assert zh.headers["content-security-policy"].startswith("default-src 'none'")
    assert "<h1>隔膜</h1>" in zh.text
    assert '<html lang="en">' in en.text
    assert '<a href="/ont#' in zh.text
    assert "https://w3id.org/chaingraph/id/product/separator" in zh.text


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
    ],
)
def test_a_thing_is_rdf_too(server: Client, accept: str, form: str) -> None:
    thing = URIRef("https://w3id.org/chaingraph/id/product/separator")
    graph = Graph().parse(data=server.get("/id/product/separator", Accept=accept).body, format=form)
    text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o FILTER(?s = <{thing}> || ?o = <{thing}>) }}"
    assert set(graph) == set(Graph().parse(data=server.query(text, "application/n-triples").body, format="nt"))
    assert Literal("隔膜", lang="zh") in set(graph.objects(thing, URIRef(LABEL)))


def test_every_link_within_a_page_leads_somewhere(server: Client) -> None:
    """Things, rows and terms of the ontology, from the page of a product."""
    text = server.get("/id/product/separator?lang=en&format=html").text.partition("<main")[2]
    links = {link.partition('"')[0].replace("&amp;", "&") for link in text.split('<a href="')[1:]}
    local = sorted(link for link in links if link.startswith("/") and link != "/")
    assert {re.split("[?#/]", link)[1] for link in local} >= {"id", "data", "ont"}
    assert {server.get(link).status for link in local if not link.startswith("/ont#")} == {200}


@pytest.mark.parametrize(
    "path",
    [
        "/id/product/none",
        "/id/",
        "/id/product/a%20b",
        "/id/product/%3Cscript%3E",
        "/data/x.csv?part=row%3D2",
        "/ont?part=None",
    ],
)
def test_an_unknown_thing_is_not_found(server: Client, path: str) -> None:
    reply = server.get(path, Accept="text/html")
    assert (reply.status, reply.headers["content-type"]) == (404, "text/plain; charset=utf-8")


def test_the_page_of_a_thing_runs_no_text_as_code(tmp_path: Path) -> None:
    base, bad = "https://w3id.org/chaingraph/id/product/x", '<img src=x onerror=\\"alert(1)\\">'
    triples = (
        f'<{base}> <{LABEL}> "{bad}"@zh .\n<{base}> <urn:p> <javascript:alert(1)> .\n'
        f"<{base}> <http://x/?a='b'&c=%22> <{base}#a'b> .\n<{base}%22onclick=alert(1)> <urn:p> <{base}> .\n"
    )
    with serving(Settings(store=store_of(tmp_path, {"urn:g": triples}), limits=Limits(workers=1))) as client:
        text = client.get("/id/product/x?format=html").text
    assert "<img" not in text
    assert "<h1>&lt;img src=x onerror=" in text
    assert 'href="javascript' not in text
    assert "onclick=alert" not in text.replace("%22onclick=alert", "").replace("%2522onclick%3Dalert", "")


# ---- Named questions


def test_a_question_has_the_same_answer_everywhere(server: Client, store: Path) -> None:
    """Over HTTP, on the command line and in Python."""
    from chaingraph.frames import ask

    words = [sys.executable, "-m", "chaingraph", "ask", "makers-of-product", "product=正极材料", "--store", str(store)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    path = f"/ask/makers-of-product?{urlencode({'product': '正极材料'})}"
    for form in ("json", "csv"):
        printed = subprocess.run([*words, "--format", form], env=environment, capture_output=True, check=True).stdout
        assert server.get(f"{path}&format={form}").body == printed
    frame = ask(open_store(store), "makers-of-product", product="正极材料")
    rows = json.loads(server.get(path).body)
    assert rows
    found = frame.astype(object).where(frame.notna(), None).to_dict("records")
    numbers = set(frame.select_dtypes("number").columns)
    told = [{name: float(x) if x and name in numbers else x for name, x in row.items()} for row in rows]
    assert told == [
        {name: str(x) if x is not None and name not in numbers else x for name, x in row.items()} for row in found
    ]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/ask/none", 404, "there is no such query"),
        ("/ask/..%2Fcheck%2Fcapital", 404, ""),
        ("/ask/makers-of-product", 400, "parameter product is missing"),
        ("/ask/makers-of-product?product=x&other=1", 400, "unknown parameter other"),
        ("/ask/makers-of-product?product=none", 404, "nothing in the store has this name"),
        ("/ask/suppliers-of?customer=none&as_of=soon", 400, ""),
        ("/ask/makers-of-product?product=", 400, "no name is given"),
        ("/ask/makers-of-product?product=a&product=b", 400, "given twice"),
        ("/ask/makers-of-product?product=" + quote("urn:x> } SERVICE <http://127.0.0.1:9/> {"), 404, ""),
        ("/ask/makers-of-product?product=product:separator&format=pdf", 406, "text/csv"),
    ],
)
def test_a_wrong_question_is_explained(server: Client, path: str, status: int, said: str) -> None:
    reply = server.get(path)
    assert (reply.status, said in reply.text) == (status, True)


@pytest.mark.parametrize(
    ("limits", "cut"), [(Limits(rows=1), "rows"), (Limits(size=150), "size"), (Limits(rows=2), "")]
)
def test_questions_are_cut_off_too(mini: Dataset, limits: Limits, cut: str) -> None:
    """The made-up chain stands on two documents."""
    from chaingraph.serving.questions import ask

    answer = ask(mini, limits, name="documents", values={}, accept="text/csv")
    rows = list(csv.reader(io.StringIO(answer.body.decode())))[1:]
    assert (answer.cut, answer.rows, len(rows)) == (cut, 1 if cut else 2, 1 if cut else 2)


def test_openapi_tells_every_question(server: Client) -> None:
    from chaingraph.calls import list_analyses
    from chaingraph.queries import list_queries

    document = json.loads(server.get("/openapi.json", Accept_Language="zh").body)
    assert document["openapi"] == "3.1.0"
    asked = {f"/ask/{query.name}" for query in list_queries()}
    assert set(document["paths"]) == {"/ask", *asked, *(f"/find/{name}" for name in list_analyses())}
    operation = document["paths"]["/ask/suppliers-of"]["get"]
    assert operation["summary"] == next(q.summary_zh for q in list_queries() if q.name == "suppliers-of")
    assert [(p["name"], p["required"]) for p in operation["parameters"]] == [("customer", True), ("as_of", False)]
    listed = json.loads(server.get("/ask").body)
    assert [entry["name"] for entry in listed] == [query.name for query in list_queries()]


def test_answers_are_as_openapi_says(server: Client) -> None:
    """Each question whose example the made-up chain can answer."""
    from jsonschema import Draft202012Validator

    document, answered = json.loads(server.get("/openapi.json").body), 0
    for path, item in document["paths"].items():
        operation = item["get"]
        values = {p["name"]: p["example"] for p in operation.get("parameters", ()) if "example" in p}
        reply = server.get(f"{path}?{urlencode(values)}")
        assert str(reply.status) in operation["responses"], path
        if reply.status == 200:
            schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
            Draft202012Validator(schema).validate(json.loads(reply.body))
            answered += 1
    assert answered >= 10


# ---- Pages, health, figures, the command


def test_pages_stand_under_the_same_address(server: Client) -> None:
    assert "诊断" in server.get("/").text
    assert "电池" in server.get("/battery.html").text
    assert server.get("/none.html").status == 404


def test_health_and_figures(server: Client, tmp_path: Path) -> None:
    assert json.loads(server.get("/health").body)["status"] == "ok"
    server.query("ASK {}")
    before, after = (_figure(server, 'chaingraph_requests_total{route="sparql",status="200"}') for _ in range(2))
    assert after == before
    server.query("ASK {}")
    assert _figure(server, 'chaingraph_requests_total{route="sparql",status="200"}') == after + 1
    assert _figure(server, 'chaingraph_request_seconds_bucket{route="sparql",le="+Inf"}') >= after
    with serving(Settings(store=tmp_path / "none", limits=Limits(workers=1))) as client:
        assert client.get("/health").status == 503
        reply = client.query("ASK {}")
        assert (reply.status, "run chaingraph build" in reply.text) == (503, True)


def _figure(server: Client, name: str) -> float:
    lines = server.get("/metrics").text.splitlines()
    return next(float(line.rpartition(" ")[2]) for line in lines if line.startswith(f"{name} "))


def test_a_new_build_is_seen_without_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "store"
    build([MINI], path)
    text = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/chaingraph/ont#IndustryChain> }"
    with serving(Settings(store=path, limits=Limits(workers=1))) as client:
        (before,) = json.loads(client.query(text).body)["results"]["bindings"]
        build([], path)
        (after,) = json.loads(client.query(text).body)["results"]["bindings"]
    assert int(before["n"]["value"]) > 0
    assert after["n"]["value"] == "0"


def test_the_command_refuses_what_it_must(store: Path, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from chaingraph.cli.serving import serve

    wide = CliRunner().invoke(serve, ["--store", str(store), "--host", "0.0.0.0"], obj="en")
    assert isinstance(wide.exception, StoreError)
    assert "token" in wide.exception.text("en")
    none = CliRunner().invoke(serve, ["--store", str(tmp_path)], obj="zh")
    assert isinstance(none.exception, StoreError)
    assert "chaingraph build" in none.exception.text("zh")


COMMAND = "from chaingraph.cli.serving import serve; serve(obj='en')"


def test_the_command_serves_until_interrupted(store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = [sys.executable, "-c", COMMAND, "--store", str(store), "--port", str(port), "--workers", "1"]
    with subprocess.Popen(words, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, stderr=subprocess.PIPE) as child:
        assert child.stderr is not None
        assert f"http://127.0.0.1:{port}/" in child.stderr.readline().decode()
        client = Client(port)
        for _ in range(600):
            with contextlib.suppress(ConnectionError):
                assert json.loads(client.get("/health").body)["status"] == "ok"
                break
            time.sleep(0.1)
        assert client.query("ASK {}").status == 200
        with pytest.raises(OSError, match=r"."):
            socket.create_connection((_outward(), port), timeout=5).close()
        child.send_signal(signal.SIGINT)
        assert child.wait(60) == 0


def _outward() -> str:
    """Return an address of this machine that is not its loopback; one that nobody has when there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        try:
            line.connect(("192.0.2.1", 9))
        except OSError:
            return "127.1.2.3"
        return str(line.getsockname()[0])


def test_the_half_with_graphs_is_not_imported() -> None:
    """Neither by the server nor by its workers."""
    code = "import sys; import chaingraph.serving.app, chaingraph.serving.worker; print([m for m in ('networkx', 'pandas', 'numpy', 'pyvis') if m in sys.modules])"
    found = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "[]"

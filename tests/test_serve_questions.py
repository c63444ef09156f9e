"""Does the question library over HTTP say the same as Python and the command line, as pages and as data?"""

import csv
import html
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args, get_type_hints
from urllib.parse import parse_qsl, quote, urlencode

import pytest

from chaingraph import calls, queries, verbs
from chaingraph.errors import QueryError
from chaingraph.findings import Finding
from chaingraph.printing import as_csv, as_json
from chaingraph.serving.headings import heading
from chaingraph.store import build, open_store
from serve_fixture import Client, Limits, Settings, serving, store_of

ROOT = Path(__file__).parents[1]
MINI = Path(__file__).parent / "data" / "mini"
LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
BAD = '<img src=x onerror="alert(1)"></script><script>alert(2)</script>{{7*7}}'


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("library") / "store"
    build([MINI], path)
    return path


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Client]:
    with serving(Settings(store=store, limits=Limits(seconds=60, workers=1))) as client:
        yield client


GIVEN = {
    "chain": "电池", "product": "正极材料", "region": "region:430100", "customer": "product:separator",
}  # fmt: skip


def examples(face: Any) -> Iterator[tuple[queries.Query, dict[str, str]]]:
    """Every question with its example, or with things of the made-up chain where they stand for those of the example."""
    for query in queries.list_queries():
        for values in (dict(query.example), {key: GIVEN.get(key, text) for key, text in query.example.items()}):
            try:
                queries.fill(face, query, values)
            except QueryError:
                continue
            yield query, {key: str(text) for key, text in values.items()}
            break


def test_every_example_answers_alike_over_http_and_in_python(server: Client, store: Path) -> None:
    face, asked, rowed = open_store(store), 0, 0
    for query, values in examples(face):
        rows = queries.run(face, query, values)
        path = f"/ask/{query.name}?{urlencode(values)}&format="
        assert server.get(f"{path}json").text == as_json(rows, list(query.columns)), query.name
        assert server.get(f"{path}csv").text == as_csv(rows, list(query.columns)), query.name
        page = server.get(f"{path}html&lang=en").text
        assert f"<b>{len(rows)} row" in page, query.name
        asked, rowed = asked + 1, rowed + bool(rows)
    assert asked >= 30
    assert rowed >= 10


def command(store: Path, *words: str) -> bytes:
    line = [sys.executable, "-m", "chaingraph", *words, "--store", str(store)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(line, env=environment, capture_output=True, check=True).stdout


@pytest.mark.parametrize(
    ("name", "values"),
    [("missing-links", {"chain": "电池"}), ("local-supply-rate", {}), ("weak-links", {"chain": "电池"})],
)
def test_an_analysis_has_the_same_findings_everywhere(
    server: Client, store: Path, name: str, values: dict[str, str]
) -> None:
    words = [f"{key}={text}" for key, text in values.items()]
    path = f"/find/{name}?{urlencode(values)}&format="
    for form in ("json", "csv"):
        assert server.get(path + form).body == command(store, "find", name, *words, "--format", form)
    records = verbs.findings(open_store(store), name, **values)
    assert json.loads(server.get(f"{path}json").body) == json.loads(json.dumps(records))
    assert f"<b>{len(records)} 行</b>" in server.get(f"{path}html&lang=zh").text


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/find/none", 404, "there is no such analysis"),
        ("/find/missing-links", 400, "wrong parameters"),
        ("/find/missing-links?chain=none", 400, "nothing in the store has this name"),
        ("/find/missing-links?chain=" + quote("电池") + "&as_of=soon", 400, ""),
        ("/find/systemic-risk?workers=8", 400, "wrong parameters"),
        ("/find/missing-links?chain=a&chain=b", 400, "given twice"),
        ("/find/brokers?format=pdf", 406, "text/csv"),
    ],
)
def test_a_wrong_analysis_is_explained(server: Client, path: str, status: int, said: str) -> None:
    reply = server.get(path)
    assert (reply.status, said in reply.text) == (status, True)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_library_lists_everything_with_its_fields(server: Client, lang: str) -> None:
    text = server.get(f"/questions?lang={lang}").text
    for query in queries.list_queries():
        (form,) = re.findall(rf'<form class="ask" method="get" action="/ask/{query.name}">.*?</form>', text, re.DOTALL)
        assert re.findall(r'<input name="([a-z_]+)"', form) == list(query.parameters)
        assert query.title(lang) in html.unescape(text)
        if query.example:
            assert f"?{urlencode(query.example)}" in html.unescape(form)
    for name, function in calls.list_analyses().items():
        (form,) = re.findall(rf'<form class="ask" method="get" action="/find/{name}">.*?</form>', text, re.DOTALL)
        assert calls.title(function, lang) in html.unescape(text)
        if name == "relatedness":  # the data that come along speak of too few regions
            continue
        (given,) = re.findall(rf'<a class="example" href="/find/{name}\?(.*?)&amp;lang={lang}">', form)
        assert (
            set(calls.needed(function)) <= set(dict(parse_qsl(html.unescape(given)))) <= set(calls.parameters(function))
        )


def test_every_theme_has_a_name_in_both_languages() -> None:
    from chaingraph.serving.forms import THEMES

    assert {query.theme for query in queries.list_queries()} <= set(THEMES)


def test_a_browser_gets_a_form_and_then_the_answer(server: Client) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    form = server.get("/ask/makers-of-product", Accept=browser, Accept_Language="zh")
    assert (form.status, form.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<table" not in form.text
    answer = server.get("/ask/makers-of-product?product=" + quote("正极材料"), Accept=browser, Accept_Language="zh")
    rows = json.loads(server.get("/ask/makers-of-product?product=" + quote("正极材料")).body)
    links = re.findall(r'<a href="(/[a-z]+/[^"]+)"', answer.text.partition("<tbody>")[2].partition("</tbody>")[0])
    assert len(rows) > 0
    assert "/id/" + rows[0]["enterprise"].replace(":", "/") in links
    assert {server.get(html.unescape(link)).status for link in set(links)} == {200}
    wrong = server.get("/ask/makers-of-product?product=none", Accept=browser, Accept_Language="zh")
    assert (wrong.status, "图谱中没有叫这个名字的事物" in wrong.text) == (404, True)
    for page in (form, answer, wrong):
        assert page.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")


def test_empty_fields_of_a_form_are_not_given(server: Client) -> None:
    path = "/ask/suppliers-of?customer=" + quote(_customer(server))
    assert server.get(f"{path}&as_of=&format=html").status == 200
    assert server.get(f"{path}&as_of=&format=json").status == 400


def _customer(server: Client) -> str:
    text = "SELECT ?x { ?s <https://w3id.org/chaingraph/ont#customer> ?x } ORDER BY ?x LIMIT 1"
    (row,) = json.loads(server.query(text).body)["results"]["bindings"]
    return str(row["x"]["value"])


def test_names_are_suggested_of_the_right_kind(server: Client) -> None:
    found = json.loads(server.get("/names?parameter=product&text=" + quote("隔")).body)
    assert found == [{"value": "隔膜", "label": "隔膜"}]
    assert json.loads(server.get("/names?parameter=chain&text=" + quote("隔")).body) == []
    hostile = server.get("/names?parameter=x&text=" + quote('") } SERVICE <http://127.0.0.1:9/> { ("'))
    assert (hostile.status, json.loads(hostile.body)) == (200, [])


def test_texts_of_the_data_are_never_code(tmp_path: Path) -> None:
    base, ont = "https://w3id.org/chaingraph/id", "https://w3id.org/chaingraph/ont#"
    bad = BAD.replace('"', '\\"')
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    triples = (
        f'<{base}/document/x> <{LABEL}> "{bad}"@zh .\n<{base}/document/x> {kind} <{ont}SourceDocument> .\n'
        f'<{base}/document/x> <http://purl.org/dc/terms/title> "{bad}" .\n'
        f"<{base}/document/x> {kind} <{ont}Document> .\n"
    )
    with serving(Settings(store=store_of(tmp_path, {"urn:g": triples}), limits=Limits(workers=1))) as client:
        pages = [
            client.get("/ask/things-of-document?format=html&document=document:x").text,
            client.get("/ask/documents?format=html").text,
            client.get("/ask/documents-naming?format=html&thing=" + quote(BAD)).text,
            client.get("/find/missing-links?format=html&chain=" + quote(BAD)).text,
            client.get("/sparql?query=" + quote(BAD), Accept="text/html").text,
            client.get("/id/document/x", Accept="text/html").text,
        ]
        drawn = client.get(
            "/draw?query=" + quote(f"CONSTRUCT {{ <{base}/document/x> <urn:p> <{base}/document/y> }} {{}}")
        )
    for text in pages:
        assert "<img" not in text
        assert "<script>alert" not in text
        assert "<h1>" in text or "<h1 " in text
    assert drawn.status == 200
    assert "<img" not in drawn.text
    assert "<script>alert" not in drawn.text


# ---- The query page and pictures by a plain client


def test_the_endpoint_shows_its_page_to_a_browser_only(server: Client) -> None:
    page = server.get("/sparql", Accept="text/html", Accept_Language="zh")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = page.headers["content-security-policy"]
    (nonce,) = re.findall("'nonce-([A-Za-z0-9_-]{20,})'", policy)
    assert "script-src 'self';" in policy
    assert policy.replace("style-src-attr 'unsafe-inline'", "").count("unsafe") == 0
    assert f'"nonce":"{nonce}"' in page.text
    assert nonce not in server.get("/sparql", Accept="text/html").text
    for accept in ("*/*", "text/turtle", "text/turtle, text/html;q=0.5"):
        assert "text/html" not in server.get("/sparql", Accept=accept).headers["content-type"]
    query = quote("ASK {}")
    assert server.get(f"/sparql?query={query}").headers["content-type"] == "application/sparql-results+json"
    assert '"query":"ASK {}"' in server.get(f"/sparql?query={query}", Accept="text/html").text


def test_nothing_of_the_page_names_another_host(server: Client) -> None:
    page = server.get("/sparql", Accept="text/html").text
    sources = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert len(sources) == 7
    for source in sources:
        reply = server.get(source)
        assert reply.status == 200
        hosts = set(re.findall(r"(?:https?:)?//([a-z0-9-]+(?:\.[a-z0-9-]+)+)", reply.text))
        assert hosts <= {"w3id.org", "www.w3.org"}, source
        assert not re.search(r"\beval\(|new Function\b", reply.text), source
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)


def test_completion_knows_our_terms_in_both_languages(server: Client) -> None:
    found = json.loads(server.get("/editor.json").body)
    (chain,) = [term for term in found["terms"] if term["name"] == "cg:IndustryChain"]
    assert (chain["kind"], chain["zh"], chain["en"]) == ("class", "产业链", "industry chain")
    ours = [term for term in found["terms"] if term["name"].startswith("cg:") and term["kind"] != "concept"]
    assert len(ours) > 100
    assert all(term["zh"] and term["en"] for term in ours)
    assert found["prefixes"]["cg"] == "https://w3id.org/chaingraph/ont#"
    for example in found["examples"]:
        assert server.query(example["zh"]["text"]).status == 200, example["name"]


def test_a_picture_holds_the_links_of_an_answer(server: Client) -> None:
    text = "CONSTRUCT { ?a <urn:needs> ?b } { VALUES (?a ?b) { (<urn:x:a> <urn:x:b>) (<urn:x:b> <urn:x:c>) } }"
    reply = server.get("/draw?lang=en&query=" + quote(text))
    assert reply.headers["content-security-policy"].startswith("sandbox allow-scripts")
    assert "allow-same-origin" not in reply.headers["content-security-policy"]
    assert "3 nodes | 2 links" in html.unescape(reply.text)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert "2 links" in server.send("POST", "/draw?lang=en", form, urlencode({"query": text}).encode()).text


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("SELECT (1 AS ?x) {}", 400, "nothing to draw"),
        ("ASK {}", 400, "nothing to draw"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400, "SERVICE is refused"),
        ("DELETE WHERE { ?s ?p ?o }", 400, "update"),
        ("", 400, ""),
    ],
)
def test_what_cannot_be_drawn_is_refused(server: Client, query: str, status: int, said: str) -> None:
    reply = server.get(f"/draw?query={quote(query)}")
    assert (reply.status, said in reply.text) == (status, True)


def test_a_page_lists_no_more_than_it_may(store: Path) -> None:
    with serving(Settings(store=store, limits=Limits(workers=1, rows=1))) as client:
        page = client.get("/ask/documents?format=html&lang=en").text
        rows = list(csv.reader(io.StringIO(client.get("/ask/documents?format=csv").text)))
    assert page.partition("<tbody>")[2].count("<tr>") == 1
    assert "cut off at 1 rows" in page
    assert len(rows) == 2


def test_every_column_of_a_finding_has_a_heading_in_chinese() -> None:
    """Those of the claims that analyses return; what was searched is not shown."""
    told = {hint for f in calls.list_analyses().values() for hint in get_args(get_type_hints(f)["return"])}
    claims = [one for one in told if isinstance(one, type) and issubclass(one, Finding)]
    assert len(claims) > 15
    names = {field.name for one in claims for field in fields(one)} - {"searched"}
    assert {name for name in names if not re.search("[\u4e00-\u9fff]", heading(name, "zh"))} == set()

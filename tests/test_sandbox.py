"""Does no request reach outside, stop the server, or slow it down for long?"""

import contextlib
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

import pyoxigraph as ox
import pytest

from chaingraph.errors import QueryError
from chaingraph.serving.sandbox import allow, execute
from chaingraph.store import build
from hostile import (
    ADDRESSES,
    CALLS,
    DEEP,
    ENDLESS,
    FORM,
    FROM,
    HEAVY,
    LONG,
    MALFORMED,
    PATTERNS,
    PLACES,
    RAW,
    SERVICE,
    UPDATES,
    regex,
    requests,
)
from serve_fixture import PATIENCE, Client, Limits, Reply, Settings, serving

ROOT = Path(__file__).parents[1]
MINI = Path(__file__).parent / "data" / "mini"
BASE = "http://127.0.0.1/sparql"
REQUEST = 200_000
MEMORY = 1_500_000_000


class Listener:
    """Counts who calls at a port of this machine."""

    def __init__(self) -> None:
        self.calls = 0
        self._called = threading.Event()
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
            self._called.set()
            caller.close()

    def waited(self) -> bool:
        """Say whether somebody calls."""
        return self._called.wait(PATIENCE)


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


@pytest.mark.parametrize("form", CALLS)
@pytest.mark.parametrize("place", PLACES)
def test_no_query_names_a_place_elsewhere(server: Client, listener: Listener, form: str, place: str) -> None:
    """Files, addresses of private networks and of cloud services."""
    reply = server.query(CALLS[form].replace("PLACE", place.replace("LISTENER", listener.address)))
    assert (reply.status, "root:" in reply.text) == (400, False)
    assert listener.calls == 0


@pytest.mark.parametrize("name", SERVICE)
def test_no_query_gets_past_the_parser(listener: Listener, name: str) -> None:
    """Here, in a process that has a network: so it is not only the lack of one that keeps workers from calling."""
    with pytest.raises(QueryError):
        execute(ox.Store(), allow(SERVICE[name].replace("URL", listener.address), base=BASE))
    assert listener.calls == 0


@pytest.mark.parametrize("name", ["plain", "no-spaces", "silent-mixed", "exists-in-order", "comment-cr", "long-string"])
def test_the_listener_hears_the_bare_engine(name: str) -> None:
    """So that its silence says something: these do call when nothing refuses them."""
    heard = Listener()
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("c")))
    with contextlib.suppress(OSError):
        list(store.query(SERVICE[name].replace("URL", heard.address)))  # type: ignore[call-overload]
    assert heard.waited()
    heard.socket.close()


def test_the_refusal_is_said_in_both_languages(server: Client) -> None:
    path = f"/sparql?query={quote('ASK { SERVICE <urn:x> {} }')}"
    assert "SERVICE is refused" in server.get(path).text
    assert "不允许 SERVICE" in server.get(path, Accept_Language="zh-CN").text


# ---- Other graphs


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


@pytest.mark.parametrize("name", HEAVY)
def test_too_much_work_is_stopped(server: Client, name: str) -> None:
    """It ends at the limit of time or memory, or finds nothing to do; and the next one is answered."""
    reply = server.query(HEAVY[name])
    assert reply.status in ((200, 500, 504) if name.startswith("doubling") else (500, 504))
    assert goes_on(server)


@pytest.mark.parametrize("name", ENDLESS)
def test_endless_answers_are_cut_off(server: Client, name: str) -> None:
    reply = server.query(ENDLESS[name], "application/sparql-results+json, application/n-triples")
    assert reply.status == 200
    assert reply.headers["x-sparql-maxrows"] == "1000"
    assert len(reply.body) < 2_000_000


@pytest.mark.parametrize("pattern", PATTERNS)
def test_regular_expressions_do_not_blow_up(server: Client, pattern: str) -> None:
    reply = server.query(regex(pattern))
    assert reply.status == 200
    assert len(json.loads(reply.body)["results"]["bindings"]) == 1


# ---- Too deep, too long


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


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_parameter_stays_a_parameter(server: Client, listener: Listener, name: str) -> None:
    """What looks like a query, a file, a formula or a page within an address is a name that nothing has."""
    reply = server.get(ADDRESSES[name].replace("URL", quote(listener.address)))
    assert reply.status in (400, 404, 406, 414, 431)
    assert reply.headers["content-type"].startswith("text/plain")
    assert "Traceback" not in reply.text
    assert "root:" not in reply.text
    assert listener.calls == 0


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
import pyoxigraph as ox
from chaingraph.serving.settings import Limits
from chaingraph.serving.worker import confine
closed = confine(Limits())
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=5).close()
    print(closed, "called")
except OSError:
    print(closed, "alone")
try:
    list(ox.Store().query(f"SELECT * {{ SERVICE <http://127.0.0.1:{sys.argv[1]}/> {{ ?s ?p ?o }} }}"))
except OSError:
    print("engine alone")
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
    if child.stdout.startswith("False called\n"):
        pytest.skip("this system does not let a process leave its network")
    assert child.stdout == "True alone\nengine alone\n"
    assert listener.calls == before


def test_the_hostile_set_is_large() -> None:
    found = [(one.method, one.path, str(one.headers), one.body) for one in requests("http://127.0.0.1:9/")]
    assert len(set(found)) >= 350

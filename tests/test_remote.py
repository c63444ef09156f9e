"""Remote endpoints: answers are read, and refused when they are cut off or partial."""

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from chaingraph.cli import commands
from chaingraph.errors import QueryError, StoreError
from chaingraph.remote import select_remote
from chaingraph.sending import Server
from chaingraph.store import open_store

# Solutions of the engine may be collected by a thread of the test's server, which it does not like.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

ANSWER = (
    '{"head": {"vars": ["product", "name"]}, "results": {"bindings": [{"product": {"type": "uri", "value": '
    '"https://w3id.org/chaingraph/id/product/separator"}, "name": {"type": "literal", "xml:lang": "zh", "value": "隔膜"}}, '
    '{"product": {"type": "uri", "value": "http://example.org/x"}}]}}'
)


PAGE = "<!DOCTYPE html><html><body>Welcome</body></html>"
SECRET = "s3cret-token"


class Endpoint(BaseHTTPRequestHandler):
    """Answers by path; keeps what it was asked."""

    asked: ClassVar[list[str]] = []
    headers_seen: ClassVar[list[dict[str, str]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.asked.append(parse_qs(body)["query"][0])
        self.headers_seen.append(dict(self.headers))
        times = sum(one["path"] == self.path for one in self.seen())
        status, headers, text = {
            "/whole": (200, {}, ANSWER),
            "/ask": (200, {}, '{"head": {}, "boolean": true}'),
            "/cut": (200, {}, ANSWER[:90] + "The SPARQL operation has been cancelled"),
            "/part": (200, {"X-SPARQL-MaxRows": "10000"}, ANSWER),
            "/anytime": (200, {"X-SQL-State": "S1TAT"}, ANSWER),
            "/bad": (400, {}, f"no such prefix {SECRET}\nsecond line"),
            "/page": (200, {"Content-Type": "text/html"}, PAGE),
            "/none": (404, {"Content-Type": "text/html"}, PAGE),
            "/locked": (401, {}, ""),
            "/busy": (503, {}, "") if times < 3 else (200, {}, ANSWER),
            "/always-busy": (429, {"Retry-After": "0"}, ""),
            "/moved": (307, {"Location": "/whole"}, ""),
            "/away": (307, {"Location": f"http://localhost:{self.server.server_port}/whole"}, ""),
            "/basic": (200, {}, ANSWER)
            if "Authorization" in self.headers
            else (401, {"WWW-Authenticate": 'Basic realm="x"'}, ""),
            "/slow": (200, {}, ANSWER),
            "/short": (200, {"Content-Length": "9999"}, ANSWER),
            "/capped": (200, {}, _capped(self.asked[-1]) if self.path == "/capped" else ""),
            "/other-version": (200, {}, _one("v", "9.9.9")),
            "/empty": (200, {}, '{"head": {"vars": ["v"]}, "results": {"bindings": []}}'),
        }[self.path]
        self.send_response(status)
        headers.setdefault("Content-Type", "application/sparql-results+json" if status == 200 else "text/plain")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            if self.path == "/slow":
                for mark in text:
                    self.wfile.write(mark.encode())
                    time.sleep(0.1)
            else:
                self.wfile.write(text.encode())

    def seen(self) -> list[dict[str, str]]:
        self.headers_seen[-1]["path"] = self.path
        return self.headers_seen

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def _one(name: str, value: str) -> str:
    row = {name: {"type": "literal", "value": value}}
    return json.dumps({"head": {"vars": [name]}, "results": {"bindings": [row]}})


def _capped(query: str) -> str:
    """Answer as a server that holds 2,500 numbers and silently gives 1,000 at most, as SPARQL over a real store would."""
    store = ox.Store()
    rows = "".join(f'<urn:x:{n:04}> <urn:p> "{n}" .\n' for n in range(2500))
    store.bulk_load(rows.encode(), format=ox.RdfFormat.N_TRIPLES)
    found = json.loads(store.query(query).serialize(format=ox.QueryResultsFormat.JSON) or b"")
    found["results"]["bindings"] = found["results"]["bindings"][:1000]
    return json.dumps(found)


@pytest.fixture(autouse=True)
def _no_credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("TOKEN", "USER", "PASSWORD"):
        monkeypatch.delenv(f"CHAINGRAPH_STORE_{name}", raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setattr("chaingraph.sending._PAUSE", 0.01)
    Endpoint.asked.clear()
    Endpoint.headers_seen.clear()


@pytest.fixture
def endpoint() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_rows_come_as_curies_and_texts(endpoint: str) -> None:
    rows = select_remote(f"{endpoint}/whole", "SELECT ?product ?name WHERE { ?product ?p ?name }")
    assert rows == [{"product": "product:separator", "name": "隔膜"}, {"product": "http://example.org/x", "name": None}]
    assert Endpoint.asked[-1] == "SELECT ?product ?name WHERE { ?product ?p ?name }"


def test_ask_is_one_row(endpoint: str) -> None:
    assert select_remote(f"{endpoint}/ask", "ASK { ?s ?p ?o }") == [{"answer": "true"}]


@pytest.mark.parametrize("path", ["cut", "part", "anytime", "short"])
def test_an_answer_that_is_not_whole_is_refused(endpoint: str, path: str) -> None:
    with pytest.raises(StoreError):
        select_remote(f"{endpoint}/{path}", "SELECT * WHERE { ?s ?p ?o }")


def test_a_refusal_is_one_line(endpoint: str) -> None:
    with pytest.raises(QueryError) as caught:
        select_remote(f"{endpoint}/bad", "SELECT ?x WHERE { ?s ?p ?x }")
    assert "\n" not in caught.value.text("zh")


def test_nothing_listens() -> None:
    with pytest.raises(StoreError):
        select_remote("http://127.0.0.1:9/", "ASK { ?s ?p ?o }", timeout=2)


def test_only_addresses_of_the_web() -> None:
    with pytest.raises(QueryError):
        select_remote("file:///etc/passwd", "ASK { ?s ?p ?o }")


EVERYTHING = "SELECT ?product ?name WHERE { ?product ?p ?name }"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("page", "web page"),
        ("none", "web page"),
        ("locked", "refuses access"),
        ("always-busy", "busy"),
        ("away", "redirects to another address"),
    ],
)
def test_what_is_wrong_is_said(endpoint: str, path: str, said: str) -> None:
    with pytest.raises(StoreError) as caught:
        select_remote(f"{endpoint}/{path}", EVERYTHING)
    assert said in caught.value.text("en")
    assert caught.value.text("zh") != caught.value.text("en")


def test_a_busy_server_is_asked_again(endpoint: str) -> None:
    assert len(select_remote(f"{endpoint}/busy", EVERYTHING)) == 2
    assert len(Endpoint.asked) == 3


def test_redirections_on_the_same_host_are_followed(endpoint: str) -> None:
    assert len(select_remote(f"{endpoint}/moved", EVERYTHING)) == 2


def test_no_other_host_is_asked(endpoint: str) -> None:
    with pytest.raises(StoreError):
        select_remote(f"{endpoint}/away", EVERYTHING)
    assert [one["path"] for one in Endpoint.headers_seen] == ["/away"]


def test_no_proxy_is_asked_for_this_machine(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")  # where nothing listens
    assert select_remote(f"{endpoint}/ask", "ASK { ?s ?p ?o }") == [{"answer": "true"}]


def test_the_limit_is_on_the_whole_time(endpoint: str) -> None:
    """Each piece comes soon enough; the answer as a whole would take half a minute."""
    with pytest.raises(StoreError, match=r"within 0\.5 s"):
        select_remote(f"{endpoint}/slow", EVERYTHING, timeout=0.5)


def test_a_silent_cut_is_noticed_and_the_rest_is_read(endpoint: str) -> None:
    found = select_remote(f"{endpoint}/capped", "SELECT ?x ?n WHERE { ?x <urn:p> ?n } ORDER BY ?x")
    assert [row["n"] for row in found] == [str(n) for n in range(2500)]


def test_the_token_goes_to_the_server_and_nowhere_else(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAINGRAPH_STORE_TOKEN", SECRET)
    select_remote(f"{endpoint}/whole", EVERYTHING)
    assert Endpoint.headers_seen[-1]["Authorization"] == f"Bearer {SECRET}"
    with pytest.raises(QueryError) as caught:
        select_remote(f"{endpoint}/bad", EVERYTHING)
    assert SECRET not in caught.value.text("en") + caught.value.text("zh") + str(caught.value)


def test_user_and_password_answer_a_server_that_asks(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreError, match="refuses access"):
        select_remote(f"{endpoint}/basic", EVERYTHING)
    monkeypatch.setenv("CHAINGRAPH_STORE_USER", "ann")
    monkeypatch.setenv("CHAINGRAPH_STORE_PASSWORD", "pass")
    assert len(select_remote(f"{endpoint}/basic", EVERYTHING)) == 2
    assert Endpoint.headers_seen[-1]["Authorization"] == "Basic YW5uOnBhc3M="


def test_a_netrc_file_has_them_too(endpoint: str, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ann password pass\n", encoding="ascii")
    (tmp_path / "netrc").chmod(0o600)
    assert len(select_remote(f"{endpoint}/basic", EVERYTHING)) == 2


def test_credentials_in_an_address_are_refused_and_not_repeated() -> None:
    with pytest.raises(QueryError) as caught:
        select_remote(f"http://ann:{SECRET}@127.0.0.1:9/sparql", EVERYTHING)
    assert SECRET not in caught.value.text("en") + caught.value.text("zh")


@pytest.mark.parametrize(("path", "said"), [("other-version", "9.9.9"), ("empty", "no (complete) graph")])
def test_a_store_of_something_else_is_not_opened(endpoint: str, path: str, said: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(f"{endpoint}/{path}")
    assert said in caught.value.text("en")


@pytest.mark.parametrize("words", [["build"], ["run"], ["serve"]])
def test_commands_that_write_want_a_folder(words: list[str]) -> None:
    done = CliRunner().invoke(commands, [*words, "--store", "http://127.0.0.1:9/query"])
    assert isinstance(done.exception, QueryError)


@pytest.mark.parametrize("text", ["http://", "http://[", "ftp://x/y", "http://x:99999/", "http://x /y", "gopher:x"])
def test_addresses_that_are_none(text: str) -> None:
    with pytest.raises(QueryError):
        select_remote(text, EVERYTHING)


def test_the_environment_sets_the_time_limit(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Server(endpoint).timeout == 300
    monkeypatch.setenv("CHAINGRAPH_STORE_TIMEOUT", " 0.05 ")
    assert (Server(endpoint).timeout, Server(endpoint, timeout=7).timeout) == (0.05, 7)
    with pytest.raises(StoreError, match=r"within 0\.05 s \(CHAINGRAPH_STORE_TIMEOUT sets another limit\)"):
        select_remote(f"{endpoint}/slow", EVERYTHING)


@pytest.mark.parametrize("said", ["0", "-1", "1 min", "nan", "１０"])
def test_a_time_limit_that_is_none_is_refused(endpoint: str, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("CHAINGRAPH_STORE_TIMEOUT", said)
    with pytest.raises(QueryError) as caught:
        Server(endpoint)
    assert caught.value.text("zh") == f"CHAINGRAPH_STORE_TIMEOUT={said}：应为大于 0 的秒数。"
    assert "a number of seconds above 0" in caught.value.text("en")

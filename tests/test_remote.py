"""Remote endpoints: answers are read, and refused when they are cut off or partial."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest

from chaingraph.errors import QueryError, StoreError
from chaingraph.remote import select_remote

ANSWER = (
    '{"head": {"vars": ["product", "name"]}, "results": {"bindings": [{"product": {"type": "uri", "value": '
    '"https://w3id.org/chaingraph/id/product/separator"}, "name": {"type": "literal", "xml:lang": "zh", "value": "隔膜"}}, '
    '{"product": {"type": "uri", "value": "http://example.org/x"}}]}}'
)


class Endpoint(BaseHTTPRequestHandler):
    """Answers by path; keeps what it was asked."""

    asked: list[str] = []  # noqa: RUF012 - filled by the handler that the server makes anew for each request

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.asked.append(parse_qs(body)["query"][0])
        status, headers, text = {
            "/whole": (200, {}, ANSWER),
            "/ask": (200, {}, '{"head": {}, "boolean": true}'),
            "/cut": (200, {}, ANSWER[:90] + "The SPARQL operation has been cancelled"),
            "/part": (200, {"X-SPARQL-MaxRows": "10000"}, ANSWER),
            "/bad": (400, {}, "no such prefix"),
        }[self.path]
        self.send_response(status)
        self.send_header("Content-Type", "application/sparql-results+json" if status == 200 else "text/plain")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Endpoint)
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


@pytest.mark.parametrize("path", ["cut", "part"])
def test_an_answer_that_is_not_whole_is_refused(endpoint: str, path: str) -> None:
    with pytest.raises(StoreError):
        select_remote(f"{endpoint}/{path}", "SELECT * WHERE { ?s ?p ?o }")


def test_a_refusal_is_one_line(endpoint: str) -> None:
    with pytest.raises(QueryError) as caught:
        select_remote(f"{endpoint}/bad", "SELECT ?x WHERE { y:z ?p ?x }")
    assert "\n" not in caught.value.text("zh")


def test_nothing_listens() -> None:
    with pytest.raises(StoreError):
        select_remote("http://127.0.0.1:9/", "ASK { ?s ?p ?o }", timeout=2)


def test_only_addresses_of_the_web() -> None:
    with pytest.raises(QueryError):
        select_remote("file:///etc/passwd", "ASK { ?s ?p ?o }")

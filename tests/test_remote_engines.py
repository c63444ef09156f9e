"""Is the answer the same, byte for byte, from the engine here, the Oxigraph server and Virtuoso? With real servers."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from rdflib import Dataset

from chaingraph import findings, verbs, views
from chaingraph.analysis.diagnosis import Diagnosis
from chaingraph.calls import list_analyses, needed
from chaingraph.checks import check_queries
from chaingraph.cli import commands
from chaingraph.covering import coverage
from chaingraph.errors import ChaingraphError, QueryError, StoreError
from chaingraph.graphs import chains, document_graph
from chaingraph.packs import find_pack, write_report
from chaingraph.paths import data_sets
from chaingraph.printing import as_json
from chaingraph.pushing import push
from chaingraph.queries import list_queries, run, to_rows
from chaingraph.store import ONTOLOGY, build, export, native, open_store
from chaingraph.vocabulary import prologue
from remote_fixture import PASSWORD, Engine, oxigraph_server, virtuoso_server

SERVERS = {"oxigraph": oxigraph_server, "virtuoso": virtuoso_server}
GIVEN = {
    "chain": "先进储能材料",
    "before": "2021",
    "after": "2024",
    "enterprise": "中伟新能源",
    "customer": "湖南华兴",
    "product": "隔膜",
}  # fmt: skip


@pytest.fixture(scope="session")
def here(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return build(data_sets(), tmp_path_factory.mktemp("here"))


@pytest.fixture(scope="session", params=SERVERS)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with SERVERS[request.param](tmp_path_factory.mktemp(request.param)) as running:
        yield running


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAINGRAPH_STORE_USER", "dba")
    monkeypatch.setenv("CHAINGRAPH_STORE_PASSWORD", PASSWORD)


@pytest.fixture(scope="session")
def there(engine: Engine, here: Dataset) -> Dataset:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHAINGRAPH_STORE_USER", "dba")
        patch.setenv("CHAINGRAPH_STORE_PASSWORD", PASSWORD)
        push(here, engine.store)
    return open_store(engine.query)


def answer(ask: Callable[[Dataset], object], face: Dataset) -> str:
    """What comes out, as bytes to compare; an error by its words."""
    try:
        return json.dumps(ask(face), ensure_ascii=False, default=str)
    except ChaingraphError as error:
        return error.text("zh")


def test_every_question_has_the_same_answer(here: Dataset, there: Dataset) -> None:
    wrong = []
    for kind in ("ask", "check"):
        for query in list_queries(kind):
            values = {name: str(value) for name, value in query.example.items()}
            if as_json(run(here, query, values), []) != as_json(run(there, query, values), []):
                wrong.append(query.name)
    assert not wrong


def test_every_projection_is_the_same(here: Dataset, there: Dataset) -> None:
    for query in list_queries("graph"):
        values = dict.fromkeys(query.parameters, "chain:advanced-energy-storage-materials")
        assert run(here, query, values) == run(there, query, values), query.name


def test_every_analysis_finds_the_same(here: Dataset, there: Dataset) -> None:
    wrong = []
    for name, function in list_analyses().items():
        values = {key: GIVEN[key] for key in needed(function)}
        values |= {"product": GIVEN["product"]} if name == "substitutes" else {}

        def found(face: Dataset, name: str = name, values: dict[str, str] = values) -> str:
            return as_json(findings.to_records(verbs.find(face, name, **values), joined=False), [])

        if answer(found, here) != answer(found, there):
            wrong.append(name)
    assert not wrong


def test_every_chain_is_diagnosed_the_same(here: Dataset, there: Dataset) -> None:
    def told(face: Dataset) -> list[str]:
        return [views.diagnosis_text(graph, one, lang="zh") for graph, one in verbs.diagnoses(face)]

    assert told(there) == told(here)
    assert chains(there) == chains(here) != ()


def test_pages_coverage_checks_and_packs_are_the_same(here: Dataset, there: Dataset, tmp_path: Path) -> None:
    for face in (here, there):
        folder = tmp_path / ("here" if face is here else "there")
        verbs.site(face, folder / "site", found=_one(face))
        write_report(face, find_pack("四图五清单"), folder / "pack", chain=GIVEN["chain"], region="长沙")
    pages = sorted(path.relative_to(tmp_path / "here") for path in (tmp_path / "here").rglob("*.html"))
    assert len(pages) > 3
    for page in pages:
        assert (tmp_path / "here" / page).read_bytes() == (tmp_path / "there" / page).read_bytes(), page
    assert coverage(there) == coverage(here)
    assert sorted(check_queries(there)) == sorted(check_queries(here))
    document = "document:changsha-daily-2024-01"
    said = [sorted(document_graph(face, document).edges(keys=True, data="evidence")) for face in (here, there)]
    assert said[0] == said[1] != []


def _one(face: Dataset) -> list[tuple[object, Diagnosis]]:
    return [verbs.diagnosis(face, GIVEN["chain"])]


def test_what_was_sent_comes_back_line_by_line(here: Dataset, there: Dataset) -> None:
    """Virtuoso gives 10,000 rows at most, and the largest graph has twice as many: it is read in pages."""
    assert list(export(there)) == list(export(here))
    assert len(native(there)) == len(native(here))


def test_more_rows_than_the_server_gives_at_once(here: Dataset, there: Dataset) -> None:
    text = prologue("skos") + "SELECT ?x ?name WHERE { ?x ?p ?name . FILTER(LANG(?name) != '') } ORDER BY ?x ?name"
    found = to_rows(there, text)
    assert len(found) > 10_000
    assert sorted(map(str, found)) == sorted(map(str, to_rows(here, text)))


@pytest.mark.parametrize("text", ["ASK { ?s ?p ?o }", "ASK { ?s <urn:nothing> ?o }"])
def test_yes_and_no(here: Dataset, there: Dataset, text: str) -> None:
    assert to_rows(there, text) == to_rows(here, text)


def test_statements_are_constructed(here: Dataset, there: Dataset) -> None:
    text = prologue("cg", "skos") + "CONSTRUCT { ?x skos:prefLabel ?y } WHERE { ?x a cg:Chain ; skos:prefLabel ?y }"
    text = text.replace("cg:Chain ", "cg:IndustryChain ")
    key = sorted
    assert key(map(str, to_rows(there, text))) == key(map(str, to_rows(here, text))) != []


def test_a_faulty_query_is_refused_in_the_same_words(here: Dataset, there: Dataset) -> None:
    for text in (
        "SELECT ?x WHERE { y:z ?p ?x }",
        "DELETE WHERE { ?s ?p ?o }",
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    ):
        said = []
        for face in (here, there):
            with pytest.raises(QueryError) as caught:
                to_rows(face, text)
            said.append(caught.value.text("zh"))
        assert said[0] == said[1]


def test_sending_twice_needs_leave_and_takes_the_old_away(
    engine: Engine, there: Dataset, here: Dataset, mini: Dataset, secrets: None
) -> None:
    with pytest.raises(StoreError, match="--replace"):
        push(mini, engine.store)
    assert len(native(open_store(engine.query))) == len(native(here))
    done = push(mini, engine.store, replace=True)
    assert (done.statements, done.query) == (len(native(mini)), engine.query)
    assert list(export(open_store(engine.query))) == list(export(mini))
    push(here, engine.store, replace=True)


def test_a_store_half_written_is_not_read(
    engine: Engine, here: Dataset, there: Dataset, mini: Dataset, secrets: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> object:
        raise StoreError.of("there", zh="断了。", en="broken.")

    with monkeypatch.context() as patch:
        patch.setattr("chaingraph.pushing._parts", breaks)
        with pytest.raises(StoreError) as caught:
            push(mini, engine.store, replace=True)
    assert "0 of " in caught.value.text("en")
    assert "push again" in caught.value.text("en")
    with pytest.raises(StoreError, match="no \\(complete\\) graph"):
        open_store(engine.query)
    push(here, engine.store, replace=True)
    assert ONTOLOGY in {graph.value for graph in native(open_store(engine.query)).named_graphs()}


def test_the_command_line_takes_an_address(engine: Engine, there: Dataset) -> None:
    words = [
        "--lang",
        "en",
        "ask",
        "makers-of-product",
        "product=三元前驱体",
        "--format",
        "json",
        "--store",
        engine.query,
    ]
    done = CliRunner().invoke(commands, words)
    assert done.exit_code == 0, done.output
    assert {row["enterprise"] for row in json.loads(done.output)} == {"enterprise:cngr"}


def test_virtuoso_asks_for_a_password(here: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAINGRAPH_STORE_USER", "dba")
    monkeypatch.setenv("CHAINGRAPH_STORE_PASSWORD", "not-the-password")
    with virtuoso_server(tmp_path) as server:
        with pytest.raises(StoreError) as caught:
            push(here, server.store)
        assert "refuses access" in caught.value.text("en")
        assert "not-the-password" not in caught.value.text("en") + caught.value.text("zh")

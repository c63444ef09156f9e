"""Do other programs read what is exported, with nothing lost, and is it the same text every time?"""

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset, Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

import chaingraph as cg
from chaingraph.errors import QueryError, StoreError
from chaingraph.exporting import FORMS, choose, neo4j, texts
from chaingraph.exporting.graphml import graphml, written
from chaingraph.exporting.jsonld import context, context_text
from chaingraph.exporting.ordering import in_order
from chaingraph.paths import resource
from chaingraph.rules import INFERRED
from chaingraph.store import dataset, native
from chaingraph.vocabulary import CG, PREFIXES
from conftest import Write

ROOT = Path(__file__).parents[1]
MINI = ROOT / "tests" / "data" / "mini"
Parts = Callable[..., Iterator[str]]


def quads(face: Dataset) -> set[ox.Quad]:
    return set(native(face))


def awkward() -> Dataset:
    """A store with what trips writers: quotes, line breaks, marks, long local names, bytes out of order, no language."""
    text = r"""
    <https://w3id.org/chaingraph/id/product/a> <http://www.w3.org/2004/02/skos/core#prefLabel> "a \"b\"\n<c>&\\,;"@en <urn:g> .
    <https://w3id.org/chaingraph/id/product/a> <http://www.w3.org/2004/02/skos/core#prefLabel> "=1+1"@zh-Hans <urn:g> .
    <https://w3id.org/chaingraph/id/product/a> <http://www.w3.org/2004/02/skos/core#prefLabel> "plain" <urn:g> .
    <https://w3id.org/chaingraph/id/product/a> <https://w3id.org/chaingraph/ont#asOf> "2021"^^<http://www.w3.org/2001/XMLSchema#gYear> <urn:g> .
    <https://w3id.org/chaingraph/id/product/a> <https://w3id.org/chaingraph/ont#essential> "1"^^<http://www.w3.org/2001/XMLSchema#boolean> <urn:g> .
    <https://w3id.org/chaingraph/id/product/a> <https://w3id.org/chaingraph/ont#numericValue> "010.50"^^<http://www.w3.org/2001/XMLSchema#decimal> <urn:h> .
    <https://w3id.org/chaingraph/id/product/a> <https://w3id.org/chaingraph/ont#kindOf> <https://w3id.org/chaingraph/id/product/a.b%20c> <urn:h> .
    <https://w3id.org/chaingraph/id/product/a> <urn:x:y> <http://www.w3.org/2004/02/skos/core#> <urn:h> .
    <https://w3id.org/chaingraph/id/product/-x> <urn:x:\u9694> <https://w3id.org/chaingraph/id/product/a> <urn:h> .
    """
    store = ox.Store()
    store.load(text.encode(), format=ox.RdfFormat.N_QUADS)
    return dataset(store)


@pytest.fixture(params=["mini", "awkward"])
def face(request: pytest.FixtureRequest, mini: Dataset) -> Dataset:
    return mini if request.param == "mini" else awkward()


# ---- RDF


@pytest.mark.parametrize(
    ("form", "reader"),
    [("nquads", ox.RdfFormat.N_QUADS), ("trig", ox.RdfFormat.TRIG), ("jsonld", ox.RdfFormat.JSON_LD)],
)
def test_what_has_graphs_says_the_same(face: Dataset, form: str, reader: ox.RdfFormat) -> None:
    assert set(ox.parse("".join(texts(form)(face)).encode(), format=reader)) == quads(face)


@pytest.mark.parametrize(("form", "reader"), [("ntriples", ox.RdfFormat.N_TRIPLES), ("turtle", ox.RdfFormat.TURTLE)])
def test_what_has_no_graphs_says_each_statement_once(face: Dataset, form: str, reader: ox.RdfFormat) -> None:
    found = [quad.triple for quad in ox.parse("".join(texts(form)(face)).encode(), format=reader)]
    assert len(found) == len(set(found))
    assert set(found) == {quad.triple for quad in quads(face)}


@pytest.mark.parametrize(("form", "reader"), [("turtle", "turtle"), ("trig", "trig"), ("jsonld", "json-ld")])
def test_rdflib_reads_the_same(face: Dataset, form: str, reader: str) -> None:
    """Another program; the terms are compared as they are written (rdflib would say that 010.50 is 10.5)."""
    kept, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        found = Dataset(default_union=True)
        found.parse(data="".join(texts(form)(face)), format=reader)
        wanted = Graph().parse(data="".join(texts("ntriples")(face)), format="nt")
        assert {tuple(x.n3() for x in triple) for triple in found.triples((None, None, None))} == {
            tuple(x.n3() for x in triple) for triple in wanted
        }
    finally:
        rdflib.NORMALIZE_LITERALS = kept


def test_nquads_are_those_of_the_store(mini: Dataset) -> None:
    assert "".join(texts("nquads")(mini)) == "".join(cg.export(mini))


@settings(deadline=None)
@given(st.lists(st.binary(max_size=3).map(lambda line: line.replace(b"\n", b"") + b"\n")), st.integers(1, 5))
def test_lines_are_sorted_however_short_the_runs(lines: list[bytes], run: int) -> None:
    assert list(in_order(lines, run=run)) == sorted(set(lines))


def test_the_context_is_the_published_one() -> None:
    assert resource("ontology", "chaingraph.context.jsonld").read_text(encoding="utf-8") == context_text()


def test_the_context_has_a_term_for_each_property_with_its_type() -> None:
    terms = context()
    assert terms["supplier"] == {"@id": "cg:supplier", "@type": "@id"}
    assert terms["essential"] == {"@id": "cg:essential", "@type": "xsd:boolean"}
    assert terms["label"] == {"@id": "skos:prefLabel", "@container": "@language"}
    ours = {value["@id"] for value in terms.values() if isinstance(value, dict)}
    ontology = Graph().parse(resource("ontology", "chaingraph.ttl"))
    for kind in ("ObjectProperty", "DatatypeProperty"):
        for term in ontology.subjects(RDF.type, URIRef(f"{PREFIXES['owl']}{kind}")):
            assert not str(term).startswith(CG) or f"cg:{str(term).removeprefix(CG)}" in ours


def test_labels_are_maps_of_languages(mini: Dataset) -> None:
    document = json.loads("".join(texts("jsonld")(mini)))
    labels = [
        node["label"]
        for graph in document["@graph"]
        for node in graph["@graph"]
        if node["id"] == "product:separator" and "label" in node
    ]
    assert labels == [{"en": ["separator"], "zh": ["隔膜"]}]


# ---- Graphs


def test_networkx_reads_the_supply_graph(mini: Dataset) -> None:
    supply = cg.supply_graph(mini)
    found = nx.read_graphml(io.BytesIO("".join(graphml(mini)).encode()), force_multigraph=True)
    assert set(found.edges(keys=True)) == set(supply.edges(keys=True))
    assert set(found) == set(supply)
    for start, end, row, data in supply.edges(keys=True, data=True):
        assert found.edges[start, end, row]["evidence"] == row
        assert found.edges[start, end, row].get("share") == data["share"]


def test_networkx_reads_the_graph_of_a_chain(mini: Dataset) -> None:
    (name,) = cg.chains(mini)
    chain = cg.chain_graph(mini, name)
    found = nx.read_graphml(io.BytesIO("".join(graphml(mini, chain=name)).encode()))
    assert set(found.edges(data="role")) == set(chain.edges(data="role"))
    assert dict(found.nodes(data="label_zh")) == dict(chain.nodes(data="label_zh"))
    essential = {node: data["essential"] for node, data in chain.nodes(data=True) if "essential" in data}
    assert {node: found.nodes[node]["essential"] for node in essential} == essential


def test_graphml_keeps_types_and_escapes() -> None:
    graph = nx.DiGraph()
    graph.add_node('a"<&', number=1, share=0.5, yes=True, mixed=1, none=None, text="]]>\x01\n<b>", many=("x", "y"))
    graph.add_node("b", mixed="m", share=2)
    graph.add_edge("b", 'a"<&')
    found = nx.read_graphml(io.BytesIO("".join(written(graph)).encode()))
    assert found.nodes['a"<&'] == {
        "number": 1,
        "share": 0.5,
        "yes": True,
        "mixed": "1",
        "text": "]]>\ufffd\n<b>",
        "many": "x; y",
    }
    assert found.nodes["b"] == {"mixed": "m", "share": 2.0}
    assert list(found.edges) == [("b", 'a"<&')]


# ---- Neo4j


def rows(parts: Iterator[str]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(parts)), strict=True))


def test_neo4j_gets_every_thing_and_every_link(mini: Dataset) -> None:
    nodes, links = rows(neo4j.nodes(mini)), rows(neo4j.relationships(mini))
    ids = [node["id:ID"] for node in nodes]
    assert len(ids) == len(set(ids))
    full = {node["id:ID"]: node["iri"] for node in nodes}
    known = set(full.values())
    wanted = {
        (quad.subject.value, quad.predicate.value.rpartition("#")[2].rpartition("/")[2], quad.object.value)
        for quad in native(mini)
        if isinstance(quad.object, ox.NamedNode) and {quad.subject.value, quad.object.value} <= known and not quad.predicate.value.endswith("#type")
    }  # fmt: skip
    assert {(full[link[":START_ID"]], link[":TYPE"], full[link[":END_ID"]]) for link in links} == wanted
    assert len(links) == len(wanted)
    assert any(link["inferred:boolean"] == "true" and link["graphs"] == "graph:inferred" for link in links)
    separator = next(node for node in nodes if node["id:ID"] == "product:separator")
    assert (separator["prefLabel_zh:string"], "Material" in separator[":LABEL"].split(";")) == ("隔膜", True)
    capacity = next(node for node in nodes if node["numericValue:double"] == "10000")
    assert capacity[":LABEL"] == "ProductionCapability;Statement"
    graphs = {node["id:ID"]: node[":LABEL"] for node in nodes if node["id:ID"].startswith("graph:")}
    assert graphs["graph:mini/mini-directory"] == "NamedGraph"
    assert all(node[":LABEL"] for node in nodes)
    assert INFERRED == "https://w3id.org/chaingraph/graph/inferred"


def test_neo4j_files_are_quoted_and_formulas_left_alone() -> None:
    """The importer reads RFC 4180, refuses line breaks, and runs no formula."""
    (node,) = [node for node in rows(neo4j.nodes(awkward())) if node["id:ID"] == "product:a"]
    assert node["prefLabel_en:string"] == 'a "b" <c>&\\,;'
    assert node["prefLabel_zh-hans:string"] == "=1+1"
    assert (node["essential:boolean"], node["numericValue:double"]) == ("true", "10.5")


# ---- Parquet


def test_parquet_columns_are_typed_and_read_back(mini: Dataset, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="install the extra 'parquet'")
    from pyarrow import parquet as files

    from chaingraph.exporting.parquet import parquet

    tables = {path.stem: files.read_table(path) for path in parquet(mini, tmp_path)}
    makers = tables["capabilities"]
    assert str(makers.schema.field("capacity").type) == "double"
    assert str(tables["inputs"].schema.field("essential").type) == "bool"
    assert str(tables["inputs"].schema.field("rank").type) == "int64"
    assert str(makers.schema.field("product").type).startswith("list<")
    with (MINI / "capabilities.csv").open(encoding="utf-8") as file:
        said = list(csv.DictReader(file))
    found = makers.to_pylist()
    assert [row["row"] for row in found] == [
        f"data:mini/capabilities.csv#row={number}" for number in range(2, len(said) + 2)
    ]
    assert [(row["producer"], row["product"], row["document"]) for row in found] == [
        (row["producer"], sorted(row["product"].split(";")), row["source"]) for row in said
    ]
    assert [row["capacity"] for row in found] == [
        float(row["capacity"]) if row.get("capacity") else None for row in said
    ]
    assert [row["note"] for row in found] == [row.get("note") or None for row in said]
    assert [row["lines"] or row["section"] for row in found] == [row.get("line") or row.get("section") for row in said]
    edges = tables["edges"].to_pylist()
    assert {(row["subject"], row["predicate"], row["object"]) for row in edges if row["inferred"]} >= {
        ("enterprise:gamma-precursor", "cg:produces", "product:precursor")
    }
    assert {row["id"]: row["label_zh"] for row in tables["things"].to_pylist()}["product:separator"] == "隔膜"


def test_parquet_keeps_the_remark_and_the_section_of_a_row(write: Write, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="install the extra 'parquet'")
    from pyarrow import parquet as files

    from chaingraph.exporting.parquet import parquet

    needs = "customer,product,source,line,section,note\n"
    needs += "enterprise:a,product:b,document:plan,3;7-9,,read so by us\nenterprise:a,product:b,document:plan,4,表2,\n"
    things = "id,type,label_zh,source,line\n"
    tables = {"enterprises": f"{things}enterprise:a,cg:Enterprise,甲,document:plan,1\n"}
    tables |= {"products": f"{things}product:b,cg:Material,乙,document:plan,2\n", "needs": needs}
    written = {path.stem: path for path in parquet(cg.build([write(tables)]), tmp_path / "tables")}
    found = files.read_table(written["needs"]).to_pylist()
    assert [(row["lines"], row["section"], row["note"]) for row in found] == [
        ("3;7-9", None, "read so by us"),
        ("4", "表2", None),
    ]


def test_without_pyarrow_one_error_says_what_to_install(
    mini: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chaingraph.exporting.parquet import parquet

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(StoreError, match=r"chaingraph\[parquet\]") as caught:
        parquet(mini, tmp_path)
    assert len(caught.value.faults) == 1
    assert list(tmp_path.iterdir()) == []


# ---- DCAT


def test_dcat_has_what_a_catalogue_asks_for(mini: Dataset) -> None:
    """The mandatory and recommended properties of DCAT-AP for catalogue, data set, distribution and agent."""
    graph = Graph().parse(data="".join(texts("dcat")(mini)), format="turtle")
    wanted = {
        DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset, DCTERMS.license, DCTERMS.issued),
        DCAT.Dataset: (DCTERMS.identifier, DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.license, DCTERMS.issued, URIRef(f"{DCAT}version"), DCAT.distribution),
        DCAT.Distribution: (DCAT.accessURL, DCAT.mediaType, DCTERMS.license, DCTERMS.issued),
        FOAF.Agent: (FOAF.name,),
    }  # fmt: skip
    for kind, properties in wanted.items():
        things = list(graph.subjects(RDF.type, kind))
        assert things
        assert [(one, name) for one in things for name in properties if not list(graph.objects(one, name))] == []
    (mini_set,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert str(graph.value(mini_set, DCTERMS.license)) == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert graph.value(mini_set, DCTERMS.issued).n3() == '"2026-01-10"^^<http://www.w3.org/2001/XMLSchema#date>'
    assert {title.language for title in graph.objects(mini_set, DCTERMS.title)} == {"zh", "en"}
    for one in (*graph.objects(None, DCTERMS.publisher), *graph.objects(None, DCAT.distribution)):
        assert (one, RDF.type, None) in graph
    assert isomorphic(graph, Graph().parse(data=graph.serialize(format="nt"), format="nt"))


# ---- The command


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.nq", "nquads"),
        ("A.TTL", "turtle"),
        ("a.trig", "trig"),
        ("a.nt", "ntriples"),
        ("a.jsonld", "jsonld"),
        ("a.graphml", "graphml"),
        ("-", "nquads"),
        ("graph", "nquads"),
    ],
)
def test_the_extension_says_the_form(name: str, form: str) -> None:
    assert choose(name, None) == form


def test_another_extension_is_asked_about() -> None:
    with pytest.raises(QueryError, match="--format") as caught:
        choose("a.xlsx", None)
    assert all(form in caught.value.text() for form in FORMS)


def test_files_are_the_same_under_any_hash_seed(write: Write, tmp_path: Path) -> None:
    place = tmp_path / "store"
    cg.build([MINI], place)

    def digests(seed: str) -> dict[str, str]:
        out = tmp_path / seed
        for name, words in {
            "a.ttl": [],
            "a.jsonld": [],
            "s.graphml": [],
            "d.ttl": ["--format", "dcat"],
            "n": ["--format", "neo4j"],
            "p": ["--format", "parquet"],
        }.items():
            line = [sys.executable, "-m", "chaingraph", "export", str(out / name), *words, "--store", str(place)]
            subprocess.run(line, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONHASHSEED": seed, "LC_ALL": "C"})  # fmt: skip
        return {
            str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(out.rglob("*"))
            if path.is_file()
        }

    pytest.importorskip("pyarrow", reason="install the extra 'parquet'")
    first = digests("1")
    assert len(first) > 8
    assert first == digests("2")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-", "--format", "neo4j"], "needs a folder"),
        (["a.ttl", "chain=x"], "no such parameter"),
        (["a.doc"], "--format"),
    ],
)
def test_a_wrong_wish_is_one_line(words: list[str], said: str, tmp_path: Path) -> None:
    cg.build([MINI], tmp_path / "store")
    line = [sys.executable, "-m", "chaingraph", "--lang", "en", "export", *words, "--store", str(tmp_path / "store")]
    done = subprocess.run(line, capture_output=True, text=True, check=False, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT / "src")})  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.count("\n"), said in done.stderr) == (2, "", 1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["store"]

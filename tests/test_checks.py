"""Does each check find what it is for, and nothing else?"""

import re
from pathlib import Path

import pytest
import yaml
from pyoxigraph import RdfFormat, Store
from rdflib import OWL, RDF, RDFS, Graph, Namespace

ROOT = Path(__file__).parents[1]
CHECKS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "queries" / "check").glob("*.rq"))}
BROKEN = ROOT / "tests" / "data" / "broken"
SOUND = ROOT / "tests" / "data" / "ontology" / "sound.trig"
CG = Namespace("https://w3id.org/chaingraph/ont#")
CORE = Graph().parse(ROOT / "ontology" / "chaingraph.ttl")


def _found(data: Path) -> dict[str, int]:
    """The checks that fire on a file of data, with the number of rows."""
    store = Store()
    store.bulk_load(path=str(data), format=RdfFormat.TRIG)
    rows = {name: len(list(store.query(text, use_default_graph_as_union=True))) for name, text in CHECKS.items()}
    return {name: count for name, count in rows.items() if count}


@pytest.mark.parametrize("name", CHECKS)
def test_the_broken_data_is_found_by_its_check_alone(name: str) -> None:
    assert list(_found(BROKEN / f"{name}.trig")) == [name]


def test_sound_data_passes_every_check() -> None:
    assert _found(SOUND) == {}


def test_there_is_no_broken_data_without_a_check() -> None:
    assert {path.stem for path in BROKEN.glob("*.trig")} == set(CHECKS)


@pytest.mark.parametrize("name", CHECKS)
def test_the_header_is_complete(name: str) -> None:
    text = CHECKS[name]
    header = yaml.safe_load(
        "\n".join(line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+"))
    )
    assert header["summary"].endswith("?")
    assert header["summary_zh"].endswith("？")
    assert ";" in header["fault"]  # what is wrong; what would be right
    assert "；" in header["fault_zh"]
    assert header["severity"] in {"error", "warning"}
    selected = Store().query(text, use_default_graph_as_union=True).variables
    assert [variable.value for variable in selected] == list(header["columns"])
    assert "source" in header["columns"]
    assert "ORDER BY" in text


def _listed(name: str) -> set[str]:
    """The terms in the VALUES blocks of a check, which are all the same."""
    (block,) = set(re.findall(r"VALUES \?\w+ \{([^}]*)\}", CHECKS[name]))
    return set(re.findall(r"cg:(\w+)", block))


def test_every_derived_property_is_watched() -> None:
    chains = set(CORE.subjects(OWL.propertyChainAxiom, None)) | set(CORE.subjects(RDF.type, OWL.TransitiveProperty))
    assert _listed("derived-asserted") == {prop.removeprefix(str(CG)) for prop in chains}


def test_every_kind_of_statement_needs_evidence() -> None:
    kinds = CORE.transitive_subjects(RDFS.subClassOf, CG.Statement)
    assert _listed("statement-without-evidence") == {kind.removeprefix(str(CG)) for kind in kinds}


def test_all_classes_that_exclude_one_another_are_watched() -> None:
    groups = [set(CORE.items(head)) for head in CORE.objects(None, OWL.members)]
    (widest,) = [group for group in groups if CG.Statement in group]
    assert _listed("disjoint-classes") == {name.removeprefix(str(CG)) for name in widest}


def _cycle(size: int) -> Store:
    edges = "".join(f"<urn:p{n}> <{CG}kindOf> <urn:p{(n + 1) % size}> .\n" for n in range(size))
    store = Store()
    store.bulk_load(edges.encode(), format=RdfFormat.N_TRIPLES)
    return store


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_a_cycle_of_any_length_is_found(size: int) -> None:
    rows = list(_cycle(size).query(CHECKS["kind-of-cycle"], use_default_graph_as_union=True))
    assert len(rows) == size

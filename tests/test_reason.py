"""Does the reasoner find contradictions, and say so when it cannot run?"""

import shutil
from pathlib import Path

import owlready2
import pytest
from rdflib import Graph

from chaingraph.errors import ChaingraphError
from chaingraph.reasoning import Verdict, reason

needs_java = pytest.mark.skipif(
    shutil.which("java") is None, reason="no `java` on the path: install default-jre-headless"
)
PREFIXES = """
@prefix : <urn:x:> .
@prefix cg: <https://w3id.org/chaingraph/ont#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def turtle(text: str) -> Graph:
    return Graph().parse(data=PREFIXES + text, format="turtle")


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """An ontology with a class that can have no member; the path has a space and Chinese characters."""
    path = tmp_path / "本体 x.ttl"
    text = ":A a owl:Class . :B a owl:Class ; owl:disjointWith :A . :C a owl:Class ; rdfs:subClassOf :A , :B ."
    path.write_text(PREFIXES + text, encoding="utf-8")
    return path


@needs_java
def test_our_ontology_is_consistent_and_every_class_can_have_members() -> None:
    assert reason() == Verdict(consistent=True)


@needs_java
def test_an_enterprise_that_is_a_product_is_a_contradiction() -> None:
    assert reason(data=turtle(":x a cg:Enterprise , cg:Product .")) == Verdict(consistent=False)


@needs_java
def test_a_class_without_possible_members_is_named(written: Path) -> None:
    assert reason(written) == Verdict(consistent=True, unsatisfiable=("urn:x:C",))


@needs_java
def test_a_member_of_such_a_class_is_a_contradiction(written: Path) -> None:
    assert not reason(written, data=turtle(":c a :C .")).consistent


@needs_java
def test_one_run_does_not_remember_the_other(written: Path) -> None:
    reason(written, data=turtle(":c a :C ."))
    assert reason(written).consistent


def test_without_java_one_line_says_what_to_install(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owlready2, "JAVA_EXE", "/nowhere/java")
    with pytest.raises(ChaingraphError) as caught:
        reason(written)
    assert caught.value.text("zh") == "HermiT：推理机需要 Java（例如 Debian 的 default-jre-headless）。"
    assert caught.value.text("en") == "HermiT: the reasoner needs Java (Debian: default-jre-headless)."

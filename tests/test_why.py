"""Derivations: every conclusion of the store has one, and each of its steps is what the rule says."""

import random
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from rdflib import Dataset

from chaingraph.cli import commands
from chaingraph.derivations import Derivation, Statement, derivations
from chaingraph.errors import QueryError
from chaingraph.explanations import why
from chaingraph.rules import INFERRED, compile_rules
from chaingraph.schema import ontology
from chaingraph.store import build, native
from chaingraph.vocabulary import iri

RULES = {rule.axiom: rule for group in compile_rules(ontology()) for rule in group}


def _short(axiom: str) -> str:
    from chaingraph.derivations import _short

    return _short(axiom)


BY_SHORT = {_short(axiom): rule for axiom, rule in RULES.items()}


def _statement(one: Derivation) -> Statement:
    return ox.NamedNode(_whole(one.subject)), ox.NamedNode(iri(one.predicate)), _object(one.object)


def _whole(text: str) -> str:
    """Return the IRI of a short name, those of lines of a document too."""
    name, mark, lines = text.partition("#line=")
    return iri(name) + mark + lines


def _object(text: str) -> ox.NamedNode | ox.Literal:
    if text.startswith('"'):
        [triple] = ox.parse(f"<urn:s> <urn:p> {text} .".encode(), format=ox.RdfFormat.N_TRIPLES)
        return triple.object
    return ox.NamedNode(_whole(text))


def _follows(one: Derivation) -> bool:
    """Run the rule itself, as the build does, on the premises alone."""
    alone = ox.Store()
    alone.extend(ox.Quad(*_statement(premise)) for premise in one.premises)
    found = alone.query(BY_SHORT[one.rule].construct(new=False))
    return any((t.subject, t.predicate, t.object) == _statement(one) for t in found)


def _stated(store: ox.Store, one: Derivation) -> bool:
    graphs = {quad.graph_name.value for quad in store.quads_for_pattern(*_statement(one))}
    return bool(graphs - {INFERRED})


def test_every_conclusion_is_derived_from_what_is_stated(mini: Dataset) -> None:
    store = native(mini)
    concluded = sorted(store.quads_for_pattern(None, None, None, ox.NamedNode(INFERRED)), key=str)
    assert len(concluded) > 100
    for quad in random.Random(7).sample(concluded, 100):
        goal = (quad.subject, quad.predicate, quad.object)
        found = derivations(store, goal)
        assert found, goal
        for one in found:
            assert _statement(one) == goal
            for step in one.walk():
                assert _follows(step) if step.rule else _stated(store, step), (goal, step)


def test_what_is_in_no_graph_has_no_derivation(mini: Dataset) -> None:
    nothing = (ox.NamedNode("urn:a"), ox.NamedNode(iri("cg:produces")), ox.NamedNode("urn:b"))
    assert derivations(native(mini), nothing) == ()


def test_a_chain_of_places_leads_to_each_row(write) -> None:
    regions = (
        "id,label_zh,within,source,line\nregion:a,甲,region:b,document:plan,1\nregion:b,乙,region:c,document:plan,2\n"
    )
    regions += "region:c,丙,region:d,document:plan,3\nregion:d,丁,,document:plan,4\n"
    face = build([write({"regions": regions})])
    [found] = why(face, "甲", "locatedInTransitive", "丁", most=1)
    stated = [(step.subject, step.object, step.rows) for step in found.walk() if not step.rule]
    assert stated == [
        ("region:a", "region:b", ("data:tiny/regions.csv#row=2",)),
        ("region:b", "region:c", ("data:tiny/regions.csv#row=3",)),
        ("region:c", "region:d", ("data:tiny/regions.csv#row=4",)),
    ]


def test_a_ring_stands_on_nothing_but_what_is_stated(write) -> None:
    kinds = "thing,kind_of,source,line\nproduct:a,product:b,document:plan,1\nproduct:b,product:a,document:plan,2\n"
    products = "id,type,label_zh,source,line\nproduct:a,cg:Material,甲,document:plan,1\nproduct:b,cg:Material,乙,document:plan,2\n"
    store = native(build([write({"kinds": kinds, "products": products})]))
    a, kind = ox.NamedNode(iri("product:a")), ox.NamedNode(iri("cg:kindOfTransitive"))
    for one in derivations(store, (a, kind, a)):
        assert all(_stated(store, step) for step in one.walk() if not step.rule)


def test_the_predicate_is_given_by_name_or_label_and_a_near_one_is_named(mini: Dataset) -> None:
    makes = ("enterprise:gamma-precursor", "product:precursor")
    assert why(mini, makes[0], "曾生产", makes[1]) == why(mini, makes[0], "produces", makes[1])
    with pytest.raises(QueryError) as caught:
        why(mini, makes[0], "生产", makes[1])
    assert "曾生产" in caught.value.text("zh")
    assert "did you mean" in caught.value.text("en")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("电芯厂?", "produces", "电芯"), "电芯厂?"),
        (("product:separator", "no-such", "x"), "no-such"),
        (("product:separator", "cg:kindOf", "x"), "cg:kindOf"),
    ],
)
def test_what_cannot_be_meant_is_refused(mini: Dataset, words: tuple[str, str, str], says: str) -> None:
    with pytest.raises(QueryError, match=says.replace("?", ".")):
        why(mini, *words)


def test_command(write, tmp_path: Path) -> None:
    regions = (
        "id,label_zh,within,source,line\nregion:a,甲,region:b,document:plan,1\nregion:b,乙,region:c,document:plan,2\n"
    )
    regions += "region:c,丙,,document:plan,3\n"
    build([write({"regions": regions})], tmp_path / "store")
    words = ["--lang", "zh", "why", "甲", "locatedInTransitive", "丙", "--store", str(tmp_path / "store")]
    answer = CliRunner().invoke(commands, words).output
    assert "由规则" in answer
    assert "见 规划第1行" in answer
    assert "见 规划第2行" in answer

"""Do the compiled rules draw the ontology's conclusions, all of them and no others?"""

from collections.abc import Iterable
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
import rdflib.plugins.sparql
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, BNode, Dataset, Graph, Literal, URIRef
from rdflib.collection import Collection

from chaingraph.rules import INFERRED, Rule, compile_rules
from chaingraph.schema import ontology
from chaingraph.store import export, infer, native
from chaingraph.vocabulary import CG, curie, iri

SOUND = Path(__file__).parent / "data" / "ontology" / "sound.trig"
#: Sound data, and a kind of a kind.
SAID = SOUND.read_text(encoding="utf-8") + "<urn:g> { product:high-nickel cg:kindOf product:ternary-cathode . }\n"
GROUPS = compile_rules(ontology())
Triple = tuple[str, str, str]


def triples(store: ox.Store, graph: str | None = None) -> set[Triple]:
    """What stands in a graph, or in all together."""
    where = ox.NamedNode(graph) if graph else None
    found = store.quads_for_pattern(None, None, None, where)
    return {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in found}


def stored(text: str, kind: ox.RdfFormat) -> ox.Store:
    store = ox.Store()
    store.bulk_load(text.encode(), format=kind)
    return store


def concluded(store: ox.Store, groups: Iterable[tuple[Rule, ...]] = GROUPS) -> ox.Store:
    """The store after the rules have run."""
    list(infer(store, tuple(groups)))
    return store


# ---- Equal to another reasoner


def _speaks_of(terms: Graph) -> tuple[set[str], set[str]]:
    """The properties and the classes whose statements are compared: ours, and what ours are kinds of."""
    properties = {p.n3() for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for p in terms.subjects(RDF.type, kind)}
    classes = (*terms.subjects(RDF.type, OWL.Class), *terms.objects(None, RDFS.subClassOf))
    return properties, {c.n3() for c in classes if isinstance(c, URIRef)} - {OWL.Thing.n3()}


def compared(found: Iterable[Triple], terms: Graph) -> set[Triple]:
    """Leave out what OWL RL says of every term: reflexive sameAs, owl:Thing, literals as subjects, the ontology itself.

    Texts with a language are left out too, as in `closure`.
    """
    properties, classes = _speaks_of(terms)
    own = {s.n3() for s in terms.subjects() if isinstance(s, URIRef) and str(s).startswith(CG)}
    return {
        (s, p, o)
        for s, p, o in found
        if s.startswith("<")
        and s not in own
        and '"@' not in o
        and (p in properties or (p == RDF.type.n3() and o in classes))
    }


def closure(terms: Graph, data: Graph) -> set[Triple]:
    """What owlrl concludes; labels, from which nothing follows, are left out, or it would take three times as long."""
    graph = Graph()
    for triple in (*terms, *data):
        if not (isinstance(triple[2], Literal) and triple[2].language):
            graph.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return {tuple(term.n3() for term in triple) for triple in graph}  # type: ignore[misc]


def graph_of(store: ox.Store) -> Graph:
    return Graph().parse(data="".join(f"{quad.triple} .\n" for quad in store), format="nt")


def rdf(found: set[Triple]) -> set[Triple]:
    """Write terms as rdflib does."""
    text = "".join(f"{s} {p} {o} .\n" for s, p, o in found)
    return {tuple(term.n3() for term in triple) for triple in Graph().parse(data=text, format="nt")}  # type: ignore[misc]


def test_sound_data_has_the_conclusions_of_owlrl() -> None:
    """Every class and every property that tables fill occurs in it."""
    store = stored(SAID, ox.RdfFormat.TRIG)
    wanted = compared(closure(ontology(), graph_of(store)), ontology())
    concluded(store)
    store.extend(ox.Quad(*t) for t in ox.parse(ontology().serialize(format="nt").encode(), format=ox.RdfFormat.N_TRIPLES)
                 if not isinstance(t.object, ox.BlankNode) and not isinstance(t.subject, ox.BlankNode))  # fmt: skip
    assert compared(rdf(triples(store)), ontology()) == wanted


def test_mini_has_the_conclusions_of_owlrl(mini: Dataset) -> None:
    asserted = stored("".join(export(mini, inferred=False)), ox.RdfFormat.N_QUADS)
    wanted = compared(closure(ontology(), graph_of(asserted)), ontology())
    assert compared(rdf(triples(native(mini))), ontology()) == wanted


def _derives(rule: Rule) -> bool:
    return rule.axiom.startswith("transitive") or "?x <" in rule.head


@pytest.mark.parametrize(
    "lost", [r for g in GROUPS for r in g if _derives(r)], ids=lambda rule: rule.axiom.replace(CG, "")
)
def test_without_any_rule_the_conclusions_differ(lost: Rule) -> None:
    """So the comparison above would see each of them fail."""
    rest = [tuple(rule for rule in group if rule != lost) for group in GROUPS]
    whole, less = (concluded(stored(SAID, ox.RdfFormat.TRIG), groups) for groups in (GROUPS, rest))
    assert triples(less, INFERRED) < triples(whole, INFERRED)


# ---- The same in any engine


@pytest.fixture(scope="module")
def documents(mini: Dataset) -> str:
    """What mini's documents say, without names, evidence, catalogue and ontology."""
    ours = (line for line in export(mini) if " <https://w3id.org/chaingraph/graph/mini/" in line)
    return "".join(line for line in ours if "abel>" not in line and "#line=" not in line)


NAMES = [f"https://w3id.org/chaingraph/graph/mini/mini-{name}" for name in ("directory", "plan")]


def test_the_updates_run_on_oxigraph(documents: str) -> None:
    store, other = (stored(documents, ox.RdfFormat.N_QUADS) for _ in range(2))
    asserted = triples(store)
    for rule in (rule for group in GROUPS for rule in group):
        other.update(rule.update(NAMES))
    assert triples(other, INFERRED) - asserted == triples(concluded(store), INFERRED)


def test_the_updates_run_on_plain_rdflib(documents: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told not to fetch graphs, rdflib takes those that it has."""
    monkeypatch.setattr(rdflib.plugins.sparql, "SPARQL_LOAD_GRAPHS", False)
    face, store = Dataset(), stored(documents, ox.RdfFormat.N_QUADS)
    face.parse(data=documents, format="nquads")
    asserted = {triple for name in NAMES for triple in face.graph(URIRef(name))}
    used = {term.strip("<>") for triple in triples(concluded(store)) for term in triple}
    for rule in (rule for group in GROUPS for rule in group if rule.reads <= used):  # the others have nothing to read
        face.update(rule.update(NAMES))
    found = {tuple(term.n3() for term in triple) for triple in set(face.graph(URIRef(INFERRED))) - asserted}
    assert found == rdf(triples(store, INFERRED))


# ---- What mini comes to, by hand

DERIVED = {
    "suppliesTo": """epsilon-cathode alpha-cell, beta-cathode alpha-cell, gamma-precursor beta-cathode,
        zeta-separator alpha-cell, unnamed-electrolyte alpha-cell""",
    "produces": """alpha-cell cell, beta-cathode ternary-cathode, gamma-precursor precursor, delta-anode anode,
        epsilon-cathode ternary-cathode, zeta-separator separator""",
    "producesKind": """alpha-cell cell, beta-cathode ternary-cathode, gamma-precursor precursor, delta-anode anode,
        epsilon-cathode ternary-cathode, zeta-separator separator, beta-cathode cathode, epsilon-cathode cathode""",
    "kindOfTransitive": "ternary-cathode cathode",
    "madeFrom": """cell cathode, cell anode, cell separator, cell electrolyte, ternary-cathode precursor,
        ternary-cathode lithium-hydroxide, ternary-cathode lithium-carbonate""",
    "upstreamOf": "precursor cathode, cathode cell, precursor cell, anode cell, separator cell, electrolyte cell",
    "locatedInTransitive": """990100 990000, 990200 990000, east 990100, east 990000, sample-government 990100,
        sample-government 990000, alpha-cell east, alpha-cell 990100, alpha-cell 990000, beta-cathode 990100,
        beta-cathode 990000, gamma-precursor 990100, gamma-precursor 990000, delta-anode east, delta-anode 990100,
        delta-anode 990000, epsilon-cathode 990200, epsilon-cathode 990000, zeta-separator 990200,
        zeta-separator 990000, unnamed-electrolyte 990200, unnamed-electrolyte 990000""",
    "operatesInSegment": "alpha-cell cell",
    "operatesInChain": "alpha-cell battery",
    "memberOfCluster": "",
    "holdsHonour": "gamma-precursor little-giant",
    "derivedFromChain": "",
    "needs": "",
    "operatesInSector": "",
    "specialisesIn": "",
    "tiedTo": "",
    "usedIn": "",
    "worksFor": "",
}


@pytest.mark.parametrize("name", DERIVED)
def test_the_derived_property_holds_where_it_should(mini: Dataset, name: str) -> None:
    found = native(mini).quads_for_pattern(None, ox.NamedNode(f"{CG}{name}"), None)
    pairs = {tuple(term.value.rpartition("/")[2] for term in (quad.subject, quad.object)) for quad in found}
    assert pairs == {tuple(pair.split()) for pair in DERIVED[name].split(",") if pair.strip()}


def test_derived_properties_stand_in_the_inferred_graph_alone(mini: Dataset) -> None:
    names = {ox.NamedNode(f"{CG}{name}") for name in DERIVED}
    assert {quad.graph_name.value for quad in native(mini) if quad.predicate in names} == {INFERRED}


def test_every_derived_property_is_named_above() -> None:
    terms = ontology()
    found = {*terms.subjects(OWL.propertyChainAxiom), *terms.subjects(RDF.type, OWL.TransitiveProperty)}
    assert {curie(str(name)) for name in found} == {f"cg:{name}" for name in DERIVED}


def test_nothing_asserted_is_inferred_again(mini: Dataset) -> None:
    store = native(mini)
    asserted = {quad.triple for quad in store if quad.graph_name.value != INFERRED}
    inferred = {quad.triple for quad in store if quad.graph_name.value == INFERRED}
    assert inferred
    assert not asserted & inferred


def test_a_cell_maker_is_an_organization(mini: Dataset) -> None:
    """enterprises.csv says cg:Enterprise; the ontology says that enterprises are organizations."""
    quad = (ox.NamedNode(iri("enterprise:alpha-cell")), ox.NamedNode(str(RDF.type)), ox.NamedNode(f"{CG}Organization"))
    assert ox.Quad(*quad, ox.NamedNode(INFERRED)) in native(mini)


# ---- The order of the rules


def test_a_rule_runs_after_those_that_feed_it() -> None:
    place = {rule: number for number, group in enumerate(GROUPS) for rule in group}
    late = [(a.axiom, b.axiom) for a in place for b in place if a.writes in b.reads and place[a] > place[b]]
    assert late == []


def test_rules_that_do_not_feed_one_another_run_apart() -> None:
    assert [len(group) for group in GROUPS if len(group) > 1] == []


def test_no_rule_stands_twice() -> None:
    rules = [rule for group in GROUPS for rule in group]
    assert len({(rule.head, rule.body) for rule in rules}) == len(rules)


# ---- Made-up ontologies

EX = "urn:x:"


def made_up(text: str) -> Graph:
    prefixes = "@prefix : <urn:x:> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
    return Graph().parse(data=f"{prefixes}\n{text}", format="turtle")


def after(terms: Graph, data: str) -> set[tuple[str, str, str]]:
    """What is inferred from triples such as ``a p b``."""
    lines = [line.split() for line in data.split(",")]
    store = stored("".join(f"<{EX}{s}> <{EX}{p}> <{EX}{o}> <urn:g> .\n" for s, p, o in lines), ox.RdfFormat.N_QUADS)
    found = triples(concluded(store, compile_rules(terms)), INFERRED)
    return {tuple(term.strip("<>").removeprefix(EX) for term in triple) for triple in found}  # type: ignore[misc]


def test_a_chain_with_an_inverse_step() -> None:
    terms = made_up(":sells owl:propertyChainAxiom ( [ owl:inverseOf :seller ] :buyer ) .")
    assert after(terms, "row seller a, row buyer b") == {("a", "sells", "b")}


def test_rules_that_feed_one_another_reach_their_fixpoint() -> None:
    """reach = step, or reach after back; back = reach after step: each makes the other longer."""
    terms = made_up("""
        :step rdfs:subPropertyOf :reach .
        :back owl:propertyChainAxiom ( :reach :step ) .
        :reach owl:propertyChainAxiom ( :back :step ) .
    """)
    (cycle,) = [group for group in compile_rules(terms) if len(group) > 1]
    assert {rule.writes for rule in cycle} == {f"{EX}back", f"{EX}reach"}
    steps = ", ".join(f"{n} step {n + 1}" for n in range(9))
    found = after(terms, steps)
    odd = {(str(i), "reach", str(j)) for i in range(10) for j in range(i + 1, 10) if (j - i) % 2 == 1}
    even = {(str(i), "back", str(j)) for i in range(10) for j in range(i + 2, 10) if (j - i) % 2 == 0}
    assert found == odd | even


def test_properties_that_include_one_another_are_the_same() -> None:
    terms = made_up(":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r . :r rdfs:subPropertyOf :p .")
    assert after(terms, "a p b, c r d") == {
        *(("a", "q", "b"), ("a", "r", "b"), ("c", "p", "d"), ("c", "q", "d")),
    }


def test_a_transitive_property_over_a_cycle() -> None:
    terms = made_up(":in a owl:TransitiveProperty , owl:ObjectProperty .")
    nodes = "abc"
    assert after(terms, "a in b, b in c, c in a") == {
        *((s, "in", o) for s in nodes for o in nodes),
    } - {("a", "in", "b"), ("b", "in", "c"), ("c", "in", "a")}


def test_a_literal_never_becomes_a_subject() -> None:
    terms = made_up(":says a owl:DatatypeProperty ; rdfs:range :Word ; rdfs:subPropertyOf :tells .")
    store = stored(f'<{EX}a> <{EX}says> "x" <urn:g> .\n', ox.RdfFormat.N_QUADS)
    assert triples(concluded(store, compile_rules(terms)), INFERRED) == {(f"<{EX}a>", f"<{EX}tells>", '"x"')}


def test_axioms_about_unnamed_classes_are_left_out() -> None:
    terms = made_up(":A rdfs:subClassOf [ owl:unionOf ( :B :C ) ] . :p rdfs:domain [ owl:unionOf ( :B :C ) ] .")
    assert compile_rules(terms) == ()


def test_an_ontology_without_axioms_has_no_rules() -> None:
    assert compile_rules(Graph()) == ()


properties = st.sampled_from([URIRef(f"{EX}p{n}") for n in range(4)])
classes = st.sampled_from([URIRef(f"{EX}C{n}") for n in range(3)])
things = st.sampled_from([URIRef(f"{EX}{name}") for name in "abcd"])
axioms = st.lists(
    st.one_of(
        st.tuples(st.just(RDFS.subPropertyOf), properties, properties),
        st.tuples(st.just(RDFS.subClassOf), classes, classes),
        st.tuples(st.just(RDFS.domain), properties, classes),
        st.tuples(st.just(RDFS.range), properties, classes),
        st.tuples(st.just(OWL.TransitiveProperty), properties),
        st.tuples(st.just(OWL.propertyChainAxiom), properties, st.lists(st.tuples(properties, st.booleans()), min_size=2, max_size=3)),
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip


def ontology_of(said: list[tuple[object, ...]]) -> Graph:
    graph = Graph()
    for n in range(4):
        graph.add((URIRef(f"{EX}p{n}"), RDF.type, OWL.ObjectProperty))
    for kind, first, *rest in said:
        if kind == OWL.TransitiveProperty:
            graph.add((first, RDF.type, kind))  # type: ignore[arg-type]
        elif kind == OWL.propertyChainAxiom:
            steps = []
            for step, turned in rest[0]:  # type: ignore[attr-defined]
                node = BNode() if turned else step
                if turned:
                    graph.add((node, OWL.inverseOf, step))
                steps.append(node)
            head = BNode()
            Collection(graph, head, steps)
            graph.add((first, kind, head))  # type: ignore[arg-type]
        else:
            graph.add((first, kind, rest[0]))  # type: ignore[arg-type]
    return graph


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    axioms,
    st.sets(st.tuples(things, properties, things), min_size=1, max_size=5),
    st.sets(st.tuples(things, classes), max_size=2),
)
def test_any_axioms_come_to_what_owlrl_concludes(
    said: list[tuple[object, ...]], facts: set[tuple[URIRef, URIRef, URIRef]], kinds: set[tuple[URIRef, URIRef]]
) -> None:
    terms, data = ontology_of(said), Graph()
    for triple in (*facts, *((thing, RDF.type, kind) for thing, kind in kinds)):
        data.add(triple)
    store = stored(data.serialize(format="nt"), ox.RdfFormat.N_TRIPLES)
    found = triples(concluded(store, compile_rules(terms)))

    def ours(every: set[Triple]) -> set[Triple]:
        named = {f"<{EX}{name}>" for name in "abcd"}
        shown = {f"<{EX}C{n}>" for n in range(3)}
        return {t for t in every if t[0] in named and (t[1].startswith(f"<{EX}p") or t[2] in shown)}

    assert ours(found) == ours(closure(terms, data))

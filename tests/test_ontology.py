"""Is the ontology well made, within its profiles, free of contradiction, and able to refuse what is wrong?"""

import io
import re
import shutil
import subprocess
from pathlib import Path

import owlready2
import owlrl
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Dataset, Graph, Namespace, URIRef

ROOT = Path(__file__).parents[1]
ONTOLOGY = ROOT / "ontology"
DATA = ROOT / "tests" / "data" / "ontology"
CG = Namespace("https://w3id.org/chaingraph/ont#")
HERMIT = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"
CHECKS = sorted((ONTOLOGY / "qc").glob("*.rq"))
PREFIXES = """
@prefix : <urn:example:> .
@prefix cg: <https://w3id.org/chaingraph/ont#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
needs_java = pytest.mark.skipif(
    shutil.which("java") is None, reason="no `java` on the path: install default-jre-headless"
)


def _merged() -> Graph:
    """Core and DL axioms as one ontology."""
    graph = Graph()
    for name in ("chaingraph.ttl", "chaingraph-dl.ttl"):
        graph.parse(ONTOLOGY / name)
    graph.remove((URIRef("https://w3id.org/chaingraph/ont/dl"), None, None))
    return graph


def _sound() -> Graph:
    dataset = Dataset(default_union=True)
    dataset.parse(DATA / "sound.trig", format="trig")
    graph = Graph()
    for triple in dataset.triples((None, None, None)):
        graph.add(triple)
    return graph


def _reason(graph: Graph) -> list[str]:
    """Run HermiT; return the names of unsatisfiable classes, or raise if there is a contradiction."""
    world = owlready2.World()
    text = graph.serialize(format="nt", encoding="utf-8")
    world.get_ontology("https://w3id.org/chaingraph/ont").load(fileobj=io.BytesIO(text))
    owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
    return sorted(name.iri for name in world.inconsistent_classes())


# ---- Hygiene


@pytest.mark.parametrize("path", sorted(ONTOLOGY.rglob("*.ttl")), ids=lambda path: path.name)
def test_file_parses(path: Path) -> None:
    assert len(Graph().parse(path))


@pytest.mark.parametrize(
    "check", [path for path in CHECKS if path.name.startswith("error-")], ids=lambda path: path.stem
)
def test_nothing_is_found_by(check: Path) -> None:
    graph = _merged()
    graph.parse(ONTOLOGY / "alignments.ttl")
    graph.remove((URIRef("https://w3id.org/chaingraph/ont/alignments"), None, None))
    assert [row.asdict() for row in graph.query(check.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("name", ["chaingraph", "chaingraph-dl", "alignments"])
def test_each_header_is_complete(name: str) -> None:
    graph = Graph().parse(ONTOLOGY / f"{name}.ttl")
    for check in ("error-missing-metadata", "error-import", "error-date-range"):
        assert not list(graph.query((ONTOLOGY / "qc" / f"{check}.rq").read_text(encoding="utf-8")))


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_the_check_can_find(check: Path) -> None:
    made = Graph().parse(DATA / "qc" / f"{check.stem}.ttl")
    assert list(made.query(check.read_text(encoding="utf-8")))


def test_every_check_says_its_severity_and_question() -> None:
    for check in CHECKS:
        text = check.read_text(encoding="utf-8")
        assert re.match(r"(error|warning|info)-", check.name)
        assert re.match(r"#\+ summary: .*\?\n#\+ summary_zh: .*？\n#\+ columns:\n", text), check.name


def test_properties_without_domain_or_range_are_meant_so() -> None:
    """Several classes fit, or the value is a date, which OWL 2 DL does not know."""
    query = (ONTOLOGY / "qc" / "warning-missing-domain.rq").read_text(encoding="utf-8")
    rows = _merged().query(query)
    found = sorted((str(row.term).removeprefix(str(CG)), row.axiom) for row in rows)
    domains = " ".join(name for name, axiom in found if axiom == RDFS.domain)
    ranges = " ".join(name for name, axiom in found if axiom == RDFS.range)
    assert domains == "asOf concerns holdsHonour level locatedIn locatedInTransitive numericValue validFrom validUntil"
    assert (
        ranges
        == "appliesTo asOf completeFor concerns describes endedBy fieldOfWork notBefore omissionReason postTitle recipient shortageOf targetDate validFrom validUntil"
    )


def test_siblings_that_may_share_instances_are_meant_so() -> None:
    query = (ONTOLOGY / "qc" / "warning-missing-disjointness.rq").read_text(encoding="utf-8")
    rows = Graph().parse(ONTOLOGY / "chaingraph.ttl").query(query)
    pairs = {frozenset(str(term).removeprefix(str(CG)) for term in (row.term, row.other)) for row in rows}
    papers = {"ChainCatalogue", "Policy", "SourceDocument"}
    bodies = {
        *("Enterprise", "EnterpriseGroup", "FinancialInstitution", "GovernmentAgency", "IndustryAlliance"),
        *("MediaOrganization", "Platform", "ResearchInstitution"),
    }
    places = {"AdministrativeRegion", "IndustrialPark"}
    assert all(pair <= papers or pair <= bodies or pair == places for pair in pairs), pairs


def test_every_term_has_two_labels_and_two_definitions() -> None:
    core = Graph().parse(ONTOLOGY / "chaingraph.ttl")
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    own = {term for kind in kinds for term in core.subjects(RDF.type, kind) if term in CG}
    assert len(list(core.objects(None, RDFS.label))) == 2 * len(own)
    assert len(list(core.objects(None, SKOS.definition))) == 2 * len(own)


def test_alignments_speak_of_our_terms_alone() -> None:
    core, mapped = Graph().parse(ONTOLOGY / "chaingraph.ttl"), Graph().parse(ONTOLOGY / "alignments.ttl")
    for prop in (SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch, SKOS.exactMatch):
        assert (prop, RDF.type, OWL.AnnotationProperty) in mapped
        for term, other in mapped.subject_objects(prop):
            assert (term, RDFS.label, None) in core, term
            assert other not in CG, other


# ---- Profiles


@pytest.fixture(scope="module")
def violations(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[str]]:
    """Profile violations by file and profile, as the OWL API sees them."""
    folder = tmp_path_factory.mktemp("profile")
    shutil.copy(ONTOLOGY / "chaingraph.ttl", folder / "core.ttl")
    shutil.copy(ONTOLOGY / "chaingraph-dl.ttl", folder / "dl.ttl")
    _merged().serialize(folder / "merged.ttl")
    aligned = Graph().parse(ONTOLOGY / "alignments.ttl")
    aligned.remove((URIRef("https://w3id.org/chaingraph/ont/alignments"), None, None))
    (aligned + Graph().parse(ONTOLOGY / "chaingraph.ttl")).serialize(folder / "aligned.ttl")
    (folder / "wrong.ttl").write_text(
        PREFIXES + "cg:p a owl:ObjectProperty , owl:TransitiveProperty , owl:IrreflexiveProperty .", encoding="utf-8"
    )
    files = ["core.ttl", "dl.ttl", "merged.ttl", "aligned.ttl", "wrong.ttl"]
    command = ["java", "-Dfile.encoding=UTF-8", "-cp", str(HERMIT), str(DATA / "Profile.java"), *files]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=True)
    found: dict[tuple[str, str], list[str]] = {}
    for line in done.stdout.splitlines():
        name, profile, text = line.split("\t", 2)
        found.setdefault((name, profile), []).append(text)
    assert [int(found[name, "axioms"][0]) > 0 for name in files] == [True] * len(files)
    return found


@needs_java
@pytest.mark.parametrize("profile", ["DL", "RL"])
@pytest.mark.parametrize("name", ["core.ttl", "aligned.ttl"])
def test_core_is_within_the_profile(violations: dict[tuple[str, str], list[str]], name: str, profile: str) -> None:
    assert violations.get((name, profile), []) == []


@needs_java
@pytest.mark.parametrize("name", ["dl.ttl", "merged.ttl"])
def test_dl_axioms_are_within_dl(violations: dict[tuple[str, str], list[str]], name: str) -> None:
    assert violations.get((name, "DL"), []) == []


@needs_java
def test_the_gate_sees_a_violation(violations: dict[tuple[str, str], list[str]]) -> None:
    assert violations["wrong.ttl", "DL"]


# ---- Meaning


@needs_java
def test_every_class_can_have_instances() -> None:
    assert _reason(_merged()) == []


@needs_java
def test_sound_statements_do_not_contradict() -> None:
    graph = _merged()
    for triple in _sound():
        graph.add(triple)
    assert _reason(graph) == []


WRONG = {
    "one thing is enterprise and product": ":a a cg:Enterprise , cg:Material .",
    "one thing is material and service": ":a a cg:Material , cg:Service .",
    "one thing is technology and software": ":a a cg:Technology , cg:SoftwareProduct .",
    "one thing is person and organization": ":a a cg:Person , cg:Platform .",
    "a person heads an organization as its operator": ":a a cg:Person . :b cg:operatedBy :a .",
    "a person owns": ":a a cg:Person . :row cg:tieFrom :a .",
    "an enterprise holds a post": ":a a cg:Enterprise . :row cg:postHolder :a .",
    "an organization is a sector": ":a a cg:Enterprise . :row cg:inSector :a .",
    "a product is applied in a person": ":a a cg:Person . :row cg:applicationField :a .",
    "a place is needed": ":a a cg:IndustrialPark . :row cg:neededProduct :a .",
    "an enterprise specialises as a place does": ":a a cg:Enterprise . :row cg:specialisedPlace :a .",
    "a task is given to a person": ":a a cg:Person . :t a cg:PolicyTask ; cg:taskedWith :a .",
    "a project is given a task": ":a a cg:Project ; cg:taskedWith :b .",
    "an instrument is of a project": ":a a cg:Project . :b cg:instrumentOf :a .",
    "a catalogue lists an event": ":a a cg:Event . :b cg:listsSector :a .",
    "one row is tie and supply": ":row a cg:OrganizationTie , cg:SupplyRelationship .",
    "one post is held by two": ":row a cg:PostHolding ; cg:postHolder :a , :b . [] a owl:AllDifferent ; owl:distinctMembers ( :a :b ) .",
    "one row is supply and capability": ":a a cg:SupplyRelationship , cg:ProductionCapability .",
    "one value is target and actual": ":a a cg:TargetValue , cg:ActualValue .",
    "a policy is a product": ":a a cg:Policy , cg:Service .",
    "two products are each a kind of the other": ":a cg:kindOf :b . :b cg:kindOf :a .",
    "a place lies in itself": ":a cg:locatedIn :a .",
    "two segments are each upstream of the other": ":a cg:directlyUpstreamOf :b . :b cg:directlyUpstreamOf :a .",
    "a product supplies": ":a a cg:Material . :row cg:supplier :a .",
    "a chain is made": ":a a cg:IndustryChain . :row cg:capabilityProduct :a .",
    "a share is a double": ':row cg:share "0.4"^^xsd:double .',
    "a count is a decimal": ":a cg:statedCount 22.5 .",
    "a text has a language": ':row cg:shareOf "用材"@zh .',
    "one award has two recipients": ":row a cg:HonourAward ; cg:recipient :a , :b . [] a owl:AllDifferent ; owl:distinctMembers ( :a :b ) .",
    "one segment is of two chains": ":s a cg:ChainSegment ; cg:segmentOf :a , :b . [] a owl:AllDifferent ; owl:distinctMembers ( :a :b ) .",
    "one requirement is of two recipes": ":a cg:hasInputRequirement :r . :b cg:hasInputRequirement :r . [] a owl:AllDifferent ; owl:distinctMembers ( :a :b ) .",
    "two organizations have one credit code": ':a a cg:Enterprise ; cg:uscc "X" . :b a cg:Enterprise ; cg:uscc "X" . [] a owl:AllDifferent ; owl:distinctMembers ( :a :b ) .',
    "a product is of no nature": ":a a cg:Product , [ a owl:Class ; owl:complementOf [ a owl:Class ; owl:unionOf ( cg:Material cg:DiscreteGood cg:SoftwareProduct cg:Service cg:Technology ) ] ] .",
}


@needs_java
@pytest.mark.parametrize("wrong", WRONG.values(), ids=list(WRONG))
def test_a_contradiction_is_found_when(wrong: str) -> None:
    graph = _merged().parse(data=PREFIXES + wrong, format="turtle")
    for thing in {term for triple in graph for term in triple if str(term).startswith("urn:example:")}:
        graph.add((thing, RDF.type, OWL.NamedIndividual))
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        _reason(graph)


@needs_java
def test_what_is_unknown_is_no_contradiction() -> None:
    """Open world: a supply without customer, and a catalogue that names fewer chains than it states."""
    graph = _merged().parse(
        data=PREFIXES + ":row a cg:SupplyRelationship ; cg:supplier :a . :c cg:statedCount 22 ; cg:listsChain :d .",
        format="turtle",
    )
    assert _reason(graph) == []


DERIVED = {
    "derivedFromChain": ("chain/electric-car", "chain/car"),
    "holdsHonour": ("enterprise/cathode-maker", "honour/champion"),
    "kindOfTransitive": ("product/ternary-cathode", "product/cathode"),
    "locatedInTransitive": ("enterprise/cathode-maker", "region/cn"),
    "madeFrom": ("product/cell", "product/separator"),
    "memberOfCluster": ("enterprise/cell-maker", "cluster/storage"),
    "needs": ("enterprise/cell-maker", "product/separator"),
    "operatesInChain": ("enterprise/cathode-maker", "chain/storage"),
    "operatesInSector": ("enterprise/cell-maker", "sector/storage"),
    "operatesInSegment": ("enterprise/cathode-maker", "segment/storage.cathode"),
    "produces": ("enterprise/cathode-maker", "product/ternary-cathode"),
    "producesKind": ("enterprise/cathode-maker", "product/cathode"),
    "specialisesIn": ("park/east", "sector/storage"),
    "suppliesTo": ("enterprise/old-supplier", "enterprise/cell-maker"),
    "tiedTo": ("enterprise/group", "enterprise/cell-maker"),
    "upstreamOf": ("segment/storage.cathode", "segment/storage.recycling"),
    "usedIn": ("product/cell", "sector/storage"),
    "worksFor": ("person/zhang-san", "enterprise/cell-maker"),
}


@pytest.fixture(scope="module")
def closure() -> Graph:
    """What follows from core ontology and sound statements by OWL 2 RL."""
    graph = Graph().parse(ONTOLOGY / "chaingraph.ttl")
    for triple in _sound():
        graph.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


@pytest.mark.parametrize("name", DERIVED)
def test_the_derived_property_follows(closure: Graph, name: str) -> None:
    start, end = (URIRef(f"https://w3id.org/chaingraph/id/{part}") for part in DERIVED[name])
    assert (start, CG[name], end) in closure
    assert ((end, CG[name], start) in closure) == (name == "tiedTo")  # a tie holds both ways


def test_no_derived_property_is_left_out() -> None:
    core = Graph().parse(ONTOLOGY / "chaingraph.ttl")
    derived = {*core.subjects(OWL.propertyChainAxiom), *core.subjects(RDF.type, OWL.TransitiveProperty)}
    assert {str(prop).removeprefix(str(CG)) for prop in derived} == set(DERIVED)


def test_dates_are_not_ranged() -> None:
    core = Graph().parse(ONTOLOGY / "chaingraph.ttl")
    for name in ("validFrom", "validUntil", "asOf", "endedBy", "notBefore", "targetDate"):
        assert (CG[name], RDF.type, OWL.DatatypeProperty) in core
        assert core.value(CG[name], RDFS.range) is None

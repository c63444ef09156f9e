"""Do the shapes say what the tables may hold, and do they refuse what they must?"""

from pathlib import Path

import pyshacl
import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data" / "ontology"
CG = Namespace("https://w3id.org/chaingraph/ont#")
ID = "https://w3id.org/chaingraph/id/"
TAB = Namespace("https://w3id.org/chaingraph/table#")

SHAPES = Graph()
for _path in sorted((ROOT / "ontology" / "shapes").glob("*.ttl")):
    SHAPES.parse(_path)
TERMS = Graph().parse(ROOT / "ontology" / "chaingraph.ttl")
for _path in sorted((ROOT / "ontology" / "schemes").glob("*.ttl")):
    TERMS.parse(_path)

COLUMNS = sorted(SHAPES.subjects(TAB.column, unique=True))
TABLES = {
    "*": "source line section status note",
    "enterprises": "id type label_zh label_en alias hidden located_in group uscc unnamed field",
    "organizations": "id type label_zh label_en alias hidden located_in part_of operator field",
    "persons": "id label_zh label_en alias hidden",
    "regions": "id label_zh label_en alias within code latitude longitude",
    "parks": "id label_zh label_en alias located_in level operator latitude longitude",
    "sites": "id label_zh label_en alias located_in operator",
    "sectors": "id label_zh label_en alias hidden part_of",
    "products": "id type label_zh label_en alias hidden kind_of",
    "processes": "id label_zh label_en",
    "chains": "id label_zh label_en alias sector",
    "segments": "id label_zh label_en alias chain tier upstream_of product process",
    "clusters": "id label_zh label_en alias chain sector located_in",
    "catalogues": "id label_zh label_en alias stated_count chain sector cluster part_of located_in publisher as_of",
    "honours": "id label_zh label_en alias level awarded_by",
    "indicators": "id label_zh label_en definition_zh definition_en unit",
    "projects": "id label_zh label_en alias undertaken_by concerns located_in progress event policy",
    "events": "id label_zh label_en alias hidden located_in organizer participant concerns valid_from valid_until as_of",
    "policies": "id label_zh label_en alias number publisher valid_from valid_until concerns implements located_in",
    "tasks": "id label_zh label_en alias policy concerns responsible target_date",
    "instruments": "id label_zh label_en alias hidden part_of policy issuer located_in concerns as_of",
    "recipes": "id label_zh label_en output process",
    "names": "thing label_zh label_en alias hidden",
    "kinds": "thing kind_of",
    "capabilities": "producer product place stage capacity unit market_share valid_from valid_until as_of",
    "supplies": "supplier customer product share share_of value unit valid_from valid_until as_of ended_by replaces",
    "needs": "customer product value unit as_of",
    "uses": "product used_in as_of",
    "ties": "from to kind concerns as_of valid_from valid_until",
    "posts": "person title_zh title_en organization place concerns as_of",
    "left_out": "reason",
    "specialisations": "place in role as_of",
    "participations": "participant segment chain cluster sector role as_of",
    "inputs": "recipe requirement product essential quantity unit rank",
    "shortages": "of kind place chain tasked_with state as_of target_date",
    "honour_awards": "recipient honour product batch as_of publisher",
    "cluster_standings": "cluster level standing as_of publisher",
    "chain_revisions": "original resulting kind as_of publisher",
    "indicator_values": "indicator applies_to kind value unit comparator valid_from valid_until as_of scope publisher of_product",
    "completeness": "region product chain as_of",
}


def test_every_table_has_its_columns() -> None:
    found = {
        str(SHAPES.value(shape, TAB.name)): {
            str(name) for rule in SHAPES.objects(shape, SH.property) for name in SHAPES.objects(rule, TAB.column)
        }
        for shape in SHAPES.subjects(TAB.name)
    }
    assert found == {name: set(columns.split()) for name, columns in TABLES.items()}


@pytest.mark.parametrize("prop", [SH.name, SH.description, SH.message])
def test_every_column_speaks_chinese_and_english(prop: URIRef) -> None:
    for rule in COLUMNS:
        assert sorted(text.language for text in SHAPES.objects(rule, prop)) == ["en", "zh"], rule


@pytest.mark.parametrize("prop", [SH.name, SH.description])
def test_every_table_speaks_chinese_and_english(prop: URIRef) -> None:
    for shape in SHAPES.subjects(TAB.name):
        assert sorted(text.language for text in SHAPES.objects(shape, prop)) == ["en", "zh"], shape


def test_columns_are_in_order() -> None:
    for shape in SHAPES.subjects(TAB.name):
        order = [int(SHAPES.value(rule, SH.order)) for rule in SHAPES.objects(shape, SH.property)]
        assert len(set(order)) == len(order), shape


def _paths(node: Node | None) -> list[URIRef]:
    if isinstance(node, URIRef):
        return [node]
    inverse = SHAPES.value(node, SH.inversePath)
    steps = [inverse] if inverse is not None else list(Collection(SHAPES, node))
    return [prop for step in steps for prop in _paths(step)]


def test_every_property_and_class_of_a_shape_is_declared() -> None:
    paths = {prop for rule in SHAPES.subjects(SH.path) for prop in _paths(SHAPES.value(rule, SH.path))}
    kinds = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    assert [p for p in sorted(paths) if not kinds & set(TERMS.objects(p, RDF.type))] == [RDF.type, RDFS.comment]
    classes = set(SHAPES.objects(None, SH["class"])) | set(SHAPES.objects(None, SH.targetClass))
    assert [name for name in sorted(classes) if (name, RDF.type, OWL.Class) not in TERMS] == []


def test_classes_of_columns_agree_with_ranges() -> None:
    for rule in COLUMNS:
        path, wanted = SHAPES.value(rule, SH.path), SHAPES.value(rule, SH["class"])
        meant = TERMS.value(path, RDFS.range) if isinstance(path, URIRef) else None
        if wanted is not None and meant is not None:
            assert meant in TERMS.transitive_objects(wanted, RDFS.subClassOf), rule


def test_closed_lists_are_the_schemes() -> None:
    """Each sh:in of concepts is a whole scheme, or a collection of the states."""
    wholes = [
        *(set(TERMS.subjects(SKOS.inScheme, scheme)) for scheme in TERMS.subjects(RDF.type, SKOS.ConceptScheme)),
        *(set(TERMS.objects(group, SKOS.member)) for group in TERMS.subjects(RDF.type, SKOS.Collection)),
    ]
    for rule in COLUMNS:
        head = SHAPES.value(rule, SH["in"])
        if head is not None and SHAPES.value(rule, SH.path) != RDF.type:
            assert set(Collection(SHAPES, head)) in wholes, rule


def test_concepts_have_names_definitions_and_a_scheme() -> None:
    concepts = list(TERMS.subjects(RDF.type, SKOS.Concept))
    assert concepts
    for concept in concepts:
        scheme = TERMS.value(concept, SKOS.inScheme)
        assert str(concept).startswith(f"{ID}{str(scheme).rsplit('/', 1)[1]}/"), concept
        for prop in (SKOS.prefLabel, SKOS.definition):
            assert sorted(text.language for text in TERMS.objects(concept, prop)) == ["en", "zh"], concept


def test_units_have_names() -> None:
    for unit in TERMS.subjects(RDF.type, URIRef("http://qudt.org/schema/qudt/Unit")):
        assert sorted(text.language for text in TERMS.objects(unit, SKOS.prefLabel)) == ["en", "zh"], unit


def _sound() -> Graph:
    dataset = Dataset(default_union=True)
    dataset.parse(DATA / "sound.trig", format="trig")
    graph = Graph()
    for triple in dataset.triples((None, None, None)):
        graph.add(triple)
    return graph


def test_sound_rows_conform() -> None:
    conforms, _, text = pyshacl.validate(_sound() + TERMS, shacl_graph=SHAPES, meta_shacl=True)
    assert conforms, text


@pytest.fixture(scope="module")
def violations() -> set[tuple[str, str]]:
    """What is wrong with the faulty rows: pairs of focus node and shape, both by their last part."""
    graph = _sound().parse(DATA / "faulty.ttl") + TERMS
    conforms, report, _ = pyshacl.validate(graph, shacl_graph=SHAPES)
    assert not conforms
    return {
        (_last(report.value(result, SH.focusNode)), _last(report.value(result, SH.sourceShape)))
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def _last(node: Node | None) -> str:
    return str(node).removeprefix(ID).removeprefix(str(TAB)).removeprefix("https://w3id.org/chaingraph/data/faulty/")


FAULTS = [
    ("evidence-1", "Evidence"),
    ("evidence-2", "Evidence.document"),
    ("evidence-2", "Evidence.first"),
    ("document/undated", "SourceDocument"),
    ("enterprise/english-only", "enterprises.label"),
    ("enterprise/english-only", "enterprises.uscc"),
    ("enterprise/english-only", "enterprises.located_in"),
    ("enterprise/english-only", "enterprises.id"),
    ("enterprise/two-names", "enterprises.label"),
    ("enterprise/two-names", "enterprises.alias"),
    ("enterprise/two-names", "enterprises.type"),
    ("region/999", "regions.code"),
    ("park/nowhere", "IndustrialPark.place"),
    ("park/nowhere", "parks.level"),
    ("product/untyped", "products.type"),
    ("segment/nowhere", "segments.chain"),
    ("segment/nowhere", "segments.tier"),
    ("recipe/empty", "recipes.output"),
    ("recipe/empty", "Recipe.requirement"),
    ("requirement/lonely", "InputRequirement.recipe"),
    ("requirement/lonely", "InputRequirement.alternative"),
    ("project/odd", "projects.progress"),
    ("task/homeless", "tasks.policy"),
    ("organization/odd", "organizations.part_of"),
    ("organization/odd", "organizations.operator"),
    ("person/nobody", "persons.label"),
    ("sector/odd", "sectors.part_of"),
    ("chain/odd", "chains.sector"),
    ("catalogue/odd", "catalogues.cluster"),
    ("catalogue/odd", "catalogues.part_of"),
    ("honour/odd", "honours.awarded_by"),
    ("event/odd", "events.organizer"),
    ("event/odd", "events.participant"),
    ("event/odd", "events.valid_from"),
    ("policy/odd", "policies.implements"),
    ("task/homeless", "tasks.responsible"),
    ("instrument/odd", "instruments.policy"),
    ("instrument/odd", "instruments.issuer"),
    ("project/odd", "projects.event"),
    ("posts.csv#row=2", "posts.person"),
    ("posts.csv#row=2", "posts.title"),
    ("posts.csv#row=2", "posts.organization"),
    ("uses.csv#row=2", "uses.product"),
    ("uses.csv#row=2", "uses.used_in"),
    ("uses.csv#row=3", "ProductUse.ends"),
    ("needs.csv#row=2", "needs.customer"),
    ("needs.csv#row=2", "needs.product"),
    ("needs.csv#row=2", "InputNeed"),
    ("ties.csv#row=2", "ties.from"),
    ("ties.csv#row=2", "ties.kind"),
    ("ties.csv#row=3", "ties.to"),
    ("ties.csv#row=3", "OrganizationTie.ends"),
    ("specialisations.csv#row=2", "specialisations.place"),
    ("specialisations.csv#row=2", "specialisations.in"),
    ("specialisations.csv#row=2", "specialisations.role"),
    ("left_out.csv#row=2", "left_out.reason"),
    ("participations.csv#row=3", "participations.sector"),
    ("supplies.csv#row=2", "statement.line"),
    ("supplies.csv#row=2", "statement.source"),
    ("supplies.csv#row=2", "supplies.supplier"),
    ("supplies.csv#row=2", "supplies.customer"),
    ("supplies.csv#row=2", "supplies.product"),
    ("supplies.csv#row=2", "supplies.share"),
    ("supplies.csv#row=2", "supplies.valid_from"),
    ("supplies.csv#row=2", "supplies.value"),
    ("capabilities.csv#row=2", "capabilities.capacity"),
    ("capabilities.csv#row=2", "capabilities.unit"),
    ("capabilities.csv#row=2", "capabilities.market_share"),
    ("capabilities.csv#row=2", "capabilities.stage"),
    ("participations.csv#row=2", "participations"),
    ("participations.csv#row=2", "participations.role"),
    ("inputs.csv#row=2", "inputs.recipe"),
    ("inputs.csv#row=2", "inputs.requirement"),
    ("inputs.csv#row=2", "inputs.rank"),
    ("shortages.csv#row=2", "shortages.of"),
    ("shortages.csv#row=2", "shortages.kind"),
    ("honour_awards.csv#row=2", "honour_awards.recipient"),
    ("honour_awards.csv#row=2", "honour_awards.honour"),
    ("honour_awards.csv#row=2", "honour_awards.batch"),
    ("cluster_standings.csv#row=2", "cluster_standings.standing"),
    ("chain_revisions.csv#row=2", "chain_revisions.original"),
    ("chain_revisions.csv#row=2", "chain_revisions.kind"),
    ("indicator_values.csv#row=2", "indicator_values.unit"),
    ("indicator_values.csv#row=2", "indicator_values.comparator"),
    ("completeness.csv#row=2", "completeness.region"),
    ("completeness.csv#row=2", "completeness.product"),
]


@pytest.mark.parametrize(("focus", "shape"), FAULTS)
def test_a_faulty_row_violates_its_shape(violations: set[tuple[str, str]], focus: str, shape: str) -> None:
    assert (focus, shape) in violations


def test_messages_are_in_both_languages() -> None:
    graph = _sound() + TERMS
    row = URIRef("https://w3id.org/chaingraph/data/sound/supplies.csv#row=3")
    graph.set((row, CG.share, Literal("1.5", datatype=URIRef("http://www.w3.org/2001/XMLSchema#decimal"))))
    _, report, _ = pyshacl.validate(graph, shacl_graph=SHAPES)
    (result,) = report.subjects(RDF.type, SH.ValidationResult)
    assert report.value(result, SH.focusNode) == row
    assert {text.language for text in report.objects(result, SH.resultMessage)} == {"zh", "en"}

"""Do the tables of persons, sectors, events, instruments, ties and the like say in triples what they mean?"""

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset

from chaingraph.checks import check
from chaingraph.errors import SourceError
from chaingraph.store import build, native
from chaingraph.vocabulary import curie, iri

TOWN = Path(__file__).parent / "data" / "town"
INFERRED = iri("graph:inferred")


@pytest.fixture(scope="module")
def town() -> Dataset:
    return build([TOWN])


def text(term: object) -> str:
    return curie(term.value) if isinstance(term, ox.NamedNode) else str(term)


def said(store: Dataset, subject: str, *, inferred: bool = False) -> set[tuple[str, str]]:
    """What the store says of a thing or row, without its evidence, names and type."""
    left_out = {"rdf:type", "skos:prefLabel", "cg:supportedBy", "cg:statementStatus"}
    return {
        (text(quad.predicate), text(quad.object))
        for quad in native(store).quads_for_pattern(ox.NamedNode(iri(subject)), None, None)
        if (quad.graph_name == ox.NamedNode(INFERRED)) == inferred and text(quad.predicate) not in left_out
    }


def pairs(lines: str) -> set[tuple[str, str]]:
    return {(name, value) for name, _, value in (line.strip().partition(" ") for line in lines.strip().splitlines())}


def date(value: str) -> str:
    return f'"{value}"^^<http://www.w3.org/2001/XMLSchema#{ {4: "gYear", 7: "gYearMonth", 10: "date"}[len(value)] }>'


SAID = {
    "park:west": """skos:altLabel "镇西园区"@zh
        cg:locatedIn region:town-west
        cg:level level:provincial
        cg:level level:national
        cg:operatedBy organization:office""",
    "enterprise:drone-maker": """cg:locatedIn park:west
        cg:fieldOfWork sector:drones
        cg:fieldOfWork product:flight-control""",
    "organization:flight-lab": """skos:altLabel "检测平台"@zh
        skos:altLabel "FTP"@en
        skos:hiddenLabel "飞行检侧平台"@zh
        cg:locatedIn park:west
        org:subOrganizationOf organization:office
        cg:operatedBy enterprise:drone-maker
        cg:fieldOfWork sector:drones
        cg:fieldOfWork product:flight-control""",
    "sector:drones": """skos:altLabel "低空装备"@zh
        skos:broader sector:aviation""",
    "chain:drones": "cg:inSector sector:drones",
    "cluster:drones": """cg:basedOnChain chain:drones
        cg:inSector sector:drones
        cg:locatedIn region:990300""",
    "catalogue:one-plus-two": f"""skos:altLabel "1+2"@en
        cg:statedCount "3"^^<http://www.w3.org/2001/XMLSchema#integer>
        cg:listsChain chain:drones
        cg:locatedIn region:990300
        dcterms:publisher organization:office
        dcterms:publisher organization:daily
        cg:asOf {date("2022")}""",
    "catalogue:future": """cg:statedCount "2"^^<http://www.w3.org/2001/XMLSchema#integer>
        cg:listsSector sector:drones
        cg:listsCluster cluster:drones
        dcterms:isPartOf catalogue:one-plus-two""",
    "honour:town-star": "cg:awardedBy organization:office",
    "person:li-si": """skos:altLabel "李总"@zh
        skos:hiddenLabel "李西"@zh""",
    "data:town/posts.csv#row=2": f"""cg:postHolder person:li-si
        cg:postTitle "董事长"@zh
        cg:postTitle "chair"@en
        cg:postIn enterprise:drone-maker
        cg:asOf {date("2023")}""",
    "data:town/posts.csv#row=3": """cg:postHolder person:li-si
        cg:postTitle "链长"@zh
        cg:postPlace region:990300
        cg:concerns chain:drones""",
    "event:drone-fair": f"""cg:locatedIn park:west
        cg:organizedBy organization:office
        cg:attendedBy enterprise:drone-maker
        cg:attendedBy person:li-si
        cg:concerns sector:drones
        cg:validFrom {date("2023-04-01")}
        cg:validUntil {date("2023-04-03")}""",
    "policy:town-plan": """dcterms:publisher organization:office
        cg:concerns chain:drones
        cg:locatedIn region:990300""",
    "policy:town-measures": """dcterms:publisher organization:office
        cg:implements policy:town-plan""",
    "task:test-field": f"""skos:altLabel "试飞场任务"@zh
        cg:taskOf policy:town-plan
        cg:concerns product:drone
        cg:taskedWith organization:office
        cg:targetDate {date("2024")}""",
    "instrument:lists": f"""cg:instrumentOf policy:town-plan
        dcterms:publisher organization:office
        cg:locatedIn region:990300
        cg:asOf {date("2022")}""",
    "instrument:white-list": """skos:altLabel "白名单"@zh
        dcterms:isPartOf instrument:lists
        cg:instrumentOf task:test-field
        dcterms:publisher organization:town-bank
        cg:concerns chain:drones""",
    "project:drone-plant": """cg:undertakenBy enterprise:drone-maker
        cg:concerns product:drone
        cg:locatedIn park:west
        cg:progress state:signed
        cg:progress state:announced
        cg:atEvent event:drone-fair
        cg:listedInPolicy policy:town-plan""",
    "data:town/participations.csv#row=2": """cg:participant enterprise:rotor-maker
        cg:inSector sector:drones
        cg:participationRole role:supporting""",
    "data:town/uses.csv#row=2": f"""cg:usedProduct product:drone
        cg:usedProduct product:flight-control
        cg:applicationField sector:aviation
        cg:applicationField chain:drones
        cg:asOf {date("2023")}""",
    "data:town/needs.csv#row=2": f"""cg:neededBy enterprise:drone-maker
        cg:neededProduct product:rotor
        cg:numericValue "4000"^^<http://www.w3.org/2001/XMLSchema#decimal>
        qudt:hasUnit unit:NUM
        cg:asOf {date("2023")}""",
    "data:town/ties.csv#row=2": f"""cg:tieFrom enterprise:drone-maker
        cg:tieTo enterprise:rotor-maker
        cg:tieTo organization:flight-lab
        cg:tieKind tie:cooperates-with
        cg:concerns product:flight-control
        cg:asOf {date("2023")}
        cg:validFrom {date("2022")}""",
    "data:town/specialisations.csv#row=2": f"""cg:specialisedPlace park:west
        cg:specialisedField sector:drones
        cg:specialisedField product:drone
        cg:specialisationRole role:lead
        cg:asOf {date("2022")}""",
}
TYPES = {
    "organization:flight-lab": "cg:Platform",
    "organization:daily": "cg:MediaOrganization",
    "organization:town-bank": "cg:FinancialInstitution",
    "product:flight-control": "cg:Technology",
    "sector:drones": "cg:Sector",
    "person:li-si": "cg:Person",
    "event:drone-fair": "cg:Event",
    "instrument:lists": "cg:PolicyInstrument",
    "data:town/posts.csv#row=2": "cg:PostHolding",
    "data:town/uses.csv#row=2": "cg:ProductUse",
    "data:town/needs.csv#row=2": "cg:InputNeed",
    "data:town/ties.csv#row=2": "cg:OrganizationTie",
    "data:town/specialisations.csv#row=2": "cg:PlaceSpecialisation",
}
DERIVED = {
    "needs": "enterprise:drone-maker product:rotor",
    "operatesInSector": "enterprise:rotor-maker sector:drones",
    "specialisesIn": "park:west sector:drones, park:west product:drone",
    "tiedTo": """enterprise:drone-maker enterprise:rotor-maker, enterprise:rotor-maker enterprise:drone-maker,
        enterprise:drone-maker organization:flight-lab, organization:flight-lab enterprise:drone-maker""",
    "usedIn": """product:drone sector:aviation, product:drone chain:drones,
        product:flight-control sector:aviation, product:flight-control chain:drones""",
    "worksFor": "person:li-si enterprise:drone-maker",
}


@pytest.mark.parametrize("subject", SAID)
def test_a_row_says_what_its_columns_mean(town: Dataset, subject: str) -> None:
    assert said(town, subject) == pairs(SAID[subject])


@pytest.mark.parametrize("subject", TYPES)
def test_a_row_gives_its_thing_one_type(town: Dataset, subject: str) -> None:
    found = native(town).quads_for_pattern(ox.NamedNode(iri(subject)), ox.NamedNode(iri("rdf:type")), None)
    assert {text(quad.object) for quad in found if quad.graph_name != ox.NamedNode(INFERRED)} == {TYPES[subject]}


@pytest.mark.parametrize("name", DERIVED)
def test_the_direct_relation_is_derived(town: Dataset, name: str) -> None:
    found = native(town).quads_for_pattern(None, ox.NamedNode(iri(f"cg:{name}")), None, ox.NamedNode(INFERRED))
    wanted = {tuple(pair.split()) for pair in DERIVED[name].split(",")}
    assert {(text(quad.subject), text(quad.object)) for quad in found} == wanted


def test_no_check_finds_anything(town: Dataset) -> None:
    """Two documents give the park and the project other levels and states: each may say its own."""
    assert check(town) == ()


BASE = {
    "persons": "id,label_zh,source,line\nperson:li,李,document:plan,1\n",
    "enterprises": "id,type,label_zh,source,line\n"
    "enterprise:a,cg:Enterprise,甲,document:plan,1\nenterprise:b,cg:Enterprise,乙,document:plan,1\n",
    "products": "id,type,label_zh,source,line\nproduct:p,cg:Technology,技术,document:plan,1\n",
    "sectors": "id,label_zh,source,line\nsector:s,业,document:plan,1\n",
}
WRONG = {
    "a person as the whole of an organization": (
        "organizations",
        "id,type,label_zh,part_of,source,line\norganization:o,cg:Platform,台,person:li,document:plan,1\n",
        "person:li is a cg:Person, not a cg:Organization",
    ),
    "a person as operator": (
        "organizations",
        "id,type,label_zh,operator,source,line\norganization:o,cg:Platform,台,person:li,document:plan,1\n",
        "person:li is a cg:Person, not a cg:Organization",
    ),
    "a kind of organization that there is not": (
        "organizations",
        "id,type,label_zh,source,line\norganization:o,cg:Person,台,document:plan,1\n",
        "'cg:Person' is not allowed here",
    ),
    "an unknown kind of tie": (
        "ties",
        "from,to,kind,source,line\nenterprise:a,enterprise:b,tie:likes,document:plan,1\n",
        "'tie:likes' is not allowed here",
    ),
    "a tie without a kind": (
        "ties",
        "from,to,kind,source,line\nenterprise:a,enterprise:b,,document:plan,1\n",
        "ties.csv#row=2,kind: must not be empty",
    ),
    "an enterprise that holds a post": (
        "posts",
        "person,title_zh,source,line\nenterprise:a,总,document:plan,1\n",
        "enterprise:a is a cg:Enterprise, not a cg:Person",
    ),
    "a post without a title": (
        "posts",
        "person,title_zh,source,line\nperson:li,,document:plan,1\n",
        "posts.csv#row=2,title_zh: must not be empty",
    ),
    "a use in an enterprise": (
        "uses",
        "product,used_in,source,line\nproduct:p,enterprise:a,document:plan,1\n",
        "enterprise:a is a cg:Enterprise, not a cg:ChainSegment, cg:IndustryChain, cg:IndustryCluster, cg:Product, cg:Sector",
    ),
    "a need of a sector": (
        "needs",
        "customer,product,source,line\nsector:s,product:p,document:plan,1\n",
        "sector:s is a cg:Sector, not a cg:Organization",
    ),
    "a role that no field has in a place": (
        "specialisations",
        "place,in,role,source,line\nregion:r,sector:s,role:chain-owner,document:plan,1\n",
        "'role:chain-owner' is not allowed here",
    ),
    "an instrument of a product": (
        "instruments",
        "id,label_zh,policy,source,line\ninstrument:i,单,product:p,document:plan,1\n",
        "product:p is a cg:Technology, not a cg:Policy, cg:PolicyTask",
    ),
    "a sector as participant of an event": (
        "events",
        "id,label_zh,participant,source,line\nevent:e,会,sector:s,document:plan,1\n",
        "sector:s is a cg:Sector, not a cg:Organization, cg:Person",
    ),
    "a chain as sector": (
        "chains",
        "id,label_zh,sector,source,line\nchain:c,链,chain:c,document:plan,1\n",
        "chain:c is a cg:IndustryChain, not a cg:Sector",
    ),
    "a person in need of no name": (
        "persons",
        "id,label_zh,source,line\nperson:li,,document:plan,1\n",
        "persons.csv#row=2,label_zh: must not be empty",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_reader_refuses(write, name: str) -> None:
    table, rows, message = WRONG[name]
    with pytest.raises(SourceError) as caught:
        build([write({**BASE, table: rows})])
    assert message in caught.value.text("en")

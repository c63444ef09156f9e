"""Does each named question (queries/ask) give the answer that stands in the documents?

Expected answers were read in the five documents, by line; row numbers are never asserted, as rows may move.
"""

import re
import shutil
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from rdflib import Dataset, URIRef

from chaingraph.analysis.segment import segment_states
from chaingraph.errors import QueryError
from chaingraph.graphs import chain_graph, chains, sources
from chaingraph.paths import data_sets
from chaingraph.queries import Query, Row, fill, find_query, list_queries, run, select
from chaingraph.serving.forms import analyses
from chaingraph.store import build, export
from chaingraph.verbs import findings
from chaingraph.vocabulary import PREFIXES, curie

HERE = Path(__file__).parent
QUESTIONS = {query.name: query for query in list_queries()}

REPORT_2024 = "document:changsha-daily-2024-01"
REVIEW_2025 = "document:changsha-daily-2025-review"
HUNAN_2021 = "document:hunan-highland-2021"
CONFERENCE_2024 = "document:hunan-miit-conference-2024-01"
PLAN_2021 = "document:changsha-plan-2021-3"

STORAGE = "chain:advanced-energy-storage-materials"
CHANGSHA = "region:430100"


@pytest.fixture(scope="session")
def changsha() -> Dataset:
    return build(data_sets())


def ask(face: Dataset, name: str, **values: str) -> list[Row]:
    return run(face, QUESTIONS[name], values)


def column(rows: Iterable[Row], name: str) -> set[str | None]:
    return {row[name] for row in rows}


def only(rows: Iterable[Row], **wanted: str | None) -> list[Row]:
    """The rows with these values."""
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


def stands_on(face: Dataset, rows: list[Row], document: str, line: int, *, by: str = "source") -> bool:
    """Whether there are rows, and each has evidence in *document* that holds *line*."""
    return bool(rows) and all(
        any(paper == document and first <= line <= last for paper, _, first, last, _ in found)
        for found in sources(face, [str(row[by]) for row in rows]).values()
    )


def segment(name: str) -> str:
    return f"segment:advanced-energy-storage-materials.{name}"


# ---- Competency questions, in their order


def test_1_who_makes_ternary_precursor(changsha):
    rows = ask(changsha, "makers-of-product", product="三元前驱体")
    assert column(rows, "enterprise") == {"enterprise:cngr"}
    assert column(rows, "stage") == {"state:producing"}
    assert column(rows, "capacity") == {None}  # the report gives no tonnes: unknown, not zero
    assert stands_on(changsha, rows, REPORT_2024, 108)


def test_1_makers_of_a_kind_make_the_product(changsha):
    assert column(ask(changsha, "makers-of-product", product="前驱体"), "product") == {"product:ternary-precursor"}
    rows = ask(changsha, "makers-of-product", product="正极材料")
    assert column(rows, "enterprise") == {
        "enterprise:changyuan-lico",
        "enterprise:shanshan-energy",
        "enterprise:unnamed-cathode-supplier-jingzhou",
        "enterprise:unnamed-cathode-supplier-ningxiang",
    }
    automotive = only(rows, product="product:automotive-cathode-material")
    assert stands_on(changsha, automotive, PLAN_2021, 153)
    assert stands_on(changsha, [row for row in rows if row not in automotive], REPORT_2024, 72)


def test_1_nobody_is_known_to_make_separators(changsha):
    assert ask(changsha, "makers-of-product", product="隔膜") == []


def test_2_champion_products(changsha):
    rows = ask(changsha, "champion-products")
    assert {(row["enterprise"], row["product"], row["level"]) for row in rows} == {
        ("enterprise:cngr", "product:cobalt-tetroxide", "level:national"),
        ("enterprise:zhongda-chuangyuan", "product:bevel-gear-dry-cutting-machine", "level:national"),
    }
    assert stands_on(changsha, only(rows, enterprise="enterprise:cngr"), REPORT_2024, 108)
    assert stands_on(changsha, only(rows, enterprise="enterprise:zhongda-chuangyuan"), REPORT_2024, 112)
    assert ask(changsha, "champion-products", enterprise="中伟新能源") == only(rows, enterprise="enterprise:cngr")


def test_3_downstream_of_cobalt_tetroxide(changsha):
    rows = ask(changsha, "downstream-of-product", product="四氧化三钴")
    said = only(rows, status="status:reported")
    assert {(row["input"], row["product"]) for row in said} == {
        ("product:cobalt-tetroxide", "product:lithium-cobalt-oxide-cathode"),
        ("product:lithium-cobalt-oxide-cathode", "product:lithium-cobalt-oxide-battery"),
    }
    assert stands_on(changsha, said, REPORT_2024, 108)
    assert column([row for row in rows if row not in said], "status") == {"status:assumed"}


def test_4_segments_in_order(changsha):
    rows = ask(changsha, "segments-of-chain", chain="先进储能材料")
    names = list(dict.fromkeys(str(row["segment"]) for row in rows))  # two documents may name one
    middle = {"cathode-material", "anode-material", "separator", "electrolyte"}
    assert names[0] == segment("precursor")
    assert set(names[1:5]) == {segment(name) for name in middle}
    assert names[5:] == [segment(name) for name in ("cell", "energy-storage-system", "traction-battery-recycling")]
    said = {row["segment"] for row in rows if stands_on(changsha, [row], PLAN_2021, 125)}
    assert said == set(names)


def test_4_the_order_is_partial(changsha):
    rows = ask(changsha, "order-of-segments", chain=STORAGE)
    edges = {(row["segment"], row["next"]) for row in rows}
    assert (segment("precursor"), segment("cathode-material")) in edges
    assert {before for before, after in edges if after == segment("cell")} == {
        segment(name) for name in ("cathode-material", "anode-material", "separator", "electrolyte")
    }
    assert segment("traction-battery-recycling") not in {name for edge in edges for name in edge}
    assert stands_on(changsha, rows, PLAN_2021, 125)


def test_5_segments_without_maker(changsha):
    rows = ask(changsha, "segments-without-maker", chain="先进储能材料", region="长沙")
    wanted = only(rows, kind="shortage:attract")
    assert column(wanted, "segment") == {
        segment(name) for name in ("separator", "electrolyte", "anode-material", "traction-battery-recycling")
    }
    assert stands_on(changsha, wanted, PLAN_2021, 153, by="asked_by")
    # line 157 names two firms for anodes to be developed, none that makes them
    assert column(only(wanted, segment=segment("anode-material")), "developing") == {"2"}
    (system,) = only(rows, segment=segment("energy-storage-system"))
    assert (system["short"], system["kind"], system["asked_by"]) == (None, None, None)  # unknown, not missing


def test_5_a_maker_elsewhere_does_not_fill_the_segment(mini):
    """Cells, cathodes, anodes, precursors are made in Sample City; separators in Next City; electrolyte is delivered from there."""
    rows = ask(mini, "segments-without-maker", chain="chain:battery", region="region:990100")
    assert {(row["segment"], row["short"]) for row in rows} == {
        ("segment:separator", "product:separator"),
        ("segment:electrolyte", None),
    }
    in_province = ask(mini, "segments-without-maker", chain="chain:battery", region="region:990000")
    assert column(in_province, "segment") == set()


def test_5_the_analysis_of_segments_finds_the_same(changsha):
    """By another way: SPARQL here, a NetworkX graph there."""
    for chain in chains(changsha):
        states = segment_states(chain_graph(changsha, chain), region=CHANGSHA)
        empty = {state.subject for state in states if state.state in ("missing", "developing", "unknown")}
        assert column(ask(changsha, "segments-without-maker", chain=chain, region=CHANGSHA), "segment") == empty


def test_5_who_only_develops_is_counted_apart(changsha):
    """Sany and Zoomlion are to turn to service (line 75 of the plan): none is said to offer it yet."""
    rows = ask(changsha, "segments-without-maker", chain="智能装备制造产业链", region="长沙")
    (service,) = only(rows, segment="segment:intelligent-equipment.manufacturing-service")
    assert service["developing"] == "3"  # and equipment makers of the city without name
    assert column(only(rows, segment="segment:intelligent-equipment.core-components"), "developing") == {None}


def test_6_inputs_without_local_source(mini):
    """Alpha's cell lacks separator and electrolyte, beta's cathode a lithium salt; cathode, anode, precursor are local."""
    rows = ask(mini, "inputs-without-local-source", region="region:990100")
    assert {(row["product"], row["input"]) for row in rows} == {
        ("product:cell", "product:separator"),
        ("product:cell", "product:electrolyte"),
        ("product:ternary-cathode", "product:lithium-hydroxide"),
        ("product:ternary-cathode", "product:lithium-carbonate"),
    }


def test_6_local_suppliers_count_as_local_source(changsha):
    """Foton's cargo bodies, axles and frames come from the place; that suppliers' names are not given is no matter."""
    rows = ask(changsha, "inputs-without-local-source", region="长沙")
    lacking = column(only(rows, product="product:truck"), "input")
    assert lacking
    assert not lacking & {"product:cargo-body", "product:axle", "product:frame"}


def test_7_alternatives_by_preference(mini, changsha):
    rows = ask(mini, "alternatives-of-requirement", requirement="requirement:ternary-cathode.lithium")
    assert [(row["rank"], row["product"]) for row in rows] == [
        ("1", "product:lithium-hydroxide"),
        ("2", "product:lithium-carbonate"),
    ]
    rows = ask(changsha, "alternatives-of-requirement", **QUESTIONS["alternatives-of-requirement"].example)
    assert column(rows, "product") == {"product:lithium-hydroxide", "product:lithium-carbonate"}
    assert column(rows, "rank") == {None}


def test_8_the_cathode_supplier_of_hunan_huaxing_changed(changsha):
    rows = ask(changsha, "suppliers-of", customer="湖南华兴", as_of="2024-01")
    (before,) = only(rows, supplier="enterprise:unnamed-cathode-supplier-jingzhou")
    (now,) = only(rows, supplier="enterprise:unnamed-cathode-supplier-ningxiang")
    assert len(rows) == 2
    assert column(rows, "product") == {"product:cathode-material"}
    assert (before["holds"], now["holds"]) == ("no", "yes")
    assert now["replaces"] == before["source"]
    assert Decimal(str(now["share"])) == Decimal("0.40")
    assert before["share"] is None  # said of the present supply only
    assert before["valid_from"] is before["valid_until"] is now["valid_from"] is None
    assert stands_on(changsha, rows, REPORT_2024, 72)


@pytest.mark.parametrize(("as_of", "holds"), [("2019", {"possible"}), ("2023-12-31", {"possible"})])
def test_8_before_the_report_either_supplier_is_possible(changsha, as_of, holds):
    assert column(ask(changsha, "suppliers-of", customer="湖南华兴", as_of=as_of), "holds") == holds


def test_8_without_a_date_what_has_not_ended_is_possible(changsha):
    rows = ask(changsha, "suppliers-of", customer="enterprise:hunan-huaxing")
    assert {row["supplier"]: row["holds"] for row in rows} == {
        "enterprise:unnamed-cathode-supplier-jingzhou": "no",
        "enterprise:unnamed-cathode-supplier-ningxiang": "possible",
    }


def test_8_a_supply_holds_from_its_first_date_to_its_end(mini):
    """Gamma has supplied beta since 2022, no end is said; epsilon's supply had ended by January 2023."""
    for year, holds in (("2021", "no"), ("2022", "possible")):
        begun = ask(mini, "suppliers-of", customer="enterprise:beta-cathode", as_of=year)
        assert column(begun, "holds") == {holds}
    ended = ask(mini, "customers-of", supplier="enterprise:epsilon-cathode", as_of="2023-01-01")
    assert {(row["customer"], row["holds"]) for row in ended} == {("enterprise:alpha-cell", "no")}


def test_9_supplies_across_the_provincial_border(changsha):
    rows = ask(changsha, "supplies-across-border", region="湖南")
    (row,) = only(rows, direction="in")
    assert (row["supplier"], row["from"]) == ("enterprise:unnamed-cathode-supplier-jingzhou", "region:421000")
    assert row["customer"] == "enterprise:hunan-huaxing"
    assert row["ended_by"] == "2024-01"
    assert stands_on(changsha, [row], REPORT_2024, 72)
    assert column(only(rows, direction="out"), "supplier") == {"enterprise:dialine-new-materials"}  # line 39 of 2025
    abroad = ask(changsha, "supplies-across-border", region="中国")
    assert column(abroad, "to") == {"region:europe-america", "region:jp", "region:kr"}


def test_9_supplies_across_a_city_border(mini):
    """Three suppliers of Next City serve alpha in Sample City's park; both cities lie in one province."""
    rows = ask(mini, "supplies-across-border", region="region:990100")
    names = ("epsilon-cathode", "zeta-separator", "unnamed-electrolyte")
    assert column(rows, "supplier") == {f"enterprise:{name}" for name in names}
    assert {(row["direction"], row["from"], row["to"]) for row in rows} == {("in", "region:990200", "park:east")}
    assert column(ask(mini, "supplies-across-border", region="region:990200"), "direction") == {"out"}
    assert ask(mini, "supplies-across-border", region="region:990000") == []


def test_10_local_supply_rate_targets(changsha):
    rows = ask(changsha, "targets", indicator="本地配套率")
    assert {
        (row["subject"], row["place"], row["comparator"], Decimal(str(row["value"])), row["as_of"]) for row in rows
    } >= {
        ("chain:construction-machinery", CHANGSHA, "comparator:approx", Decimal("0.30"), "2023"),
        ("chain:automobile", CHANGSHA, "comparator:approx", Decimal("0.25"), "2023"),
    }
    for chain in ("chain:construction-machinery", "chain:automobile"):
        found = only(rows, subject=chain)
        assert column(found, "publisher") == {"organization:cpc-changsha-committee", "organization:changsha-government"}
        assert stands_on(changsha, found, PLAN_2021, 175)
    (foton,) = only(rows, subject="enterprise:foton-changsha")
    assert (Decimal(str(foton["value"])), foton["as_of"]) == (Decimal("0.50"), "2025")
    assert stands_on(changsha, [foton], REPORT_2024, 70)


def test_10_all_targets_without_parameter(changsha):
    rows = ask(changsha, "targets")
    assert len(column(rows, "indicator")) > 20
    (share,) = {row["value"] for row in only(rows, indicator="indicator:manufacturing-gdp-share", place=CHANGSHA)}
    assert Decimal(str(share)) == Decimal("0.30")


def test_11_no_actual_value_answers_the_local_supply_rates(changsha):
    rows = ask(changsha, "target-and-actual", indicator="本地配套率")
    assert {"chain:construction-machinery", "chain:automobile"} <= column(rows, "subject")
    for name in ("actual", "actual_from", "actual_source", "periods", "comparable", "reaches"):
        assert column(rows, name) == {None}


def test_12_manufacturing_share_is_not_comparable_in_period(changsha):
    rows = ask(changsha, "target-and-actual", indicator="制造业增加值占GDP比重")
    (row,) = only(rows, place=CHANGSHA)
    assert (Decimal(str(row["target"])), Decimal(str(row["actual"]))) == (Decimal("0.30"), Decimal("0.28"))
    assert (row["target_from"], row["target_until"]) == ("2023", "2024")
    assert (row["actual_from"], row["actual_until"]) == ("2023-01", "2023-10")  # the first three quarters
    assert (row["periods"], row["comparable"], row["reaches"]) == ("part", "false", "false")
    assert stands_on(changsha, [row], PLAN_2021, 47)
    assert stands_on(changsha, [row], REPORT_2024, 15, by="actual_source")


def test_13_new_little_giants_target_and_actual(changsha):
    rows = ask(changsha, "target-and-actual", indicator="indicator:national-little-giants-new")
    (row,) = only(rows, place=CHANGSHA)
    assert (row["comparator"], row["target"], row["actual"]) == ("comparator:ge", "30", "48")
    assert (row["target_from"], row["target_until"]) == ("2021", "2024")
    assert (row["actual_from"], row["actual_until"]) == ("2023", "2024")
    assert (row["periods"], row["comparable"], row["reaches"]) == ("part", "false", "true")
    assert stands_on(changsha, [row], PLAN_2021, 179)
    assert stands_on(changsha, [row], REPORT_2024, 118, by="actual_source")


def test_13_a_later_actual_value_does_not_answer_the_target(changsha):
    """Six new single champions were aimed at for 2021-2023; the ten reported are of 2025."""
    rows = ask(changsha, "target-and-actual", indicator="indicator:national-single-champions-new")
    (row,) = only(rows, place=CHANGSHA)
    assert (row["target"], row["actual"], row["periods"], row["comparable"]) == ("6", "10", "after", "false")
    assert stands_on(changsha, [row], REVIEW_2025, 37, by="actual_source")


def test_14_series_of_little_giants(changsha):
    rows = only(
        ask(changsha, "indicator-series", indicator="indicator:national-little-giants-total"),
        place=CHANGSHA,
        kind="cg:ActualValue",
    )
    assert [(row["as_of"], row["value"]) for row in rows] == [("2023", "185"), ("2025", "243")]
    assert stands_on(changsha, rows[:1], REPORT_2024, 118)
    assert stands_on(changsha, rows[1:], REVIEW_2025, 29)


def test_15_stated_and_named_chains(changsha):
    rows = {row["catalogue"]: row for row in ask(changsha, "catalogues")}
    named = {name.partition(":")[2]: (row["stated"], row["named"]) for name, row in rows.items()}
    assert (
        named.items()
        >= {
            "changsha-chains-2017": ("22", "3"),
            "changsha-chains-2021": ("22", "0"),
            "changsha-chains-2023": ("17", "2"),
            "changsha-chains-2025": ("17", "0"),
            "hunan-3-3-2": ("8", "8"),  # line 9 of 2021: three clusters, three clusters, two kinds of industry
            "hunan-3-3-2.world": ("3", "3"),
            "jiangxi-12-chains": ("12", "4"),  # lines 101 and 105: furniture, new energy, aviation, electronics
            "chongqing-33618": ("30", "8"),  # line 111: three leading, three pillar and two future ones are named
            "changsha-4433-pillar": ("4", "0"),
        }.items()
    )
    for year, document, line in (
        (2017, REPORT_2024, 56),
        (2021, PLAN_2021, 135),
        (2023, REPORT_2024, 58),
        (2025, REVIEW_2025, 11),
    ):
        assert stands_on(changsha, [rows[f"catalogue:changsha-chains-{year}"]], document, line)


def test_16_origin_of_the_connected_vehicle_chain(changsha):
    rows = ask(changsha, "chain-origins", chain="智能网联汽车")
    assert {(row["origin"], row["chain"], row["kind"], row["as_of"]) for row in rows} == {
        ("chain:automobile", "chain:intelligent-connected-vehicle", "revision:split", "2023"),
        ("chain:automobile", "chain:new-energy-vehicle", "revision:split", "2023"),
    }
    assert stands_on(changsha, rows, REPORT_2024, 60)
    assert ask(changsha, "chain-origins", chain="工程机械") == []


def test_17_unaccounted_chains(changsha):
    rows = ask(changsha, "chains-unaccounted", catalogue="catalogue:changsha-chains-2017")
    assert column(rows, "chain") == {"chain:aerospace-beidou"}  # the review of 2025 names construction machinery again
    assert column(rows, "unnamed") == {"19"}
    (row,) = ask(changsha, "chains-unaccounted", catalogue="catalogue:changsha-chains-2021")
    assert (row["chain"], row["unnamed"], row["stated"]) == (None, "22", "22")


def test_18_cluster_standings(changsha):
    rows = ask(changsha, "cluster-standings", region="长沙")
    expected = (
        ("changsha-construction-machinery", "world", "aimed", PLAN_2021, 123),
        ("changsha-construction-machinery", "national", "reached", HUNAN_2021, 45),
        ("changsha-construction-machinery", "world", "competing", REPORT_2024, 84),
        ("advanced-energy-storage-materials", "national", "aimed", PLAN_2021, 125),
        ("secure-reliable-computers", "national", "aimed", PLAN_2021, 127),
        ("intelligent-connected-vehicle", "provincial", "aimed", PLAN_2021, 121),
        ("new-generation-secure-computing", "national", "reached", REPORT_2024, 88),
        ("new-generation-secure-computing", "world", "competing", REPORT_2024, 84),
        ("changzhutan-advanced-energy-materials", "national", "competing", REPORT_2024, 84),
        ("liuyang-high-end-apis", "national", "reached", REPORT_2024, 84),
    )
    for cluster, level, standing, document, line in expected:
        found = only(rows, cluster=f"cluster:{cluster}", level=f"level:{level}", standing=f"standing:{standing}")
        assert stands_on(changsha, found, document, line), cluster
    assert column(only(rows, cluster="cluster:liuyang-high-end-apis"), "honour") == {"honour:national-sme-cluster"}
    assert column(only(rows, cluster="cluster:changsha-construction-machinery"), "chain") == {
        "chain:construction-machinery"
    }
    assert column(only(rows, cluster="cluster:advanced-energy-storage-materials"), "chain") == {STORAGE}
    assert "cluster:chongqing-icnev" not in column(rows, "cluster")


@pytest.mark.parametrize(
    ("cluster", "line", "leads"),
    [
        ("工程机械产业集群", 123, {"sany-group", "zoomlion", "crchi", "sunward"}),
        ("先进储能材料产业集群", 125, {"byd", "changyuan-lico", "shanshan-energy", "cngr"}),
    ],
)
def test_19_cluster_leads(changsha, cluster, line, leads):
    rows = ask(changsha, "cluster-leads", cluster=cluster)
    assert column(rows, "enterprise") == {f"enterprise:{name}" for name in leads}
    assert column(rows, "role") == {"role:lead"}
    assert stands_on(changsha, rows, PLAN_2021, line)


def test_20_projects_and_their_segments(changsha):
    rows = ask(changsha, "projects", chain="先进储能材料")
    expansion = only(rows, project="project:cathode-expansion-100kt", tie="segment")
    assert column(expansion, "segment") == {segment("cathode-material")}
    assert column(expansion, "undertaken_by") == {"enterprise:changyuan-lico", "enterprise:shanshan-energy"}
    assert stands_on(changsha, expansion, PLAN_2021, 153)
    signed = only(rows, project="project:energy-materials-signing-2025")
    assert column(signed, "segment") == {None}  # the review does not say which links they are for
    assert stands_on(changsha, signed, REVIEW_2025, 70)
    parts = only(ask(changsha, "projects", chain="chain:automobile"), project="project:auto-parts-park-signing-2023")
    assert {"segment:automobile.components", "segment:automobile.vehicles"} <= column(parts, "segment")


def test_20_capacity_and_investment_of_projects(changsha):
    rows = ask(changsha, "project-figures")
    cathode, parts, storage = "cathode-expansion-100kt", "auto-parts-park-signing-2023", "energy-materials-signing-2025"
    expected = (
        (cathode, "project-capacity", "Target", 100_000, "TONNE", PLAN_2021, 153),
        (parts, "projects-signed", "Actual", 20, "NUM", REPORT_2024, 64),
        (parts, "planned-investment", "Forecast", 12_400_000_000, "CCY_CNY", REPORT_2024, 64),
        (storage, "projects-signed", "Actual", 10, "NUM", REVIEW_2025, 70),
        (storage, "planned-investment", "Forecast", 2_270_000_000, "CCY_CNY", REVIEW_2025, 70),
        (storage, "expected-annual-output", "Forecast", 3_050_000_000, "CCY_CNY", REVIEW_2025, 70),
    )
    for project, indicator, kind, value, unit, document, line in expected:
        (row,) = only(rows, project=f"project:{project}", indicator=f"indicator:{indicator}")
        assert (row["kind"], row["unit"]) == (f"cg:{kind}Value", f"unit:{unit}")
        assert Decimal(str(row["value"])) == value
        assert stands_on(changsha, [row], document, line)
    one = ask(changsha, "project-figures", project="10万吨车用锂电池正极材料扩产项目")
    assert column(one, "project") == {"project:cathode-expansion-100kt"}


def test_21_parks_of_the_cathode_segment(changsha):
    rows = ask(changsha, "enterprises-of-segment-by-park", segment=segment("cathode-material"))
    in_park = [row for row in rows if row["park"]]
    assert {(row["park"], row["enterprise"]) for row in in_park} == {
        ("park:ningxiang-high-tech-zone", "enterprise:unnamed-cathode-supplier-ningxiang")
    }
    assert stands_on(changsha, in_park, REPORT_2024, 72)
    assert {"enterprise:changyuan-lico", "enterprise:shanshan-energy"} <= column(only(rows, park=None), "enterprise")


def test_22_statements_of_one_document_only(changsha):
    rows = ask(changsha, "single-source-statements", enterprise="中大创远")
    (share,) = only(rows, relation="cg:produces")
    assert share["object"] == "product:bevel-gear-dry-cutting-machine"
    assert Decimal(str(share["market_share"])) == Decimal("0.90")
    assert share["document"] == REPORT_2024
    assert stands_on(changsha, [share], REPORT_2024, 112)
    assert ("cg:holdsHonour", REPORT_2024) in {(row["relation"], row["document"]) for row in rows}


def test_22_what_two_documents_say_is_left_out(changsha):
    """CNGR's precursors stand in the report of 2024 alone; its place in the city in that report and in the plan."""
    places = only(ask(changsha, "facts-of", thing="中伟新能源"), property="cg:locatedIn")
    assert {PLAN_2021, REPORT_2024} <= column(places, "document")
    alone = ask(changsha, "single-source-statements", enterprise="中伟新能源")
    assert "product:ternary-precursor" in column(alone, "object")
    assert CHANGSHA not in column(alone, "object")


def test_23_differing_values_of_other_dates_are_no_contradiction(changsha):
    rows = ask(changsha, "contradictions")
    assert column(rows, "conflict") == {"false"}
    (champions,) = only(rows, indicator="indicator:national-single-champions-total", place=CHANGSHA)
    assert {champions["value"], champions["other_value"]} == {"26", "42"}
    assert {champions["time"], champions["other_time"]} == {"2024-01", "2025"}
    ends = {champions["value"]: champions["source"], champions["other_value"]: champions["other"]}
    assert stands_on(changsha, [{"source": ends["26"]}], REPORT_2024, 114)
    assert stands_on(changsha, [{"source": ends["42"]}], REVIEW_2025, 37)


def test_23_two_values_for_one_date_contradict_each_other(tmp_path):
    folder = tmp_path / "mini"
    shutil.copytree(HERE / "data" / "mini", folder)
    with (folder / "indicator_values.csv").open("a", encoding="utf-8") as file:
        for value, line in (("0.2", 17), ("0.4", 18)):
            file.write(
                f"indicator:local-supply-rate,chain:battery,cg:ActualValue,{value},unit:FRACTION,comparator:eq,2023,2024,,"
                f"organization:sample-government,document:mini-plan,{line}\n"
            )
    (row,) = ask(build([folder]), "contradictions")
    assert row["conflict"] == "true"
    assert {Decimal(str(row["value"])), Decimal(str(row["other_value"]))} == {Decimal("0.2"), Decimal("0.4")}
    assert row["time"] == row["other_time"] == "2023/2024"


def test_24_products_that_only_cngr_makes(changsha):
    """An approximation: which downstream products then lose every route is answered by the analysis of weak links."""
    rows = ask(changsha, "products-with-one-maker", region="长沙", enterprise="中伟新能源")
    assert column(rows, "product") >= {"product:ternary-precursor", "product:cobalt-tetroxide", "product:precursor"}
    assert column(rows, "needed_for") >= {"product:ternary-cathode-material", "product:lithium-cobalt-oxide-cathode"}
    assert stands_on(changsha, rows, REPORT_2024, 108)
    wheels = ask(changsha, "products-with-one-maker", region="长沙")
    assert "product:alloy-wheel" not in column(wheels, "product")  # three makers in line 159 of the plan


def test_25_facts_of_an_enterprise_with_document_and_line(changsha):
    rows = ask(changsha, "facts-of", thing="中伟新能源")
    found = {(row["property"], row["value"], row["document"]) for row in rows}
    assert ("cg:capabilityProduct", "product:ternary-precursor", REPORT_2024) in found
    assert ("cg:awardedHonour", "honour:national-single-champion-product", REPORT_2024) in found
    assert ("cg:participationRole", "role:lead", PLAN_2021) in found
    (output,) = only(rows, property="cg:numericValue", value="10000000000")
    assert Decimal(str(output["value"])) == 10_000_000_000
    assert (output["document"], output["first"], output["last"]) == (REPORT_2024, "108", "108")
    assert all(row["first"] and row["last"] for row in rows)


def test_25_facts_as_of_a_date(changsha):
    """Before the report of 2024, only the plan of February 2021 speaks of the enterprise."""
    assert column(ask(changsha, "facts-of", thing="中伟新能源", as_of="2023"), "document") == {PLAN_2021}
    assert ask(changsha, "facts-of", thing="中伟新能源", as_of="2020") == []


# ---- Further questions of planners


def test_shortages_of_the_city_with_their_lines(changsha):
    rows = ask(changsha, "shortages", region="长沙")
    for product in ("separator", "electrolyte", "anode-material"):
        (row,) = only(rows, subject=f"product:{product}", kind="shortage:attract")
        assert (row["state"], row["document"], row["first"]) == ("state:open", PLAN_2021, "153")
    reducer = only(rows, subject="product:precision-reducer")
    assert column(reducer, "target_date") == {"2023"}
    assert column(reducer, "first") == {"73"}


def test_shortages_solved_in_the_province(changsha):
    rows = only(ask(changsha, "shortages", region="湖南"), state="state:solved")
    assert {"product:machinery-hydraulics", "product:rubber-plastic-seal"} <= column(rows, "subject")
    assert {(row["document"], row["first"]) for row in rows} == {
        (HUNAN_2021, "29"),
        (HUNAN_2021, "33"),
        (CONFERENCE_2024, "53"),
    }
    city = ask(changsha, "shortages", region="长沙")
    assert only(city, state="state:solved") == []


def test_shortages_of_a_chain_and_who_is_to_mend_them(changsha):
    rows = ask(changsha, "shortages-of-chain", chain="工程机械")
    engine = only(rows, subject="product:high-power-engine", kind="shortage:break-through")
    assert column(engine, "tasked_with") == {"enterprise:sany-group", "enterprise:zoomlion"}
    assert stands_on(changsha, engine, PLAN_2021, 143)
    storage = ask(changsha, "shortages-of-chain", chain=STORAGE)
    assert {"product:separator", "product:electrolyte", "product:anode-material"} <= column(storage, "subject")
    assert column(only(storage, subject="product:separator"), "tasked_with") == {None}


def test_honours_of_the_city(changsha):
    rows = ask(changsha, "honours-of", recipient="长沙")
    assert column(rows, "honour") == {
        "honour:new-energy-storage-ten-cities",
        "honour:advanced-manufacturing-top-100-cities",
        "honour:intelligent-manufacturing-20-cities",
        "honour:consumer-goods-strategy-city",
        "honour:sme-digital-pilot-city",
        "honour:business-environment-top-ten",
        "honour:national-ai-pilot-zone",
    }
    five = [row for row in rows if row["as_of"] == "2023"]
    assert stands_on(changsha, five, REPORT_2024, 13)
    assert stands_on(changsha, only(rows, honour="honour:business-environment-top-ten"), REVIEW_2025, 95)
    assert ask(changsha, "honours-of", recipient="山河智能") == []


def test_products_of_an_enterprise(changsha):
    rows = ask(changsha, "products-of-enterprise", enterprise="中伟新能源")
    assert column(rows, "product") == {"product:cobalt-tetroxide", "product:ternary-precursor"}
    assert stands_on(changsha, rows, REPORT_2024, 108)
    share = ask(changsha, "products-of-enterprise", enterprise="中大创远")
    assert {Decimal(str(row["market_share"])) for row in share} == {Decimal("0.90")}


def test_inputs_of_a_product(changsha):
    rows = ask(changsha, "inputs-of-product", product="钴酸锂电池")
    (cathode,) = only(rows, input="product:lithium-cobalt-oxide-cathode", status="status:reported")
    assert stands_on(changsha, [cathode], REPORT_2024, 108)
    assert {"product:separator", "product:electrolyte", "product:anode-material"} <= column(rows, "input")


def test_makers_in_a_district_by_their_park(changsha):
    rows = ask(changsha, "makers-in-region", region="浏阳市")
    (chip,) = only(rows, enterprise="enterprise:qitai-sensing")
    assert (chip["product"], chip["place"]) == ("product:metal-based-pressure-chip", "park:liuyang-etdz")
    assert stands_on(changsha, [chip], REVIEW_2025, 33)


def test_makers_in_the_city_leave_out_the_supplier_from_jingzhou(changsha):
    makers = column(ask(changsha, "makers-in-region", region="长沙"), "enterprise")
    assert "enterprise:unnamed-cathode-supplier-ningxiang" in makers
    assert "enterprise:unnamed-cathode-supplier-jingzhou" not in makers
    assert "enterprise:seg-automotive" not in makers  # line 80 of the report does not say where it is


def test_makers_whose_place_nobody_states(changsha):
    rows = ask(changsha, "makers-of-unknown-place")
    assert stands_on(changsha, only(rows, enterprise="enterprise:seg-automotive"), REPORT_2024, 80)


def test_enterprises_of_a_park(changsha):
    rows = ask(changsha, "park-enterprises", park="长沙经开区")
    expected = (
        ("bosch-changsha", "abs-motor", REPORT_2024, 36),
        ("sunward", "piling-equipment", HUNAN_2021, 15),
        ("sany-heavy-industry", "concrete-pump-truck", REVIEW_2025, 23),
        ("shengshitong", "material-handling-equipment", REVIEW_2025, 33),
    )
    for enterprise, product, document, line in expected:
        found = only(rows, enterprise=f"enterprise:{enterprise}", product=f"product:{product}")
        assert stands_on(changsha, found, document, line), enterprise


def test_customers_of_local_suppliers(changsha):
    rows = ask(changsha, "customers-of", supplier="enterprise:unnamed-local-suppliers-foton")
    assert column(rows, "customer") == {"enterprise:foton-changsha"}
    assert column(rows, "product") == {"product:cargo-body", "product:axle", "product:frame"}
    assert stands_on(changsha, rows, REPORT_2024, 66)


def test_participants_of_a_chain(changsha):
    rows = ask(changsha, "chain-participants", chain="先进储能材料")
    leads = only(rows, role="role:lead", cluster="cluster:advanced-energy-storage-materials")
    assert len(column(leads, "enterprise")) == 4
    assert stands_on(changsha, leads, PLAN_2021, 125)
    assert stands_on(changsha, only(rows, enterprise="enterprise:hunan-huaxing"), REPORT_2024, 72)


def test_tasks_of_a_chain(changsha):
    rows = ask(changsha, "tasks-of-chain", chain="先进储能材料")
    assert stands_on(changsha, only(rows, task="task:changsha-plan-2021-2023.3-3"), PLAN_2021, 125)
    stronger = only(rows, task="task:changsha-plan-2021-2023.5-1")
    assert {STORAGE, "product:separator", "product:electrolyte"} <= column(stronger, "concerns")
    assert stands_on(changsha, stronger, PLAN_2021, 153)


def test_documents_and_their_lines(changsha):
    rows = {row["source"]: row for row in ask(changsha, "documents")}
    expected = {
        REPORT_2024: (121, "2024-01", None),
        REVIEW_2025: (113, None, "2025-12"),
        HUNAN_2021: (81, None, "2021-09-30"),
        "document:hunan-miit-conference-2024-01": (121, None, "2024-01"),
        PLAN_2021: (209, "2021-02-19", None),
    }
    assert {name for name, row in rows.items() if row["data_set"] == "data:changsha"} == set(expected)
    for name, (lines, issued, not_before) in expected.items():
        row = rows[name]
        assert (int(str(row["lines"])), row["issued"], row["not_before"]) == (lines, issued, not_before)
        assert int(str(row["rows"])) > 0


def test_evidence_of_a_row(changsha):
    (row,) = only(
        ask(changsha, "suppliers-of", customer="湖南华兴"), supplier="enterprise:unnamed-cathode-supplier-jingzhou"
    )
    (found,) = ask(changsha, "evidence-of-row", row=str(row["source"]))
    assert (found["document"], found["first"], found["last"]) == (REPORT_2024, "72", "72")
    assert (found["status"], found["source"]) == ("status:reported", row["source"])


# ---- Every file


@pytest.mark.parametrize("query", QUESTIONS.values(), ids=QUESTIONS)
def test_the_header_is_complete(query: Query):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", query.name)
    assert query.summary.endswith("?")
    assert query.summary_zh.endswith("？")
    assert query.theme
    assert all(query.columns.values())
    assert "\n#+ example:" in query.text
    assert set(query.example) | set(query.defaults) == set(query.parameters)
    assert "source" in query.columns
    assert "ORDER BY" in query.text


@pytest.mark.parametrize("query", QUESTIONS.values(), ids=QUESTIONS)
def test_prefixes_are_those_of_the_vocabulary_and_all_used(query: Query):
    declared = dict(re.findall(r"^PREFIX (\w+): <([^>]*)>$", query.text, flags=re.MULTILINE))
    assert declared == {name: PREFIXES[name] for name in declared}
    body = "\n".join(line for line in query.text.splitlines() if not line.startswith(("#", "PREFIX")))
    assert {name for name in declared if f"{name}:" not in body} == set()


@pytest.mark.parametrize("query", QUESTIONS.values(), ids=QUESTIONS)
def test_the_example_has_an_answer_with_sources(query: Query, changsha):
    rows = run(changsha, query, query.example)
    assert rows
    assert all(list(row) == list(query.columns) for row in rows)
    assert all(str(row["source"]).startswith(("data:", "document:")) for row in rows)
    assert len({tuple(row.values()) for row in rows}) == len(rows)


@pytest.mark.parametrize("query", QUESTIONS.values(), ids=QUESTIONS)
def test_the_file_runs_as_it_stands(query: Query, mini):
    """Pasted into any SPARQL client, parameters are variables."""
    found = select(mini, query.text)
    assert [variable.value for variable in found.variables] == list(query.columns)
    list(found)


def test_no_column_says_zero_where_nothing_is_known(changsha):
    """The only counts of zero are of names in a document, of segments upstream, of rows."""
    counted = {"named", "unnamed", "step", "rows"}
    zeros = {
        name
        for query in QUESTIONS.values()
        for row in run(changsha, query, query.example)
        for name, value in row.items()
        if value == "0"
    }
    assert zeros <= counted


# ---- Plain SPARQL 1.1: rdflib's own engine gives the same rows


def test_who_holds_which_post(changsha):
    rows = ask(changsha, "posts-held")
    (secretary,) = only(rows, person="person:kong-chaoyang")
    assert (secretary["title"], secretary["organization"]) == ("党委书记", "enterprise:foton-changsha")
    assert stands_on(changsha, [secretary], REPORT_2024, 70)
    (chairman,) = only(rows, person="person:peng-peng")
    assert (chairman["title"], chairman["organization"]) == ("董事长", "enterprise:hunan-huaxing")
    assert {"全媒体记者", "通讯员"} <= column(only(rows, organization="organization:changsha-daily"), "title")


def test_events_of_2021_in_hunan(changsha):
    """Line 69 of the article of 2021 lists five meetings and fairs."""
    rows = ask(changsha, "events")
    for event in ("world-computing-2021", "beidou-summit-2021", "machinery-exhibition-2021", "xinchuang-forum-2021"):
        found = only(rows, event=f"event:{event}")
        assert found, event
        assert column(found, "as_of") == {"2021"}
        assert any(stands_on(changsha, [row], HUNAN_2021, 69) for row in found)


def test_the_five_parts_of_the_five_chiefs(changsha):
    rows = ask(changsha, "instruments-of-policy", policy="policy:changsha-five-chiefs")
    five = {
        f"instrument:five-chiefs-{one}" for one in ("chain-chief", "alliance-chief", "university-head", "bank-head")
    }
    assert five | {"instrument:five-chiefs-fund-chairman"} <= column(rows, "instrument")
    assert stands_on(changsha, only(rows, instrument="instrument:five-chiefs-chain-chief"), REVIEW_2025, 64)


def test_ties_of_the_defence_university(changsha):
    """Line 161 of the plan joins it with institute 48 in research on materials for wafers."""
    rows = ask(changsha, "ties-of", organization="国防科技大学")
    assert {(row["kind"], row["other"]) for row in rows} == {("tie:cooperates-with", "organization:cetc-48")}
    back = ask(changsha, "ties-of", organization="organization:cetc-48")
    assert ("in", "organization:nudt") in {(row["direction"], row["other"]) for row in back}
    assert stands_on(changsha, rows, PLAN_2021, 161)


def test_what_the_parks_of_the_city_specialise_in(changsha):
    rows = ask(changsha, "specialisations", region="长沙")
    parts = only(rows, place="park:changsha-auto-parts-park")
    assert "product:auto-part" in column(parts, "field")
    blockchain = only(rows, field="sector:blockchain")
    assert column(blockchain, "place") == {"park:changsha-etdz", "park:changsha-high-tech-zone"}
    assert stands_on(changsha, blockchain, PLAN_2021, 109)
    assert column(ask(changsha, "specialisations", region="重庆"), "place") >= {"region:500000"}


def test_where_the_machinery_cluster_is(changsha):
    rows = ask(changsha, "places-of-field", field="工程机械产业集群")
    assert column(rows, "place") == {CHANGSHA}
    assert any(stands_on(changsha, [row], HUNAN_2021, 45) for row in only(rows, status="status:reported"))


def test_what_beidou_is_used_for(changsha):
    """Line 99 of the plan: with connected vehicles, with geographic information, in positioning and countermeasures."""
    rows = ask(changsha, "uses-of-product", product="北斗")
    assert {"sector:geographic-information", "product:high-precision-positioning"} <= column(rows, "used_in")
    assert stands_on(changsha, only(rows, used_in="sector:geographic-information"), PLAN_2021, 99)


def test_who_needs_what(changsha):
    rows = ask(changsha, "needs-of")
    agv = only(rows, customer="enterprise:bosch-changsha", product="product:agv")
    assert stands_on(changsha, agv, REPORT_2024, 36)


def test_the_members_of_hunans_system(changsha):
    rows = ask(changsha, "members-of-catalogue", catalogue="catalogue:hunan-3-3-2")
    world = column(only(rows, part="catalogue:hunan-3-3-2.world"), "member")
    assert world == {f"cluster:hunan-{one}" for one in ("construction-machinery", "rail-transit", "aero")}
    assert len(rows) == 8
    assert stands_on(changsha, rows, HUNAN_2021, 9)


def test_the_systems_of_the_regions(changsha):
    rows = {row["catalogue"]: row for row in ask(changsha, "systems-compared")}
    told = {name: (row["place"], row["stated"], row["named"]) for name, row in rows.items()}
    assert told["catalogue:hunan-3-3-2"] == ("region:430000", "8", "8")
    assert told["catalogue:jiangxi-12-chains"] == ("region:360000", "12", "4")
    assert told["catalogue:chongqing-33618"][:2] == ("region:500000", "30")
    assert not any(name.startswith("catalogue:hunan-3-3-2.") for name in rows), "parts stand under the whole"


def test_who_works_in_secure_computing(changsha):
    rows = ask(changsha, "working-on", sector="信创产业")
    assert {"enterprise:phytium", "enterprise:huawei", "enterprise:xiangjiang-kunpeng"} <= column(rows, "who")


def test_chains_of_byd(changsha):
    rows = ask(changsha, "chains-of-enterprise", enterprise="比亚迪")
    assert column(rows, "chain") - {None} == {STORAGE}
    assert segment("cell") in column(rows, "segment")
    lead = only(rows, cluster="cluster:advanced-energy-storage-materials")
    assert column(lead, "role") == {"role:lead"}
    assert stands_on(changsha, lead, PLAN_2021, 125)


def test_clusters_of_construction_machinery(changsha):
    """Aimed at world level by city (2021) and province, won the national final in March 2021."""
    rows = ask(changsha, "clusters-of-chain", chain="工程机械")
    told = {(row["cluster"].rpartition(":")[2], row["level"], row["standing"], row["as_of"]) for row in rows}
    assert ("changsha-construction-machinery", "level:national", "standing:reached", "2021-03") in told
    assert ("changsha-construction-machinery", "level:world", "standing:aimed", "2021-02-19") in told
    assert ("hunan-construction-machinery", "level:world", "standing:aimed", "2021") in told


def test_documents_that_name_zoomlion(changsha):
    rows = ask(changsha, "documents-naming", thing="中联重科")
    assert column(rows, "document") == {REVIEW_2025, HUNAN_2021, PLAN_2021, CONFERENCE_2024}


def test_enterprises_of_the_city(changsha):
    found = column(ask(changsha, "enterprises-in-region", region="长沙"), "enterprise")
    assert {"enterprise:cngr", "enterprise:foton-changsha", "enterprise:crchi", "enterprise:hunan-huaxing"} <= found
    assert "enterprise:unnamed-cathode-supplier-jingzhou" not in found


def test_enterprises_without_product(changsha):
    found = column(ask(changsha, "enterprises-without-product"), "enterprise")
    assert "enterprise:avic-landing-gear" in found  # named in line 181 of the plan for a field, not for a product
    assert "enterprise:cngr" not in found


def test_figures_of_a_document_and_of_the_city(changsha):
    rows = ask(changsha, "figures-of-document", document=HUNAN_2021)
    solved = only(rows, indicator="indicator:key-technology-items-solved")
    assert {Decimal(str(row["value"])) for row in solved} == {Decimal(45)}
    assert stands_on(changsha, solved[:1], HUNAN_2021, 47)
    city = ask(changsha, "figures-of", subject="长沙")
    share = only(city, indicator="indicator:manufacturing-gdp-share")
    assert {Decimal(str(row["value"])) for row in share} == {Decimal("0.28"), Decimal("0.30")}


def test_holders_of_the_single_champion_product(changsha):
    rows = ask(changsha, "holders-of-honour", honour="honour:national-single-champion-product")
    assert {(row["recipient"], row["product"]) for row in rows} == {
        ("enterprise:cngr", "product:cobalt-tetroxide"),
        ("enterprise:zhongda-chuangyuan", "product:bevel-gear-dry-cutting-machine"),
    }
    lines = {"enterprise:cngr": 108, "enterprise:zhongda-chuangyuan": 112}
    assert all(stands_on(changsha, [row], REPORT_2024, lines[str(row["recipient"])]) for row in rows)


def test_what_stops_with_cngr(changsha):
    rows = ask(changsha, "if-enterprise-stops", enterprise="中伟新能源", region="长沙")
    assert {"product:ternary-precursor", "product:cobalt-tetroxide"} <= {
        value for row in rows for value in row.values() if value
    }


def test_what_the_mini_city_could_build_up(mini):
    """Cells need a separator and an electrolyte, cathodes a lithium salt: none of the three is made in Sample City."""
    city = ask(mini, "buildable-products", region="region:990100")
    assert not {"product:cell", "product:ternary-cathode"} & {value for row in city for value in row.values()}


def test_kinds_of_cathode_material(changsha):
    rows = ask(changsha, "kinds-of-product", product="正极材料")
    said = {(row["kind"], row["status"]) for row in rows}
    assert ("product:ternary-cathode-material", "status:reported") in said
    assert ("product:lfp-cathode-material", "status:assumed") in said


def test_policies_on_machinery_and_of_the_city(changsha):
    about = column(ask(changsha, "policies-concerning", thing="工程机械产业链"), "policy")
    assert "policy:changsha-plan-2021-2023" in about
    issued = column(ask(changsha, "policies-of-issuer", publisher="长沙市人民政府"), "policy")
    assert "policy:changsha-plan-2021-2023" in issued


def test_products_of_several_chains_and_of_none(changsha):
    shared = ask(changsha, "products-shared-by-chains")
    assert "product:cell" in column(shared, "product")  # storage materials, and the batteries of vehicles
    assert "product:ternary-precursor" not in column(ask(changsha, "products-without-chain"), "product")


def test_projects_and_rates_of_the_city(changsha):
    projects = column(ask(changsha, "projects-in-region", region="长沙"), "project")
    assert "project:cathode-expansion-100kt" in projects
    rows = ask(changsha, "rates-in-region", region="长沙")
    (land,) = only(rows, indicator="indicator:park-land-share")
    assert (Decimal(str(land["value"])), land["comparator"]) == (Decimal("0.02"), "comparator:approx")
    assert stands_on(changsha, [land], REPORT_2024, 98)


def test_shortages_that_are_solved(changsha):
    rows = ask(changsha, "shortages-solved")
    chips = {"product:rail-igbt-6500v", "product:radiation-hardened-chip"}
    assert chips <= column(rows, "of")
    assert stands_on(changsha, [row for row in rows if row["of"] in chips], HUNAN_2021, 29)


def test_the_supplier_that_huaxing_lost(changsha):
    (row,) = ask(changsha, "suppliers-lost")
    assert (row["supplier"], row["new_supplier"]) == (
        "enterprise:unnamed-cathode-supplier-jingzhou",
        "enterprise:unnamed-cathode-supplier-ningxiang",
    )
    assert (row["customer"], Decimal(str(row["share"]))) == ("enterprise:hunan-huaxing", Decimal("0.4"))


def test_tasks_of_the_plan(changsha):
    rows = ask(changsha, "tasks-of-policy", policy="policy:changsha-plan-2021-2023")
    actions = {f"task:changsha-plan-2021-2023.{number}" for number in range(1, 8)}
    assert actions <= column(rows, "task")  # seven actions, under headings (一) to (七)


def test_things_that_a_document_names(changsha):
    found = column(ask(changsha, "things-of-document", document=HUNAN_2021), "thing")
    assert {"event:world-computing-2021", "enterprise:crrc-zhuzhou-locomotive", "policy:hunan-1125"} <= found
    assert "enterprise:cngr" not in found


def test_what_is_to_be_attracted(changsha):
    rows = ask(changsha, "to-attract", region="长沙")
    assert {"product:separator", "product:electrolyte", "product:silicon-carbide-substrate"} <= column(rows, "of")
    assert stands_on(changsha, only(rows, of="product:silicon-carbide-substrate"), PLAN_2021, 161)
    assert stands_on(changsha, only(rows, of="product:separator"), PLAN_2021, 153)


def test_enterprises_that_no_document_names(changsha):
    found = column(ask(changsha, "unnamed-enterprises"), "enterprise")
    assert {"enterprise:unnamed-local-suppliers-foton", "enterprise:unnamed-cathode-supplier-jingzhou"} <= found
    assert "enterprise:cngr" not in found


_ON_MINI = {
    "as_of": "2023-02",
    "catalogue": "chain:battery",
    "chain": "chain:battery",
    "cluster": "chain:battery",
    "customer": "enterprise:alpha-cell",
    "document": "document:mini-directory",
    "field": "product:cathode",
    "organization": "enterprise:alpha-cell",
    "sector": "chain:battery",
    "enterprise": "enterprise:gamma-precursor",
    "honour": "honour:little-giant",
    "indicator": "indicator:local-supply-rate",
    "park": "park:east",
    "policy": "document:mini-plan",
    "product": "product:precursor",
    "project": "cg:Project",
    "publisher": "document:mini-plan",
    "recipient": "enterprise:gamma-precursor",
    "region": "region:990100",
    "requirement": "requirement:ternary-cathode.lithium",
    "row": "data:mini/supplies.csv#row=2",
    "segment": "segment:cathode",
    "subject": "enterprise:alpha-cell",
    "supplier": "enterprise:beta-cathode",
    "thing": "enterprise:alpha-cell",
}


@pytest.fixture(scope="session")
def rdflib_mini(mini) -> Dataset:
    face = Dataset(default_union=True)
    face.parse(data="".join(export(mini)), format="nquads")
    return face


@pytest.mark.parametrize("query", QUESTIONS.values(), ids=QUESTIONS)
def test_rdflib_gives_the_same_rows_in_the_same_order(query: Query, mini, rdflib_mini):
    values = {name: _ON_MINI[name] for name in query.parameters}
    found = rdflib_mini.query(fill(mini, query, values))
    names = [str(name) for name in found.vars or ()]
    rows = [dict(zip(names, map(_plain, row), strict=True)) for row in found]
    assert rows == run(mini, query, values)


def _plain(term: object) -> str | None:
    if term is None:
        return None
    return curie(str(term)) if isinstance(term, URIRef) else str(term)


def test_an_unknown_name_is_refused(changsha):
    with pytest.raises(QueryError):
        ask(changsha, "makers-of-product", product="没有这种产品")
    with pytest.raises(QueryError):
        ask(changsha, "makers-of-product")
    with pytest.raises(QueryError):
        ask(changsha, "suppliers-of", customer="湖南华兴", as_of="yesterday")


def test_a_question_is_found_by_its_name():
    assert find_query("makers-of-product").name == "makers-of-product"
    with pytest.raises(QueryError):
        find_query("../graph/makers")


def test_every_example_of_an_analysis_finds_something(changsha: Dataset) -> None:
    examples = {form.name: form.example for form in analyses("zh")}
    assert {name for name, example in examples.items() if example is None} == {"relatedness"}
    found = {name: findings(changsha, name, **dict(parse_qsl(text))) for name, text in examples.items() if text}
    assert {name for name, rows in found.items() if not rows} == set()

"""Do the graphs hold what the rows of mini say, with the rows that say it?"""

from pathlib import Path

import networkx as nx
import pytest
from rdflib import Dataset

from chaingraph.errors import QueryError
from chaingraph.graphs import chain_graph, chains, home, sources, supply_graph
from chaingraph.model import Completeness, Maker, Participant, Reading, Shortage, require_chain
from chaingraph.store import build, dataset, native
from conftest import CARD, Write

MINI = Path(__file__).parent / "data" / "mini"
CITY = frozenset({"region:990100", "region:990000"})
PARK = CITY | {"park:east"}
NEXT = frozenset({"region:990200", "region:990000"})
BOTH = ("document:mini-directory", "document:mini-plan")


def row(table: str, number: int) -> tuple[str, ...]:
    return (f"data:mini/{table}.csv#row={number}",)


@pytest.fixture(scope="module")
def chain(mini: Dataset) -> nx.DiGraph:
    return chain_graph(mini, "chain:battery")


# ---- The chain graph, by hand

KINDS = {
    "product": """cell cathode ternary-cathode anode separator electrolyte precursor lithium-hydroxide
        lithium-carbonate""",
    "recipe": "cell ternary-cathode",
    "requirement": "cell.cathode cell.anode cell.separator cell.electrolyte ternary-cathode.precursor ternary-cathode.lithium",
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_nodes(chain: nx.DiGraph, kind: str) -> None:
    assert {n for n, k in chain.nodes(data="kind") if k == kind} == {f"{kind}:{name}" for name in KINDS[kind].split()}


EDGES = {
    ("product:ternary-cathode", "product:cathode"): ("kind_of", row("products", 4), "reported", None),
    ("product:cathode", "requirement:cell.cathode"): ("alternative", row("inputs", 2), "assumed", None),
    ("product:anode", "requirement:cell.anode"): ("alternative", row("inputs", 3), "assumed", None),
    ("product:separator", "requirement:cell.separator"): ("alternative", row("inputs", 4), "assumed", None),
    ("product:electrolyte", "requirement:cell.electrolyte"): ("alternative", row("inputs", 5), "assumed", None),
    ("product:precursor", "requirement:ternary-cathode.precursor"): ("alternative", row("inputs", 6), "assumed", None),
    ("product:lithium-hydroxide", "requirement:ternary-cathode.lithium"): ("alternative", row("inputs", 7), "assumed", 1),
    ("product:lithium-carbonate", "requirement:ternary-cathode.lithium"): ("alternative", row("inputs", 8), "assumed", 2),
    ("requirement:cell.cathode", "recipe:cell"): ("requires", row("inputs", 2), "assumed", None),
    ("requirement:cell.anode", "recipe:cell"): ("requires", row("inputs", 3), "assumed", None),
    ("requirement:cell.separator", "recipe:cell"): ("requires", row("inputs", 4), "assumed", None),
    ("requirement:cell.electrolyte", "recipe:cell"): ("requires", row("inputs", 5), "assumed", None),
    ("requirement:ternary-cathode.precursor", "recipe:ternary-cathode"): ("requires", row("inputs", 6), "assumed", None),
    ("requirement:ternary-cathode.lithium", "recipe:ternary-cathode"): ("requires", row("inputs", 7) + row("inputs", 8), "assumed", None),
    ("recipe:cell", "product:cell"): ("output", row("recipes", 2), "assumed", None),
    ("recipe:ternary-cathode", "product:ternary-cathode"): ("output", row("recipes", 3), "assumed", None),
}  # fmt: skip


def test_the_edges_with_their_rows(chain: nx.DiGraph) -> None:
    found = {
        (tail, head): (data["role"], data["evidence"], data["status"], data.get("rank"))
        for tail, head, data in chain.edges(data=True)
    }
    assert found == EDGES


def maker(enterprise: str, number: int, places: frozenset[str], **more: object) -> Maker:
    return Maker(enterprise=f"enterprise:{enterprise}", places=places, as_of="2023-05",
                 evidence=row("capabilities", number), **more)  # type: ignore[arg-type]  # fmt: skip


MAKERS = {
    "cell": (maker("alpha-cell", 2, PARK),),
    "ternary-cathode": (
        maker("beta-cathode", 3, CITY, capacity=10000.0, unit="unit:TONNE"),
        maker("epsilon-cathode", 6, NEXT),
    ),
    "precursor": (maker("gamma-precursor", 4, CITY),),
    "anode": (maker("delta-anode", 5, PARK),),
    "separator": (maker("zeta-separator", 7, NEXT),),
    "electrolyte": (  # nobody is said to make it, but somebody delivers it
        Maker(enterprise="enterprise:unnamed-electrolyte", places=NEXT, valid_from="2022", basis="supplies",
              unnamed=True, evidence=row("supplies", 6)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("product", KINDS["product"].split())
def test_the_makers_with_all_places_around_them(chain: nx.DiGraph, product: str) -> None:
    assert chain.nodes[f"product:{product}"]["makers"] == MAKERS.get(product, ())


def test_the_supplies_that_hold_and_the_one_that_ended(mini: Dataset, chain: nx.DiGraph) -> None:
    def said(graph: nx.DiGraph) -> set[tuple[str, str, bool]]:
        return {(one.supplier[11:], one.product[8:], one.ended) for one in graph.graph["supplies"]}

    others = {("gamma-precursor", "precursor", False), ("zeta-separator", "separator", False),
              ("unnamed-electrolyte", "electrolyte", False)}  # fmt: skip
    assert said(chain) == others | {
        ("epsilon-cathode", "ternary-cathode", True),
        ("beta-cathode", "ternary-cathode", False),
    }
    early = chain_graph(mini, "chain:battery", as_of="2022")
    assert ("epsilon-cathode", "ternary-cathode", False) in said(early), "not yet replaced"


@pytest.mark.parametrize("product", KINDS["product"].split())
def test_the_shortages(chain: nx.DiGraph, product: str) -> None:
    """The plan asks for makers of separators (row 2) and anodes (row 3) in the city; no place around it is meant."""
    numbers = {"separator": 2, "anode": 3}
    wanted = (
        Shortage(
            kind="attract", places=frozenset({"region:990100"}), as_of="2021-02", evidence=row("shortages", number)
        )
        for number in (numbers[name] for name in numbers if name == product)
    )
    assert chain.nodes[f"product:{product}"]["shortages"] == tuple(wanted)


@pytest.mark.parametrize("product", KINDS["product"].split())
def test_where_a_list_is_complete(chain: nx.DiGraph, product: str) -> None:
    witness = Completeness(region="region:990100", as_of="2023-05", evidence=row("completeness", 2))
    assert chain.nodes[f"product:{product}"]["complete"] == ((witness,) if product == "lithium-hydroxide" else ())


SEGMENTS = {  # tier, next segment, row
    "precursor": ("upstream", "cathode", 2),
    "cathode": ("midstream", "cell", 3),
    "anode": ("midstream", "cell", 4),
    "separator": ("midstream", "cell", 5),
    "electrolyte": ("midstream", "cell", 6),
    "cell": ("downstream", None, 7),
}


@pytest.mark.parametrize("name", SEGMENTS)
def test_the_segments(chain: nx.DiGraph, name: str) -> None:
    tier, after, number = SEGMENTS[name]
    lead = Participant(enterprise="enterprise:alpha-cell", places=PARK, role="lead", evidence=row("participations", 2))
    zh, en = chain.nodes[f"product:{name}"]["label_zh"], chain.nodes[f"product:{name}"]["label_en"]
    assert chain.graph["segments"][f"segment:{name}"] == {
        "label_zh": zh,
        "label_en": en,
        "tier": f"tier:{tier}",
        "upstream_of": (f"segment:{after}",) if after else (),
        "products": (f"product:{name}",),
        "participants": (lead,) if name == "cell" else (),
        "shortages": (),
        "evidence": row("segments", number),
    }


def test_there_are_no_other_segments(chain: nx.DiGraph) -> None:
    assert set(chain.graph["segments"]) == {f"segment:{name}" for name in SEGMENTS}


def test_a_product_knows_its_segments(chain: nx.DiGraph) -> None:
    assert chain.nodes["product:cathode"]["segments"] == ("segment:cathode",)
    assert chain.nodes["product:ternary-cathode"]["segments"] == ()


def test_names_of_nodes_and_chain(chain: nx.DiGraph) -> None:
    node = chain.nodes["product:ternary-cathode"]
    assert (node["label_zh"], node["label_en"], node["material"]) == (
        "三元正极材料",
        "ternary cathode material",
        "cg:Material",
    )
    assert chain.nodes["product:cell"]["material"] == "cg:DiscreteGood"
    assert (chain.graph["chain"], chain.graph["label_zh"], chain.graph["label_en"]) == (
        *("chain:battery", "电池产业链", "battery chain"),
    )
    assert chain.graph["names"]["region:990200"] == ("邻市", "Next City")


def test_requirements_are_essential_unless_said_otherwise(chain: nx.DiGraph) -> None:
    assert {e for _, e in chain.nodes(data="essential") if e is not None} == {True}


def test_the_figures(chain: nx.DiGraph) -> None:
    assert chain.graph["indicators"] == (
        Reading(
            indicator="indicator:local-supply-rate",
            subject="chain:battery",
            kind="target",
            value=0.3,
            unit="unit:FRACTION",
            comparator="approx",
            valid_from="2023",
            valid_until="2024",
            together=("chain:battery",),
            publisher=("organization:sample-government",),
            evidence=row("indicator_values", 2),
        ),
    )


def test_what_was_searched(chain: nx.DiGraph) -> None:
    assert chain.graph["searched"] == BOTH


def test_which_place_lies_in_which(chain: nx.DiGraph) -> None:
    within = chain.graph["within"]
    assert within["park:east"] == CITY
    assert within["region:990100"] == {"region:990000"}
    assert within["region:990000"] == frozenset()


def test_every_row_of_evidence_has_its_lines(chain: nx.DiGraph) -> None:
    """inputs.csv row 4 stands on line 14 of the directory and is assumed; shortages.csv row 2 on line 10 of the plan."""
    assert chain.graph["sources"][row("inputs", 4)[0]] == (
        ("document:mini-directory", "示例市企业名录", 14, 14, "assumed"),
    )
    assert chain.graph["sources"][row("shortages", 2)[0]] == (
        ("document:mini-plan", "示例市产业规划", 10, 10, "reported"),
    )
    used = {line for _, _, evidence in chain.edges(data="evidence") for line in evidence}
    assert used <= set(chain.graph["sources"])


def test_the_graph_keeps_its_contract(chain: nx.DiGraph) -> None:
    require_chain(chain, region="region:990100")


@pytest.mark.parametrize("name", ["电池", "battery chain", "https://w3id.org/chaingraph/id/chain/battery"])
def test_a_chain_is_found_by_its_names(mini: Dataset, chain: nx.DiGraph, name: str) -> None:
    assert set(chain_graph(mini, name)) == set(chain)


@pytest.mark.parametrize(
    ("as_of", "known"), [("2020", False), ("2021-01", False), ("2021", True), ("2021-02", True), (None, True)]
)
def test_a_shortage_is_known_from_its_day(mini: Dataset, as_of: str | None, known: bool) -> None:
    """The plan is of 2021-02; a year stands for its last day."""
    assert bool(chain_graph(mini, "chain:battery", as_of=as_of).nodes["product:separator"]["shortages"]) is known


def test_a_chain_without_segments_is_refused(mini: Dataset) -> None:
    with pytest.raises(QueryError) as caught:
        chain_graph(mini, "product:cell")
    assert "没有环节" in caught.value.text("zh")
    assert "has no segments" in caught.value.text("en")


def test_a_chain_that_nothing_is_known_of_is_refused(mini: Dataset) -> None:
    with pytest.raises(QueryError) as caught:
        chain_graph(mini, "chain:none")
    assert "没有这个事物" in caught.value.text("zh")


# ---- What mini does not show

TINY = {
    "regions": "id,label_zh,within,source,line\nregion:land,省,,document:plan,1\nregion:city,市,region:land,document:plan,1\n",
    "enterprises": """id,type,label_zh,located_in,source,line
enterprise:here,cg:Enterprise,在此,region:city,document:plan,1
enterprise:nowhere,cg:Enterprise,不明,,document:plan,1
""",
    "products": """id,type,label_zh,kind_of,source,line
product:car,cg:DiscreteGood,车,,document:plan,1
product:wheel,cg:DiscreteGood,轮,product:part,document:plan,1
product:part,cg:DiscreteGood,件,product:thing,document:plan,1
product:thing,cg:DiscreteGood,物,,document:plan,1
product:paint,cg:Material,漆,,document:plan,1
product:boat,cg:DiscreteGood,船,,document:plan,1
""",
    "chains": "id,label_zh,source,line\nchain:car,车链,document:plan,1\nchain:bare,空链,document:plan,1\n",
    "segments": "id,label_zh,chain,product,source,line\nsegment:car,整车,chain:car,product:car,document:plan,1\n",
    "clusters": "id,label_zh,chain,source,line\ncluster:car,车群,chain:car,document:plan,1\n",
    "recipes": "id,label_zh,output,source,line\nrecipe:car,造车,product:car,document:plan,1\n",
    "inputs": """recipe,requirement,product,essential,source,line
recipe:car,requirement:car.wheel,product:wheel,true,document:plan,2
recipe:car,requirement:car.paint,product:paint,false,document:plan,3
recipe:car,requirement:car.wheel,product:wheel,true,document:plan,4
""",
    "capabilities": """producer,product,place,stage,market_share,valid_from,valid_until,source,line,status
enterprise:here,product:wheel;product:car,,state:planned,0.25,,,document:plan,5,status:planned
enterprise:nowhere,product:wheel,,,,,,document:plan,6,
enterprise:here,product:paint,region:land,,,2022,2024,document:plan,7,
""",
    "participations": """participant,segment,chain,cluster,role,source,line
enterprise:here,,chain:car,,role:chain-owner,document:plan,8
enterprise:nowhere,,,cluster:car,,document:plan,9
""",
    "shortages": "of,kind,place,state,source,line\nsegment:car;product:wheel,shortage:substitute,region:land,state:solved,document:plan,10-11\n",
    "completeness": "region,chain,source,line\nregion:city,chain:car,document:plan,12\n",
}


@pytest.fixture
def tiny(write: Write) -> Dataset:
    return build([write(TINY)])


def test_the_graph_ends_where_nothing_flows_into_the_chain(tiny: Dataset) -> None:
    """Kinds and their kinds belong to it, a boat does not."""
    found = chain_graph(tiny, "chain:car")
    assert {n for n, kind in found.nodes(data="kind") if kind == "product"} == {
        f"product:{name}" for name in ("car", "wheel", "part", "thing", "paint")
    }


def test_a_maker_without_place_is_where_the_enterprise_is(tiny: Dataset) -> None:
    (here, nowhere) = chain_graph(tiny, "chain:car").nodes["product:wheel"]["makers"]
    assert here.places == {"region:city", "region:land"}
    assert nowhere.places == frozenset()


def test_a_planned_maker_is_not_a_producing_one(tiny: Dataset) -> None:
    (made,) = chain_graph(tiny, "chain:car").nodes["product:car"]["makers"]
    assert (made.stage, made.status, made.market_share, made.capacity) == ("planned", "planned", 0.25, None)


@pytest.mark.parametrize(
    ("as_of", "there"), [("2021", False), ("2022", True), ("2023", True), ("2024", False), (None, False)]
)
def test_a_maker_is_there_while_the_statement_holds(tiny: Dataset, as_of: str | None, there: bool) -> None:
    assert bool(chain_graph(tiny, "chain:car", as_of=as_of).nodes["product:paint"]["makers"]) is there


def test_an_optional_requirement_is_not_essential(tiny: Dataset) -> None:
    found = chain_graph(tiny, "chain:car").nodes(data="essential")
    assert {n: e for n, e in found if e is not None} == {"requirement:car.wheel": True, "requirement:car.paint": False}


def test_rows_that_say_the_same_are_all_evidence(tiny: Dataset) -> None:
    edge = chain_graph(tiny, "chain:car").edges["product:wheel", "requirement:car.wheel"]
    assert edge["evidence"] == ("data:tiny/inputs.csv#row=2", "data:tiny/inputs.csv#row=4")


def test_participants_of_chain_and_cluster_are_kept(tiny: Dataset) -> None:
    found = chain_graph(tiny, "chain:car")
    assert [(p.enterprise, p.role, p.evidence) for p in found.graph["participants"]] == [
        ("enterprise:here", "chain-owner", ("data:tiny/participations.csv#row=2",)),
        ("enterprise:nowhere", None, ("data:tiny/participations.csv#row=3",)),
    ]


def test_a_shortage_of_a_segment_stands_with_the_segment(tiny: Dataset) -> None:
    found = chain_graph(tiny, "chain:car")
    (of_segment,) = found.graph["segments"]["segment:car"]["shortages"]
    (of_product,) = found.nodes["product:wheel"]["shortages"]
    assert of_segment == of_product
    assert (of_segment.kind, of_segment.state, of_segment.places) == ("substitute", "solved", {"region:land"})
    assert found.graph["sources"]["data:tiny/shortages.csv#row=2"] == (("document:plan", "规划", 10, 11, "reported"),)


def test_a_list_complete_for_a_chain_is_so_for_its_products(tiny: Dataset) -> None:
    found = chain_graph(tiny, "chain:car")
    witness = Completeness(region="region:city", evidence=("data:tiny/completeness.csv#row=2",))
    assert {n for n, complete in found.nodes(data="complete") if complete == (witness,)} == {
        n for n, kind in found.nodes(data="kind") if kind == "product"
    }


def test_only_chains_with_segments_are_listed(tiny: Dataset) -> None:
    assert chains(tiny) == ("chain:car",)


# ---- The supply graph


SUPPLIES = {  # row of supplies.csv: supplier, customer, product
    2: ("epsilon-cathode", "alpha-cell", "ternary-cathode"),
    3: ("beta-cathode", "alpha-cell", "ternary-cathode"),
    4: ("gamma-precursor", "beta-cathode", "precursor"),
    5: ("zeta-separator", "alpha-cell", "separator"),
    6: ("unnamed-electrolyte", "alpha-cell", "electrolyte"),
}


@pytest.mark.parametrize(
    ("as_of", "numbers"),
    [("2021", [2]), ("2022", [2, 4, 5, 6]), ("2022-12-31", [2, 4, 5, 6]), ("2023", [3, 4, 5, 6]), (None, [3, 4, 5, 6])],
)
def test_the_supplies_of_a_year(mini: Dataset, as_of: str | None, numbers: list[int]) -> None:
    """Row 3 replaced row 2, which had ended by January 2023; rows 4 to 6 hold from 2022."""
    found = supply_graph(mini, as_of=as_of)
    assert {(u, v, k): d["products"] for u, v, k, d in found.edges(keys=True, data=True)} == {
        (f"enterprise:{SUPPLIES[n][0]}", f"enterprise:{SUPPLIES[n][1]}", *row("supplies", n)): (
            f"product:{SUPPLIES[n][2]}",
        )
        for n in numbers
    }


def test_the_attributes_of_a_supply(mini: Dataset) -> None:
    found = supply_graph(mini, as_of="2022")
    assert found.edges["enterprise:epsilon-cathode", "enterprise:alpha-cell", row("supplies", 2)[0]] == {
        "products": ("product:ternary-cathode",),
        "share": 0.4,
        "share_of": "materials used",
        "value": None,
        "unit": None,
        "valid_from": None,
        "valid_until": None,
        "as_of": None,
        "ended_by": "2023-01",
        "evidence": row("supplies", 2),
        "status": "reported",
    }


def test_the_enterprises_of_the_supply_graph(mini: Dataset) -> None:
    found = supply_graph(mini)
    assert set(found) == {f"enterprise:{name}" for n in (3, 4, 5, 6) for name in SUPPLIES[n][:2]}
    assert found.nodes["enterprise:alpha-cell"] == {
        "label_zh": "甲电芯",
        "label_en": "Alpha Cell",
        "places": PARK,
        "unnamed": False,
    }
    assert found.nodes["enterprise:unnamed-electrolyte"]["unnamed"] is True
    assert found.nodes["enterprise:unnamed-electrolyte"]["places"] == NEXT
    assert found.graph["searched"] == BOTH


def same(one: nx.MultiDiGraph, other: nx.MultiDiGraph) -> bool:
    edges = (sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[2]) for graph in (one, other))
    return dict(one.nodes(data=True)) == dict(other.nodes(data=True)) and len({str(list(e)) for e in edges}) == 1


@pytest.mark.parametrize("as_of", ["2021", "2022", "2023", None])
def test_rows_in_columns_and_queries_give_the_same_supplies(mini: Dataset, as_of: str | None) -> None:
    queried = dataset(native(mini))
    assert same(supply_graph(queried, as_of=as_of), supply_graph(mini, as_of=as_of))


def test_rows_in_columns_and_queries_agree_however_they_are_written(write: Write) -> None:
    tables = {name: TINY[name] for name in ("regions", "enterprises", "products")}
    tables["supplies"] = """product,supplier,customer,value,unit,source,line,status
 product:wheel；product:paint ;, enterprise:here ,enterprise:nowhere,1.50,unit:TONNE,document:plan,1,
product:wheel,enterprise:nowhere,enterprise:here,,,document:plan,2,status:planned
"""
    face = build([write(tables)])
    found = supply_graph(face)
    assert same(supply_graph(dataset(native(face))), found)
    key = "data:tiny/supplies.csv#row=2"
    edge = found.edges["enterprise:here", "enterprise:nowhere", key]
    assert (edge["products"], edge["value"], edge["status"]) == (("product:paint", "product:wheel"), 1.5, "reported")


def test_a_store_on_disk_gives_the_same_supplies(tmp_path: Path, mini: Dataset) -> None:
    assert same(supply_graph(build([MINI], tmp_path)), supply_graph(mini))


def test_without_supplies_the_graph_is_empty(tiny: Dataset) -> None:
    assert len(supply_graph(tiny)) == 0


# ---- Sources, chains, home


def test_sources_of_rows(mini: Dataset) -> None:
    rows = [*row("supplies", 3), *row("inputs", 8), "data:mini/none.csv#row=9"]
    assert sources(mini, rows) == {
        "data:mini/inputs.csv#row=8": (("document:mini-directory", "示例市企业名录", 15, 15, "assumed"),),
        "data:mini/none.csv#row=9": (),
        "data:mini/supplies.csv#row=3": (("document:mini-directory", "示例市企业名录", 31, 31, "reported"),),
    }


def test_a_row_of_several_places_is_cited_with_all_of_them(write: Write) -> None:
    text = "id,label_zh,source,line,section\nregion:one,一,document:plan,7-9;12,\nregion:two,二,document:plan,2,第3条\n"
    face = build([write({"regions": text})])
    assert sources(face, ["data:tiny/regions.csv#row=2"])["data:tiny/regions.csv#row=2"] == (
        ("document:plan", "规划", 7, 9, "reported"),
        ("document:plan", "规划", 12, 12, "reported"),
    )
    assert sources(face, ["data:tiny/regions.csv#row=3"])["data:tiny/regions.csv#row=3"] == (
        ("document:plan", "规划 §第3条", 2, 2, "reported"),
    )


def test_the_chains_and_the_home_of_mini(mini: Dataset) -> None:
    assert chains(mini) == ("chain:battery",)
    assert home(mini) == "region:990100"


def test_without_a_home_the_region_must_be_named(tiny: Dataset) -> None:
    with pytest.raises(QueryError) as caught:
        home(tiny)
    assert "region=…" in caught.value.text("zh")
    assert "say which region is meant" in caught.value.text("en")


def test_two_homes_are_none(write: Write) -> None:
    folders = []
    for name in ("one", "two"):
        card = CARD.replace("tiny", name).replace("\n", f'\nregion = "region:{name}"\n', 1).replace(":plan", f":{name}")
        text = f"id,label_zh,source,line\nregion:{name},{name},document:{name},1\n"
        folders.append(write({"regions": text}, card=card))
    assert home(build(folders[:1])) == "region:one"
    with pytest.raises(QueryError):
        home(build(folders))


def test_general_knowledge_is_not_searched(write: Write) -> None:
    """Documents of a data set that is assumed as a whole say nothing of who makes what."""
    card = CARD.replace("tiny", "known").replace("\n", '\nstatus = "status:assumed"\n', 1).replace(":plan", ":book")
    text = "id,label_zh,source,line\nregion:other,别处,document:book,1\n"
    face = build([write(TINY), write({"regions": text}, card=card)])
    assert chain_graph(face, "chain:car").graph["searched"] == ("document:plan",)


def test_the_firmest_status_of_an_input_holds_whatever_comes_last(write: Write) -> None:
    """One document states the input, the other assumes it; the data set that assumes comes last."""
    tables = {
        "products": "id,type,label_zh,source,line\n"
        + "".join(f"product:{name},cg:Material,{name},document:plan,1\n" for name in "ab"),
        "chains": "id,label_zh,source,line\nchain:c,链,document:plan,1\n",
        "segments": "id,label_zh,chain,product,source,line\nsegment:s,环,chain:c,product:b,document:plan,1\n",
        "recipes": "id,label_zh,output,source,line,status\nrecipe:r,方,product:b,document:plan,1,\n",
        "inputs": "recipe,requirement,product,source,line,status,rank\n"
        "recipe:r,requirement:r.a,product:a,document:plan,1,status:reported,\n"
        "recipe:r,requirement:r.a,product:a,document:plan,2,status:assumed,2\n",
    }
    graph = chain_graph(build([write(tables)]), "chain:c")
    edge = graph.edges["product:a", "requirement:r.a"]
    assert (edge["status"], edge["rank"], len(edge["evidence"])) == ("reported", 2, 2)

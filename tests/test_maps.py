"""Supply maps and regional maps, without a browser: what they count, what they refuse, where they put things."""

from math import hypot

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import chaingraph as cg
from chaingraph import verbs, views
from chaingraph.errors import QueryError
from chaingraph.graphs.placing import place_graph
from chaingraph.graphs.sourcing import sourcing, sourcing_graph, supplied
from chaingraph.model import Input, Maker
from chaingraph.paths import data_set
from chaingraph.views.bilingual import Both
from chaingraph.views.ground import Point, apart, cells, hull, plane
from chaingraph.views.placed import placed
from chaingraph.views.sourced import ENDED, FAR, LOCAL, PROVINCE, UNKNOWN, sourced
from chaingraph.views.supply_words import covered

CITY = "region:430100"


@pytest.fixture(scope="module")
def store():
    return cg.build([data_set(name) for name in ("changsha", "reference", "reference-equipment", "reference-places")])


@pytest.fixture(scope="module")
def city(store):
    return placed(place_graph(store, region=CITY), list(verbs.diagnoses(store, region="长沙")))


def assembler():
    """One assembler in a park, with suppliers of every sort, in three tiers; worked out by hand."""
    within = {
        "park:p": frozenset({"region:city", "region:province", "region:country"}),
        "region:city": frozenset({"region:province", "region:country"}),
        "region:town": frozenset({"region:province", "region:country"}),
        "region:far": frozenset({"region:country"}),
        "region:province": frozenset({"region:country"}),
        "region:country": frozenset(),
    }

    def at(place):
        return frozenset({place, *within[place]}) if place else frozenset()

    graph = nx.MultiDiGraph(within=within, enterprise="enterprise:me", readings=(), names={}, sources={}, meets={})
    for thing, tier, place in (
        ("me", 0, "park:p"), ("beside", 1, "park:p"), ("town", 1, "region:town"), ("far", 1, "region:far"),
        ("lost", 1, None), ("vague", 1, "region:province"), ("gone", 1, "region:far"), ("deep", 2, "region:city"),
    ):  # fmt: skip
        graph.add_node(
            f"enterprise:{thing}", tier=tier, places=at(place), unnamed=False, label_zh=thing, label_en=thing
        )
    for number, (supplier, customer, product) in enumerate(
        (("beside", "me", "wheel"), ("town", "me", "door"), ("far", "me", "motor"), ("lost", "me", "lamp"),
         ("vague", "me", "lamp"), ("gone", "me", "seat"), ("deep", "beside", "steel")), start=2
    ):  # fmt: skip
        graph.add_edge(
            f"enterprise:{supplier}", f"enterprise:{customer}", f"data:x/supplies.csv#row={number}",
            products=(f"product:{product}",), share=None, share_of=None, value=None, unit=None, valid_from=None,
            valid_until=None, as_of=None, ended_by="2023" if supplier == "gone" else None, status="reported",
            ended=supplier == "gone", evidence=(f"data:x/supplies.csv#row={number}",),
        )  # fmt: skip
    graph.graph["inputs"] = tuple(
        Input(products=(f"product:{name}",), status=status, evidence=(f"data:x/needs.csv#row={row}",))
        for row, (name, status) in enumerate(
            (
                ("wheel", "reported"),
                ("wheel", "assumed"),
                ("motor", "reported"),
                ("seat", "reported"),
                ("glass", "assumed"),
            ),
            start=2,
        )
    )
    glass = Maker(
        enterprise="enterprise:glazier", places=at("region:city"), evidence=("data:x/capabilities.csv#row=2",)
    )
    graph.graph["makers"] = {"product:glass": (glass,)}
    return graph


# Supply map


def test_origin_and_band_of_each_supplier():
    """Only what lies in the city is local; a place that merely contains the city (the province) tells nothing."""
    seen = sourced(assembler(), region="region:city")
    found = {one.enterprise.partition(":")[2]: (one.tier, one.state, one.band) for one in seen.suppliers}
    assert found == {
        "beside": (1, LOCAL, "park:p"),
        "town": (1, FAR, PROVINCE),
        "far": (1, FAR, "elsewhere"),
        "lost": (1, UNKNOWN, "nowhere"),
        "vague": (1, UNKNOWN, "nowhere"),
        "gone": (1, ENDED, "elsewhere"),
        "deep": (2, LOCAL, "region:city"),
    }


def test_inputs_and_their_coverage():
    """Four inputs: two are supplied now, one no longer, one by nobody on record; a statement outweighs an assumption."""
    seen = sourced(assembler(), region="region:city")
    found = {need.need.products[0]: (need.state, need.need.status) for need in seen.needs}
    assert found == {
        "product:wheel": (LOCAL, "reported"),
        "product:motor": (FAR, "reported"),
        "product:seat": (ENDED, "reported"),
        "product:glass": (UNKNOWN, "assumed"),
    }
    (glass,) = [need for need in seen.needs if need.need.products == ("product:glass",)]
    assert [maker.enterprise for maker in glass.here] == ["enterprise:glazier"]
    (wheel,) = [need for need in seen.needs if need.need.products == ("product:wheel",)]
    assert wheel.need.evidence == ("data:x/needs.csv#row=2",)
    assert covered(seen) == Both(
        "已知投入4种（其中1种按行业常识假定），其中2种查得现有供应商（按种数覆盖50%），2种来源不明",
        "4 inputs known (1 by general knowledge, assumed), of 2 the present supplier is on record "
        "(coverage by number 50%), of 2 not",
    )


def test_foton_has_one_unnamed_local_supplier_and_a_stated_count_of_59(store):
    """Newspaper of January 2024, line 66: 59 local suppliers, more than 30 modules; axles, bodies, frames now local."""
    graph = sourcing_graph(store, "北汽福田长沙厂")
    seen = sourced(graph, region=CITY)
    (supplier,) = seen.suppliers
    assert (supplier.enterprise, supplier.state, supplier.unnamed) == (
        "enterprise:unnamed-local-suppliers-foton",
        LOCAL,
        True,
    )
    assert supplier.products == ("product:axle", "product:cargo-body", "product:frame")
    counts = {one.indicator: (one.value, one.comparator) for one in graph.graph["readings"] if one.unit == "unit:NUM"}
    assert counts == {
        "indicator:local-suppliers-developed": (59.0, "eq"),
        "indicator:part-modules-developed": (30.0, "gt"),
    }
    page = verbs.draw(store, "suppliers", enterprise="北汽福田长沙厂")
    assert "59（口径：累计；属地指长沙）" in page
    assert "第66行" in page
    assert "资料中具名的一级供应商0家" in page


def test_huaxing_keeps_the_supplier_that_ended_apart(store):
    """Line 72: Jingzhou stopped delivering, a firm of the same park took over with 40 % of the materials."""
    seen = sourced(sourcing_graph(store, "湖南华兴"), region=CITY)
    found = {one.enterprise.rpartition("-")[2]: (one.state, one.band) for one in seen.suppliers}
    assert found == {"ningxiang": (LOCAL, "park:ningxiang-high-tech-zone"), "jingzhou": (ENDED, "elsewhere")}
    (cathode,) = [need for need in seen.needs if need.need.products == ("product:cathode-material",)]
    assert cathode.state == LOCAL


def test_every_enterprise_with_supplies_or_needs_can_be_drawn(store):
    assert {"enterprise:foton-changsha", "enterprise:hunan-huaxing"} <= set(supplied(store)) < set(sourcing(store))
    for enterprise in sourcing(store):
        assert "<!doctype html>" in verbs.draw(store, "suppliers", enterprise=enterprise, lang="en")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"enterprise": "enterprise:broad-group"}, "没有它的供应记录"),
        ({"enterprise": "没有这家企业"}, "没有叫这个名字的事物"),
        ({}, "参数：enterprise=…、region=…、as_of=…"),
        ({"enterprise": "湖南华兴", "chain": "汽车"}, "参数：enterprise=…"),
    ],
)
def test_a_supply_map_is_refused_with_one_clear_error(store, options, said):
    with pytest.raises(QueryError) as caught:
        verbs.draw(store, "suppliers", **options)
    assert said in caught.value.text("zh")
    assert len(caught.value.faults) == 1


# Regional map


def test_enterprises_stand_in_their_narrowest_place(city):
    """Huaxing and its supplier in the Ningxiang zone; SANY's works, Bosch and others in the Changsha zone."""
    ningxiang = city.spot("park:ningxiang-high-tech-zone", "").enterprises
    assert set(ningxiang) == {"enterprise:hunan-huaxing", "enterprise:unnamed-cathode-supplier-ningxiang"}
    assert "enterprise:bosch-changsha" in city.spot("park:changsha-etdz", "").enterprises
    assert "enterprise:bosch-changsha" not in city.spot(CITY, "").enterprises
    assert city.inside("park:ningxiang-high-tech-zone") == "region:430182"
    assert city.inside("park:changsha-etdz") == "region:430121"
    assert city.inside("park:tianxin-etdz") == ""


def test_gaps_of_a_chain_stand_at_the_region_with_their_lines(city):
    gaps = city.spot(CITY, "chain:advanced-energy-storage-materials").gaps
    assert {"隔膜", "电解液"} <= {gap.head.zh for gap in gaps}
    assert all(gap.cite and "行" in gap.cite.zh for gap in gaps)
    assert city.spot(CITY, "chain:advanced-energy-storage-materials").state() == "missing"


def test_all_chains_together_hold_what_each_holds(city):
    for place, spots in city.spots.items():
        whole = set(city.spot(place, "").enterprises)
        assert all(set(spot.enterprises) <= whole for spot in spots.values())


def test_a_province_is_drawn_by_its_cities(store):
    seen = placed(place_graph(store, region="region:430000"), [])
    assert "park:changsha-etdz" not in seen.spots
    assert "enterprise:bosch-changsha" in seen.spot("region:430100", "").enterprises


def test_a_regional_map_says_that_it_is_a_schematic(store):
    page = verbs.draw(store, "areas", region="长沙", chain="先进储能材料")
    assert '<h1><span lang="zh">长沙市区域布局示意图</span>' in page
    assert "不是行政区划界线" in page
    assert "GeoNames" in page


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"region": "region:310000;region:430100"}, "一次只画一个地区"),
        ({"region": "江西"}, "没有带坐标的地点"),
        ({"region": "长沙", "enterprise": "x"}, "参数：region=…、chain=…、as_of=…"),
    ],
)
def test_a_regional_map_is_refused_with_one_clear_error(store, options, said):
    with pytest.raises(QueryError) as caught:
        verbs.draw(store, "areas", **options)
    assert said in caught.value.text("zh")
    assert len(caught.value.faults) == 1


# Coordinates, cells, labels


def test_coordinates_are_true_to_scale_at_the_mean_latitude():
    """At 60° north one degree of longitude is half as long as one of latitude."""
    found = plane({"a": (59.0, 10.0), "b": (61.0, 10.0), "c": (60.0, 9.0), "d": (60.0, 11.0)}, wide=1000, high=200)
    assert found["a"] == Point(0.0, 100.0)
    assert found["b"] == Point(0.0, -100.0)
    assert found["d"].x - found["c"].x == pytest.approx(100.0, abs=0.2)


SPOTS = st.lists(st.tuples(st.integers(-400, 400), st.integers(-300, 300)), min_size=1, max_size=12, unique=True)


@given(SPOTS, st.tuples(st.floats(-500, 500), st.floats(-400, 400)))
def test_a_spot_lies_in_the_cell_of_the_nearest_seat(points, spot):
    seats = {f"s{number}": Point(*point) for number, point in enumerate(points)}
    outline = [Point(-600, -500), Point(600, -500), Point(600, 500), Point(-600, 500)]
    far = {name: hypot(seat.x - spot[0], seat.y - spot[1]) for name, seat in seats.items()}
    for name, cell in cells(seats, outline).items():
        if far[name] > min(far.values()) + 1e-6:
            assert not _inside(cell, spot)
        elif all(far[name] < other - 1e-6 for key, other in far.items() if key != name):
            assert _inside(cell, spot)


def _inside(cell, spot):
    turns = [
        (b.x - a.x) * (spot[1] - a.y) - (b.y - a.y) * (spot[0] - a.x)
        for a, b in zip(cell, [*cell[1:], cell[0]], strict=True)
    ]
    return bool(cell) and (all(turn > -1e-6 for turn in turns) or all(turn < 1e-6 for turn in turns))


@given(SPOTS)
def test_the_outline_holds_every_seat_with_room_around(points):
    outline = hull([Point(*point) for point in points], margin=50)
    for x, y in points:
        assert all(_inside(outline, (x + dx, y + dy)) for dx, dy in ((45, 0), (-45, 0), (0, 45), (0, -45)))


@given(SPOTS)
def test_labels_cover_neither_each_other_nor_a_spot(points):
    wanted = {f"s{number}": Point(*point) for number, point in enumerate(points)}
    sizes = dict.fromkeys(wanted, (176.0, 48.0))
    at = apart(wanted, sizes, fixed=list(wanted.values()))
    names = list(at)
    for number, one in enumerate(names):
        for other in names[number + 1 :]:
            assert abs(at[one].x - at[other].x) >= 176 or abs(at[one].y - at[other].y) >= 48
        for spot in wanted.values():
            assert abs(at[one].x - spot.x) >= 88 or abs(at[one].y - spot.y) >= 24


def test_pages_are_the_same_for_the_same_input():
    graph = assembler()
    assert views.supply_page(graph, region="region:city") == views.supply_page(graph, region="region:city")

"""What the chain page carries for its filters, years, search and what-if, without a browser."""

import json
import re
from dataclasses import replace

import pytest

from chaingraph import views
from chaingraph.analysis import diagnose
from chaingraph.analysis.known import known_by, years
from chaingraph.model import Maker
from chaingraph.views.drawing import draw
from chaingraph.views.moments import moments
from chaingraph.views.pinyin import readings
from chaingraph.views.scene import look_at, under
from chaingraph.views.sifting import assumed, places, whereabouts_of
from view_fixture import CITY, PLAN, battery_chain, battery_supply


@pytest.fixture(scope="module")
def drawing():
    chain = battery_chain()
    return draw(look_at(chain, diagnose(chain, battery_supply(), region=CITY)))


def test_years_are_those_of_makers_and_shortages(drawing):
    """Makers are known as of 2023, shortages as of 2021."""
    assert years(drawing.scene.chain) == ("2021", "2023")


@pytest.mark.parametrize(("kind", "years_"), [("actual", ("2021", "2023", "2025")), ("target", ("2021", "2023"))])
def test_the_years_end_with_the_latest_figure_but_not_with_a_target(kind, years_):
    chain = battery_chain()
    figure = replace(chain.graph["indicators"][0], kind=kind, as_of="2025-03")
    chain.graph["indicators"] = (*chain.graph["indicators"], figure)
    scene = look_at(chain, diagnose(chain, battery_supply(), region=CITY))
    chain.graph.pop("as_of", None)
    assert years(chain) == years_
    assert f"2021–{years_[-1]}" in under(replace(scene, diagnosis=replace(scene.diagnosis, as_of=None))).zh


def test_by_2021_nobody_is_known_and_the_plan_s_shortages_stand(drawing):
    """All makers are known as of 2023 only; separator, electrolyte and anode were asked for in 2021, cells were not."""
    first, last = moments(drawing)
    assert (first["year"], last["year"]) == ("2021", "2023")
    assert first["tally"]["present"] == 0
    assert first["states"]["segment:pack"] == "unknown"
    assert first["states"]["product:copper-foil"] == "", "nobody made cells that need it"
    assert "segment:separator" not in first["states"], "missing then and now"
    assert first["labels"]["segment:pack"].zh.startswith("? ")
    assert "enterprise:biya" in first["absent"]
    assert "enterprise:changyuan" not in first["absent"], "it takes part in a segment, of no date"
    assert last["states"] == {}


def test_what_has_no_date_counts_in_every_year():
    chain = battery_chain()
    chain.nodes["product:cell"]["makers"] = (
        Maker(enterprise="enterprise:huaxing", evidence=("data:star/x.csv#row=2",)),
    )
    assert len(known_by(chain, "1999").nodes["product:cell"]["makers"]) == 1
    assert known_by(chain, "1999").nodes["product:module"]["makers"] == ()
    assert chain.nodes["product:module"]["makers"], "the graph itself stays"


def test_a_year_takes_in_its_days():
    chain = battery_chain()
    for day in ("2022-12-31", "2022"):
        chain.nodes["product:cell"]["makers"] = (Maker(enterprise="enterprise:huaxing", as_of=day),)
        assert [len(known_by(chain, year).nodes["product:cell"]["makers"]) for year in ("2021", "2022")] == [0, 1]


def test_a_told_beginning_counts_before_the_year_of_the_source():
    """Made since May 2022, says an article of 2025; and one of 2021 of what begins in 2023 only."""
    chain = battery_chain()
    for beginning, told, first in (("2022-05", "2025", "2022"), ("2023", "2021", "2023")):
        maker = Maker(enterprise="enterprise:huaxing", valid_from=beginning, as_of=told)
        chain.nodes["product:cell"]["makers"] = (maker,)
        assert first in years(chain)
        counted = [len(known_by(chain, year).nodes["product:cell"]["makers"]) for year in ("2021", "2022", "2023")]
        assert counted == [int(year >= first) for year in ("2021", "2022", "2023")]


def test_places_are_parks_districts_and_the_rest_with_their_enterprises(drawing):
    where = whereabouts_of(drawing.scene)
    assert where["enterprise:huaxing"] == ["park:lake"]
    assert where["enterprise:jingmen"] == ["elsewhere"]
    assert where["enterprise:tianci"] == ["nowhere"]
    found = {
        group["name"].en: {one["key"]: one["count"] for one in group["places"]}
        for group in places(drawing.scene, where)
    }
    assert found["Parks"] == {"park:east": 3, "park:high": 3, "park:lake": 2}
    assert found["Districts and places"] == {"region:430182": 3}
    assert found["Other"] == {"elsewhere": 1, "nowhere": 1}


def test_only_what_no_document_names_is_assumed(drawing):
    """Copper foil, nickel sulfate and lithium carbonate stand in recipes of general knowledge alone; lithium salt has a maker."""
    assert set(assumed(drawing)) == {"product:copper-foil", "product:lithium-carbonate", "product:nickel-sulfate"}


def test_a_shortage_in_a_document_makes_a_product_stated(drawing):
    chain = battery_chain()
    (lack,) = chain.nodes["product:separator"]["shortages"]
    assert chain.graph["sources"][lack.evidence[0]][0][0] == PLAN
    chain.nodes["product:copper-foil"]["shortages"] = (lack,)
    found = draw(look_at(chain, diagnose(chain, battery_supply(), region=CITY)))
    assert "product:copper-foil" not in assumed(found)


def test_characters_have_all_their_readings():
    found = readings(["长沙", "重庆", "中科星城 (A)", "绿色"])
    assert {"chang", "zhang"} <= set(found["长"].split())
    assert {"chong", "zhong"} <= set(found["重"].split())
    assert found["科"] == "ke"
    assert "lv" in found["绿"].split()
    assert all(re.fullmatch("[a-z ]+", read) for read in found.values())
    assert readings(["BMS", ""]) == {}


def test_a_chain_with_one_year_has_no_slider():
    chain = battery_chain()
    for _, data in chain.nodes(data=True):
        if data["kind"] == "product":
            data["shortages"] = ()
    for about in chain.graph["segments"].values():
        about["shortages"] = ()
    page = views.chain_page(chain, diagnose(chain, battery_supply(), region=CITY))
    assert 'id="year"' not in page
    assert json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL).group(1))["moments"] == []

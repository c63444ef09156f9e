"""Are the local gaps of a store told apart: nobody here, bought elsewhere, too little, one maker, no use; and by date?

Town (city) lies in Shire (province), Port beside it. In Town four works make pumps from a seal, a shaft, a motor, a
casing and a valve; each input is another case. By hand:

* seal: nobody in Town; Sigma makes it in Port → no maker here.
* shaft: Alpha makes it in Town, and Pumpworks buys it from Port → bought elsewhere.
* motor: Beta and Gamma make 300 and 200 a year, Pumpworks' 1000 pumps want 1 each → 500 lacking.
* casing: Delta alone → one maker.
* paint: Epsilon makes it; what is made from it, a painted frame, nobody in Town makes → no use here (延链).
* valve: Omega, from 2022 until 2024 → a gap in 2021, none in 2022 and 2023, one again in 2024.
"""

import pytest
from rdflib import Dataset

from chaingraph.calls import find
from chaingraph.store import build
from conftest import Write

S = "document:plan"
TABLES = {
    "regions": f"""\
id,label_zh,label_en,within,source,line
region:shire,夏尔省,Shire,,{S},1
region:town,镇市,Town,region:shire,{S},1
region:port,港市,Port,region:shire,{S},1
""",
    "products": "id,type,label_zh,label_en,source,line\n"
    + "".join(
        f"product:{name},cg:DiscreteGood,{zh},{name},{S},2\n"
        for name, zh in [
            ("pump", "泵"), ("seal", "密封"), ("shaft", "轴"), ("motor", "电机"), ("casing", "壳体"), ("valve", "阀"),
            ("paint", "漆"), ("frame", "架"),
        ]
    ),
    "enterprises": "id,type,label_zh,label_en,located_in,source,line\n"
    + "".join(
        f"enterprise:{name},cg:Enterprise,{name}厂,{name},region:{place},{S},3\n"
        for name, place in [
            ("pumpworks", "town"), ("alpha", "town"), ("beta", "town"), ("gamma", "town"), ("delta", "town"),
            ("epsilon", "town"), ("omega", "town"), ("sigma", "port"), ("tau", "port"),
        ]
    ),
    "chains": f"id,label_zh,label_en,source,line\nchain:pump,泵业,pumps,{S},4\n",
    "segments": f"id,label_zh,label_en,chain,tier,product,source,line\nsegment:pump,泵,pump,chain:pump,tier:midstream,product:pump;product:frame,{S},4\n",
    "recipes": f"""\
id,label_zh,label_en,output,source,line
recipe:pump,装泵,pump assembly,product:pump,{S},5
recipe:frame,涂装,painting,product:frame,{S},5
""",
    "inputs": "recipe,requirement,product,quantity,unit,source,line\n"
    + "".join(
        f"recipe:pump,requirement:pump.{name},product:{name},{amount},{S},6\n"
        for name, amount in [("seal", ","), ("shaft", ","), ("motor", "1,unit:NUM"), ("casing", ","), ("valve", ",")]
    )
    + f"recipe:frame,requirement:frame.paint,product:paint,,,{S},6\n",
    "capabilities": f"""\
producer,product,place,capacity,unit,valid_from,valid_until,source,line
enterprise:pumpworks,product:pump,region:town,1000,unit:NUM,,,{S},7
enterprise:sigma,product:seal,region:port,,,,,{S},8
enterprise:alpha,product:shaft,region:town,,,,,{S},9
enterprise:tau,product:shaft,region:port,,,,,{S},9
enterprise:beta,product:motor,region:town,300,unit:NUM,,,{S},10
enterprise:gamma,product:motor,region:town,200,unit:NUM,,,{S},10
enterprise:delta,product:casing,region:town,,,,,{S},11
enterprise:epsilon,product:paint,region:town,,,,,{S},12
enterprise:omega,product:valve,region:town,,,2022,2024,{S},13
""",
    "supplies": f"""\
supplier,customer,product,source,line
enterprise:tau,enterprise:pumpworks,product:shaft,{S},14
""",
    "shortages": f"""\
of,kind,place,state,as_of,source,line
product:seal,shortage:attract,region:town,,2021,{S},15
product:seal,shortage:attract,region:town,state:solved,2024,{S},16
""",
}  # fmt: skip


@pytest.fixture
def store(write: Write) -> Dataset:
    return build([write(TABLES)])


def causes(store: Dataset, **given: str) -> dict[str, set[str]]:
    """Cause of every local gap and mismatch, by product."""
    found: dict[str, set[str]] = {}
    for name in ("local-gaps", "mismatches"):
        for one in find(store, name, chain="chain:pump", region="region:town", **given):
            found.setdefault(one.subject[8:], set()).add(one.cause)
    return found


def test_each_case_is_told_apart(store):
    found = causes(store, as_of="2023")
    assert found["seal"] == {"no-maker"}
    assert found["shaft"] == {"bought-elsewhere", "one-maker"}
    assert found["motor"] == {"capacity"}
    assert found["casing"] == {"one-maker"}
    assert found["paint"] == {"unused"}
    assert found["valve"] == {"one-maker"}
    assert set(found) == {"seal", "shaft", "motor", "casing", "paint", "valve"}


def test_the_amounts_and_the_rows_of_each_case(store):
    found = {
        (one.subject[8:], one.cause): one
        for one in find(store, "mismatches", chain="chain:pump", region="region:town", as_of="2023")
    }
    motor = found["motor", "capacity"]
    assert (motor.capacity, motor.need, motor.unit, motor.verb) == (500, 1000, "unit:NUM", "strengthen")
    assert {"data:tiny/capabilities.csv#row=6", "data:tiny/capabilities.csv#row=7"} <= set(motor.evidence)
    shaft = found["shaft", "bought-elsewhere"]
    assert (shaft.suppliers_elsewhere, shaft.supplied_from) == (("enterprise:tau",), ("region:port",))
    assert (shaft.makers, shaft.customers) == (("enterprise:alpha",), ("enterprise:pumpworks",))
    assert "data:tiny/supplies.csv#row=2" in shaft.evidence
    assert (found["paint", "unused"].verb, found["paint", "unused"].used_for) == ("extend", ("product:frame",))


def test_enough_capacity_is_no_gap(write):
    more = TABLES | {"capabilities": TABLES["capabilities"].replace("motor,region:town,300", "motor,region:town,800")}
    assert "motor" not in causes(build([write(more)]), as_of="2023")


@pytest.mark.parametrize(
    ("as_of", "cause"), [("2021", "no-maker"), ("2022", "one-maker"), ("2023", "one-maker"), ("2025-06", "no-maker")]
)
def test_the_valve_comes_and_goes(store, as_of, cause):
    assert causes(store, as_of=as_of)["valve"] == {cause}


@pytest.mark.parametrize(
    ("as_of", "state"), [("2020", "unknown"), ("2021", "missing"), ("2023", "missing"), ("2025-06", "unknown")]
)
def test_the_shortage_is_stated_and_later_solved(store, as_of, state):
    """Solved says that the lack is over, not who makes it: nobody is known, so unknown again, and it says why."""
    found = {
        one.subject[8:]: one
        for one in find(store, "missing-links", chain="chain:pump", region="region:town", as_of=as_of)
    }
    assert found["seal"].state == state
    assert bool(found["seal"].solved) == (as_of == "2025-06")


@pytest.mark.parametrize(("region", "cause"), [("region:shire", None), ("region:town;region:port", None)])
def test_what_is_made_next_door_is_no_gap_of_both_together(store, region, cause):
    found = {
        one.subject: one.cause for one in find(store, "local-gaps", chain="chain:pump", region=region, as_of="2023")
    }
    assert found.get("product:seal") == cause
    bought = find(store, "mismatches", chain="chain:pump", region=region, as_of="2023")
    assert "bought-elsewhere" not in {one.cause for one in bought}

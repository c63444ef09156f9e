import networkx as nx
import pytest

from chaingraph.analysis.substitutes import Substitute, substitutes
from chaingraph.model import ContractError
from graph_fixture import (
    CHANGSHA,
    JINGZHOU,
    NINGXIANG,
    add_maker,
    add_product,
    add_recipe,
    empty_chain,
    input_row,
    kind_row,
    maker_row,
)


def choice() -> nx.DiGraph:
    """P needs x or y, or by another recipe z; x1 is a kind of x. All are made by somebody, near or far."""
    chain = empty_chain()
    add_product(chain, "product:x1", kind_of=["product:x"])
    add_recipe(chain, "recipe:p", ["product:p"], [["product:x", "product:y"]])
    add_recipe(chain, "recipe:p-other", ["product:p"], [["product:z"]])
    add_maker(chain, "product:p", "enterprise:p")
    add_maker(chain, "product:x", "enterprise:a")
    add_maker(chain, "product:x", "enterprise:near", NINGXIANG)
    add_maker(chain, "product:x", "enterprise:far", JINGZHOU)
    add_maker(chain, "product:x", "enterprise:nowhere", None)
    add_maker(chain, "product:x", "enterprise:later", NINGXIANG, stage="developing")
    add_maker(chain, "product:x1", "enterprise:kind")
    add_maker(chain, "product:y", "enterprise:other")
    add_maker(chain, "product:z", "enterprise:route")
    return chain


def told(found: tuple[Substitute, ...]) -> list[tuple[str, str, bool]]:
    return [(one.enterprise.partition(":")[2], one.level, one.at_once) for one in found]


def test_who_produces_now_comes_before_who_will_and_the_same_product_before_others():
    found = substitutes(choice(), region=CHANGSHA, enterprise="enterprise:a")
    assert told(found) == [
        ("near", "same-product", True),
        ("far", "same-product", True),
        ("nowhere", "same-product", True),
        ("kind", "kind", True),
        ("other", "alternative", True),
        ("route", "recipe", True),
        ("later", "same-product", False),
    ]
    assert {one.subject for one in found} == {"product:x"}
    assert not any(one.also_stops for one in found)


def test_how_far_up_one_must_look():
    far = {one.enterprise: one.apart for one in substitutes(choice(), region=CHANGSHA, enterprise="enterprise:a")}
    around = len({CHANGSHA, *choice().graph["within"][CHANGSHA]})
    assert far["enterprise:near"] == 0
    assert 0 < far["enterprise:far"] < around
    assert far["enterprise:nowhere"] == around


def test_the_evidence_is_the_way_and_the_maker():
    found = {one.enterprise: one for one in substitutes(choice(), region=CHANGSHA, enterprise="enterprise:a")}
    assert found["enterprise:near"].evidence == (maker_row("enterprise:near", "product:x"),)
    assert kind_row("product:x1") in found["enterprise:kind"].evidence
    assert {
        input_row("recipe:p", "product:x"),
        input_row("recipe:p", "product:y"),
        maker_row("enterprise:other", "product:y"),
    } <= set(found["enterprise:other"].evidence)
    assert found["enterprise:other"].used_for == ("product:p",)
    assert (found["enterprise:route"].recipe, found["enterprise:route"].used_for) == ("recipe:p-other", ("product:p",))


def test_when_the_product_fails_no_maker_of_it_here_is_left():
    names = [one.enterprise for one in substitutes(choice(), region=CHANGSHA, product="product:x")]
    assert names == [f"enterprise:{name}" for name in ("far", "nowhere", "kind", "other", "route")]


def test_who_hangs_on_the_failed_enterprise_too_stands_last():
    chain = empty_chain()
    add_recipe(chain, "recipe:x", ["product:x"], [["product:r"]])
    add_maker(chain, "product:x", "enterprise:a")
    add_maker(chain, "product:r", "enterprise:a")
    add_maker(chain, "product:x", "enterprise:b")
    add_maker(chain, "product:x", "enterprise:far", JINGZHOU)
    found = [
        one for one in substitutes(chain, region=CHANGSHA, enterprise="enterprise:a") if one.subject == "product:x"
    ]
    assert [(one.enterprise, one.also_stops) for one in found] == [("enterprise:far", False), ("enterprise:b", True)]


def test_one_without_a_name_is_told():
    chain = choice()
    add_maker(chain, "product:y", "enterprise:unnamed", unnamed=True)
    found = substitutes(chain, region=CHANGSHA, product="product:x")
    assert {one.enterprise: one.named for one in found}["enterprise:unnamed"] is False


def test_seen_from_jingzhou_the_near_one_is_another():
    found = substitutes(choice(), region=JINGZHOU, product="product:y")
    assert [(one.enterprise, one.level, one.apart) for one in found[:2]] == [
        ("enterprise:other", "same-product", 2),  # in Changsha, which meets Jingzhou only in the country
        ("enterprise:far", "alternative", 0),
    ]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"enterprise": "enterprise:a", "product": "product:x"},
        {"enterprise": "enterprise:nobody"},
        {"product": "product:none"},
    ],
)
def test_what_is_not_to_be_replaced_is_refused(given):
    with pytest.raises(ContractError):
        substitutes(choice(), region=CHANGSHA, **given)

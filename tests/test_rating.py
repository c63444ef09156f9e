"""Is the rating the formula it is said to be, and is its robustness that of the formula?"""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from chaingraph.analysis.rating import HALF, LABELS, THRESHOLDS, WEIGHTS, ratings
from chaingraph.analysis.robustness import SHARES, rating_robustness
from chaingraph.analysis.weak import weak_links
from chaingraph.model import ContractError
from graph_fixture import (
    CHANGSHA,
    HUNAN,
    JINGZHOU,
    add_maker,
    add_product,
    add_recipe,
    add_segment,
    chain_graph,
    empty_chain,
    maker_row,
    row,
    shortage,
)
from graph_strategies import PRODUCTS, chains, repeatable


def rated(chain, region=CHANGSHA, **more):
    return {each.subject: each for each in ratings(chain, region=region, **more)}


def values(rating):
    return {term.name: term.value for term in rating.terms}


def one_product(*enterprises, **more):
    chain = empty_chain()
    add_product(chain, "product:x")
    for name in enterprises:
        add_maker(chain, "product:x", f"enterprise:{name}", **more)
    return chain


def test_anode_by_hand():
    """Sole maker gamma, shortage stated, cell and storage-system stop with it (2/5), no substitute, reported (1/3).

    (3·1 + 3·1 + 3·1 + 2·0.4 + 2·0 + 2·1 + 1·1/3) ÷ 16 = 12.1333 ÷ 16.
    """
    anode = rated(chain_graph())["product:anode"]
    assert values(anode) == {
        "concentration": 1.0,
        "sole": 1.0,
        "stated": 1.0,
        "stops": 0.4,
        "exposed": 0.0,
        "irreplaceable": 1.0,
        "evidence": pytest.approx(1 / 3),
    }
    assert anode.score == pytest.approx((3 + 3 + 3 + 0.8 + 2 + 1 / 3) / 16)
    assert (anode.label, anode.verb, anode.sole) == ("critical", "strengthen", "enterprise:gamma")
    assert anode.stops == ("product:cell", "product:storage-system")
    assert {row("shortages", 2), maker_row("enterprise:gamma", "product:graphite-anode")} <= set(anode.evidence)


def test_cell_hangs_on_four_enterprises_though_it_has_two_makers():
    """Precursor, carbonate, cathode and anode have one maker each: alpha, rho, beta, gamma. (1.5 + 2·4/7 + 2 + 1/3)/16."""
    cell = rated(chain_graph())["product:cell"]
    assert cell.exposed == ("enterprise:alpha", "enterprise:beta", "enterprise:gamma", "enterprise:rho")
    assert cell.score == pytest.approx((1.5 + 8 / 7 + 2 + 1 / 3) / 16)
    assert (cell.label, cell.verb, cell.sole, cell.stops) == ("watch", None, None, ())


def test_a_segment_is_rated_by_its_holders():
    """Recycling lists no product; rho alone takes part, a shortage is stated: (3 + 3 + 3 + 2 + 1/3) ÷ 16."""
    recycling = rated(chain_graph())["segment:recycling"]
    assert (recycling.what, recycling.makers, recycling.sole) == ("segment", ("enterprise:rho",), "enterprise:rho")
    assert recycling.score == pytest.approx((3 + 3 + 3 + 2 + 1 / 3) / 16)
    assert {row("participations", 2), row("shortages", 5)} <= set(recycling.evidence)


def test_a_segment_nobody_holds_and_a_product_nobody_makes_are_not_rated():
    assert not {"segment:separator", "product:separator", "product:electrolyte"} & rated(chain_graph()).keys()


def test_makers_elsewhere_make_it_replaceable():
    """One maker here, three elsewhere: the term is 1/4; (3 + 3 + 2/4 + 1/3) ÷ 16."""
    chain = one_product("a")
    for name in "bcd":
        add_maker(chain, "product:x", f"enterprise:{name}", JINGZHOU)
    found = rated(chain)["product:x"]
    assert (found.substitutes, values(found)["irreplaceable"]) == (3, 0.25)
    assert found.score == pytest.approx((3 + 3 + 0.5 + 1 / 3) / 16)
    assert maker_row("enterprise:d", "product:x") in found.evidence


def test_another_alternative_replaces_only_as_far_as_the_worst_served_use():
    """x or y for p, by two makers of y; x alone for q: nothing replaces x there. Without q: 1/(1 + 2)."""
    chain = one_product("a")
    add_recipe(chain, "recipe:p", ["product:p"], [["product:x", "product:y"]])
    for name in "bc":
        add_maker(chain, "product:y", f"enterprise:{name}", JINGZHOU)
    assert values(rated(chain)["product:x"])["irreplaceable"] == pytest.approx(1 / 3)
    add_recipe(chain, "recipe:q", ["product:q"], [["product:x"]])
    assert values(rated(chain)["product:x"])["irreplaceable"] == 1.0


def test_what_a_supplier_on_record_makes_itself_is_assumed():
    assert values(rated(one_product("a", status="measured"))["product:x"])["evidence"] == 0.0
    assert values(rated(one_product("a", status="measured", basis="supplies"))["product:x"])["evidence"] == 1.0


def test_a_maker_who_may_be_here_opens_the_bounds():
    """Sole or not, one of one or of two with unknown capacities, replaceable or not (1/2): all three vary."""
    chain = one_product("a")
    add_maker(chain, "product:x", "enterprise:hunan", HUNAN)
    found = rated(chain)["product:x"]
    bounds = {term.name: (term.low, term.value, term.high) for term in found.terms}
    assert bounds["sole"] == (0.0, 1.0, 1.0)
    assert bounds["concentration"] == (0.5, 1.0, 1.0)
    assert bounds["irreplaceable"] == (0.5, 1.0, 1.0)
    assert found.lower == pytest.approx((1.5 + 1 + 1 / 3) / 16)
    assert (found.place_unknown, found.best, found.label, found.worst) == (
        ("enterprise:hunan",),
        "strong",
        "weak",
        "weak",
    )


def test_one_without_name_may_be_one_or_many():
    found = rated(one_product("a", unnamed=True))["product:x"]
    bounds = {term.name: (term.low, term.value, term.high) for term in found.terms}
    assert (bounds["sole"], bounds["concentration"]) == ((0.0, 0.0, 1.0), (0.0, 1.0, 1.0))
    assert found.sole is None


def test_a_capacity_not_told_may_be_anything():
    """60 and 20 told, a third not: least at 50: (3600 + 400 + 2500)/130² = 4000/(80² + 4000); at most 1."""
    chain = one_product("c")
    for name, size in (("a", 60), ("b", 20)):
        add_maker(chain, "product:x", f"enterprise:{name}", capacity=size)
    (term,) = [each for each in rated(chain)["product:x"].terms if each.name == "concentration"]
    assert term.low == pytest.approx(6500 / 130**2) == pytest.approx(4000 / 10400)
    assert (term.value, term.high) == (pytest.approx(7 / 18), 1.0)
    assert min((4000 + u * u) / (80 + u) ** 2 for u in range(1, 400)) == pytest.approx(term.low)


def test_weights_and_thresholds_are_the_callers():
    """Only the shortage counts: anode 1, cell 0; a threshold beyond 1 is never reached."""
    only = dict.fromkeys(WEIGHTS, 0.0) | {"stated": 5.0}
    found = rated(chain_graph(), weights=only)
    assert (found["product:anode"].score, found["product:cell"].score) == (1.0, 0.0)
    assert {each.label for each in rated(chain_graph(), thresholds=dict.fromkeys(THRESHOLDS, 1.1)).values()} == {
        "strong"
    }
    assert values(rated(chain_graph(), half=2.0)["product:anode"])["stops"] == 0.5


@pytest.mark.parametrize(
    "words",
    [
        {"weights": {"sole": 1.0}},
        {"weights": dict.fromkeys(WEIGHTS, 0.0)},
        {"weights": dict(WEIGHTS) | {"sole": -1.0}},
        {"thresholds": {"weak": 0.5}},
        {"half": 0.0},
    ],
)
def test_a_formula_of_no_use_is_refused(words):
    with pytest.raises(ContractError, match="a number"):
        ratings(chain_graph(), region=CHANGSHA, **words)
    with pytest.raises(ContractError, match="a number"):
        rating_robustness(chain_graph(), region=CHANGSHA, **words)


@repeatable
@given(chains())
def test_terms_and_scores_lie_within_their_bounds(chain):
    for each in ratings(chain, region=CHANGSHA):
        assert all(0 <= term.low <= term.value <= term.high <= 1 for term in each.terms)
        assert 0 <= each.lower <= each.score <= each.upper <= 1
        assert LABELS.index(each.best) <= LABELS.index(each.label) <= LABELS.index(each.worst)
        assert each.makers
        assert each.evidence


@repeatable
@given(chains())
def test_every_weak_link_is_rated_with_its_own_facts(chain):
    found = rated(chain)
    for link in weak_links(chain, region=CHANGSHA):
        rating = found[link.subject]
        assert (rating.makers, bool(rating.sole), rating.stops, rating.stated) == (
            link.makers,
            link.sole,
            link.loses,
            link.stated,
        )
        assert set(link.evidence) <= set(rating.evidence)


@repeatable
@given(chains(), st.sampled_from(PRODUCTS))
def test_a_further_maker_never_makes_a_product_more_fragile(chain, product):
    before = rated(chain)
    add_maker(chain, product, "enterprise:new")
    after = rated(chain)
    if product in before:
        assert after[product].score <= before[product].score + 1e-9


def test_moving_one_parameter_changes_what_the_formula_says():
    """Sole maker, nothing else known: 8 1/3 ÷ 16 = 0.5208, weak. Critical at 0.65·0.8 = 0.52 is reached, at 0.585 not."""
    found = {
        (each.parameter, each.move): each for each in rating_robustness(one_product("a"), region=CHANGSHA, draws=1)
    }
    changed = found["threshold:critical", -0.2]
    assert (changed.changed_share, changed.never_changed, changed.draws) == (1.0, (), 1)
    assert [(each.subject, each.label, each.share) for each in changed.changed] == [("product:x", "weak", 0.0)]
    assert maker_row("enterprise:a", "product:x") in changed.evidence
    assert found["threshold:critical", -0.1].never_changed == ("product:x",)
    assert found["threshold:critical", -0.1].evidence == ()


def moved(each):
    """Return the words for `ratings` that a finding on one parameter stands for."""
    what, _, name = each.parameter.partition(":")
    if what == "half":
        return {"half": HALF * (1 + each.move)}
    key, given_ = {"weight": ("weights", WEIGHTS), "threshold": ("thresholds", THRESHOLDS)}[what]
    return {key: dict(given_) | {name: given_[name] * (1 + each.move)}}


def test_one_parameter_at_a_time_is_the_rating_anew():
    chain = chain_graph()
    before = {subject: each.label for subject, each in rated(chain).items()}
    found = [each for each in rating_robustness(chain, region=CHANGSHA, draws=1) if each.method == "alone"]
    assert len(found) == (len(WEIGHTS) + len(THRESHOLDS) + 1) * 2 * len(SHARES)
    for each in found:
        after = rated(chain, **moved(each))
        different = {subject for subject, label in before.items() if after[subject].label != label}
        assert {kept.subject for kept in each.changed} == different
        assert set(each.never_changed) == before.keys() - different
        assert each.changed_share == pytest.approx(len(different) / len(before))


def test_any_weights_at_all_give_the_label_as_often_as_the_beta_law_says():
    """Three of seven terms are 1, the others 0 (measured): with even weights on the simplex the score is Beta(3, 4)."""
    chain = one_product("a", status="measured")
    *_, simplex = rating_robustness(chain, region=CHANGSHA, draws=1000, seed=7)
    law = beta(3, 4)
    weak = law.cdf(THRESHOLDS["critical"]) - law.cdf(THRESHOLDS["weak"])
    assert (simplex.method, simplex.draws, simplex.changed[0].label) == ("simplex", 1000, "weak")
    assert abs(simplex.changed[0].share - weak) < 4 * math.sqrt(weak * (1 - weak) / 1000)
    assert simplex.changed_share == pytest.approx(1 - simplex.changed[0].share)


def test_the_same_seed_gives_the_same_and_larger_moves_change_more():
    chain = chain_graph()
    first, second = (rating_robustness(chain, region=CHANGSHA, draws=300, seed=3) for _ in range(2))
    assert first == second
    together = [each for each in first if each.method == "together"]
    assert [each.move for each in together] == list(SHARES)
    assert together[0].changed_share < together[-1].changed_share
    assert set(together[-1].never_changed) <= set(together[0].never_changed)
    assert all(each.rated == len(each.changed) + len(each.never_changed) for each in first)


def test_nothing_made_is_nothing_rated():
    chain = empty_chain()
    add_segment(chain, "segment:s", [])
    chain.graph["segments"]["segment:s"]["shortages"] = (shortage(1),)
    assert ratings(chain, region=CHANGSHA) == ()
    assert {each.changed_share for each in rating_robustness(chain, region=CHANGSHA, draws=2)} == {0.0}

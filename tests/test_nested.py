"""Local supply rates ring by ring: region, city group, province, country."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaingraph.analysis.basis import BASES
from chaingraph.analysis.nested import nested_supply_rates
from chaingraph.analysis.rate import local_supply_rate
from chaingraph.errors import ContractError
from graph_fixture import CHANGSHA, HUNAN, JINGZHOU
from graph_strategies import repeatable
from test_rate import random_supplies, supplies


def test_the_rings_by_hand():
    """Of four suppliers one is in the city, one in the province, one elsewhere in the country, one nobody knows where."""
    supply = supplies(CHANGSHA, HUNAN, JINGZHOU, None)
    found = nested_supply_rates(supply, region=CHANGSHA)
    assert [one.region for one in found] == [CHANGSHA, HUNAN, "region:cn"]
    # the supplier known to be in Hunan may be in Changsha
    assert [(one.numerator, one.denominator, one.total) for one in found] == [(1, 2, 4), (2, 3, 4), (3, 3, 4)]
    assert [one.lower for one in found] == [0.25, 0.5, 0.75]
    assert [one.upper for one in found] == [0.75, 0.75, 1.0]
    assert {one.subject for one in found} == {CHANGSHA}


def test_the_first_ring_is_the_rate_of_the_region():
    supply = supplies(CHANGSHA, HUNAN, JINGZHOU, None)
    assert nested_supply_rates(supply, region=CHANGSHA)[0] == local_supply_rate(supply, region=CHANGSHA)


def test_only_the_customers_asked_for_count():
    supply = supplies(CHANGSHA, JINGZHOU)
    assert local_supply_rate(supply, region=CHANGSHA, among=()).total == 0
    assert local_supply_rate(supply, region=CHANGSHA, among=("enterprise:c",)) == local_supply_rate(
        supply, region=CHANGSHA
    )


def test_an_unknown_origin_is_refused():
    with pytest.raises(ContractError, match="nowhere"):
        local_supply_rate(supplies(CHANGSHA), region=CHANGSHA, origin="region:nowhere")


@repeatable
@given(random_supplies(), st.sampled_from(BASES))
def test_the_further_the_ring_the_higher_the_bounds(supply, basis):
    rings = nested_supply_rates(supply, region=CHANGSHA, customer="enterprise:c", basis=basis)
    for inner, outer in pairwise(rings):
        if inner.lower is not None:
            assert inner.lower <= outer.lower + 1e-12
            assert inner.upper <= outer.upper + 1e-12


@repeatable
@given(random_supplies(), st.sampled_from(BASES))
def test_the_country_has_all_that_lies_anywhere(supply, basis):
    whole = nested_supply_rates(supply, region=CHANGSHA, customer="enterprise:c", basis=basis)[-1]
    if whole.rate is not None:
        assert whole.rate == 1

"""Is what a region lacks as near to what it makes as by hand, and is too thin a record refused?"""

from dataclasses import replace

import networkx as nx
import pytest

from chaingraph.analysis import relatedness
from chaingraph.errors import ContractError
from graph_fixture import CHANGSHA, JINGZHOU, WITHIN, add_maker, add_product, empty_chain, maker_row

OTHER = "region:430200"


def three_cities() -> nx.DiGraph:
    """Changsha makes a and b, Jingzhou a and c, a third city c and d."""
    chain = empty_chain()
    chain.graph["within"] = {**WITHIN, OTHER: WITHIN[CHANGSHA]}
    for product, places in {"a": [CHANGSHA, JINGZHOU], "b": [CHANGSHA], "c": [JINGZHOU, OTHER], "d": [OTHER]}.items():
        add_product(chain, f"product:{product}")
        for place in places:
            add_maker(
                chain, f"product:{product}", f"enterprise:{product}-{place[7:]}", place if place != OTHER else None
            )
    for product in "cd":
        node = chain.nodes[f"product:{product}"]
        node["makers"] = tuple(replace(one, places=one.places or frozenset({OTHER})) for one in node["makers"])
    return chain


def test_density_is_the_share_of_what_is_near_that_the_region_makes() -> None:
    """Proximity of c to a, b, c, d: 1/2, 0, 1, 1/2; Changsha has a: 0.5 / 2. Of d: to c 1/2, to itself 1: nothing."""
    found = relatedness(three_cities(), region=CHANGSHA, least=3)
    assert [(one.subject, one.density) for one in found] == [("product:c", 0.25), ("product:d", 0.0)]
    first, last = found
    assert (first.neighbours, first.made_in, first.compared) == (("product:a",), (JINGZHOU, OTHER), 3)
    assert (last.neighbours, last.made_in) == ((), (OTHER,))
    assert maker_row("enterprise:a-430100", "product:a") in first.evidence
    assert maker_row("enterprise:b-430100", "product:b") not in first.evidence


def test_too_few_regions_are_refused() -> None:
    with pytest.raises(ContractError, match="at least 4; this chain has makers on record in 3; add makers"):
        relatedness(three_cities(), region=CHANGSHA, least=4)


def test_a_region_without_makers_is_refused() -> None:
    chain = three_cities()
    chain.graph["within"] = {**chain.graph["within"], "region:430300": WITHIN[CHANGSHA]}
    with pytest.raises(ContractError, match="this one not among them"):
        relatedness(chain, region="region:430300", least=2)


def test_a_group_of_cities_around_one_does_not_change_its_level() -> None:
    chain = three_cities()
    group = frozenset({"region:changzhutan"})
    chain.graph["within"] = {**chain.graph["within"], CHANGSHA: WITHIN[CHANGSHA] | group}
    for name in "ab":
        node = chain.nodes[f"product:{name}"]
        node["makers"] = tuple(
            replace(one, places=one.places | group) if CHANGSHA in one.places else one for one in node["makers"]
        )
    assert relatedness(chain, region=CHANGSHA, least=3) == relatedness(three_cities(), region=CHANGSHA, least=3)


def test_a_place_without_a_code_is_refused() -> None:
    with pytest.raises(ContractError, match="no province, city or county"):
        relatedness(three_cities(), region="park:ningxiang", least=2)

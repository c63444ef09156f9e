"""Are sources that repeat another told from those that look on their own?"""

from math import comb

import networkx as nx
import numpy as np
import pytest

from chaingraph.analysis.absence import learned_from
from chaingraph.analysis.repeats import _at_least, same_origin
from chaingraph.model import Maker

UNITS = [(f"product:{n}", "region:r") for n in range(200)]
MAKERS = [(unit, "m") for unit in UNITS]


def test_the_chance_by_hand() -> None:
    """Nothing seen before: any number of 4 is as likely as another, so all 4 have the chance 1/5, 3 or more 2/5.

    After 1 of 2, the probability p has the density 6p(1-p): two of two have 6(1/4 - 1/5) = 3/10.
    """
    assert _at_least(4, 4, 0, 0) == pytest.approx(1 / 5)
    assert _at_least(3, 4, 0, 0) == pytest.approx(2 / 5)
    assert _at_least(2, 2, 1, 2) == pytest.approx(3 / 10)


def test_the_chance_of_much_seen_is_binomial() -> None:
    binomial = sum(comb(6, i) * 0.3**i * 0.7 ** (6 - i) for i in range(5, 7))
    assert _at_least(5, 6, 3 * 10**6, 10**7) == pytest.approx(binomial, rel=1e-4)


def drawn(seed: int, *, echo: float) -> dict[str, list[tuple[tuple[str, str], str]]]:
    random = np.random.default_rng(seed)
    lucky = {name: random.random(200) for name in ("list", "press", "union", "echo")}
    named = {
        name: [one for one, luck in zip(MAKERS, lucky[name], strict=True) if luck < p]
        for name, p in (("list", 0.5), ("press", 0.3), ("union", 0.2))
    }
    return named | {
        "echo": [one for one, luck in zip(MAKERS, lucky["echo"], strict=True) if luck < echo and one in named["press"]]
    }


@pytest.mark.parametrize("seed", range(5))
def test_an_echo_is_of_one_origin_with_what_it_repeats_and_independent_sources_are_not(seed) -> None:
    named = drawn(seed, echo=0.5)
    found = same_origin(named, dict.fromkeys(named, UNITS))
    assert found == {"list": "list", "union": "union", "press": "echo", "echo": "echo"}
    named["echo"][0] = (named["echo"][0][0], "the same, spelled otherwise")
    assert same_origin(named, dict.fromkeys(named, UNITS)) == found


def test_who_is_named_by_one_that_names_everybody_repeats_nobody() -> None:
    named = {"register": MAKERS, "press": MAKERS[:30], "list": MAKERS[20:90]}
    assert same_origin(named, dict.fromkeys(named, UNITS)) == {name: name for name in named}


def test_few_makers_and_units_searched_by_one_alone_prove_nothing() -> None:
    named = {"press": MAKERS[:40], "echo": MAKERS[:3], "list": MAKERS[1::2]}
    assert same_origin(named, dict.fromkeys(named, UNITS))["echo"] == "echo"
    apart = {"press": UNITS[:100], "echo": UNITS[100:], "list": UNITS}
    assert same_origin({**named, "echo": MAKERS[100:120]}, apart)["press"] == "press"


def test_sources_are_judged_by_the_regions_beside_that_two_sources_speak_of() -> None:
    """b has one maker that two documents name, c has none, d lies in another province."""
    graph = nx.DiGraph(
        segments={}, searched=(), sources={"row:1": (("document:x", "1"),), "row:2": (("document:y", "1"),)}
    )
    graph.graph["within"] = {f"region:{r}": frozenset({"region:p" if r != "d" else "region:q"}) for r in "abcd"}

    def maker(region: str, *rows: str) -> Maker:
        return Maker(enterprise=f"enterprise:{region}", places=frozenset({f"region:{region}"}), evidence=rows)

    twice = [maker(region, "row:1", "row:2") for region in "abd"]
    graph.add_node("product:p", kind="product", makers=(*twice, maker("c", "row:1")), names={})
    assert learned_from(graph, "region:a") == ("region:b",)

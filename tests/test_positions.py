"""Are levels and steps to final use of a chain those worked out by hand?"""

from collections.abc import Mapping

import networkx as nx
import pytest

from chaingraph.analysis import positions
from chaingraph.analysis.position import upstreamness
from chaingraph.analysis.positions import Position, input_graph
from graph_fixture import CHANGSHA, add_maker, add_product, add_recipe, empty_chain, input_row, kind_row, maker_row


def chain_of(recipes: Mapping[str, str]) -> nx.DiGraph:
    """Make a chain of recipes: output → the letters of its inputs."""
    chain = empty_chain()
    for output, inputs in recipes.items():
        add_recipe(chain, f"recipe:{output}", [f"product:{output}"], [[f"product:{each}"] for each in inputs])
    return chain


def found(chain: nx.DiGraph) -> dict[str, Position]:
    return {one.subject.partition(":")[2]: one for one in positions(chain, region=CHANGSHA)}


def test_a_line_climbs_by_one_and_ends_at_one() -> None:
    at = found(chain_of({"c": "b", "b": "a"}))
    assert {name: one.trophic_level for name, one in at.items()} == {"a": 0, "b": 1, "c": 2}
    assert {name: one.upstreamness for name, one in at.items()} == {"a": 3, "b": 2, "c": 1}
    assert (at["b"].inputs, at["b"].users) == (("product:a",), ("product:c",))


def test_users_count_equally() -> None:
    """X goes into b (two steps from the end) and c (the end): 1 + (2 + 1) / 2. Levels of a triangle: 0, 2/3, 4/3."""
    at = found(chain_of({"c": "bx", "b": "x"}))
    assert {name: one.upstreamness for name, one in at.items()} == {"x": 2.5, "b": 2, "c": 1}
    assert {name: one.trophic_level for name, one in at.items()} == pytest.approx(
        {"x": 0, "b": 2 / 3, "c": 4 / 3}, abs=1e-6
    )


def test_what_leads_into_a_closed_cycle_has_no_number_of_steps() -> None:
    """A feeds the cycle of b and c, and d; nothing leaves the cycle, so a is never used up either. E leads to d alone."""
    at = found(chain_of({"b": "ac", "c": "b", "d": "ae"}))
    steps = {name: one.upstreamness for name, one in at.items()}
    assert steps == {"a": None, "b": None, "c": None, "d": 1, "e": 2}


def test_a_cycle_with_a_way_out_is_counted_as_by_antras() -> None:
    """B goes back into a, or out into c: U(b) = 1 + (U(a) + 1) / 2, U(a) = 1 + U(b), hence 4 and 5."""
    chain = chain_of({"b": "a", "a": "b", "c": "b"})
    at = found(chain)
    assert {name: one.upstreamness for name, one in at.items()} == {"a": 5, "b": 4, "c": 1}
    links = input_graph(chain)
    flows = nx.to_numpy_array(links, nodelist=["product:a", "product:b", "product:c"], weight=None)
    assert upstreamness(flows, [1.0, 2.0, 1.0]).tolist() == pytest.approx([5, 4, 1])


def test_kinds_stand_where_the_general_product_does_and_parts_are_numbered() -> None:
    """Cells take cathodes, of which ternary ones are a kind that takes precursor; the magnet is another part."""
    chain = chain_of({"cell": ["cathode"], "ternary": ["precursor"], "magnet": ["ore"]})
    add_product(chain, "product:ternary", kind_of=["product:cathode"])
    add_maker(chain, "product:ternary", "enterprise:beta")
    at = found(chain)
    assert at["ternary"].users == ("product:cell",)
    assert at["precursor"].upstreamness == 3
    assert (at["cell"].component, at["magnet"].component) == (1, 2)
    assert at["cathode"].makers == ("enterprise:beta",)
    assert {
        kind_row("product:ternary"),
        input_row("recipe:cell", "product:cathode"),
        maker_row("enterprise:beta", "product:ternary"),
    } <= {*at["ternary"].evidence}


def test_a_chain_without_recipes_has_no_positions() -> None:
    chain = empty_chain()
    add_product(chain, "product:a")
    assert positions(chain, region=CHANGSHA) == ()

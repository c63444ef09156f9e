"""Are single points of failure from arrays those found from gates?"""

from hypothesis import given
from hypothesis import strategies as st

from chaingraph.analysis.gates import single_points, stopped_by
from chaingraph.analysis.made import made_here
from chaingraph.analysis.running import local_gates
from chaingraph.analysis.soles import soles
from graph_fixture import CHANGSHA, add_maker, add_product, add_recipe, empty_chain
from graph_strategies import repeatable


def test_two_recipes_are_two_ways() -> None:
    """p (0) of q (1) or of r (2): the makers of q and r together stop it, neither alone; who makes both does."""
    links = {"count": 3, "output": [0, 0], "recipe": [0, 1], "requirement": [0, 1], "alternative": [1, 2]}
    assert soles([0, 0, 1, 2], [1, 2, 3, 4], **links).of(0) == ()
    assert soles([0, 0, 1, 2], [1, 2, 3, 3], **links).of(0) == (3,)
    assert soles([0, 0, 2], [1, 2, 3], **links).of(0) == (), "q comes from outside"


products = st.integers(0, 5)
recipes = st.lists(
    st.tuples(
        products,
        st.lists(st.lists(products, min_size=1, max_size=2, unique=True), min_size=1, max_size=3, unique_by=min),
    ),
    max_size=6,
)


@repeatable
@given(st.lists(st.tuples(products, st.integers(0, 4)), max_size=12), recipes)
def test_they_are_those_of_the_gates(makes, ways) -> None:
    """On the chain graph, by the gates of a region; cycles, several recipes, inputs from outside."""
    chain = empty_chain()
    for number in range(6):
        add_product(chain, f"product:{number}")
    for number, (made, groups) in enumerate(ways):
        add_recipe(
            chain,
            f"recipe:{number}",
            [f"product:{made}"],
            [[f"product:{one}" for one in sorted(some)] for some in groups],
        )
    for product, enterprise in makes:
        add_maker(chain, f"product:{product}", f"enterprise:{enterprise}", CHANGSHA)
    rows = [
        (number, 10 * number + place, one)
        for number, (_, groups) in enumerate(ways)
        for place, some in enumerate(groups)
        for one in some
    ]
    found = soles(
        [product for product, _ in makes],
        [enterprise for _, enterprise in makes],
        count=6,
        output=[made for made, _ in ways],
        recipe=[row[0] for row in rows],
        requirement=[row[1] for row in rows],
        alternative=[row[2] for row in rows],
    )
    here = made_here(chain, CHANGSHA)
    points = single_points(local_gates(chain, here, faults="enterprises"), fixpoint="greatest")
    for number in range(6):
        name = f"product:{number}"
        wanted = stopped_by(points, ("made", name)) if name in here else ()
        assert tuple(f"enterprise:{one}" for one in found.of(number)) == wanted

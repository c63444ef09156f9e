"""Random chain graphs for property tests."""

from hypothesis import settings
from hypothesis import strategies as st

from chaingraph.model import Participant
from graph_fixture import (
    CHANGSHA,
    JINGZHOU,
    NINGXIANG,
    add_maker,
    add_product,
    add_recipe,
    add_segment,
    at,
    empty_chain,
    row,
    shortage,
)

repeatable = settings(deadline=None, derandomize=True, database=None, max_examples=60)

PRODUCTS = [f"product:{letter}" for letter in "abcdefgh"]
ENTERPRISES = [f"enterprise:{number}" for number in range(5)]


@st.composite
def chains(draw):
    """Draw a chain of eight products with kinds, recipes (cycles too), makers, shortages and segments."""
    chain = empty_chain()
    for product in PRODUCTS:
        add_product(chain, product)
    for low, high in draw(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=4)):
        if low < high:
            add_product(chain, PRODUCTS[low], kind_of=[PRODUCTS[high]])
    products = st.sampled_from(PRODUCTS)
    inputs = st.lists(
        st.lists(products, min_size=1, max_size=2, unique=True), max_size=3, unique_by=lambda names: names[0]
    )
    for number, (output, groups) in enumerate(draw(st.lists(st.tuples(products, inputs), max_size=6))):
        essential, optional = groups[:2], groups[2:]
        add_recipe(chain, f"recipe:{number}", [output], essential, optional=optional)
    places = st.sampled_from([CHANGSHA, CHANGSHA, NINGXIANG, JINGZHOU, "region:cn", None])
    stages = st.sampled_from(["producing", "producing", "developing"])
    for product, enterprise, place, stage in draw(
        st.lists(st.tuples(products, st.sampled_from(ENTERPRISES), places, stages), max_size=12)
    ):
        add_maker(chain, product, enterprise, place, stage=stage)
    for number, product in enumerate(draw(st.lists(products, max_size=3))):
        chain.nodes[product]["shortages"] += (shortage(number),)
    for number, listed in enumerate(draw(st.lists(st.lists(products, max_size=2, unique=True), max_size=3))):
        enterprise, place = draw(st.tuples(st.sampled_from(ENTERPRISES), places))
        member = Participant(enterprise=enterprise, places=at(place), evidence=(row("participations", number),))
        add_segment(
            chain,
            f"segment:{number}",
            listed,
            participants=draw(st.sampled_from([(), (member,)])),
            shortages=draw(st.sampled_from([(), (shortage(100 + number),)])),
        )
    return chain

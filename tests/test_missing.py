import copy
import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaingraph.analysis import missing_links
from chaingraph.analysis.kinds import general_kinds, special_kinds
from chaingraph.model import Completeness, ContractError, Participant
from graph_fixture import (
    CHANGSHA,
    HUNAN,
    JINGZHOU,
    NINGXIANG,
    add_maker,
    add_product,
    add_recipe,
    add_segment,
    at,
    chain_graph,
    empty_chain,
    input_row,
    kind_row,
    maker_row,
    row,
    shortage,
)
from graph_strategies import PRODUCTS, chains, repeatable

CELL_MAKERS = (maker_row("enterprise:delta", "product:cell"), maker_row("enterprise:epsilon", "product:cell"))
CELL_TO_SYSTEM = (  # why a stop of cells stops storage systems
    maker_row("enterprise:sigma", "product:storage-system"),
    input_row("recipe:system", "product:cell"),
    "data:hand/recipes.csv#recipe:system",
)


def link(chain: nx.DiGraph, product: str, region: str = CHANGSHA):
    """Return the one missing link on *product*, None when there is none."""
    return next((each for each in missing_links(chain, region=region) if each.subject == product), None)


def one_need(**more: object) -> nx.DiGraph:
    """Type the least chain with a gap: p ← x, p made in Changsha."""
    chain = empty_chain()
    add_recipe(chain, "recipe:p", ["product:p"], [["product:x"]], **more)
    add_maker(chain, "product:p", "enterprise:p")
    return chain


def test_the_hand_typed_chain_has_these_four_worst_first():
    """Worked out in the fixture's first lines; electrolyte and separator tie, and go by name."""
    found = [(each.subject, each.state) for each in missing_links(chain_graph(), region=CHANGSHA)]
    assert found == [
        ("product:electrolyte", "missing"),
        ("product:separator", "missing"),
        ("product:used-cell", "unknown"),
        ("product:binder", "unknown"),
    ]


def test_separator_is_missing_and_says_why():
    separator = link(chain_graph(), "product:separator")
    assert (separator.witness, separator.verb, separator.status) == ("shortage", "supplement", "reported")
    assert separator.needed_by == ("product:cell",)
    assert separator.customers == ("enterprise:delta", "enterprise:epsilon")
    assert separator.segments == ("segment:separator",)
    assert separator.blocks == ("product:cell", "product:storage-system")
    assert separator.fixpoint == "least"
    assert separator.made_in == separator.makers_elsewhere == ()
    assert not separator.optional
    assert not separator.possible
    assert separator.searched == ("document:paper", "document:plan")
    assert separator.evidence == tuple(
        sorted(
            (
                *CELL_MAKERS,
                *CELL_TO_SYSTEM,
                input_row("recipe:cell", "product:separator"),
                "data:hand/recipes.csv#recipe:cell",
                "data:hand/segments.csv#segment:separator",
                row("shortages", 3),
            )
        )
    )


def test_electrolyte_is_missing_in_changsha_and_made_in_jingzhou():
    electrolyte = link(chain_graph(), "product:electrolyte")
    assert electrolyte.makers_elsewhere == ("enterprise:zeta",)
    assert electrolyte.made_in == (JINGZHOU,)
    assert maker_row("enterprise:zeta", "product:electrolyte") in electrolyte.evidence


def test_binder_is_optional_unknown_and_rests_on_an_assumed_recipe():
    binder = link(chain_graph(), "product:binder")
    assert (binder.state, binder.witness, binder.optional, binder.status) == (
        "unknown",
        None,
        True,
        "assumed",
    )
    assert binder.blocks == ()
    assert binder.evidence == tuple(
        sorted((*CELL_MAKERS, input_row("recipe:cell", "product:binder"), "data:hand/recipes.csv#recipe:cell"))
    )


def test_anode_is_made_by_a_special_kind_and_thus_not_missing_for_all_its_shortage():
    assert link(chain_graph(), "product:anode") is None


def test_lithium_hydroxide_is_no_gap_since_the_carbonate_is_made_here():
    assert link(chain_graph(), "product:lithium-hydroxide") is None


def test_both_alternatives_are_gaps_when_neither_is_made_and_neither_blocks_alone():
    chain = chain_graph()
    chain.nodes["product:lithium-carbonate"]["makers"] = ()
    hydroxide = link(chain, "product:lithium-hydroxide")
    assert hydroxide.alternatives == ("product:lithium-carbonate",)
    assert link(chain, "product:lithium-carbonate").alternatives == ("product:lithium-hydroxide",)
    assert hydroxide.blocks == ()


def test_used_cells_block_the_recycler_alone_since_cathodes_take_hydroxide_too():
    used = link(chain_graph(), "product:used-cell")
    assert (used.state, used.needed_by, used.blocks) == (
        "unknown",
        ("product:lithium-carbonate",),
        ("product:lithium-carbonate",),
    )


def test_what_nobody_in_the_region_needs_is_no_finding():
    chain = one_need()
    assert missing_links(chain, region=JINGZHOU) == ()


def test_without_witness_a_gap_is_unknown():
    gap = link(one_need(), "product:x")
    assert (gap.state, gap.witness) == ("unknown", None)
    assert gap.evidence == (
        maker_row("enterprise:p", "product:p"),
        input_row("recipe:p", "product:x"),
        "data:hand/recipes.csv#recipe:p",
    )


@pytest.mark.parametrize("kind", ["attract", "substitute"])
def test_a_shortage_of_the_product_is_a_witness(kind):
    chain = one_need()
    chain.nodes["product:x"]["shortages"] = (shortage(2, kind),)
    gap = link(chain, "product:x")
    assert (gap.state, gap.witness, gap.inherited) == ("missing", "shortage", ())
    assert row("shortages", 2) in gap.evidence


def test_a_shortage_of_a_more_general_product_is_told_and_is_no_witness():
    """That makers of key parts are wanted does not say that nobody makes this one."""
    chain = one_need()
    add_product(chain, "product:x", kind_of=["product:general"])
    chain.nodes["product:general"]["shortages"] = (shortage(2),)
    gap = link(chain, "product:x")
    assert (gap.state, gap.witness, gap.inherited) == ("unknown", None, ("product:general",))
    assert gap.shortages == (row("shortages", 2),)


@pytest.mark.parametrize("kind", ["break-through", "strengthen"])
def test_what_is_to_be_mastered_or_strengthened_may_be_there_already(kind):
    chain = one_need()
    chain.nodes["product:x"]["shortages"] = (shortage(2, kind),)
    gap = link(chain, "product:x")
    assert (gap.state, gap.witness, gap.shortages) == ("unknown", None, (row("shortages", 2),))


def test_somebody_who_develops_it_makes_the_link_developing():
    chain = one_need()
    add_maker(chain, "product:x", "enterprise:m", stage="developing")
    gap = link(chain, "product:x")
    assert (gap.state, gap.developing) == ("developing", ("enterprise:m",))


def test_a_shortage_of_a_special_kind_is_no_witness():
    chain = one_need()
    add_product(chain, "product:special", kind_of=["product:x"])
    chain.nodes["product:special"]["shortages"] = (shortage(2),)
    assert link(chain, "product:x").state == "unknown"


def test_a_shortage_of_a_general_product_is_no_witness_where_another_kind_of_it_is_made():
    chain = one_need()
    add_product(chain, "product:x", kind_of=["product:general"])
    add_product(chain, "product:sister", kind_of=["product:general"])
    add_maker(chain, "product:sister", "enterprise:s")
    chain.nodes["product:general"]["shortages"] = (shortage(2),)
    assert link(chain, "product:x").state == "unknown"


def test_to_strengthen_is_to_say_that_somebody_makes_it():
    chain = one_need()
    chain.nodes["product:x"]["shortages"] = (shortage(2, "strengthen"),)
    assert link(chain, "product:x").state == "unknown"


def test_the_citys_plan_speaks_for_its_districts_but_not_for_the_province():
    chain = one_need()
    add_maker(chain, "product:p", "enterprise:n", NINGXIANG)
    chain.nodes["product:x"]["shortages"] = (shortage(2),)
    assert link(chain, "product:x", NINGXIANG).state == "missing"
    assert link(chain, "product:x", CHANGSHA).state == "missing"
    assert link(chain, "product:x", HUNAN).state == "unknown"


def test_the_citys_plan_does_not_speak_for_a_district_when_another_district_makes_it():
    chain = one_need()
    add_maker(chain, "product:p", "enterprise:n", NINGXIANG)
    add_maker(chain, "product:x", "enterprise:x", CHANGSHA)
    chain.nodes["product:x"]["shortages"] = (shortage(2),)
    gap = link(chain, "product:x", NINGXIANG)
    assert gap.state == "unknown"
    assert gap.place_unknown == ("enterprise:x",)


def test_without_known_places_the_plan_speaks_for_the_city_alone():
    chain = one_need()
    del chain.graph["within"]
    add_maker(chain, "product:p", "enterprise:n", NINGXIANG)
    chain.nodes["product:x"]["shortages"] = (shortage(2),)
    assert link(chain, "product:x", NINGXIANG).state == "unknown"
    assert link(chain, "product:x", CHANGSHA).state == "missing"


def test_a_solved_shortage_is_no_witness():
    chain = one_need()
    chain.nodes["product:x"]["shortages"] = (shortage(2, state="solved"),)
    assert link(chain, "product:x").state == "unknown"


@pytest.mark.parametrize(
    ("as_of", "place", "state"),
    [
        ("2022", CHANGSHA, "unknown"),  # solved after it was stated
        (None, CHANGSHA, "unknown"),  # solved, nobody says when
        ("2020", CHANGSHA, "missing"),  # stated again later
        ("2022", NINGXIANG, "unknown"),  # solved in a part of the city: somebody there makes it
        ("2022", HUNAN, "missing"),  # solved somewhere in the province
    ],
)
def test_a_shortage_solved_since_is_no_witness(as_of, place, state):
    chain = one_need()
    later = dataclasses.replace(shortage(3, place=place, state="solved"), as_of=as_of)
    chain.nodes["product:x"]["shortages"] = (shortage(2), later)
    gap = link(chain, "product:x")
    assert gap.state == state
    if place in (CHANGSHA, HUNAN):
        assert gap.solved == (row("shortages", 3),)


def test_a_shortage_of_the_segment_is_a_witness_for_its_product():
    chain = one_need()
    add_segment(chain, "segment:x", ["product:x"], shortages=(shortage(2),))
    gap = link(chain, "product:x")
    assert (gap.state, gap.segments) == ("missing", ("segment:x",))


def test_a_shortage_of_a_segment_of_many_products_is_told_but_is_no_witness_for_any():
    """To want makers of parts is not to say that nobody makes this part."""
    chain = one_need()
    add_product(chain, "product:other")
    add_segment(chain, "segment:parts", ["product:x", "product:other"], shortages=(shortage(2),))
    gap = link(chain, "product:x")
    assert (gap.state, gap.shortages) == ("unknown", (row("shortages", 2),))
    assert row("shortages", 2) in gap.evidence


def test_who_alone_holds_the_segment_of_a_product_possibly_needs_its_inputs():
    chain = one_need()
    chain.nodes["product:p"]["makers"] = ()
    q = Participant(enterprise="enterprise:q", places=at(CHANGSHA), evidence=(row("participations", 2),))
    add_segment(chain, "segment:p", ["product:p"], participants=(q,))
    gap = link(chain, "product:x")
    assert (gap.needed_by, gap.customers, gap.possible) == (("product:p",), ("enterprise:q",), True)
    assert row("participations", 2) in gap.evidence
    assert gap.blocks == (), "nobody is known to make p"
    assert all(each.subject != "product:p" for each in missing_links(chain, region=CHANGSHA)), "q is taken to make it"


def test_who_is_taken_to_make_it_in_another_chain_unmakes_the_witness_too():
    chain = one_need()
    chain.nodes["product:x"]["shortages"] = (shortage(2),)
    q = Participant(enterprise="enterprise:q", places=at(CHANGSHA), evidence=(row("participations", 2),))
    assert link(chain, "product:x").state == "missing"
    chain.graph["claimants"] = {"product:x": (q,)}
    assert missing_links(chain, region=CHANGSHA) == ()


def test_a_participant_of_the_segment_unmakes_the_witness_and_is_named():
    chain = one_need()
    q = Participant(enterprise="enterprise:q", places=at(CHANGSHA), evidence=(row("participations", 2),))
    add_segment(chain, "segment:x", ["product:x"], participants=(q,))
    chain.nodes["product:x"]["shortages"] = (shortage(2),)
    assert missing_links(chain, region=CHANGSHA) == ()
    add_maker(chain, "product:x", "enterprise:q", stage="developing")  # so it takes part by developing it
    gap = link(chain, "product:x")
    assert (gap.state, gap.participants) == ("developing", ("enterprise:q",))
    assert row("participations", 2) in gap.evidence


def test_a_data_set_that_lists_every_maker_is_a_witness():
    chain = one_need()
    chain.nodes["product:x"]["complete"] = (Completeness(region=CHANGSHA, evidence=(row("completeness", 2),)),)
    gap = link(chain, "product:x")
    assert (gap.state, gap.witness) == ("missing", "complete")
    assert row("completeness", 2) in gap.evidence


def test_completeness_for_the_province_speaks_for_the_city():
    chain = one_need()
    chain.graph["complete"] = (Completeness(region=HUNAN, evidence=(row("completeness", 2),)),)
    assert link(chain, "product:x").witness == "complete"


def test_completeness_for_the_province_is_silent_when_a_maker_may_be_in_the_city():
    chain = one_need()
    chain.graph["complete"] = (Completeness(region=HUNAN, evidence=(row("completeness", 2),)),)
    add_maker(chain, "product:x", "enterprise:somewhere-in-hunan", HUNAN)
    gap = link(chain, "product:x")
    assert (gap.state, gap.place_unknown) == ("unknown", ("enterprise:somewhere-in-hunan",))


def test_a_maker_of_unknown_place_is_told_with_its_row():
    chain = one_need()
    add_maker(chain, "product:x", "enterprise:x", None)
    gap = link(chain, "product:x")
    assert (gap.place_unknown, gap.made_in) == (("enterprise:x",), ())
    assert maker_row("enterprise:x", "product:x") in gap.evidence


def test_a_developing_maker_is_told_and_does_not_close_the_gap():
    chain = one_need()
    add_maker(chain, "product:x", "enterprise:x", stage="developing")
    assert link(chain, "product:x").developing == ("enterprise:x",)


def test_a_maker_of_a_special_kind_needs_what_the_general_recipe_says():
    chain = one_need()
    chain.nodes["product:p"]["makers"] = ()
    add_maker(chain, add_product(chain, "product:special", kind_of=["product:p"]), "enterprise:s")
    gap = link(chain, "product:x")
    assert (gap.needed_by, gap.possible) == (("product:special",), False)
    assert kind_row("product:special") in gap.evidence


def test_a_maker_of_a_general_product_possibly_needs_what_a_special_recipe_says():
    chain = one_need()
    chain.nodes["product:p"]["makers"] = ()
    add_product(chain, "product:p", kind_of=["product:general"])
    add_maker(chain, "product:general", "enterprise:g")
    gap = link(chain, "product:x")
    assert (gap.needed_by, gap.possible) == (("product:general",), True)


def test_a_maker_of_a_general_product_with_a_recipe_of_its_own_needs_no_special_one():
    chain = one_need()
    chain.nodes["product:p"]["makers"] = ()
    add_product(chain, "product:p", kind_of=["product:general"])
    add_maker(chain, "product:general", "enterprise:g")
    add_recipe(chain, "recipe:general", ["product:general"], [["product:y"]])
    assert [each.subject for each in missing_links(chain, region=CHANGSHA)] == ["product:y"]


def test_a_certain_optional_need_does_not_make_a_possible_essential_one_certain():
    chain = one_need()
    add_recipe(chain, "recipe:q", ["product:p"], [["product:y"]])
    add_recipe(chain, "recipe:r", ["product:r"], [["product:p"]], optional=[["product:x"]])
    add_maker(chain, "product:r", "enterprise:r")
    gap = link(chain, "product:x")
    assert (gap.needed_by, gap.possible, gap.optional) == (("product:p", "product:r"), True, False)


def test_who_may_need_it_is_no_customer_beside_those_who_surely_do():
    """p surely needs x; the maker of a general product needs it only if it makes a kind like p."""
    chain = one_need()
    add_product(chain, "product:p", kind_of=["product:general"])
    add_maker(chain, "product:general", "enterprise:g")
    gap = link(chain, "product:x")
    assert (gap.needed_by, gap.possible) == (("product:p",), False)
    assert "enterprise:g" not in gap.customers


def test_the_status_of_the_need_is_not_that_of_the_listing():
    """A segment lists x, that is reported; that p needs it is assumed."""
    chain = one_need()
    for _, _, link_ in chain.edges(data=True):
        link_["status"] = "assumed"
    for _, about in chain.nodes(data=True):
        if about["kind"] == "recipe":
            about["status"] = "assumed"
    gap = link(chain, "product:x")
    assert (gap.status, gap.need_status) == ("assumed", "assumed")
    chain.graph["segments"] = {
        "segment:x": {
            **{"label_zh": "环节", "label_en": "segment", "tier": "", "upstream_of": (), "products": ("product:x",)},
            **{"participants": (), "shortages": (), "evidence": ("data:hand/segments.csv#row=2",)},
        }
    }
    chain.nodes["product:x"]["segments"] = ("segment:x",)
    gap = link(chain, "product:x")
    assert (gap.status, gap.need_status) == ("reported", "assumed")


def test_the_gap_with_more_customers_comes_first_then_the_one_that_blocks_more():
    """x: one customer; y: two; z: one, but what it feeds feeds another product."""
    chain = one_need()
    for product, need in (("q", "y"), ("r", "y"), ("s", "z"), ("t", "s")):
        add_recipe(chain, f"recipe:{product}", [f"product:{product}"], [[f"product:{need}"]])
        add_maker(chain, f"product:{product}", f"enterprise:{product}")
    order = [each.subject for each in missing_links(chain, region=CHANGSHA)]
    assert order == ["product:y", "product:z", "product:x"]


def test_a_second_route_makes_a_need_possible_rather_than_certain():
    chain = one_need()
    add_recipe(chain, "recipe:q", ["product:p"], [["product:y"]])
    assert link(chain, "product:x").possible
    assert link(chain, "product:y").possible
    assert link(chain, "product:x").blocks == ()


def test_a_route_that_works_here_leaves_no_gap_of_the_other():
    chain = one_need()
    add_recipe(chain, "recipe:q", ["product:p"], [["product:y"]])
    add_maker(chain, "product:y", "enterprise:y")
    assert missing_links(chain, region=CHANGSHA) == ()


def test_the_verb_follows_from_what_is_there():
    """Needed by a maker: supplement; fed by a maker only: extend; neither: build."""
    chain = one_need()
    add_recipe(chain, "recipe:system", ["product:system"], [["product:p"]])
    add_product(chain, "product:lonely")
    add_segment(chain, "segment:all", ["product:system", "product:lonely"])
    verbs = {each.subject: each.verb for each in missing_links(chain, region=CHANGSHA)}
    assert verbs == {"product:x": "supplement", "product:system": "extend", "product:lonely": "build"}


def test_the_verb_of_what_only_a_segment_lists_is_that_of_the_segment():
    """x before a held segment: supplement, though nobody named needs it."""
    chain = empty_chain()
    for product in ("product:x", "product:p"):
        add_product(chain, product)
    add_maker(chain, "product:p", "enterprise:p")
    add_segment(chain, "segment:x", ["product:x"], upstream_of=("segment:p",))
    add_segment(chain, "segment:p", ["product:p"])
    assert link(chain, "product:x").verb == "supplement"


def test_nothing_blocks_a_cycle_that_could_not_start_anyway():
    """Salt ← used cells ← salt, x: both are made, so only x is a gap; x given, neither could be built up."""
    chain = empty_chain()
    add_recipe(chain, "recipe:salt", ["product:salt"], [["product:used"]])
    add_recipe(chain, "recipe:used", ["product:used"], [["product:salt"], ["product:x"]])
    for product in ("product:salt", "product:used"):
        add_maker(chain, product, f"enterprise:{product[8:]}")
    assert [each.subject for each in missing_links(chain, region=CHANGSHA)] == ["product:x"]
    assert link(chain, "product:x").blocks == ()
    add_recipe(chain, "recipe:brine", ["product:salt"], [["product:brine"]])
    assert link(chain, "product:x").blocks == ("product:used",), "brine gives salt without used cells"


def test_an_unknown_region_is_refused():
    with pytest.raises(ContractError, match="region region:changsha"):
        missing_links(chain_graph(), region="region:changsha")


def test_a_graph_without_segments_is_refused():
    chain = chain_graph()
    del chain.graph["segments"]
    with pytest.raises(ContractError, match="no 'segments'"):
        missing_links(chain, region=CHANGSHA)


def subjects(chain: nx.DiGraph) -> set[str]:
    return {each.subject for each in missing_links(chain, region=CHANGSHA)}


def with_maker(chain: nx.DiGraph, product: str, place: str = CHANGSHA) -> nx.DiGraph:
    more = chain.copy()
    add_maker(more, product, "enterprise:new", place)
    return more


def inputs_of(chain: nx.DiGraph, product: str) -> set[str]:
    """Return what the recipes of a product, its kinds and what it is a kind of take in."""
    kinds = {*special_kinds(chain, product), *general_kinds(chain, product)}
    recipes = {tail for kind in kinds for tail, _, role in chain.in_edges(kind, data="role") if role == "output"}
    needs = {each for recipe in recipes for each in chain.predecessors(recipe)}
    return {each for need in needs for each in chain.predecessors(need)}


@repeatable
@given(chains(), st.sampled_from(PRODUCTS))
def test_adding_a_maker_adds_no_gap_except_of_the_new_maker_s_own_inputs(chain, product):
    """So that a new maker of what no recipe makes adds none; and it closes its own."""
    before, after = subjects(chain), subjects(with_maker(chain, product))
    assert after - before <= inputs_of(chain, product)
    assert product not in after


@repeatable
@given(chains(), st.sampled_from(PRODUCTS))
def test_removing_a_maker_removes_no_gap_except_of_its_own_inputs(chain, product):
    with_it, without = subjects(with_maker(chain, product)), subjects(chain)
    assert with_it - without <= inputs_of(chain, product)


@repeatable
@given(chains(), st.sampled_from(PRODUCTS))
def test_a_maker_elsewhere_neither_adds_nor_closes_a_gap_nor_makes_one_certain(chain, product):
    before = {each.subject: each.state for each in missing_links(chain, region=CHANGSHA)}
    after = missing_links(with_maker(chain, product, JINGZHOU), region=CHANGSHA)
    assert {each.subject: each.state for each in after} == before


@repeatable
@given(chains())
def test_missing_is_said_with_a_witness_only_and_never_of_what_is_made_here(chain):
    for each in missing_links(chain, region=CHANGSHA):
        assert (each.state == "missing") == (each.witness is not None)
        assert each.evidence == tuple(sorted(set(each.evidence)))
        assert each.evidence
        for kind in special_kinds(chain, each.subject):
            assert not any(
                CHANGSHA in maker.places and maker.stage == "producing" for maker in chain.nodes[kind]["makers"]
            )


def buildable(chain: nx.DiGraph, given: set[str]) -> set[str]:
    """Return what Changsha can build up from *given*, by the definition, slowly; given products are not made."""
    made = {
        product
        for product, makers in chain.nodes(data="makers")
        if any(CHANGSHA in maker.places and maker.stage == "producing" for maker in makers or ())
    }
    recipes = {
        product: [
            needs
            for tail, _, role in chain.in_edges(product, data="role")
            if role == "output"
            and (needs := [each for each in chain.predecessors(tail) if chain.nodes[each]["essential"]])
        ]
        for product in PRODUCTS
    }
    local = {general for product in made for general in general_kinds(chain, product)}
    built: set[str] = set()
    while True:
        had = {general for product in built for general in general_kinds(chain, product)} | (given - local)
        more = {
            product
            for product in made
            if all(
                not recipes[general]
                or any(all(had & set(chain.predecessors(need)) for need in needs) for needs in recipes[general])
                for general in general_kinds(chain, product)
            )
        }
        if more <= built:
            return had & made
        built |= more


@repeatable
@given(chains())
def test_blocks_are_what_cannot_be_built_without_it_all_other_inputs_given(chain):
    inputs = {tail for tail, _, role in chain.edges(data="role") if role == "alternative"}
    for each in missing_links(chain, region=CHANGSHA):
        blocked = buildable(chain, inputs) - buildable(chain, inputs - {each.subject})
        assert set(each.blocks) == blocked


@repeatable
@given(chains())
def test_the_graph_is_left_as_it_was(chain):
    before = copy.deepcopy((dict(chain.nodes(data=True)), list(chain.edges(data=True)), chain.graph))
    missing_links(chain, region=CHANGSHA)
    assert before == (dict(chain.nodes(data=True)), list(chain.edges(data=True)), chain.graph)


def test_findings_are_the_same_under_any_hash_seed():
    code = (
        "from graph_fixture import chain_graph, supply_graph, CHANGSHA\n"
        "from chaingraph.analysis import diagnose\n"
        "print(ascii(diagnose(chain_graph(), supply_graph(), region=CHANGSHA)))"
    )
    tests = Path(__file__).parent
    path = os.pathsep.join([str(tests), *sys.path])
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1

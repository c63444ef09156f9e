import networkx as nx
import pytest

from chaingraph.analysis.targets import target_checks
from chaingraph.model import ContractError, Reading
from graph_fixture import row


def reading(number: int, kind: str, value: float, **more: object) -> Reading:
    told = {"subject": "region:changsha", "unit": "unit:FRACTION", "as_of": "2023", "comparator": "eq", **more}
    return Reading(
        indicator="indicator:rate", kind=kind, value=value, evidence=(row("indicator_values", number),), **told
    )  # type: ignore[arg-type]


def checks(*readings: Reading):
    return target_checks(nx.DiGraph(indicators=readings, searched=("document:plan",)))


@pytest.mark.parametrize(
    ("aim", "value", "reached"),
    [
        (("ge", 0.3), ("eq", 0.3), True),
        (("ge", 0.3), ("eq", 0.29), False),
        (("approx", 0.3), ("approx", 0.31), True),
        (("ge", 0.3), ("gt", 0.3), True),
        (("ge", 0.3), ("gt", 0.2), None),
        (("ge", 0.3), ("lt", 0.3), None),
        (("ge", 0.3), ("lt", 0.2), False),
        (("le", 0.1), ("eq", 0.1), True),
        (("le", 0.1), ("eq", 0.2), False),
        (("le", 0.1), ("le", 0.05), True),
        (("le", 0.1), ("gt", 0.2), False),
    ],
)
def test_whether_a_value_reaches_a_target(aim, value, reached):
    (check,) = checks(
        reading(2, "target", aim[1], comparator=aim[0]), reading(3, "actual", value[1], comparator=value[0])
    )
    assert (check.comparable, check.reached) == (True, reached)
    assert check.distance == pytest.approx(value[1] - aim[1])


@pytest.mark.parametrize(
    ("more", "differs"),
    [
        ({"as_of": "2024"}, ("period",)),
        ({"as_of": None, "valid_from": "2023", "valid_until": "2024"}, ("period",)),
        ({"subject": "region:hunan"}, ("subject",)),
        ({"scope": "above designated size"}, ("scope",)),
        ({"unit": "unit:NUM", "as_of": "2022"}, ("unit", "period")),
    ],
)
def test_why_a_value_does_not_answer_a_target(more, differs):
    (check,) = checks(reading(2, "target", 0.3), reading(3, "actual", 0.5, **more))
    assert (check.comparable, check.differs, check.reached, check.distance) == (False, differs, None, None)
    assert check.value == 0.5


def test_things_that_one_row_names_are_meant_together():
    aim = (reading(2, "target", 0.3), reading(2, "target", 0.3, subject="chain:x"))
    alone = reading(3, "actual", 0.5)
    both = (reading(4, "actual", 0.4), reading(4, "actual", 0.4, subject="chain:x"))
    first, second = checks(*aim, alone, *both)
    assert (first.of, first.comparable, first.value) == (("chain:x", "region:changsha"), True, 0.4)
    assert (second.comparable, second.differs) == (False, ("subject",))


def test_a_target_without_value_stands_alone_and_other_indicators_do_not_answer():
    other = Reading(indicator="indicator:other", subject="region:changsha", kind="actual", value=1, unit="unit:NUM")
    (check,) = checks(reading(2, "target", 0.3), other)
    assert (check.value, check.comparable, check.differs, check.reached) == (None, False, (), None)


def test_a_region_leaves_out_the_targets_of_other_places():
    within = {"region:a": frozenset({"region:x"}), "region:b": frozenset({"region:x"}), "region:x": frozenset()}
    readings = [
        reading(n, "target", 0.3, subject=name)
        for n, name in enumerate(("region:a", "region:b", "region:x", "chain:c"), 2)
    ]
    graph = nx.DiGraph(indicators=tuple(readings), searched=(), within=within)
    assert [check.of for check in target_checks(graph, region="region:a")] == [("chain:c",), ("region:a",)]
    assert len(target_checks(graph, region="region:x")) == len(target_checks(graph)) == 4


def test_a_graph_without_figures_is_refused():
    with pytest.raises(ContractError):
        target_checks(nx.DiGraph())

"""Are levels, quotients and relatedness those of the papers and of published packages?"""

import csv
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from chaingraph.analysis.position import (
    complexity,
    incoherence,
    location_quotient,
    proximity,
    relatedness_density,
    trophic_levels,
    upstreamness,
)


@pytest.mark.parametrize(
    ("edges", "levels", "f0"),
    [
        ([(1, 2), (2, 3), (1, 3)], {1: 0, 2: 2 / 3, 3: 4 / 3}, 1 / 9),
        ([(a, 2) for a in (1, 3, 4)] + [(2, b) for b in (5, 6, 7)], {1: 0, 2: 1, 3: 0, 4: 0, 5: 2, 6: 2, 7: 2}, 0),
        ([(1, 2), (2, 3), (3, 1)], {1: 0, 2: 0, 3: 0}, 1),
    ],
    ids=["triangle", "star", "cycle"],
)
def test_e10_levels_of_the_toolbox(edges, levels, f0) -> None:
    """Printed in the demonstration of the Trophic Analysis Toolbox of the paper's authors."""
    graph = nx.DiGraph(edges)
    found = trophic_levels(graph)
    assert found == pytest.approx(levels, abs=1e-12)
    assert incoherence(graph, found) == pytest.approx(f0, abs=1e-12)


def test_e10_the_food_web_of_the_ythan_estuary() -> None:
    """92 nodes, 417 links, as the toolbox has them (MIT licence); it prints an incoherence of .083."""
    with (Path(__file__).parent / "data" / "ythan.csv").open(encoding="utf-8", newline="") as file:
        graph = nx.DiGraph([(row["from"], to) for row in csv.DictReader(file) for to in row["to"].split()])
    assert (len(graph), graph.number_of_edges()) == (92, 417)
    levels = trophic_levels(graph)
    assert incoherence(graph, levels) == pytest.approx(0.083452, abs=5e-7)
    assert max(levels.values()) == pytest.approx(3.0121, abs=5e-5)


def test_each_part_begins_at_level_0() -> None:
    graph = nx.DiGraph([("a", "b"), ("c", "d"), ("d", "e")])
    graph.add_node("alone")
    assert trophic_levels(graph) == pytest.approx({"a": 0, "b": 1, "c": 0, "d": 1, "e": 2, "alone": 0}, abs=1e-12)


def test_weights_count() -> None:
    """Link 1→3 of weight 2: Λ = [[3,-1,-2],[-1,2,-1],[-2,-1,3]], v = (-3,0,3): h = (0, 3/5, 6/5)."""
    graph = nx.DiGraph([(1, 2), (2, 3)])
    graph.add_edge(1, 3, weight=2)
    assert trophic_levels(graph) == pytest.approx({1: 0, 2: 0.6, 3: 1.2}, abs=1e-12)


def test_upstreamness_of_a_chain() -> None:
    """Ore is sold to steel alone, steel half to cars, half finally: 1 car, 1.5 steel, 2.5 ore."""
    flows = np.array([[0, 10, 0], [0, 0, 5], [0, 0, 0]], float)
    assert upstreamness(flows, np.array([10.0, 10.0, 8.0])) == pytest.approx([2.5, 1.5, 1.0])


def test_upstreamness_needs_final_use() -> None:
    with pytest.raises(ValueError, match="nothing is used finally"):
        upstreamness(np.array([[0, 5], [5, 0]], float), np.array([5.0, 5.0]))


TOY = pd.DataFrame(
    [[1, 1, 1, 1], [0, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 1]],
    index=["C1", "C2", "C3", "C4"],
    columns=["P1", "P2", "P3", "P4"],
)


def test_e11_complexity_of_the_toy() -> None:
    """The example of Hidalgo and Hausmann, as the package ecomplexity gives it."""
    eci, pci = complexity(TOY)
    assert eci.tolist() == pytest.approx([-0.075353, -1.602916, 0.747788, 0.930481], abs=1e-6)
    assert pci.tolist() == pytest.approx([-0.194073, -1.602916, 0.565095, 0.930481], abs=1e-6)


def test_e11_reflections_of_the_toy() -> None:
    """Diversity and ubiquity, one step and two steps back; the matrix whose second vector is the index."""
    m = TOY.to_numpy(float)
    diversity, ubiquity = m.sum(1), m.sum(0)
    assert (diversity.tolist(), ubiquity.tolist()) == ([4, 1, 2, 1], [1, 2, 2, 3])
    once, back = m @ ubiquity / diversity, m.T @ diversity / ubiquity
    assert once.tolist() == pytest.approx([2, 2, 2.5, 3])
    assert back.tolist() == pytest.approx([4, 2.5, 3, 7 / 3])
    assert (m @ back / diversity).tolist() == pytest.approx([2.9583, 2.5, 2.6667, 2.3333], abs=5e-5)
    shared = (m / diversity[:, None]) @ (m / ubiquity).T
    values = sorted(np.real(np.linalg.eigvals(shared)), reverse=True)
    assert values == pytest.approx([1, 0.542134, 0.190154, 0.101045], abs=1e-6)
    eci = complexity(TOY)[0].to_numpy()
    rest = shared @ eci - values[1] * eci  # rows sum to 1, so that the shift by the mean leaves a constant
    assert np.ptp(rest) == pytest.approx(0, abs=1e-9)


def test_proximity_and_density_by_hand() -> None:
    """P3 and P4 share C1 and C3, P4 stands in three places: 2/3. C4 has P4 alone."""
    near = proximity(TOY)
    assert near.loc["P3", "P4"] == pytest.approx(2 / 3)
    assert near.loc["P1", "P4"] == pytest.approx(1 / 3)
    assert near.loc["P2", "P3"] == pytest.approx(1 / 2)
    assert (np.diag(near) == 1).all()
    density = relatedness_density(TOY)
    # φ to P3: P1 1/2, P2 1/2, P3 1, P4 2/3; sum 8/3; C4 has P4.
    assert density.loc["C4", "P3"] == pytest.approx((2 / 3) / (8 / 3))
    assert relatedness_density(TOY, itself=False).loc["C4", "P3"] == pytest.approx((2 / 3) / (5 / 3))
    assert density.loc["C1"].tolist() == pytest.approx([1, 1, 1, 1])


def test_location_quotient_by_hand() -> None:
    """Half of region 1 is steel, a third of all is: 1.5."""
    amounts = pd.DataFrame([[10.0, 10.0], [10.0, 30.0]], index=["r1", "r2"], columns=["steel", "cars"])
    found = location_quotient(amounts)
    assert found.loc["r1", "steel"] == pytest.approx(0.5 / (20 / 60))
    assert found.loc["r2", "cars"] == pytest.approx(0.75 / (40 / 60))

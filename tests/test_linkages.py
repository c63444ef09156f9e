"""Are linkages, extraction and location quotients those of published tables?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaingraph.analysis.linkages import (
    backward_linkages,
    extraction_losses,
    forward_linkages,
    ghosh_inverse,
    input_coefficients,
    leontief_inverse,
)
from chaingraph.analysis.position import upstreamness
from chaingraph.analysis.regional import flegg_coefficients, flegg_factor, local_input_share, simple_location_quotient
from graph_strategies import repeatable


def test_e12_the_location_quotient_of_flegg_and_webber() -> None:
    national = np.array([[0.10, 0.20, 0.05], [0.15, 0.25, 0.10], [0.05, 0.10, 0.15]])
    nation, region = np.array([400.0, 1000.0, 600.0]), np.array([20.0, 150.0, 30.0])
    assert simple_location_quotient(region, nation).tolist() == [0.5, 1.5, 0.5]
    assert flegg_factor(0.1) == pytest.approx(0.608946, abs=1e-6)
    found = flegg_coefficients(national, region, nation)
    wanted = [[0.030447, 0.040596, 0.030447], [0.15, 0.228355, 0.1], [0.030447, 0.020298, 0.045671]]
    assert found == pytest.approx(np.array(wanted), abs=1e-6)
    assert leontief_inverse(found).sum(0) == pytest.approx([1.286182, 1.39609, 1.235182], abs=1e-6)
    assert leontief_inverse(national).sum(0) == pytest.approx([1.516919, 1.936989, 1.493582], abs=1e-6)
    assert local_input_share(found, national) == pytest.approx([0.702982, 0.525908, 0.587061], abs=1e-6)


def test_e12_a_specialised_industry_finds_more_at_home() -> None:
    """SLQ 1.5: log2(2.5) = 1.3219 times its column, .25 times .913420 × 1.3219, at most all of it."""
    national = np.array([[0.10, 0.20], [0.15, 0.25]])
    region, nation = np.array([20.0, 180.0]), np.array([1000.0, 1000.0])
    plain, more = (flegg_coefficients(national, region, nation, specialised=one) for one in (False, True))
    assert (more[:, 0] == plain[:, 0]).all()
    assert more[0, 1] == pytest.approx(plain[0, 1] * np.log2(2.8))
    assert more[1, 1] == 0.25


def test_e13_the_table_of_miller_and_blair() -> None:
    inverse = leontief_inverse(np.array([[0.15, 0.25], [0.20, 0.05]]))
    assert inverse == pytest.approx(np.array([[1.25412541, 0.330033], [0.2640264, 1.12211221]]), abs=1e-7)
    assert inverse @ [600, 1500] == pytest.approx([1247.5, 1841.6], abs=0.05)


#: Germany 1995 by six groups, domestic flows in million euro: Eurostat Manual of Supply, Use and Input-Output Tables (2008), table 15.4.
FLOWS = np.array(
    [
        [1131, 25480, 1, 607, 710, 762],
        [7930, 304584, 64167, 41082, 11981, 30360],
        [426, 7334, 3875, 5296, 23457, 9155],
        [3559, 72717, 14190, 74399, 10835, 21008],
        [3637, 96115, 31027, 65755, 193176, 34223],
        [1552, 14986, 1747, 11225, 15058, 22070],
    ],
    float,
)
OUTPUT = np.array([43910, 1079446, 245606, 540063, 692487, 508918], float)


def test_e14_linkages_of_germany_1995() -> None:
    backward = backward_linkages(FLOWS, OUTPUT)
    assert backward == pytest.approx([1.7048, 1.8413, 1.8136, 1.6035, 1.5951, 1.3782], abs=5e-5)
    assert ghosh_inverse(FLOWS, OUTPUT)[:, 0] == pytest.approx(
        [1.0339, 0.0118, 0.0037, 0.0103, 0.0117, 0.0043], abs=5e-5
    )
    forward = forward_linkages(FLOWS, OUTPUT)
    assert forward == pytest.approx([2.1126, 1.6910, 1.3558, 1.5849, 2.1037, 1.2106], abs=5.1e-5)
    assert backward_linkages(FLOWS, OUTPUT, relative=True) == pytest.approx(backward / backward.mean())
    assert upstreamness(FLOWS, OUTPUT) == pytest.approx(forward), "upstreamness is the row sum of the Ghosh inverse"


def test_e14_hypothetical_extraction() -> None:
    losses = extraction_losses(FLOWS, OUTPUT)
    assert losses == pytest.approx([28497, 311297, 187304, 194833, 89464, 158147], abs=0.5)
    assert losses + OUTPUT == pytest.approx([72407, 1390743, 432910, 734896, 781951, 667065], abs=0.5)
    assert losses == pytest.approx(extracted(FLOWS, OUTPUT), rel=1e-9)


def extracted(flows: np.ndarray, output: np.ndarray) -> list[float]:
    """Take out each sector, row, column and final demand, and solve for what the others then make."""
    a = input_coefficients(flows, output)
    final = output - flows.sum(1)
    losses = []
    for k in range(len(output)):
        rest = [i for i in range(len(output)) if i != k]
        left = np.linalg.solve(np.eye(len(rest)) - a[np.ix_(rest, rest)], final[rest])
        losses.append(float((output[rest] - left).sum()))
    return losses


@repeatable
@given(st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=4, max_size=4))
def test_extraction_without_inversions_is_that_with_them(rows) -> None:
    flows = np.array(rows, float)
    output = np.maximum(flows.sum(0), flows.sum(1)) + 5.0
    assert extraction_losses(flows, output) == pytest.approx(extracted(flows, output), rel=1e-9, abs=1e-9)


def test_an_economy_that_uses_up_what_it_makes_is_refused() -> None:
    with pytest.raises(ValueError, match="spectral radius"):
        leontief_inverse(np.array([[0.5, 0.5], [0.5, 0.5]]))

"""Is absence told from lack of records as the model says, on figures worked by hand and on planted ones?"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaingraph.analysis.absence import inferred_missing
from chaingraph.analysis.histories import Histories, Unit, chao1, chapman, detection_histories, recaptures
from chaingraph.analysis.occupancy import fit_occupancy, presence

HERE = "region:here"


def unit(number: int) -> Unit:
    return f"product:{number:05d}", HERE


def test_e15_and_e16() -> None:
    assert presence(0.4, (0.5, 0.3, 0.2)) == pytest.approx(0.15730337078651685, abs=1e-16)
    assert chapman(120, 90, 60) == pytest.approx(179.508197, abs=1e-6)
    assert chao1(150, 40, 20) == 190.0
    assert chao1(5, 3, 0) == 8.0


def two_sources(both: int, first: int, second: int, none: int) -> Histories:
    """Lay out units found by both sources, by the first alone, by the second alone, and by neither."""
    units = [unit(number) for number in range(both + first + second + none)]
    a = [(u, "m") for u in units[: both + first]]
    b = [(u, "m") for u in (*units[:both], *units[both + first : both + first + second])]
    return detection_histories({"a": a, "b": b}, {"a": units, "b": units}, units=units, numbers=False)


def test_two_sources_by_hand() -> None:
    """Of 100 units, a finds 30, b finds 20, both 10: p_a = 10/20, p_b = 10/30, present 30·20/10 = 60.

    Of the 60 that neither finds, 20 are present (60 times 1/2 times 2/3): one in three.
    """
    fitted = fit_occupancy(two_sources(10, 20, 10, 60), numbers=False, tolerance=1e-13)
    assert fitted.detection == pytest.approx({"a": 1 / 2, "b": 1 / 3}, abs=1e-7)
    assert fitted.prior[0] == pytest.approx(0.6, abs=1e-7)
    assert fitted.absent(unit(99)) == pytest.approx(2 / 3, abs=1e-7)
    assert fitted.absent(unit(0)) == 0.0
    assert fitted.converged


def test_sources_of_one_origin_count_once() -> None:
    units = [unit(n) for n in range(4)]
    named = {"a": [(units[0], "x")], "copy": [(units[0], "x"), (units[1], "y")], "b": [(units[0], "x")]}
    searched = {"a": units[:2], "copy": units[:2], "b": units}
    found = detection_histories(named, searched, units=units, cluster={"copy": "a"})
    assert found.sources == ("a", "b")
    assert found.named.tolist() == [[1, 1], [1, 0], [0, 0], [0, 0]]
    assert found.searched.tolist() == [[True, True], [True, True], [False, True], [False, True]]
    assert recaptures(found) == 1.0


def test_what_is_named_outside_the_search_does_not_count() -> None:
    units = [unit(0), unit(1)]
    found = detection_histories({"a": [(units[1], "x"), (unit(7), "x")]}, {"a": units[:1]}, units=units)
    assert found.makers.tolist() == [0.0, 0.0]


def test_without_recapture_nothing_is_inferred() -> None:
    with pytest.raises(ValueError, match="no two sources find the same"):
        fit_occupancy(two_sources(0, 5, 5, 10), numbers=False)


def planted(seed: int, *, many: str) -> tuple[Histories, dict[str, np.ndarray], np.ndarray]:
    """Draw 8,000 units: presence by a covariate, makers by *many*, three sources of .5, .35, .2 each searched for 8 in 10."""
    rng = np.random.default_rng(seed)
    n, p = 8000, np.array([0.5, 0.35, 0.2])
    x = rng.normal(size=n)
    present = rng.random(n) < 1 / (1 + np.exp(-(0.3 + 1.5 * x)))
    drawn = {"one": np.ones(n, int), "geometric": rng.geometric(0.4, n), "zipf": np.minimum(rng.zipf(2.2, n), 60)}[many]
    count = np.where(present, drawn, 0)
    searched = rng.random((n, 3)) < 0.8
    named, makers = np.zeros((n, 3)), np.zeros(n)
    for row in np.flatnonzero(count):
        hits = (rng.random((count[row], 3)) < p) & searched[row]
        named[row], makers[row] = hits.sum(0), hits.any(1).sum()
    none = np.zeros(n, bool)
    histories = Histories(
        units=tuple(map(unit, range(n))), sources=("a", "b", "c"), searched=searched, named=named, makers=makers,
        attested=none, surveyed=~none,
    )  # fmt: skip
    return histories, {"x": x}, present


@pytest.mark.parametrize("many", ["one", "geometric", "zipf"])
def test_planted_parameters_are_recovered(many) -> None:
    histories, known, _ = planted(5, many=many)
    fitted = fit_occupancy(histories, known, numbers=many != "one")
    assert fitted.detection == pytest.approx({"a": 0.5, "b": 0.35, "c": 0.2}, abs=0.03)
    assert fitted.coefficients["intercept"] == pytest.approx(0.3, abs=0.15)
    assert fitted.coefficients["x"] == pytest.approx(1.5, abs=0.15)


@pytest.mark.parametrize("many", ["one", "geometric", "zipf"])
@pytest.mark.parametrize("alpha", [0.05, 0.1, 0.2])
def test_the_share_of_wrong_calls_is_as_predicted(many, alpha) -> None:
    """Two points, and two standard errors of a share of some thousand calls."""
    histories, known, present = planted(6, many=many)
    called = inferred_missing(fit_occupancy(histories, known, numbers=many != "one"), alpha=alpha)
    rows = [histories.units.index((one.subject, one.region)) for one in called]
    assert len(called) > 500
    assert called[0].predicted <= alpha + 1e-12
    assert present[rows].mean() == pytest.approx(called[0].predicted, abs=0.02 + 2 * (alpha / len(called)) ** 0.5)


def test_taking_many_makers_for_one_calls_too_much() -> None:
    histories, known, present = planted(7, many="geometric")
    plain = replace(histories, named=(histories.named > 0) * 1.0, makers=(histories.makers > 0) * 1.0)
    called = inferred_missing(fit_occupancy(plain, known, numbers=False), alpha=0.1)
    rows = [histories.units.index((one.subject, one.region)) for one in called]
    assert present[rows].mean() > called[0].predicted + 0.02


def test_attested_absence_makes_the_others_likelier_present() -> None:
    """Of the 60 not found, 20 are present; 20 of the 40 absent are attested: of the other 40 half are present."""
    histories = two_sources(10, 20, 10, 60)
    attested = np.arange(100) >= 80
    fitted = fit_occupancy(replace(histories, attested=attested), numbers=False, tolerance=1e-13)
    assert fitted.attesting == pytest.approx(0.5, abs=1e-6)
    assert fitted.absent(unit(99)) == 1.0
    assert fitted.absent(unit(79)) == pytest.approx(0.5, abs=1e-6)


def test_named_units_unsearched_ones_and_likely_ones_are_never_called() -> None:
    histories = two_sources(10, 20, 10, 60)
    fitted = fit_occupancy(histories, numbers=False)
    called = inferred_missing(fitted, alpha=0.4, documents=("document:a",))
    assert [one.subject for one in called] == [unit(n)[0] for n in range(40, 100)]
    assert {(one.region, one.sources, one.searched, one.alpha) for one in called} == {
        (HERE, ("a", "b"), ("document:a",), 0.4)
    }
    assert (called[0].present, called[0].predicted) == pytest.approx((1 / 3, 1 / 3), abs=1e-4)
    assert inferred_missing(fitted, alpha=0.3) == ()
    assert [one.subject for one in inferred_missing(fitted, alpha=0.4, among={unit(3), unit(50)})] == [unit(50)[0]]
    unsearched = replace(fitted, searched=histories.searched & (np.arange(100) < 99)[:, None])
    assert len(inferred_missing(unsearched, alpha=0.4)) == 59
    likely = replace(fitted, present=np.where(np.arange(100) == 98, 0.51, fitted.present))
    assert len(inferred_missing(likely, alpha=0.4)) == 59


def test_the_running_mean_decides_and_equals_go_together() -> None:
    """Risks 0, .1, .2, .2, .4: means 0, .05, .1, .125, .18; at .1 the two of .2 would be split, so neither is called."""
    fitted = fit_occupancy(two_sources(1, 0, 0, 5), numbers=False)
    risks = replace(fitted, present=np.array([1.0, 0.0, 0.1, 0.2, 0.2, 0.4]))
    assert [len(inferred_missing(risks, alpha=a)) for a in (0.0, 0.05, 0.1, 0.13, 0.2)] == [1, 2, 2, 4, 5]


probability = st.floats(0.0, 1.0)


@given(
    prior=probability,
    found=st.lists(probability, max_size=5),
    more=probability,
    one=probability,
    several=st.floats(0, 0.99),
)
def test_more_search_without_a_find_never_raises_presence(prior, found, more, one, several) -> None:
    before = presence(prior, found, single=one, several=several)
    assert 0.0 <= before <= max(prior, before) <= 1.0
    assert presence(prior, [*found, more], single=one, several=several) <= before + 1e-12


@given(st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=6, max_size=25), st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_order_of_units_changes_nothing_and_all_are_probabilities(rows, random) -> None:
    units = [unit(number) for number in range(len(rows))]
    named = {name: [(u, "m") for u, row in zip(units, rows, strict=True) if row[k]] for k, name in enumerate("abc")}
    searched = dict.fromkeys("abc", units)
    turned = random.sample(units, len(units))
    one, other = (detection_histories(named, searched, units=order, numbers=False) for order in (units, turned))
    if recaptures(one) == 0:
        return
    first, second = (fit_occupancy(each, numbers=False, most=400) for each in (one, other))
    assert ((first.present >= 0) & (first.present <= 1)).all()
    assert [first.absent(u) for u in units] == pytest.approx([second.absent(u) for u in units], abs=1e-6)

"""Are cascades those of the published model, to the last digit, by loops and by whole arrays?

The numbers are those of the authors' R and C++ code (E2–E5) and of a Julia port (E1); E3 is figure 1 of
C. Diem et al., PNAS Nexus 3:pgae064 (2024).
"""

import csv
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaingraph.analysis import cascade as cascades_
from chaingraph.analysis import spreading
from chaingraph.analysis.cascade import cascade, cascades, systemic_risk_index
from chaingraph.analysis.flows import ESSENTIAL, NEGLIGIBLE, NON_ESSENTIAL, Network, network, reweighted

CHECKS = Path(os.environ.get("CHAINGRAPH_CHECKS", Path(__file__).parents[2] / "shared" / "checks"))


@pytest.fixture(params=["loops", "arrays", "compiled"], autouse=True)
def form(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run each test by all forms: loops as Python runs them, the same compiled by numba, and whole arrays."""
    forms = {
        "loops": spreading.in_loops(lambda plain: plain),
        "arrays": spreading.ARRAYS,
        "compiled": spreading._compiled(),
    }
    if forms[request.param] is None:
        pytest.skip("numba is not installed (extra: fast)")
    monkeypatch.setattr(cascades_, "form", lambda *_: forms[request.param])
    return str(request.param)


def index(net: Network, weights: np.ndarray | None = None, tolerance: float = 1e-2) -> np.ndarray:
    """Return total, downstream and upstream index of each enterprise, and the iterations it took."""
    return systemic_risk_index(net, weights=weights, tolerance=tolerance)


def test_e1_essential_and_other_inputs_with_substitution() -> None:
    """X needs A, and one of B, C, D as far as they go; H is negligible."""
    names = "ABCDEFGHXIJKL"
    edges = [("A", "X", 2), *((n, "X", 2) for n in "BCD"), *((n, "X", 1) for n in "EFG"), ("H", "X", 0)]
    edges += [("X", "I", 2), ("X", "J", 1), ("X", "K", 2), ("K", "L", 2)]
    sector = dict(zip(names, (1, 2, 2, 2, 3, 3, 5, 99, 1, 1, 3, 4, 2), strict=True))
    at = {name: number for number, name in enumerate(names)}
    net = network(
        [at[s] for s, _, _ in edges],
        [at[b] for _, b, _ in edges],
        np.ones(len(edges)),
        count=len(names),
        input_class=[sector[s] for s, _, _ in edges],
        nature=[kind for *_, kind in edges],
        market=[sector[s] for s, _, _ in edges],
    )
    wanted = {
        **{"A": 0.4166666666666667, "X": 1.0, "H": 0.08333333333333333},
        **dict.fromkeys("BCD", 0.1369047619047619),
        **dict.fromkeys("EFG", 0.12320402298850575),
        **dict.fromkeys("IJ", 0.30555555555555564),
        **dict.fromkeys("KL", 0.388888888888889),
    }
    assert index(net)[:, 0] == pytest.approx([wanted[name] for name in names], abs=1e-14)


E2 = [(2, 1), (2, 3), (7, 4), (9, 5), (3, 7), (6, 7), (10, 7), (9, 10), (7, 11), (8, 11)]
E2_SECTOR = [1, 2, 1, 3, 4, 2, 4, 1, 2, 3, 5]


@pytest.mark.parametrize(
    ("nature", "market", "wanted", "iterations"),
    [
        (NON_ESSENTIAL, False, [0.1, 11 / 30, 4 / 15, 0.35, 0.1, 1 / 6, 0.7, 0.1, 11 / 30, 4 / 15, 0.45],
         [2, 4, 3, 4, 2, 3, 3, 2, 4, 3, 4]),
        (ESSENTIAL, False, [0.1, 0.5, 0.4, 0.35, 0.1, 0.3, 0.7, 0.1, 0.5, 0.4, 0.45], None),
        (NON_ESSENTIAL, True, [0.1, 0.3, 4 / 15, 0.35, 0.1, 7 / 60, 0.7, 0.1, 14 / 45, 4 / 15, 0.45], None),
    ],
)  # fmt: skip
def test_e2_example_of_the_reference_code(
    nature: int, market: bool, wanted: list[float], iterations: list[int] | None
) -> None:
    net = _unit(E2, E2_SECTOR, nature, market)
    found = index(net)
    assert found[:, 0] == pytest.approx(wanted, abs=1e-14)
    assert iterations is None or list(found[:, 3]) == iterations


E3 = [(3, 6), (4, 6), (4, 7), (5, 7), (6, 1), (6, 2), (7, 10), (7, 11), (8, 1), (8, 2), (9, 11)]


def test_e3_figure_of_the_paper() -> None:
    net = _unit(E3, [1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5], NON_ESSENTIAL, market=False)
    assert index(net)[:, 0] * 11 == pytest.approx([3, 3, 2, 4, 2, 4, 4, 2, 1, 2, 3], abs=1e-13)
    loss = cascade(net, [2])
    down = np.zeros(11)
    down[loss.touched] = 1 - loss.down
    assert down == pytest.approx([0.25, 0.25, 1, 0, 0, 0.5, 0, 0, 0, 0, 0], abs=1e-14)
    bought, sold = np.bincount([b - 1 for _, b in E3], minlength=11), np.bincount([s - 1 for s, _ in E3], minlength=11)
    weights = np.maximum(bought, sold) / np.maximum(bought, sold).sum()
    assert index(net, weights)[2, :3] == pytest.approx([1 / 6, 1 / 6, 1 / 18], abs=1e-14)


def _unit(edges: list[tuple[int, int]], sector: list[int], nature: int, market: bool) -> Network:
    return network(
        [s - 1 for s, _ in edges],
        [b - 1 for _, b in edges],
        np.ones(len(edges)),
        count=len(sector),
        input_class=[sector[s - 1] for s, _ in edges],
        nature=[nature] * len(edges),
        market=[sector[s - 1] for s, _ in edges] if market else None,
    )


@pytest.fixture(scope="module")
def scale_free() -> Callable[..., Network]:
    """The 101 enterprises of the authors' tutorial."""
    folder = CHECKS / "esri"
    if not folder.is_dir():
        pytest.skip(f"no check data in {folder}; set CHAINGRAPH_CHECKS")
    table = np.array(_numbers(folder / "example_net_scale_free_101_4000.csv"))
    sector = np.array([int(row[1]) for row in _cells(folder / "industry_vector.csv")])
    s, b = np.nonzero(table)

    def make(nature: Callable[[int, int], int], *, substitution: bool) -> Network:
        kinds = [nature(sector[i], sector[j]) for i, j in zip(s, b, strict=True)]
        market = sector[s] if substitution else None
        return network(s, b, table[s, b], count=len(table), input_class=sector[s], nature=kinds, market=market)

    return make


@pytest.mark.parametrize(
    ("nature", "substitution", "wanted"),
    [
        (lambda _k, _l: NON_ESSENTIAL, True, (18.265544252720, 1.063400436711, 18.264676381297)),
        (lambda _k, _l: NON_ESSENTIAL, False, (22.953174129797, 17.600945097743, 19.733236607039)),
        (
            lambda k, j: ESSENTIAL if (k, j) == (2, 4) else NON_ESSENTIAL,
            True,
            (18.265976529572, 1.069125365322, 18.264676381297),
        ),
        (lambda _k, _l: ESSENTIAL, True, (18.273162409719, 1.194517956908, 18.264676381297)),
    ],
    ids=["linear", "linear, nobody stands in", "mixed", "Leontief"],
)
def test_e5_sums_of_the_tutorial_network(scale_free, nature, substitution, wanted) -> None:
    found = index(scale_free(nature, substitution=substitution))
    assert found[:, :3].sum(0) == pytest.approx(wanted, abs=1e-11)
    if substitution and nature(1, 1) == NON_ESSENTIAL and nature(2, 4) == NON_ESSENTIAL:
        assert (np.argsort(-found[:, 0])[:5] + 1).tolist() == [68, 35, 3, 39, 20]
        assert found[:, 0].max() == pytest.approx(0.849971549580874, abs=1e-13)


def test_e5_without_leakage_a_finer_tolerance_finds_total_collapse(scale_free, form) -> None:
    """The upstream part is a property of the tolerance: .18 on average at 1e-2, .99 at 1e-6; the downstream one is not."""
    if form != "compiled":
        pytest.skip("a hundred thousand iterations: compiled only")
    found = index(scale_free(lambda _k, _l: ESSENTIAL, substitution=True), tolerance=1e-6)[:, :3]
    assert found.sum(0) == pytest.approx((99.995237701532, 1.194520696749, 99.994924724880), abs=1e-9)
    wanted = np.array(_numbers(CHECKS / "esri" / "gold_sf_leo_sub_eps1e-6.csv"))
    assert np.abs(found - wanted).max() < 1e-11


@pytest.mark.parametrize(
    ("gold", "nature", "substitution"),
    [
        ("gold_sf_lin_nosub", lambda _k, _l: NON_ESSENTIAL, False),
        ("gold_sf_lin_sub", lambda _k, _l: NON_ESSENTIAL, True),
        ("gold_sf_lin_sub_cpp", lambda _k, _l: NON_ESSENTIAL, True),
        ("gold_sf_leo_sub", lambda _k, _l: ESSENTIAL, True),
        ("gold_sf_mix24_sub", lambda k, j: ESSENTIAL if (k, j) == (2, 4) else NON_ESSENTIAL, True),
    ],
)
def test_e5_tutorial_network(
    scale_free: Callable[..., Network], gold: str, nature: Callable[[int, int], int], substitution: bool
) -> None:
    wanted = np.array(_numbers(CHECKS / "esri" / f"{gold}.csv"))
    assert np.abs(index(scale_free(nature, substitution=substitution))[:, :3] - wanted).max() < 1e-12


def _cells(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows


def _numbers(path: Path) -> list[list[float]]:
    return [[float(cell) for cell in row] for row in _cells(path)]


# ---- Against the formula written down densely


@st.composite
def networks(draw: st.DrawFn) -> dict[str, object]:
    n = draw(st.integers(2, 7))
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda p: p[0] != p[1])
    edges = draw(st.lists(pairs, min_size=1, max_size=14, unique=True))
    sector = draw(st.lists(st.integers(0, 2), min_size=n, max_size=n))
    nature = draw(st.lists(st.sampled_from([NEGLIGIBLE, NON_ESSENTIAL, ESSENTIAL]), min_size=9, max_size=9))
    weight = draw(st.lists(st.integers(1, 9), min_size=len(edges), max_size=len(edges)))
    return {"n": n, "edges": edges, "sector": sector, "nature": nature, "weight": weight,
            "leak": draw(st.sampled_from([1.0, 1.25, 2.0])), "substitution": draw(st.booleans())}  # fmt: skip


@given(case=networks(), failing=st.sets(st.integers(0, 1), min_size=1), left=st.sampled_from([0.0, 0.5]))
@settings(max_examples=200, deadline=None)
def test_a_cascade_is_that_of_the_dense_formula(case: dict, failing: set[int], left: float) -> None:
    n, edges, sector = case["n"], case["edges"], case["sector"]
    w = np.zeros((n, n))
    for (s, b), weight in zip(edges, case["weight"], strict=True):
        w[s, b] = weight
    revenue = w.sum(1) * case["leak"]
    kinds = {(k, j): case["nature"][3 * k + j] for k in range(3) for j in range(3)}
    down, up, steps = dense(w, sector, kinds, revenue, case["substitution"], failing, left)
    net = network(
        [s for s, _ in edges],
        [b for _, b in edges],
        case["weight"],
        count=n,
        input_class=[sector[s] for s, _ in edges],
        nature=[kinds[sector[s], sector[b]] for s, b in edges],
        market=[sector[s] for s, _ in edges] if case["substitution"] else None,
        revenue=revenue,
    )
    loss = cascade(net, sorted(failing), left=left)
    found_down, found_up = np.ones(n), np.ones(n)
    found_down[loss.touched], found_up[loss.touched] = loss.down, loss.up
    assert found_down == pytest.approx(down, abs=1e-12)
    assert found_up == pytest.approx(up, abs=1e-12)
    assert loss.iterations == steps


def dense(w, sector, kinds, revenue, substitution, failing, left):  # type: ignore[no-untyped-def]
    """Do what the paper's equations say, term by term."""
    n = len(w)
    sold, bought = w.sum(1), w.sum(0)
    psi = np.array([left if i in failing else 1.0 for i in range(n)])
    hd, hu, steps = psi.copy(), psi.copy(), 0
    while True:
        steps += 1
        sigma = np.ones(n)
        if substitution:
            for i in range(n):
                there = sum(hd[o] * sold[o] for o in range(n) if sector[o] == sector[i])
                sigma[i] = min(1.0, sold[i] / (there if there > 1e-10 else 1.0))
        new_d, new_u = np.ones(n), np.ones(n)
        for j in range(n):
            levels, other = [psi[j]], 0.0
            for k in range(3):
                members = [i for i in range(n) if sector[i] == k and w[i, j] > 0]
                total = sum(w[i, j] for i in members)
                if kinds[k, sector[j]] == ESSENTIAL and members:
                    levels.append(1 - sum(sigma[i] * w[i, j] / total * (1 - hd[i]) for i in members))
                elif kinds[k, sector[j]] == NON_ESSENTIAL:
                    other += sum(sigma[i] * w[i, j] / bought[j] * (1 - hd[i]) for i in members)
            new_d[j] = max(0.0, min(*levels, 1 - other))
            lost = sum(w[j, c] / revenue[j] * (1 - hu[c]) for c in range(n) if w[j, c] > 0)
            new_u[j] = max(0.0, min(psi[j], 1 - lost))
        fall = max((hd - new_d).max(), (hu - new_u).max())
        hd, hu = new_d, new_u
        if fall <= 1e-2:
            return hd, hu, steps


def test_a_network_says_what_is_wrong_with_it() -> None:
    common = {"count": 2, "input_class": [0], "nature": [NON_ESSENTIAL]}
    with pytest.raises(ValueError, match="weights must be above 0"):
        network([0], [1], [0.0], **common)
    with pytest.raises(ValueError, match="revenue must be at least"):
        network([0], [1], [2.0], revenue=[1.0, 0.0], **common)


def test_the_working_arrays_are_left_as_they_were() -> None:
    net = _unit(E2, E2_SECTOR, ESSENTIAL, market=True)
    once = index(net)
    assert (index(net) == once).all()
    assert (systemic_risk_index(net, workers=2) == once).all()
    for number, loss in enumerate(cascades(net, range(len(net)))):
        assert (net.sold[loss.touched] @ (1 - np.minimum(loss.down, loss.up))) / 10 == pytest.approx(once[number, 0])


@given(case=networks(), factor=st.sampled_from([0.1, 3.0]), chosen=st.sets(st.integers(0, 13), min_size=1))
@settings(max_examples=100, deadline=None)
def test_a_reweighted_network_is_the_one_made_of_other_weights(case: dict, factor: float, chosen: set[int]) -> None:
    n, edges, sector = case["n"], case["edges"], case["sector"]
    which = [number for number in sorted(chosen) if number < len(edges)]
    kinds = [case["nature"][3 * sector[s] + sector[b]] for s, b in edges]
    changed = [w * factor if number in which else w for number, w in enumerate(case["weight"])]

    def make(weight: list[float]) -> Network:
        ends = [s for s, _ in edges], [b for _, b in edges]
        own = [sector[s] for s, _ in edges]
        return network(*ends, weight, count=n, input_class=own, nature=kinds, market=own)

    found, wanted = reweighted(make(case["weight"]), which, factor), make(changed)
    for name in ("sold", "bought", "trade", "capacity", "down"):
        assert getattr(found, name) == pytest.approx(getattr(wanted, name), rel=1e-12), name


@given(case=networks())
@settings(max_examples=100, deadline=None)
def test_ignoring_small_losses_never_raises_the_index(case: dict) -> None:
    n, edges, sector = case["n"], case["edges"], case["sector"]
    own = [sector[s] for s, _ in edges]
    kinds = [case["nature"][3 * sector[s] + sector[b]] for s, b in edges]
    ends = [s for s, _ in edges], [b for _, b in edges]
    net = network(*ends, case["weight"], count=n, input_class=own, nature=kinds, market=own)
    exact, rough = (systemic_risk_index(net, upstream=False, tolerance=1e-9, ignored=x)[:, 1] for x in (0.0, 0.2))
    assert (rough <= exact + 1e-9).all()
    assert (rough >= net.sold / net.sold.sum() - 1e-12).all()


def test_an_offer_is_replaced_in_its_own_market_only() -> None:
    """a sells p to c and q to d, b sells p to d: b can stand in for a's p, half of the market, and for nothing else.

    When a stops, c (p from a alone) loses all but what half a market can do: sigma = 1 / (2 - 1) = 1, so all; the q of d
    has no other supplier. When b stops, d loses its p; c nothing.
    """
    net = network(
        [0, 0, 1], [2, 3, 3], [1, 1, 1], count=4, input_class=[0, 1, 0], nature=[ESSENTIAL] * 3, market=[0, 1, 0]
    )
    assert net.trade.tolist() == [1, 1, 1]
    assert net.capacity.tolist() == [2, 1]
    both = cascade(net, [1], upstream=False)
    assert (both.touched.tolist(), both.down.tolist()) == ([1, 3], [0, 0])
    half = cascade(net, [1], left=0.5, upstream=False)  # there is 1.5 of p: sigma = 1 / 1.5, of a loss of 1 / 2
    assert half.down.tolist() == pytest.approx([0.5, 1 - 0.5 / 1.5])


# ---- E4: mixed production. Firms, supplies and natures of the worked example of J. Fialkowski et al. (FSRI+), figures only.

E4_LINKS = [
    (1, 8, 300), (1, 9, 500), (1, 3, 500), (2, 10, 1000), (2, 7, 800), (2, 3, 500), (3, 7, 2000), (3, 8, 1500), (4, 2, 800),
    (4, 3, 1000), (4, 6, 600), (5, 3, 1000), (5, 7, 500), (6, 5, 400), (7, 8, 200), (7, 9, 300), (7, 11, 200), (8, 10, 2000),
    (9, 10, 600), (11, 15, 30), (12, 8, 100), (12, 11, 100), (13, 2, 150), (14, 11, 20), (14, 12, 100), (14, 13, 150), (15, 1, 100),
]  # fmt: skip
E4_SECTOR = [1920, 3523, 4221, 710, 4334, 2410, 2410, 5221, 5221, 4531, 2410, 2410, 4612, 2410, 4612]
E4_ORDER = [710, 1920, 2410, 3523, 4221, 4334, 4531, 4612, 5221]
E4_NATURE = [
    "222222010", "222200012", "022000010", "222222202", "020222000", "020222000", "000000201", "020222020", "102000122",
]  # fmt: skip


@pytest.mark.parametrize(
    ("substitution", "wanted"),
    [
        (False, [.3950459880, .6549352751, .5061253647, .7649676375, .3883495146, .0647249191, .5966488310, .5619785713,
                 .3370468911, .9971315813, .3950459880, .1009304207, .6031553398, .7216828479, .3950459880]),
        (True, [.3950459880, .4935355145, .5061253647, .6074037235, .3883495146, .0647249191, .4556332063, .5619785713,
                .3370468911, .9971315813, .1431325745, .0195104416, .4454252260, .0900175642, .3109035932]),
    ],
)  # fmt: skip
def test_e4_mixed_production(substitution: bool, wanted: list[float]) -> None:
    sector = [E4_SECTOR[s - 1] for s, _, _ in E4_LINKS]
    nature = [
        int(E4_NATURE[E4_ORDER.index(E4_SECTOR[s - 1])][E4_ORDER.index(E4_SECTOR[b - 1])]) for s, b, _ in E4_LINKS
    ]
    net = network(
        [s - 1 for s, _, _ in E4_LINKS],
        [b - 1 for _, b, _ in E4_LINKS],
        [w for *_, w in E4_LINKS],
        count=15,
        input_class=sector,
        nature=nature,
        market=sector if substitution else None,
    )
    assert index(net)[:, 0] == pytest.approx(wanted, abs=1e-10)

"""How long do cascades and single points of failure take? 100,000 enterprises with 1,000,000 supplies; 20,000 products of 1,000,000 makers.

    python benchmarks/cascade.py            a random sample of 300 enterprises, the rest extrapolated
    python benchmarks/cascade.py 100        a sample of 100

Printed are figures of one run, side by side; nothing here asserts.
"""

import os
import resource
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numpy as np

from chaingraph.analysis.cascade import cascade, systemic_risk_index
from chaingraph.analysis.flows import ESSENTIAL, NEGLIGIBLE, NON_ESSENTIAL, Network, network
from chaingraph.analysis.soles import soles
from chaingraph.analysis.spreading import ARRAYS

T = TypeVar("T")

ENTERPRISES, SUPPLIES, SECTORS = 100_000, 1_000_000, 100
SAMPLE = 300


def supplies(seed: int = 1) -> dict[str, Any]:
    """Draw a network of hidden variables: sizes after Pareto (1.35), each sector buying from 15 others, ends by size.

    Of the pairs of sectors 60 % are non-essential, 30 % essential, 10 % negligible.
    """
    rng = np.random.default_rng(seed)
    popular = 1.0 / np.arange(1, SECTORS + 1) ** 0.7
    sector = rng.choice(SECTORS, ENTERPRISES, p=popular / popular.sum())
    size = rng.pareto(1.35, ENTERPRISES) + 1.0
    most = ENTERPRISES**0.55
    sells, buys = (np.minimum(size**0.8 * rng.lognormal(0, 0.6, ENTERPRISES), most) for _ in range(2))
    template = np.zeros((SECTORS, SECTORS))
    for one in range(SECTORS):
        template[rng.choice(SECTORS, 15, replace=False, p=popular / popular.sum()), one] = rng.dirichlet(
            np.full(15, 0.5)
        )
    members = [np.flatnonzero(sector == one) for one in range(SECTORS)]
    draws = int(SUPPLIES * 1.35)
    customer = rng.choice(ENTERPRISES, draws, p=buys / buys.sum())
    wanted = np.empty(draws, np.int64)
    supplier = np.empty(draws, np.int64)
    for one in range(SECTORS):
        which = np.flatnonzero(sector[customer] == one)
        wanted[which] = rng.choice(SECTORS, len(which), p=template[:, one])
    for one, them in enumerate(members):
        which = np.flatnonzero(wanted == one)
        supplier[which] = rng.choice(them, len(which), p=sells[them] / sells[them].sum())
    pairs = np.unique(supplier * ENTERPRISES + customer)
    pairs = rng.permutation(pairs[pairs // ENTERPRISES != pairs % ENTERPRISES])[:SUPPLIES]
    s, b = pairs // ENTERPRISES, pairs % ENTERPRISES
    nature = rng.choice([NON_ESSENTIAL, ESSENTIAL, NEGLIGIBLE], (SECTORS, SECTORS), p=[0.6, 0.3, 0.1])
    return {
        "supplier": s,
        "buyer": b,
        "weight": rng.lognormal(0, 1, len(s)) * np.sqrt(size[s] * size[b]),
        "count": ENTERPRISES,
        "input_class": sector[s],
        "nature": nature[sector[s], sector[b]],
        "market": sector[s],
    }


class Taken(NamedTuple):
    """Seconds on the clock, and of the processors; on a machine that other work shares the second says more."""

    clock: float
    cpu: float


def timed(work: Callable[[], T]) -> tuple[T, Taken]:
    clock, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, Taken(time.perf_counter() - clock, time.process_time() - cpu)


def line(what: str, taken: Taken, more: str = "", *, among: int = 1) -> None:
    clock, cpu = (f"{1000 * seconds / among:>9.1f} ms" for seconds in taken)
    print(f"  {what:<62}{clock} clock{cpu} cpu  {more}", flush=True)


def cascades(sample: int) -> None:
    drawn = supplies()
    print(
        f"\n{drawn['count']:,} enterprises, {len(drawn['supplier']):,} supplies, sample of {sample}; {os.cpu_count()} cores"
    )
    plain, loading = timed(lambda: network(**drawn))
    revenue = plain.sold / 0.8
    net = network(**drawn, revenue=revenue)
    line("from arrays to compressed rows", loading)
    each = np.random.default_rng(2).choice(len(net), sample, replace=False)
    _, compiling = timed(lambda: systemic_risk_index(net, each[:1].repeat(64)))
    line("first call: compiled (64 cascades included)", compiling)
    biggest = np.argsort(-net.sold)[:10]
    for label, options in (
        ("both ways, exact", {}),
        ("downstream alone, exact, epsilon 0.0001", {"upstream": False, "tolerance": 1e-4}),
        ("both ways, losses below 0.001 ignored", {"ignored": 1e-3}),
        ("the same, losses below 0.001 ignored", {"upstream": False, "tolerance": 1e-4, "ignored": 1e-3}),
    ):
        whole(net, label, each, **options)
    found, seconds = timed(lambda: systemic_risk_index(net, biggest))
    line("one of the ten that sell most, both ways", seconds, f"index up to {found[:, 0].max():.3f}", among=10)
    one_by_one(net, each[:20])


def whole(net: Network, label: str, each: np.ndarray, **options: Any) -> None:
    found, alone = timed(lambda: systemic_risk_index(net, each, **options))
    same, both = timed(lambda: systemic_risk_index(net, each, workers=2, **options))
    assert (found == same).all()
    minutes = [len(net) * seconds / len(each) / 60 for seconds in (*alone, both.clock)]
    told = f"all on one core {minutes[0]:.1f} min ({minutes[1]:.1f} cpu); {found[:, 3].mean():.1f} iterations"
    line(f"{label}: mean", alone, told, among=len(each))
    line(f"{label}: by two workers", both, f"all {minutes[2]:.1f} min", among=len(each))


def one_by_one(net: Network, each: np.ndarray) -> None:
    """Time single calls, compiled and in whole arrays."""
    cascade(net, [0])
    taken = [timed(lambda one=one: cascade(net, [one]))[1] for one in each]
    line("single call: median", Taken(*np.median(taken, 0)))
    line("single call: mean", Taken(*np.mean(taken, 0)))
    line(f"single call: worst of {len(each)}", Taken(*np.max(taken, 0)))
    found = systemic_risk_index(net, each)
    weights = net.sold / net.sold.sum()
    slow, seconds = timed(lambda: ARRAYS.many(net, each, weights, 1e-2, True, 0.0))
    line(
        "whole arrays, without numba: mean",
        seconds,
        f"greatest difference {np.abs(found - slow).max():.1e}",
        among=len(each),
    )


def single_points(products: int = 20_000, enterprises: int = 1_000_000, makes: int = 1_270_000) -> None:
    """Time all single points of failure: three in five have one maker, six levels, three requirements of two alternatives each."""
    rng = np.random.default_rng(3)
    level = np.sort(rng.integers(0, 6, products))
    lower = np.searchsorted(level, level)
    several = rng.choice(products, products * 2 // 5, replace=False)
    product = np.concatenate([np.arange(products), rng.choice(several, makes - products)])
    output = np.flatnonzero(lower)
    recipe = np.repeat(np.arange(len(output)), 6)
    requirement = np.repeat(np.arange(3 * len(output)), 2)
    alternative = (rng.random(len(recipe)) * lower[output][recipe]).astype(np.int64)
    maker = rng.integers(0, enterprises, len(product))
    found, seconds = timed(
        lambda: soles(
            product,
            maker,
            count=products,
            output=output,
            recipe=recipe,
            requirement=requirement,
            alternative=alternative,
        )
    )
    pairs = sum(mask.bit_count() for mask in found.stops)
    print(f"\n{products:,} products, {enterprises:,} enterprises, {makes:,} makers of products")
    line(
        "all single points of failure of all products",
        seconds,
        f"{len(found.enterprises):,} only makers, {pairs:,} pairs",
    )


if __name__ == "__main__":
    single_points()
    cascades(int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE)
    print(f"\n  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")

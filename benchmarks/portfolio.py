"""Which 20 of 1,000 candidates close most of 3,000 gaps: how long until the best is proven, on families of made-up instances.

    python benchmarks/portfolio.py                 own search and greedy choice
    python benchmarks/portfolio.py --highs 20      and HiGHS, so many seconds at most
    python benchmarks/portfolio.py --seeds 3       so many instances of each family

A candidate closes from–to gaps, drawn evenly or the first ones more often (Zipf, exponent 0.7); values are all 1, even between
1 and 100, log-normal, or Pareto. Printed are wall time (loaded machines: the processor's), the value found, and how far above
it the bound lies; nothing here asserts.
"""

import argparse
import time
from collections.abc import Callable
from itertools import product

import numpy as np

from chaingraph.analysis.portfolio import Portfolio, best_portfolio, greedy_portfolio

SIZES = ((1, 13), (5, 40), (10, 40))
POPULAR = (0.0, 0.7)
LAWS: dict[str, Callable[[np.random.Generator, int], np.ndarray]] = {
    "equal": lambda _, n: np.ones(n),
    "even": lambda random, n: random.uniform(1, 100, n),
    "lognormal": lambda random, n: random.lognormal(0, 1, n),
    "pareto 1.2": lambda random, n: 1 + random.pareto(1.2, n),
    "pareto 1.5": lambda random, n: 1 + random.pareto(1.5, n),
    "pareto 2.0": lambda random, n: 1 + random.pareto(2.0, n),
}


def instance(
    seed: int, size: tuple[int, int], law: str, popular: float, *, candidates: int = 1000, gaps: int = 3000
) -> tuple[dict[str, list[str]], dict[str, float]]:
    """Draw who closes which gaps, and what each is worth."""
    random = np.random.default_rng(seed)
    value = LAWS[law](random, gaps)
    weights = (1.0 + np.arange(gaps)) ** -popular
    covers = {
        f"c{number:04d}": [
            f"g{gap:04d}"
            for gap in random.choice(gaps, int(random.integers(*size)), replace=False, p=weights / weights.sum())
        ]
        for number in range(candidates)
    }
    return covers, {f"g{gap:04d}": float(worth) for gap, worth in enumerate(value)}


def timed(choose: Callable[[], Portfolio]) -> str:
    wall, own = time.perf_counter(), time.process_time()
    found = choose()
    wall, own = time.perf_counter() - wall, time.process_time() - own
    above = found.bound / found.value - 1.0 if found.value else 0.0
    return f"{wall:6.2f} s ({own:5.2f}) {found.value:10.1f} {'proven' if found.proven else f'+{above:.2%}':>7}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--highs", type=float, default=0.0)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20.0)
    given = parser.parse_args()
    warm = instance(1, (5, 40), "pareto 2.0", 0.0)
    print("loops compiled, or read from the cache:", timed(lambda: best_portfolio(*warm, most=20, seconds=30.0)))
    for size, popular, law in product(SIZES, POPULAR, LAWS):
        for seed in range(1, given.seeds + 1):
            covers, value = instance(seed, size, law, popular)
            print(f"{size[0]:>2}-{size[1] - 1:<2} zipf {popular} {law:11} {seed}", end="  own ")
            print(timed(lambda: best_portfolio(covers, value, most=20, seconds=given.seconds)), end="  greedy ")  # noqa: B023
            print(timed(lambda: greedy_portfolio(covers, value, most=20)), end="")  # noqa: B023
            if given.highs:
                call = {"most": 20, "seconds": given.highs, "solver": "programming"}
                print("  HiGHS", timed(lambda: best_portfolio(covers, value, **call)), end="")  # type: ignore[arg-type] # noqa: B023
            print(flush=True)


if __name__ == "__main__":
    main()

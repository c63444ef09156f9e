r"""What sources tell of a made-up network (来源所载): each names a maker with its own probability; the rest is hidden.

* Three sources look on their own: a *directory* searched everywhere, an *association* searched for 7 in 10 products, a *press* report
  searched in 8 in 10 regions. Each names a maker with probability :math:`p_k = 1 - e^{-c a_k}`, a = 0.5, 0.3, 0.2, one
  independently of another; c is such that the share of makers asked for is named by none.
* An *echo* repeats half of what the press names: of one origin with it, and no further source.
* A *register* lists all makers of 3 in 100 units and says so: there, absence is attested.
* A *plan* states a shortage (attract) of 15 in 100 of the products that a segment lists and a region lacks, and one (strengthen) of 10 in 100
  of the sole makers' products. What it states is true.
* A source that names a maker names its customers. A supply is hidden with its maker.
* A source that names a maker spells its name otherwise with probability *spelled*; one in ten of those spellings is not
  matched, so that the enterprise appears twice. Shares are told with a log-normal error of deviation *share_noise*.
"""

from dataclasses import dataclass
from math import floor

import numpy as np
import numpy.typing as npt

from chaingraph.synth.network import Network, Unit, solve

__all__ = ["CLUSTERS", "SOURCES", "Records", "hide"]

SOURCES = ("directory", "association", "press", "echo", "register")
CLUSTERS = {"echo": "press"}
"""Source → the one that it repeats."""

_STRENGTH = {"directory": 0.5, "association": 0.3, "press": 0.2}
_COMPLETE, _ATTRACT, _STRENGTHEN, _UNMATCHED = 0.03, 0.15, 0.10, 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What the sources tell, and how they were searched."""

    hidden: float  # share of makers named by none: as asked for
    detection: dict[str, float]  # source → true probability of naming a maker [-]
    searched: dict[str, frozenset[Unit]]
    named: dict[str, tuple[int, ...]]  # source → numbers of the makers that it names
    spelled: dict[tuple[str, int], bool]  # (source, maker) spelled otherwise → whether matched all the same
    complete: tuple[Unit, ...]
    attract: tuple[Unit, ...]
    strengthen: tuple[Unit, ...]
    surveyed: frozenset[Unit]  # units of which the plan might state a shortage
    attesting: float  # true probability that it does, of an absent one [-]
    shares: tuple[float, ...]  # of each supply, as told [-]
    missed: npt.NDArray[
        np.float64
    ]  # per unit: true probability that the independent sources searched pass over a maker

    def visible(self) -> tuple[int, ...]:
        """Return the numbers of the makers that some source names."""
        return tuple(sorted({number for numbers in self.named.values() for number in numbers}))

    def spellings(self) -> dict[int, frozenset[str]]:
        """Return for each maker named the spellings that stand for different enterprises: a source's, or "" for its name."""
        found: dict[int, set[str]] = {}
        for source in SOURCES:
            for number in self.named[source]:
                found.setdefault(number, set()).add("" if self.spelled.get((source, number), True) else source)
        return {number: frozenset(names) for number, names in found.items()}


def hide(network: Network, *, hidden: float, seed: int, spelled: float = 0.1, share_noise: float = 0.2) -> Records:
    """Let the sources tell of a network, so that the share *hidden* of the makers is named by none of them.

    Raises
    ------
    ValueError
        The share is not at least 0 and below 1.
    """
    if not 0.0 <= hidden < 1.0:
        msg = f"hidden is {hidden}; give a share of at least 0 and below 1."
        raise ValueError(msg)
    rng = np.random.default_rng([seed, 1])
    searched, complete = _searched(rng, network)
    detection = _detection(network, searched, complete, hidden)
    named = {source: _named(rng, network, searched[source], detection[source]) for source in _STRENGTH}
    named["echo"] = tuple(number for number in named["press"] if rng.random() < 0.5)
    named["register"] = tuple(n for n, m in enumerate(network.makers) if (m.product, m.region) in complete)
    otherwise = {
        (source, number): bool(rng.random() >= _UNMATCHED)
        for source in SOURCES
        for number in named[source]
        if rng.random() < spelled
    }
    made: dict[Unit, set[int]] = {}
    for maker in network.makers:
        made.setdefault((maker.product, maker.region), set()).add(maker.enterprise)
    listed = set(network.listed)
    lacking = [unit for unit in network.units if unit not in made and unit[0] in listed]
    sole = [unit for unit in network.units if len(made.get(unit, ())) == 1]
    missed = np.ones(len(network.units))
    for source, p in detection.items():
        missed *= [1.0 - p if unit in searched[source] else 1.0 for unit in network.units]
    return Records(
        hidden=hidden,
        detection=detection,
        searched=searched,
        named=named,
        spelled=otherwise,
        complete=tuple(sorted(complete)),
        attract=tuple(unit for unit in lacking if rng.random() < _ATTRACT),
        strengthen=tuple(unit for unit in sole if rng.random() < _STRENGTHEN),
        surveyed=frozenset(unit for unit in network.units if unit[0] in listed),
        attesting=_ATTRACT,
        shares=_shares(rng, network, share_noise),
        missed=missed,
    )


def _shares(rng: np.random.Generator, network: Network, noise: float) -> tuple[float, ...]:
    """Return the shares as told, rounded down; those of one input that exceed the whole together are scaled to it."""
    told = [
        s.share * e
        for s, e in zip(network.supplies, rng.lognormal(sigma=noise, size=len(network.supplies)), strict=True)
    ]
    keys = [(s.customer, network.makers[s.maker].product) for s in network.supplies]
    total: dict[tuple[int, int], float] = {}
    for key, share in zip(keys, told, strict=True):
        total[key] = total.get(key, 0.0) + share
    return tuple(floor(10_000 * share / max(1.0, total[key])) / 10_000 for key, share in zip(keys, told, strict=True))


def _searched(rng: np.random.Generator, network: Network) -> tuple[dict[str, frozenset[Unit]], frozenset[Unit]]:
    products = {p for p in range(network.size.products) if rng.random() < 0.7}
    regions = {r for r in range(network.size.regions) if rng.random() < 0.8} or {0}
    complete = frozenset(unit for unit in network.units if rng.random() < _COMPLETE)
    press = frozenset(unit for unit in network.units if unit[1] in regions)
    return {
        "directory": frozenset(network.units),
        "association": frozenset(unit for unit in network.units if unit[0] in products),
        "press": press,
        "echo": press,
        "register": complete,
    }, complete


def _detection(
    network: Network, searched: dict[str, frozenset[Unit]], complete: frozenset[Unit], hidden: float
) -> dict[str, float]:
    """Return the probabilities by which the share *hidden* of the makers is expected to be named by none."""
    if hidden == 0.0:
        return dict.fromkeys(_STRENGTH, 1.0)
    units = [(maker.product, maker.region) for maker in network.makers]
    open_ = np.array([unit not in complete for unit in units])
    effort = sum(a * np.array([unit in searched[source] for unit in units]) for source, a in _STRENGTH.items())
    c = np.exp(solve(lambda log: float((1.0 - open_ * np.exp(-np.exp(log) * effort)).mean()), 1.0 - hidden))
    return {source: float(1.0 - np.exp(-c * a)) for source, a in _STRENGTH.items()}


def _named(rng: np.random.Generator, network: Network, searched: frozenset[Unit], p: float) -> tuple[int, ...]:
    luck = rng.random(len(network.makers))
    return tuple(
        number
        for number, maker in enumerate(network.makers)
        if (maker.product, maker.region) in searched and luck[number] < p
    )

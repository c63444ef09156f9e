r"""A made-up industry network (虚构产业网络): regions, parks, products, recipes, enterprises, makers, supplies; all of it true.

* **Products** stand on levels, from materials to final products; one in eight is *general*: only its two special kinds are
  made. A product above level 0 has a recipe, one in ten a second one; a recipe has 2–4 requirements, one in ten of them
  optional; a requirement has 1–3 alternatives of lower levels, four in five of the same chain. Segments list seven in ten products, and all that go into no other.
* **Presence**: a product is made in a region with probability :math:`\psi = \mathrm{logit}^{-1}(b_0 + 1.2\,d + 0.8\,r)`, where d (demand:
  size of the region and of the product's market) and r (relatedness: common factors of region and product) are
  standardised and known to everybody.
* **Makers**: 3 in 10 present units have one maker, the others :math:`n \ge 1` with probability :math:`(1-\rho)\rho^{n-1}`,
  :math:`\rho = \mathrm{logit}^{-1}(g_0 + 0.5\,d)`; :math:`b_0` and :math:`g_0` follow from the sizes asked for. Capacities are Pareto (1.35).
* **Supplies** go from a maker of an alternative to a maker of the product, half of them within the region where that
  has a maker.

The same seed and size give the same network.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

__all__ = ["Maker", "Network", "Recipe", "Size", "Supply", "Unit", "expit", "make_network", "solve"]

Unit = tuple[int, int]
"""Product and region."""

_DEMAND, _RELATED, _SPREAD, _SINGLE = 1.2, 0.8, 0.5, 0.3
_LEVELS = 6
_OCCUPIED = 0.4  # share of units that are present, where the makers suffice for it
_ENTRIES = 1.3  # products per enterprise


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a network is to be."""

    products: int = 300
    enterprises: int = 3000
    supplies: int = 0  # 0: ten times the enterprises
    regions: int = 10
    chains: int = 0  # 0: one for each 150 products


@dataclass(frozen=True, slots=True)
class Recipe:
    """One way to make a product: requirements, each with its alternatives, and whether they are essential."""

    output: int
    requirements: tuple[tuple[tuple[int, ...], bool], ...]


@dataclass(frozen=True, slots=True)
class Maker:
    """An enterprise makes a product in a region."""

    enterprise: int
    product: int
    region: int
    capacity: int  # [t]


@dataclass(frozen=True, slots=True)
class Supply:
    """A maker's enterprise supplies a customer with what it makes."""

    maker: int  # number of the maker
    customer: int
    share: float  # of the customer's purchases of the product, 0 to 1 [-]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """All that is true; things are numbers."""

    seed: int
    size: Size
    chain: tuple[int, ...]  # of each product
    level: tuple[int, ...]  # of each product
    general: dict[int, int]  # special product → the general one
    listed: tuple[int, ...]  # products that a segment lists
    recipes: tuple[Recipe, ...]
    units: tuple[Unit, ...]  # products that can be made themselves × regions
    demand: npt.NDArray[np.float64]  # per unit, standardised [-]
    related: npt.NDArray[np.float64]  # per unit, standardised [-]
    psi: npt.NDArray[np.float64]  # probability of presence per unit [-]
    rho: npt.NDArray[np.float64]  # probability of one more maker per unit [-]
    single: float  # share of present units of one maker by themselves [-]
    makers: tuple[Maker, ...]
    place: tuple[tuple[int, int], ...]  # of each enterprise: region, and park in it (0: none)
    supplies: tuple[Supply, ...] = field(repr=False)


def expit(value: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the probability of a logit."""
    return 1.0 / (1.0 + np.exp(-value))


def make_network(size: Size, *, seed: int) -> Network:
    """Make a network; numbers of enterprises and supplies come out within a few in a hundred of those asked for."""
    rng = np.random.default_rng(seed)
    chain, level, general = _products(rng, size)
    recipes = _recipes(rng, chain, level, general)
    used = {product for recipe in recipes for some, _ in recipe.requirements for product in some}
    listed = tuple(p for p in range(size.products) if p not in general and (p not in used or rng.random() < 0.7))
    made = [p for p in range(size.products) if p not in set(general.values())]
    units = tuple((p, r) for p in made for r in range(size.regions))
    demand, related = _covariates(rng, made, chain, size)
    entries = _ENTRIES * size.enterprises
    occupied = min(_OCCUPIED, entries / 1.5 / len(units))
    slopes = _DEMAND * demand + _RELATED * related
    psi = expit(slopes + solve(lambda b: float(expit(slopes + b).mean()), occupied))
    spread, extra = _SPREAD * demand, entries / (psi.sum() * (1 - _SINGLE)) - _SINGLE / (1 - _SINGLE)
    rho = expit(spread + solve(lambda g: float((psi * (1 + np.exp(spread + g))).sum() / psi.sum()), extra))
    present = rng.random(len(units)) < psi
    alone = rng.random(len(units)) < _SINGLE
    count = np.where(present, np.where(alone, 1, rng.geometric(1 - rho)), 0)
    makers, place = _makers(rng, units, count, size)
    return Network(
        seed=seed, size=size, chain=chain, level=level, general=general, listed=listed, recipes=recipes, units=units,
        demand=demand, related=related, psi=psi, rho=rho, single=_SINGLE, makers=makers, place=place,
        supplies=_supplies(rng, makers, recipes, general, size),
    )  # fmt: skip


def solve(rising: Callable[[float], float], goal: float) -> float:
    """Return where a rising function reaches *goal*, between -30 and 30, by bisection."""
    low, high = -30.0, 30.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < goal else (low, middle)
    return (low + high) / 2


def _products(rng: np.random.Generator, size: Size) -> tuple[tuple[int, ...], tuple[int, ...], dict[int, int]]:
    chains = size.chains or max(1, size.products // 150)
    chain = [int(c) for c in rng.integers(chains, size=size.products)]
    level = [number * _LEVELS // size.products for number in range(size.products)]
    general: dict[int, int] = {}
    for p in range(2, size.products):
        if p % 8 == 0 and level[p - 2] == level[p]:
            general |= {p - 2: p, p - 1: p}
            chain[p - 2] = chain[p - 1] = chain[p]
    return tuple(chain), tuple(level), general


def _recipes(
    rng: np.random.Generator, chain: tuple[int, ...], level: tuple[int, ...], general: dict[int, int]
) -> tuple[Recipe, ...]:
    """Give recipes to the products above level 0; special kinds are made by those of their general one."""
    usable = [p for p in range(len(chain)) if p not in general]
    recipes = []
    for output in usable:
        lower = [p for p in usable if level[output] - 2 <= level[p] < level[output]]
        own = [p for p in lower if chain[p] == chain[output]] or lower
        if not lower:
            continue
        for _ in range(1 + (rng.random() < 0.1)):
            requirements = []
            for number in range(int(rng.integers(2, 5))):
                many = int(rng.choice([1, 2, 3], p=[0.7, 0.2, 0.1]))
                pool = own if rng.random() < 0.8 else lower
                some = {pool[int(i)] for i in rng.integers(len(pool), size=many)}
                requirements.append((tuple(sorted(some)), number == 0 or rng.random() >= 0.1))
            recipes.append(Recipe(output, tuple(requirements)))
    return tuple(recipes)


def _covariates(
    rng: np.random.Generator, made: list[int], chain: tuple[int, ...], size: Size
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return demand and relatedness per unit, standardised."""
    region = -np.log(1.0 + np.arange(size.regions))
    market = rng.normal(size=len(made))
    demand = market[:, None] + region[None, :] + 0.5 * rng.normal(size=(len(made), size.regions))
    bent = rng.normal(size=(max(chain) + 1, size.regions))
    own = rng.normal(size=(len(made), 3)) @ rng.normal(size=(3, size.regions))
    related = bent[[chain[p] for p in made]] + 0.5 * own
    first, second = (((x - x.mean()) / (x.std() or 1.0)).ravel() for x in (demand, related))
    return first, second


def _makers(
    rng: np.random.Generator, units: tuple[Unit, ...], count: npt.NDArray[np.int64], size: Size
) -> tuple[tuple[Maker, ...], tuple[tuple[int, int], ...]]:
    """Spread the makers over enterprises: each has one product, then the rest join some that lack the product."""
    entries = [unit for unit, n in zip(units, count.tolist(), strict=True) for _ in range(n)]
    entries = [entries[int(i)] for i in rng.permutation(len(entries))]
    joining = max(0, len(entries) - size.enterprises)
    by_region: list[list[int]] = [[] for _ in range(size.regions)]
    products: list[set[int]] = []
    place: list[tuple[int, int]] = []
    makers = []
    for number, (product, region) in enumerate(entries):
        near = by_region[region]
        chosen = near[int(rng.integers(len(near)))] if near and number >= len(entries) - joining else -1
        if chosen < 0 or product in products[chosen]:
            chosen = len(products)
            products.append(set())
            near.append(chosen)
            place.append((region, int(rng.integers(1, 3)) if rng.random() < 0.6 else 0))
        products[chosen].add(product)
        makers.append(Maker(chosen, product, region, 100 + int(1000 * rng.pareto(1.35))))
    return tuple(makers), tuple(place)


def _supplies(
    rng: np.random.Generator,
    makers: tuple[Maker, ...],
    recipes: tuple[Recipe, ...],
    general: dict[int, int],
    size: Size,
) -> tuple[Supply, ...]:
    offers: dict[int, list[int]] = {}
    near: dict[Unit, list[int]] = {}
    for number, maker in enumerate(makers):
        for product in {maker.product, general.get(maker.product, maker.product)}:
            offers.setdefault(product, []).append(number)
            near.setdefault((product, maker.region), []).append(number)
    first = {recipe.output: recipe for recipe in reversed(recipes)}
    wants = [
        (maker, [product for product in alternatives if product in offers])
        for maker in makers
        if (recipe := first.get(general.get(maker.product, maker.product)))
        for alternatives, _ in recipe.requirements
    ]
    wants = [want for want in wants if want[1]]
    goal = size.supplies or 10 * size.enterprises
    chosen: dict[tuple[int, int], float] = {}
    for _ in range(3 * goal if wants else 0):
        if len(chosen) >= goal:
            break
        customer, products = wants[int(rng.integers(len(wants)))]
        product = products[int(rng.integers(len(products)))]
        local = near.get((product, customer.region), []) if rng.random() < 0.5 else []
        pool = local or offers[product]
        supplier = pool[int(rng.integers(len(pool)))]
        if makers[supplier].enterprise != customer.enterprise:
            chosen.setdefault((supplier, customer.enterprise), float(rng.lognormal()))
    total: dict[tuple[int, int], float] = {}
    for (supplier, buyer), weight in chosen.items():
        key = buyer, makers[supplier].product
        total[key] = total.get(key, 0.0) + weight
    return tuple(
        Supply(supplier, buyer, weight / total[buyer, makers[supplier].product])
        for (supplier, buyer), weight in chosen.items()
    )

"""The right answers of a made-up network (标准答案), by definition and exhaustion: none of the analyses is asked."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from chaingraph.synth.network import Network, Recipe, Unit

__all__ = ["Answers", "answers"]

_Who: TypeAlias = tuple[int, str]
"""An enterprise, and the unmatched spelling under which it stands on record; "" for its own name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What holds of the makers given, per region."""

    missing: frozenset[Unit]  # a segment lists it, or what is made there needs it, and nobody makes it there
    gaps: frozenset[Unit]  # what is made there needs it, and nobody makes it there
    elsewhere: frozenset[Unit]  # made there, and a customer there buys only elsewhere
    weak: frozenset[Unit]  # one enterprise alone makes it there
    stops: frozenset[
        tuple[int, str, int]
    ]  # (enterprise, spelling, product): stops in the enterprise's region when it stops


def answers(
    network: Network, makers: Iterable[int], *, named: Mapping[int, Collection[str]] | None = None, stops: bool = True
) -> Answers:
    """Work out the answers for the makers of these numbers; who stops what, which takes longest, only if asked for.

    Parameters
    ----------
    makers
        Numbers of the makers that count.
    named
        Maker → spellings under which it is on record, as from `chaingraph.synth.hiding.Records.spellings`: an enterprise
        spelled in two ways that nobody has matched is two there, and no sole maker. None: every enterprise is one.
    """
    kept = sorted(set(makers))
    by_region: list[dict[int, set[_Who]]] = [{} for _ in range(network.size.regions)]
    for number in kept:
        maker = network.makers[number]
        names = {(maker.enterprise, name) for name in (named[number] if named is not None else ("",))}
        for product in {maker.product, network.general.get(maker.product, maker.product)}:
            by_region[maker.region].setdefault(product, set()).update(names)
    recipes: dict[int, list[Recipe]] = {}
    for recipe in network.recipes:
        recipes.setdefault(recipe.output, []).append(recipe)
    inputs = {product for recipe in network.recipes for some, _ in recipe.requirements for product in some}
    gaps: set[Unit] = set()
    missing: set[Unit] = set()
    weak: set[Unit] = set()
    stopped: set[tuple[int, str, int]] = set()
    for region, made in enumerate(by_region):
        lacking = _needs(made, recipes)
        gaps |= {(product, region) for product in lacking}
        missing |= {(product, region) for product in {*lacking, *network.listed} - made.keys()}
        counted = made.keys() - (set(network.general.values()) - inputs - set(network.listed))
        weak |= {(product, region) for product in counted if len(made[product]) == 1}
        own = made.keys() - set(network.general.values())
        for enterprise in sorted({next(iter(made[p])) for p in own if len(made[p]) == 1} if stops else ()):
            stopped |= {(*enterprise, product) for product in own & _stopped(network, made, recipes, enterprise)}
    return Answers(
        missing=frozenset(missing),
        gaps=frozenset(gaps),
        elsewhere=_elsewhere(network, kept, by_region),
        weak=frozenset(weak),
        stops=frozenset(stopped),
    )


def _needs(made: dict[int, set[_Who]], recipes: dict[int, list[Recipe]]) -> set[int]:
    """Return what the products made need and nobody there makes; a recipe that has all it must have spares the others."""
    lacking: set[int] = set()
    for product in made:
        ways = recipes.get(product, [])
        complete = [way for way in ways if all(made.keys() & set(some) for some, must in way.requirements if must)]
        for way in complete or ways:
            for some, _ in way.requirements:
                if not made.keys() & set(some):
                    lacking.update(some)
    return lacking


def _stopped(
    network: Network, made: dict[int, set[_Who]], recipes: dict[int, list[Recipe]], enterprise: _Who
) -> set[int]:
    """Return the products that stop with an enterprise: strike out what cannot go on until nothing changes."""
    special: dict[int, list[int]] = {}
    for product, above in network.general.items():
        special.setdefault(above, []).append(product)
    running = {product for product in made if product in special or made[product] - {enterprise}}

    def goes_on(product: int) -> bool:
        if product in special:
            return any(kind in running for kind in special[product])
        ways = recipes.get(network.general.get(product, product), [])
        return not ways or any(
            all(
                not made.keys() & set(some) or any(each in running for each in some)
                for some, must in way.requirements
                if must
            )
            for way in ways
        )

    while halted := {product for product in running if not goes_on(product)}:
        running -= halted
    return made.keys() - running


def _elsewhere(network: Network, kept: list[int], by_region: list[dict[int, set[_Who]]]) -> frozenset[Unit]:
    known = set(kept)
    here: set[tuple[int, int]] = set()
    bought: set[tuple[int, int]] = set()
    for supply in network.supplies:
        if supply.maker in known:
            maker = network.makers[supply.maker]
            bought.add((supply.customer, maker.product))
            if maker.region == network.place[supply.customer][0]:
                here.add((supply.customer, maker.product))
    away = {(product, network.place[customer][0]) for customer, product in bought - here}
    return frozenset(unit for unit in away if unit[0] in by_region[unit[1]])

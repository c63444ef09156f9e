"""What the what-if of a chain page computes with (推演所用): the region's production as gates, and who holds each segment."""

from typing import Any

from chaingraph.analysis.gates import Key
from chaingraph.analysis.made import enterprises, made_here, whereabouts
from chaingraph.analysis.running import local_gates
from chaingraph.views.scene import Scene

__all__ = ["wiring"]


def wiring(scene: Scene) -> dict[str, Any]:
    """Write the AND/OR system of `chaingraph.analysis.running` by numbers, for the page to run.

    Returns
    -------
    dict
        ``every`` and ``inputs`` of each gate by number; ``makers``: who makes the product of a gate, any of whom must
        be left (no key: nobody need be); ``products``: the gate of each product that the region has; ``segments``:
        makers, participants and developers of each; ``unnamed``: who may stand for many. Enterprises are written as
        numbers in ``enterprises``.
    """
    chain, region = scene.chain, scene.region
    here = made_here(chain, region)
    gates = local_gates(chain, here, faults="enterprises")
    number: dict[Key, int] = {key: place for place, key in enumerate(gates)}
    people: dict[str, int] = {}

    def numbers(names: tuple[str, ...]) -> list[int]:
        return [people.setdefault(name, len(people)) for name in names]

    segments, unnamed = {}, set()
    for name, about in chain.graph["segments"].items():
        seen = [whereabouts(chain, product, region) for product in about["products"]]
        local = [each for each in about["participants"] if region in each.places]
        making = [maker for one in seen for maker in one.here]
        unnamed |= {each.enterprise for each in (*making, *local) if each.unnamed}
        segments[name] = [
            numbers(enterprises(making)),
            numbers(enterprises(local)),
            numbers(enterprises(maker for one in seen for maker in one.developing)),
        ]
    return {
        "every": [int(gate.every) for gate in gates.values()],
        "inputs": [[number[each] for each in gate.inputs if each in number] for gate in gates.values()],
        "makers": {str(number["made", product]): numbers(enterprises(makers)) for product, makers in here.items()},
        "products": {name: place for (role, name), place in number.items() if role == "available"},
        "segments": segments,
        "unnamed": sorted(people[name] for name in unnamed if name in people),
        "enterprises": list(people),
    }

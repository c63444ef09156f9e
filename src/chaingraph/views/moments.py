"""The years of a chain page (历年): states, labels and enterprises as far as they were on record by each year."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from chaingraph.analysis.known import known_by, years
from chaingraph.analysis.missing import missing_links
from chaingraph.analysis.segment import segment_states
from chaingraph.analysis.weak import weak_links
from chaingraph.views.bilingual import Both
from chaingraph.views.drawing import Drawing, labels
from chaingraph.views.flows import holders
from chaingraph.views.scene import Scene, states_of
from chaingraph.views.wording import LEVELS

__all__ = ["moments"]


def moments(drawing: Drawing) -> list[dict[str, Any]]:
    """Tell for each year before the last what the map showed otherwise.

    Returns
    -------
    list of dict
        From the first year to the last. ``states`` and ``labels`` hold only what differs from the map as it is (state
        empty: neither made nor needed); ``absent`` the enterprises not yet on record; ``tally`` the segments by state.
        The last year is the map itself and has none of these but the tally.
    """
    told = years(drawing.scene.chain)
    found = [_moment(drawing, year) for year in told[:-1]]
    if found:
        found.append({"year": told[-1], "states": {}, "labels": {}, "absent": [], "tally": _tally(drawing.scene)})
    return found


def _moment(drawing: Drawing, year: str) -> dict[str, Any]:
    scene = drawing.scene
    chain = known_by(scene.chain, year)
    segments = segment_states(chain, region=scene.region)
    missing, weak = missing_links(chain, region=scene.region), weak_links(chain, region=scene.region)
    diagnosis = replace(scene.diagnosis, segments=segments, missing=missing, weak=weak)
    held = holders(chain, region=scene.region)
    then = replace(scene, chain=chain, diagnosis=diagnosis, held=held, states=states_of(chain, diagnosis), alone={})
    known = scene.states.keys() | then.states.keys()
    return {
        "year": year,
        "states": {
            thing: then.states.get(thing, "")
            for thing in sorted(known)
            if then.states.get(thing) != scene.states.get(thing)
        },
        "labels": dict(_changed(drawing, then)),
        "absent": [enterprise for enterprise in scene.held if enterprise not in held],
        "tally": _tally(then),
    }


def _changed(drawing: Drawing, then: Scene) -> Iterable[tuple[str, Both]]:
    for thing, label in labels(then):
        if thing in drawing.plan.at and thing not in drawing.scene.held and label != drawing.labels[thing]:
            yield thing, label


def _tally(scene: Scene) -> dict[str, int]:
    return {level: sum(one.state == level for one in scene.diagnosis.segments) for level in LEVELS}

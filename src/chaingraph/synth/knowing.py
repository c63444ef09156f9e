"""What is known and what is true (已知与真相) of a made-up network: beside its tables, for methods and for their judges."""

from itertools import chain

from chaingraph.synth.answers import answers
from chaingraph.synth.hiding import CLUSTERS, SOURCES, Records
from chaingraph.synth.naming import Table, enterprise_id, product_id, region_id
from chaingraph.synth.network import Network, Unit

__all__ = ["given", "truth"]


def _unit(name: str, unit: Unit) -> tuple[str, str]:
    return product_id(name, unit[0]), region_id(name, unit[1])


def given(network: Network, records: Records, name: str) -> dict[str, Table]:
    """Return what a reader of the sources knows besides: what was searched, what repeats what, demand and relatedness."""
    searched = ((f"document:{name}-{s}", *_unit(name, u)) for s in SOURCES for u in sorted(records.searched[s]))
    surveyed = ((f"document:{name}-plan", *_unit(name, unit)) for unit in sorted(records.surveyed))
    known = zip(network.units, network.demand.tolist(), network.related.tolist(), strict=True)
    return {
        "given/searched": (("document", "product", "region"), chain(searched, surveyed)),
        "given/clusters": (
            ("document", "cluster"),
            [(f"document:{name}-{s}", f"document:{name}-{CLUSTERS.get(s, s)}") for s in SOURCES],
        ),
        "given/covariates": (
            ("product", "region", "demand", "relatedness"),
            ((*_unit(name, unit), f"{d:.6f}", f"{r:.6f}") for unit, d, r in known),
        ),
    }


def truth(network: Network, records: Records, name: str) -> dict[str, Table]:
    """Return the answers, which no analysis may see: of all that is true, and of what is visible."""
    visible = records.visible()
    whole = answers(network, range(len(network.makers)))
    part = answers(network, visible, named=records.spellings())  # an enterprise not matched is two
    made: dict[Unit, int] = {}
    for maker in network.makers:
        made[maker.product, maker.region] = made.get((maker.product, maker.region), 0) + 1
    seen = set(visible)
    units = zip(network.units, network.psi.tolist(), network.rho.tolist(), records.missed.tolist(), strict=True)
    both: dict[str, Table] = {}
    for stem in ("missing", "gaps", "elsewhere", "weak"):
        of_all, of_part = getattr(whole, stem), getattr(part, stem)
        rows = [(*_unit(name, u), int(u in of_all), int(u in of_part)) for u in sorted(of_all | of_part)]
        both[f"truth/{stem}"] = (("product", "region", "true", "on_visible"), rows)
    stops = [
        (
            enterprise_id(name, e, twin),
            product_id(name, p),
            int((e, twin, p) in whole.stops),
            int((e, twin, p) in part.stops),
        )
        for e, twin, p in sorted(whole.stops | part.stops)
    ]
    return both | {
        "truth/stops": (("enterprise", "product", "true", "on_visible"), stops),
        "truth/makers": (
            ("enterprise", "product", "region", "capacity", "visible"),
            ((enterprise_id(name, m.enterprise), *_unit(name, (m.product, m.region)), m.capacity, int(n in seen))
             for n, m in enumerate(network.makers)),
        ),
        "truth/units": (
            ("product", "region", "makers", "psi", "rho", "missed"),
            ((*_unit(name, u), made.get(u, 0), f"{a:.6f}", f"{b:.6f}", f"{c:.6f}") for u, a, b, c in units),
        ),
        "truth/sources": (
            ("document", "detection"), [(f"document:{name}-{s}", f"{p:.6f}") for s, p in records.detection.items()]
        ),
        "truth/twins": (
            ("enterprise", "twin"),
            sorted({(enterprise_id(name, e), enterprise_id(name, e, s)) for (s, n), same in records.spelled.items()
                    if not same for e in [network.makers[n].enterprise]}),
        ),
    }  # fmt: skip

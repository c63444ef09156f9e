"""Missing by inference (推断缺失): units that no searched source names, called missing at a stated share of wrong calls."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log1p

import networkx as nx
import numpy as np

from chaingraph.analysis.histories import Floats, Histories, Unit, detection_histories, recaptures
from chaingraph.analysis.made import enterprises, whereabouts
from chaingraph.analysis.occupancy import Occupancy, fit_occupancy
from chaingraph.analysis.repeats import same_origin
from chaingraph.errors import ContractError
from chaingraph.findings import Finding

__all__ = ["InferredMissing", "chain_histories", "infer_missing", "inferred_missing", "learned_from", "made_elsewhere"]

_ENOUGH = 1000  # recaptures that tell the thoroughness of sources to some three in a hundred


@dataclass(frozen=True, slots=True, kw_only=True)
class InferredMissing(Finding):
    """A product that no searched source names in a region, and that is probably not made there."""

    region: str
    present: float  # probability that it is made there all the same [-]
    alpha: float  # share of wrong calls allowed [-]
    predicted: float  # share of wrong calls to expect among all that are called at this alpha [-]
    sources: tuple[str, ...]  # clusters of sources that were searched for it
    learned: tuple[str, ...]  # other regions that the sources were judged by; none: it is called too boldly


def inferred_missing(
    occupancy: Occupancy,
    *,
    alpha: float,
    among: Collection[Unit] | None = None,
    documents: tuple[str, ...] = (),
) -> tuple[InferredMissing, ...]:
    r"""Call units missing so that the expected share of wrong calls among those called is at most *alpha*.

    Units go by their probability of presence, the smallest first; as many are called as keep its running mean at or
    below *alpha*, units of equal probability all or none. Never called: one that a source names, one for
    which no source was searched, one more probably present than absent.

    Parameters
    ----------
    occupancy
        Fitted model.
    alpha
        Share of wrong calls allowed, 0 to 1 [-].
    among
        Units that may be called, such as those that are demanded; None: all.
    documents
        Documents that were searched, for the findings.

    Returns
    -------
    tuple of InferredMissing
        Surest first, then by product and region.
    """
    allowed = None if among is None else set(among)
    looked: list[bool] = np.any(occupancy.searched, axis=1).tolist()
    regions = {region for _, region in occupancy.units}
    open_ = [
        (round(float(occupancy.present[row]), 12), unit, row)
        for row, unit in enumerate(occupancy.units)
        if looked[row] and occupancy.present[row] <= 0.5 and (allowed is None or unit in allowed)
    ]
    open_.sort()
    risk = np.array([each[0] for each in open_])
    mean = np.cumsum(risk) / np.arange(1, len(risk) + 1)
    last = np.append(risk[1:] != risk[:-1], True)[: len(risk)]
    ends = np.flatnonzero((mean <= alpha + 1e-12) & last)
    called = int(ends[-1]) + 1 if len(ends) else 0
    return tuple(
        InferredMissing(
            subject=unit[0],
            region=unit[1],
            present=share,
            alpha=alpha,
            predicted=float(mean[called - 1]),
            sources=tuple(s for s, look in zip(occupancy.sources, occupancy.searched[row], strict=True) if look),
            learned=tuple(sorted(regions - {unit[1]})),
            searched=documents,
        )
        for share, unit, row in open_[:called]
    )


def infer_missing(  # noqa: PLR0913
    chain: nx.DiGraph,
    *,
    region: str,
    products: Collection[str],
    alpha: float = 0.1,
    regions: Collection[str] | None = None,
    searched: Mapping[str, Collection[Unit]] | None = None,
    cluster: Mapping[str, str] | None = None,
    covariates: Mapping[str, Mapping[Unit, float]] | None = None,
    attested: Collection[Unit] = (),
    least: int = 30,
) -> tuple[InferredMissing, ...]:
    """Call those of *products* missing in a region of which the search history makes it probable enough.

    How thorough a source is shows in all regions that it speaks of; how much is made in one, only there. So sources are
    judged by several regions, each with its own level of presence and of number. Where no other region is of use, the
    region is judged by itself alone: more calls are wrong then than predicted, and the findings' `learned` is empty.

    Parameters
    ----------
    chain
        Chain graph with ``graph["sources"]``.
    region
        Where the products are missed.
    products
        Products that may be called, such as those demanded, without maker and without witness.
    alpha
        Share of wrong calls allowed, 0 to 1 [-].
    regions
        Further regions to learn from, none within another; None: as `learned_from` has it.
    searched, cluster
        As for `chain_histories`.
    covariates
        Name → value per unit, for every unit (product of the graph, region); None: `made_elsewhere`.
    attested
        Units of the region of which a document says that nobody makes it there.
    least
        Makers named by two sources of different origin, below which nothing is called: so few do not tell how thorough the
        sources are.

    Returns
    -------
    tuple of InferredMissing
        Surest first; none where the documents are too few to tell.

    Raises
    ------
    ContractError
        *alpha* is no share between 0 and 1.
    """
    if not 0 < alpha < 1:
        raise ContractError.of(f"alpha={alpha}", zh="应为 0 与 1 之间的数。", en="must lie between 0 and 1.")
    further = learned_from(chain, region) if regions is None else regions
    order = (region, *sorted({*further} - {region}))
    histories = chain_histories(
        chain, regions=order, searched=searched, cluster=cluster, attested=attested, surveyed={region}
    )
    if recaptures(histories) < least:
        return ()
    known = made_elsewhere(chain, *order) if covariates is None else covariates
    values: dict[str, Sequence[float] | Floats] = {
        name: [of[unit] for unit in histories.units] for name, of in known.items()
    }
    for other in order[1:]:
        values[other] = [float(unit[1] == other) for unit in histories.units]
    return inferred_missing(
        fit_occupancy(histories, values),
        alpha=alpha,
        among={(product, region) for product in products},
        documents=tuple(chain.graph["searched"]),
    )


def learned_from(chain: nx.DiGraph, region: str) -> tuple[str, ...]:
    """Return the regions beside *region*, in the same larger ones, whose records tell how thorough the sources are.

    The best recorded first, by the makers that two sources of different origin name, until there are enough with those of the region itself.
    """
    within: Mapping[str, frozenset[str]] = chain.graph.get("within", {})
    beside = sorted(each for each, over in within.items() if each != region and over == within.get(region))
    known = {each: recaptures(chain_histories(chain, regions=[each])) for each in (region, *beside)}
    found: list[str] = []
    for each in sorted(beside, key=lambda one: (-known[one], one)):
        if not known[each] or known[region] + sum(known[one] for one in found) >= _ENOUGH:
            break
        found.append(each)
    return tuple(found)


def made_elsewhere(chain: nx.DiGraph, *regions: str) -> dict[str, dict[Unit, float]]:
    r"""Return the covariate *elsewhere*: :math:`\log(1 + n)` with n the enterprises that make a product elsewhere.

    What many make elsewhere is likelier made in the region too. None at all when every unit has the same.
    """
    products = [name for name, kind in chain.nodes(data="kind") if kind == "product"]
    values = {
        (product, region): log1p(len(enterprises(whereabouts(chain, product, region).elsewhere)))
        for product in products
        for region in regions
    }
    return {"elsewhere": values} if len(set(values.values())) > 1 else {}


def chain_histories(
    chain: nx.DiGraph,
    *,
    regions: Collection[str],
    searched: Mapping[str, Collection[Unit]] | None = None,
    cluster: Mapping[str, str] | None = None,
    attested: Collection[Unit] = (),
    surveyed: Collection[str] | None = None,
) -> Histories:
    """Return which documents name how many makers of each product of a chain in each region.

    Parameters
    ----------
    chain
        Chain graph with ``graph["sources"]``. Makers of special kinds count for the general product too.
    regions
        Regions, none within another.
    searched
        Document → units for which it was searched. None: one that names a maker of any product of the graph in a
        region was searched there for all of them.
    cluster
        Document → origin. None: those that repeat one another are told by what they name
        (`chaingraph.analysis.repeats.same_origin`).
    attested
        Units attested absent, as for `chaingraph.analysis.histories.detection_histories`.
    surveyed
        Regions of which *attested* would tell; None: all.
    """
    products = sorted(name for name, kind in chain.nodes(data="kind") if kind == "product")
    units = [(product, region) for product in products for region in sorted(regions)]
    named: dict[str, list[tuple[Unit, str]]] = {}
    for unit in units:
        for maker in whereabouts(chain, *unit).here:
            for document in {source[0] for row in maker.evidence for source in chain.graph["sources"].get(row, ())}:
                named.setdefault(document, []).append((unit, maker.enterprise))
    if searched is None:
        there = {document: {region for (_, region), _ in found} for document, found in named.items()}
        searched = {document: [unit for unit in units if unit[1] in there[document]] for document in sorted(named)}
    return detection_histories(
        named,
        searched,
        units=units,
        cluster=same_origin(named, searched) if cluster is None else cluster,
        attested=attested,
        surveyed=None if surveyed is None else [unit for unit in units if unit[1] in surveyed],
    )

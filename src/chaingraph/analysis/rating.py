"""Ratings (脆弱性评级): how fragile what a region makes is, by an open formula of which every term is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Final

import networkx as nx

from chaingraph.analysis.demand import doubt
from chaingraph.analysis.fragility import Facts, fragility_facts
from chaingraph.findings import Finding
from chaingraph.model import STATUSES, ContractError
from chaingraph.shared import analysis

__all__ = ["HALF", "LABELS", "THRESHOLDS", "WEIGHTS", "Rating", "Term", "ratings"]

LABELS = ("strong", "watch", "weak", "critical")
"""Labels, the soundest first."""

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"concentration": 3.0, "sole": 3.0, "stated": 3.0, "stops": 2.0, "exposed": 2.0, "irreplaceable": 2.0,
     "evidence": 1.0}
)  # fmt: skip
"""Weight of each term; only their proportions count."""

THRESHOLDS: Mapping[str, float] = MappingProxyType({"watch": 0.2, "weak": 0.4, "critical": 0.65})
"""Score from which on each label is given [-]; where two are reached, the worse one holds. A sole maker without known
substitute reaches 0.52 and is weak; to be critical another circumstance must join: a stated shortage, or many losses."""

HALF = 3.0
"""Number of products lost, or of enterprises hung on, that counts one half."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term of a score: 0 sound, 1 fragile, with bounds where the record leaves it open."""

    name: str
    value: float  # [-]
    low: float
    high: float
    weight: float  # as given, not normalised


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating(Finding):
    """How fragile a product or a segment of the region is; the subject is the product or segment."""

    region: str
    what: str  # product | segment
    verb: str | None  # strengthen 强链 when weak or critical; else None
    label: str  # strong | watch | weak | critical
    score: float  # 0 sound to 1 fragile [-]
    lower: float  # the score if all that the record leaves open were for the best [-]
    upper: float  # ... for the worst [-]
    best: str  # label at `lower`
    worst: str  # label at `upper`
    terms: tuple[Term, ...]  # in the order of `WEIGHTS`
    makers: tuple[str, ...]  # enterprises of the region that make it, or hold the segment
    sole: str | None  # the one of them, if it is one and named
    stops: tuple[str, ...]  # other products of the region that stop with the sole maker, through this one
    exposed: tuple[str, ...]  # further enterprises of the region each of which alone stops it
    stated: tuple[str, ...]  # rows that state an open shortage
    substitutes: int  # enterprises elsewhere that make it, and those that meet each need of it otherwise
    place_unknown: tuple[str, ...]  # makers who may be in the region or elsewhere
    status: str  # of the firmest statement that it is made: measured | reported | planned | assumed


@analysis
def ratings(
    chain: nx.DiGraph,
    *,
    region: str,
    weights: Mapping[str, float] = WEIGHTS,
    thresholds: Mapping[str, float] = THRESHOLDS,
    half: float = HALF,
) -> tuple[Rating, ...]:
    r"""Rate how fragile each product made and each segment held in a region is.

    .. math:: s = \frac{\sum_t w_t x_t}{\sum_t w_t}, \qquad 0 \le x_t \le 1

    with the terms *concentration*, the Herfindahl-Hirschman index of the local makers' capacities; *sole*, 1 for one
    named maker alone; *stated*, 1 when a document states an open shortage; *stops*, :math:`n/(n+h)` for the *n* other
    local products that stop with the sole maker (greatest fixpoint, no makers elsewhere step in); *exposed*,
    :math:`m/(m+h)` for the *m* further enterprises each of which alone stops it; *irreplaceable*, :math:`1/(1+e)` for
    the *e* enterprises known elsewhere that make it, with those that meet the worst served of its uses by another
    alternative; *evidence*, 0 to 1 from measured to assumed for the firmest statement that it is made (a supply on
    record leaves open who makes it: assumed). A segment counts its holders alike.

    The bounds let vary what rows leave open: capacities not told, makers who may be in the region or elsewhere,
    enterprises not named, which may be one or many. What no row speaks of is not in them.

    Parameters
    ----------
    chain
        Chain graph.
    region
        Park, district, city, province or country.
    weights
        By term, 0 or more, not all 0; default `WEIGHTS`.
    thresholds
        By label from watch to critical; default `THRESHOLDS`.
    half
        The *h* of the formula, more than 0; default `HALF`.

    Returns
    -------
    tuple of Rating
        The most fragile first, then by subject. The same weights hold for all: scores may be compared, but say nothing
        of what a loss would cost.

    Raises
    ------
    ContractError
        When the graph breaks its contract, does not know the region, or a weight, threshold or *half* is of no use.

    References
    ----------
    .. [1] OECD, JRC, Handbook on Constructing Composite Indicators (2008): open weights, tested by moving them.
    """
    check_parameters(weights, thresholds, half)
    found = [_rating(chain, region, each, weights, thresholds, half) for each in fragility_facts(chain, region=region)]
    return tuple(sorted(found, key=lambda one: (-one.score, one.what, one.subject)))


def check_parameters(weights: Mapping[str, float], thresholds: Mapping[str, float], half: float) -> None:
    """Refuse weights, thresholds or a half-way number that the formula cannot use."""
    if weights.keys() != WEIGHTS.keys() or min(weights.values()) < 0 or not any(weights.values()):
        given, known = "weights", ", ".join(WEIGHTS)
    elif thresholds.keys() != THRESHOLDS.keys():
        given, known = "thresholds", ", ".join(THRESHOLDS)
    elif not half > 0:
        raise ContractError.of("half", zh="应为大于 0 的数。", en="must be a number above 0.")
    else:
        return
    raise ContractError.of(given, zh=f"应为各项的非负数：{known}。", en=f"give a number, 0 or more, for each: {known}.")


_OF_FACTS: Final = tuple(field.name for field in fields(Facts) if field.name not in ("concentration", "open_sole"))


def _same(value: float) -> tuple[float, float, float]:
    return value, value, value


def term_values(facts: Facts, half: float) -> dict[str, tuple[float, float, float]]:
    """Return value, low and high of each term."""
    sole = 1.0 if facts.sole else 0.0
    rarer = 1 / (1 + facts.substitutes)
    return {
        "concentration": facts.concentration,
        "sole": (sole, 0.0 if facts.open_sole else sole, 1.0 if facts.open_sole else sole),
        "stated": _same(1.0 if facts.stated else 0.0),
        "stops": _same(len(facts.stops) / (len(facts.stops) + half)),
        "exposed": _same(len(facts.exposed) / (len(facts.exposed) + half)),
        "irreplaceable": (rarer, 1 / (1 + facts.substitutes + len(facts.place_unknown)), rarer),
        "evidence": _same(doubt(facts.status) / (len(STATUSES) - 1)),
    }


def label_of(score: float, thresholds: Mapping[str, float]) -> str:
    """Return the worst label whose threshold *score* reaches.

    Examples
    --------
    >>> label_of(0.1, THRESHOLDS), label_of(0.52, THRESHOLDS), label_of(0.65, THRESHOLDS)
    ('strong', 'weak', 'critical')
    """
    return next((label for label in reversed(LABELS[1:]) if score >= thresholds[label]), LABELS[0])


def _rating(
    chain: nx.DiGraph,
    region: str,
    facts: Facts,
    weights: Mapping[str, float],
    thresholds: Mapping[str, float],
    half: float,
) -> Rating:
    values = term_values(facts, half)
    terms = tuple(
        Term(name=name, value=value, low=low, high=high, weight=weights[name])
        for name, (value, low, high) in ((name, values[name]) for name in WEIGHTS)
    )
    whole = sum(weights.values())
    score, lower, upper = (
        round(sum(each.weight * size for each, size in zip(terms, sizes, strict=True)) / whole, 12)
        for sizes in zip(*((each.value, each.low, each.high) for each in terms), strict=True)
    )
    label = label_of(score, thresholds)
    return Rating(
        region=region,
        verb="strengthen" if label in LABELS[2:] else None,
        label=label,
        score=score,
        lower=lower,
        upper=upper,
        best=label_of(lower, thresholds),
        worst=label_of(upper, thresholds),
        terms=terms,
        searched=chain.graph["searched"],
        **{name: getattr(facts, name) for name in _OF_FACTS},
    )

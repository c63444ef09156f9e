"""Investment targets (招商目录): whom to invite so that a region's gaps close, ranked with every term shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

import networkx as nx

from chaingraph.analysis.candidates import Candidate
from chaingraph.analysis.demand import doubt
from chaingraph.analysis.opportunities import Gap, Purchase, gaps_of
from chaingraph.analysis.witness import ABSENCE
from chaingraph.findings import Finding, merge
from chaingraph.model import STATUSES, ContractError, require, require_chain, require_region
from chaingraph.shared import analysis

__all__ = ["FIRST", "INVITE_WEIGHTS", "InvestmentTarget", "RankedTerm", "investment_targets"]

INVITE_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "gap_evidence": 3.0,  # 2: a witness says it is lacking, or it is on record from elsewhere; 1: developed; 0: unknown
        "certain_demand": 3.0,  # named customers in the region that buy it on record, or surely need it by a documented recipe
        "possible_demand": 1.0,  # named customers that possibly need it, or by an assumed recipe alone
        "blocks": 2.0,  # products made in the region, yet not to be built up there without it
        "stated": 2.0,  # 2: a document asks for makers (attract, substitute); 1: for better ones; 0: none
        "relatedness": 2.0,  # share of its inputs and users that are made in the region; nothing known: last
        "listed": 1.0,  # segments that list it
        "nearness": 1.0,  # minus the containing places to go up until the candidate lies in one; no candidate: last
        "at_once": 1.0,  # 1: produces or supplies now; 0: develops or plans it; no candidate: last
        "evidence": 1.0,  # 3 measured, 2 reported, 1 planned, 0 assumed; no candidate: last
    }
)
"""Weight of each term, larger is better in all; only their proportions count."""

_LACKING: Mapping[str, float] = {"missing": 2.0, "bought-elsewhere": 2.0, "developing": 1.0, "unknown": 0.0}

FIRST = 10
"""How many count as the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedTerm:
    """One term of the ranking of one candidate for one gap."""

    name: str
    value: float | None  # in the unit of `INVITE_WEIGHTS`; None: nothing known, ranked last
    rank: float  # 1 for the best; equals have the mean of their ranks
    weight: float  # as given


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestmentTarget(Finding):
    """One candidate for one gap, or a gap without any; the subject is the product that is lacking."""

    region: str
    verb: str  # supplement 补链 | extend 延链 | build 建链
    rank: int  # 1 for the first; equals have the same
    score: float  # weighted mean of the ranks of the terms, 1 at best [-]
    layer: int  # Pareto layer: 1 when no other is as good in every term and better in one
    among_first: float  # share of the draws of the weights in which it is among the first ten [-]
    terms: tuple[RankedTerm, ...]  # in the order of `INVITE_WEIGHTS`
    gap: str  # missing | developing | unknown | bought-elsewhere
    enterprise: str | None  # None: nobody is known
    named: bool  # False: the source does not name it, or nobody is known
    found_as: tuple[str, ...]  # maker-elsewhere | place-unknown | developing | supplier-on-record
    offers: tuple[str, ...]  # products: the one that is lacking, or special kinds of it
    places: tuple[str, ...]  # where it is, as finely as told
    apart: int | None  # containing places of the region one must go up until it lies in one
    at_once: bool  # it produces or supplies now
    candidate_status: str | None  # of the firmest statement on it: measured | reported | planned | assumed
    status: str  # of the demand
    customers: tuple[str, ...]  # named: they buy it on record, or surely need it by a documented recipe
    possible_customers: tuple[str, ...]  # named: they possibly need it, or by an assumed recipe alone
    unnamed_customers: int
    blocks: tuple[str, ...]  # made in the region, yet not to be built up there without it
    segments: tuple[str, ...]  # that list it
    stated: tuple[str, ...]  # kinds of shortage that documents state: attract | break-through | substitute | strengthen
    density: float | None  # share of its inputs and users that are made in the region [-]; None: none are known
    near: tuple[str, ...]  # those
    purchases: tuple[Purchase, ...]  # on record, from elsewhere alone
    value: float | None  # of the supplies from elsewhere on record, as far as told [unit:CNY]; None: nothing told
    makers_here: tuple[str, ...]  # of gap bought-elsewhere: who could be matched instead


@analysis
def investment_targets(
    chain: nx.DiGraph,
    supply: nx.MultiDiGraph,
    *,
    region: str,
    weights: Mapping[str, float] = INVITE_WEIGHTS,
    draws: int = 1000,
    seed: int = 0,
) -> tuple[InvestmentTarget, ...]:
    r"""Rank the enterprises that could close a region's gaps.

    Gaps are the missing links (`chaingraph.analysis.missing`), unknown ones only where somebody needs them, and products
    of the region that its enterprises have on record from elsewhere alone (`chaingraph.analysis.mismatch`). Candidates
    are makers elsewhere or of unknown place, of the product or a special kind; suppliers on record from elsewhere; and who
    develops or plans it, there or here. A gap that nobody is known for stands there as well, with no enterprise.

    The score is :math:`\sum_t w_t r_t / \sum_t w_t` over the ranks :math:`r_t` of the terms of `INVITE_WEIGHTS` [1]_; read
    it with the Pareto layer, which needs no weights, and with the share of draws of all possible weights in which the
    candidate is among the first `FIRST` [2]_. *relatedness* follows the density of Hidalgo et al. [3]_, near being what
    recipes link: :math:`d = |N \cap M| / |N|` with the requirements and users *N* of the product and what is made, *M*.

    Parameters
    ----------
    chain, supply
        Chain graph and supply graph.
    region
        Park, district, city, province or country that invites.
    weights
        By term, 0 or more, not all 0; default `INVITE_WEIGHTS`.
    draws, seed
        Number and seed of the draws: the same seed gives the same findings.

    Returns
    -------
    tuple of InvestmentTarget
        By score; of equals by product, then named before unnamed, then by name. That somebody is known to make a
        product says nothing of whether it would come.

    Raises
    ------
    ContractError
        When a graph breaks its contract, does not know the region, or the weights are of no use.

    References
    ----------
    .. [1] OECD, JRC, Handbook on Constructing Composite Indicators (2008): ranks need no normalisation.
    .. [2] R. Lahdelma, P. Salminen, SMAA-2: stochastic multicriteria acceptability analysis for group decision making,
       Operations Research 49(3):444-454 (2001).
    .. [3] C. A. Hidalgo, B. Klinger, A.-L. Barabási, R. Hausmann, The product space conditions the development of
       nations, Science 317:482-487 (2007).
    """
    require_chain(chain, region=region)
    require(supply, node=("places",), edge=("products", "evidence", "status"), graph_keys=("searched",))
    require_region(supply, region)
    _check(weights)
    cases = [case for gap in gaps_of(chain, supply, region=region) for case in _cases(gap)]
    cases.sort(key=_by_name)
    if not cases:
        return ()
    import numpy as np

    from chaingraph.analysis.ranking import acceptability, mean_ranks, pareto_layers, weighted_ranks

    values = np.array([case.values for case in cases], float)  # None: NaN
    ranks = mean_ranks(values)
    scores = weighted_ranks(ranks, [weights[name] for name in INVITE_WEIGHTS])
    ahead = np.searchsorted(np.sort(scores), scores).tolist()
    first = acceptability(ranks, first=FIRST, draws=draws, seed=seed).tolist()
    layers = pareto_layers(values)
    terms = [
        {
            value: RankedTerm(name=name, value=value, rank=rank, weight=weights[name])
            for value, rank in dict(zip((case.values[column] for case in cases), given, strict=True)).items()
        }
        for column, (name, given) in enumerate(zip(INVITE_WEIGHTS, ranks.T.tolist(), strict=True))
    ]
    searched = merge([chain.graph["searched"], supply.graph["searched"]])
    score: list[float] = scores.tolist()
    return tuple(
        InvestmentTarget(
            region=region,
            rank=1 + ahead[place],
            score=score[place],
            layer=layers[place],
            among_first=first[place],
            terms=tuple(map(dict.__getitem__, terms, cases[place].values)),
            searched=searched,
            **cases[place].of_gap,
            **_of_candidate(cases[place].candidate),
        )
        for place in sorted(range(len(cases)), key=lambda place: (score[place], place))
    )


def _check(weights: Mapping[str, float]) -> None:
    if weights.keys() != INVITE_WEIGHTS.keys() or min(weights.values()) < 0 or not any(weights.values()):
        known = ", ".join(INVITE_WEIGHTS)
        raise ContractError.of(
            "weights", zh=f"应为各项的非负数：{known}。", en=f"give a number, 0 or more, for each: {known}."
        )


class _Case(NamedTuple):
    """One candidate for one gap; None: nobody is known."""

    candidate: Candidate | None
    values: tuple[float | None, ...]  # of the terms, in the order of `INVITE_WEIGHTS`
    of_gap: dict[str, Any]  # fields of the finding, the same for all candidates


def _cases(gap: Gap) -> Iterator[_Case]:
    of_gap = _of_gap(gap)
    of_all = (
        _LACKING[gap.state],
        float(len(gap.certain)),
        float(len(gap.possible)),
        float(len(gap.blocks)),
        2.0 if {*ABSENCE} & {*gap.stated} else 1.0 if gap.stated else 0.0,
        gap.density,
        float(len(gap.segments)),
    )
    for one in gap.candidates:
        yield _Case(
            one, (*of_all, float(-one.apart), float(one.at_once), float(len(STATUSES) - 1 - doubt(one.status))), of_gap
        )
    if not gap.candidates:
        yield _Case(None, (*of_all, None, None, None), of_gap)


def _by_name(case: _Case) -> tuple[str, bool, str]:
    candidate = case.candidate
    return case.of_gap["subject"], not (candidate and candidate.named), candidate.enterprise if candidate else ""


def _of_candidate(candidate: Candidate | None) -> dict[str, Any]:
    return {
        "enterprise": candidate.enterprise if candidate else None,
        "named": bool(candidate and candidate.named),
        "found_as": candidate.found_as if candidate else (),
        "offers": candidate.offers if candidate else (),
        "places": candidate.places if candidate else (),
        "apart": candidate.apart if candidate else None,
        "at_once": bool(candidate and candidate.at_once),
        "candidate_status": candidate.status if candidate else None,
    }


def _of_gap(gap: Gap) -> dict[str, Any]:
    return {
        "subject": gap.product,
        "verb": gap.verb,
        "gap": gap.state,
        "status": gap.status,
        "customers": gap.certain,
        "possible_customers": gap.possible,
        "unnamed_customers": gap.unnamed_customers,
        "blocks": gap.blocks,
        "segments": gap.segments,
        "stated": gap.stated,
        "density": gap.density,
        "near": gap.near,
        "purchases": gap.purchases,
        "value": gap.value,
        "makers_here": gap.makers_here,
        "evidence": gap.evidence,
    }

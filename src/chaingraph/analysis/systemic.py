"""Systemic risk (系统性风险): how much of the recorded economy loses its inputs when one enterprise stops."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from chaingraph.analysis.assumptions import Case, indices, output, tried, upstream_indices
from chaingraph.analysis.cascade import cascade
from chaingraph.analysis.demand import weakest
from chaingraph.analysis.flows import ESSENTIAL, Ints
from chaingraph.analysis.recorded import Recorded, recorded_network, recorded_supplies
from chaingraph.errors import ContractError
from chaingraph.findings import Finding, merge
from chaingraph.model import require, require_region

__all__ = ["SystemicRisk", "systemic_risk"]

_SHOWN = 20  # enterprises named among those that lose output
_SCREEN = 1e-3  # losses left aside where only the riskiest are sought


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemicRisk(Finding):
    """What the recorded network loses when an enterprise stops; the subject is the enterprise."""

    verb: str  # strengthen 强链
    index: float  # downstream ESRI: share of the recorded output that is lost, its own included [-]
    low: float  # least and greatest over the assumptions tried on what is not recorded [-]
    high: float
    own: float  # its own share of the recorded output [-]
    upstream: float | None  # ESRI of suppliers that lose a customer [-]; None: refused
    refused_zh: str | None  # why there is no upstream index; None: there is one
    refused_en: str | None
    affected: tuple[str, ...]  # others that lose inputs, the greatest losses first, at most 20
    reached: int  # how many others lose inputs
    market_share: float  # mean of its shares in what is recorded of its products [-]
    sole: tuple[str, ...]  # products of which it is the one supplier on record: another one would change the finding
    essential: tuple[str, ...]  # products that a customer cannot do without by a recipe
    weighed_by: str  # value | share | mixed | count: 1 for each supply
    coverage: float  # part of its supplies whose amount is recorded [-]
    nature_known: float  # part of its supplies of which a recipe says whether the customer can do without [-]
    supplies: int  # links of the whole network: supplier, customer and product
    tolerance: float  # epsilon at which the cascade was stopped [-]
    iterations: int
    screened: bool  # others were left out by an approximate index
    places: tuple[str, ...]
    region: str | None  # whose output counts; None: everybody's
    status: str  # of the least firm supply used


def systemic_risk(  # noqa: PLR0913 - each assumption by its name
    supply: nx.MultiDiGraph,
    *,
    region: str | None = None,
    needs: Mapping[tuple[str, str], tuple[str, bool]] | None = None,
    final_share: float | Mapping[str, float] | None = None,
    tolerance: float = 1e-4,
    spread: float = 10.0,
    most: int = 200,
    workers: int = 1,
) -> tuple[SystemicRisk, ...]:
    r"""Economic systemic risk of each supplier on record (ESRI).

    :math:`ESRI^d = \sum_i w_i (1 - h^d_i)`, with :math:`h^d` the level of output left after the cascade of
    `chaingraph.analysis.cascade` [1]_: an essential input that fails stops its customer in proportion, one that is not essential
    counts by its part in all inputs, and other suppliers of the product stand in as far as their share of what is
    recorded of it goes. Output :math:`w_i` is the greater of what an enterprise sells and buys [2]_. An enterprise
    counts as one: what it makes of other inputs stops with the rest, so that the index is rather too high.

    What is not recorded is not lost: the index speaks of the record. `low` and `high` are the least and the greatest value
    when inputs of unknown nature are not essential, or all essential, and when the enterprise's supplies of unknown
    amount are *spread* times as large, or as small, as those of others.

    Parameters
    ----------
    supply
        Supply graph.
    region
        Whose output is counted; None: everybody's. Enterprises without a place are then not counted.
    needs
        Customer and product → requirement, and whether it is essential, as from `chaingraph.input_needs`; None: nothing is known.
    final_share
        Part of each enterprise's revenue that does not come from customers on record, above 0, below 1 [-], for all or by name;
        revenue is sales over one less this. None: the upstream part is refused.
    tolerance
        Greatest fall of a level at which a cascade is stopped [-].
    spread
        How many times greater or smaller an unrecorded amount may be [-].
    most
        Of more suppliers, only so many of the riskiest: found with losses below 0.001 left aside, then computed exactly.
    workers
        Threads to work in.

    Returns
    -------
    tuple of SystemicRisk
        The riskiest first; enterprises that a source does not name, and those without effect, are left out.

    Raises
    ------
    ContractError
        When the graph breaks its contract or does not know the region, or an option is out of its range.

    References
    ----------
    .. [1] C. Diem, A. Borsos, T. Reisch, J. Kertész, S. Thurner, Quantifying firm-level economic systemic risk from
       nation-wide supply networks, Scientific Reports 12:7719 (2022).
    .. [2] C. Diem, A. Borsos, T. Reisch, J. Kertész, S. Thurner, Estimating the loss of economic predictability from
       aggregating firm-level production networks, PNAS Nexus 3:pgae064 (2024).

    Examples
    --------
    >>> supply = nx.MultiDiGraph(searched=())
    >>> supply.add_edge("a", "b", products=("p",), status="reported", evidence=("row:1",))
    0
    >>> [(one.subject, one.index, one.sole, one.weighed_by) for one in systemic_risk(supply)]
    [('a', 1.0, ('p',), 'count')]
    """
    require(supply, edge=("products", "evidence", "status"), graph_keys=("searched",))
    require_region(supply, region)
    _check(tolerance, spread, most, workers)
    recorded = recorded_supplies(supply, needs)
    net = recorded_network(recorded)
    inside = np.array([region is None or region in supply.nodes[one].get("places", ()) for one in recorded.names], bool)
    named = np.array([not supply.nodes[one].get("unnamed") for one in recorded.names], bool)
    case = Case(
        recorded, net, recorded_network(recorded, unknown=ESSENTIAL), inside, output(net, inside), tolerance, workers
    )
    chosen = np.flatnonzero((net.sold > 0) & named)
    if not len(chosen) or not case.weights.any():
        return ()
    screened = len(chosen) > most
    if screened:
        rough = indices(case, chosen, ignored=_SCREEN)
        chosen = np.sort(chosen[np.argsort(-rough, kind="stable")[:most]])
    index = indices(case, chosen)
    up, refused = upstream_indices(case, chosen, final_share)
    found = [
        _finding(supply, case, int(chosen[row]), float(index[row]), spread)
        | {"upstream": None if up is None else float(up[row]), "refused_zh": refused[0], "refused_en": refused[1]}
        for row in np.argsort(-index, kind="stable")
        if index[row] > 0
    ]
    return tuple(SystemicRisk(region=region, screened=screened, **each) for each in found)


def _check(tolerance: float, spread: float, most: int, workers: int) -> None:
    for name, value, right in (
        ("tolerance", tolerance, 0 < tolerance < 1),
        ("spread", spread, spread >= 1),
        ("most", most, most >= 1),
        ("workers", workers, workers >= 1),
    ):
        if not right:
            wanted = "0 < x < 1" if name == "tolerance" else "x ≥ 1"
            raise ContractError.of(
                f"{name}={value}", zh=f"超出范围；应为 {wanted}。", en=f"out of range; give {wanted}."
            )


def _finding(supply: nx.MultiDiGraph, case: Case, one: int, index: float, spread: float) -> dict[str, Any]:
    """Tell what is known of one failure, but for the upstream part."""
    recorded, net = case.recorded, case.net
    mine = np.flatnonzero(recorded.supplier == one)
    under = [index, *tried(case, one, mine, spread)]
    loss = cascade(net, [one], tolerance=case.tolerance, upstream=False)
    lost = case.weights[loss.touched] * (1.0 - loss.down)
    ranked = [int(each) for each in loss.touched[np.argsort(-lost, kind="stable")] if each != one]
    used = np.union1d(mine, _between(recorded, loss.touched, ranked[:_SHOWN]))
    offers = slice(net.offers[one], net.offers[one + 1])
    trade, whole = net.trade[offers], net.capacity[net.market[offers]]
    products = sorted(set(recorded.product))
    return {
        "subject": recorded.names[one],
        "verb": "strengthen",
        "index": index,
        "low": min(under),
        "high": max(under),
        "own": float(case.weights[one]),
        "affected": tuple(recorded.names[each] for each in ranked[:_SHOWN]),
        "reached": len(ranked),
        "market_share": float((trade * trade / whole).sum() / trade.sum()),
        "sole": tuple(
            products[market]
            for market, sold, all_of_it in zip(net.market[offers], trade, whole, strict=True)
            if products[market] and sold >= all_of_it * (1 - 1e-12)
        ),
        "essential": tuple(sorted({recorded.product[each] for each in mine if recorded.nature[each] == ESSENTIAL})),
        "weighed_by": recorded.weighed_by,
        "coverage": float(recorded.told[mine].mean()),
        "nature_known": float((recorded.nature[mine] >= 0).mean()),
        "supplies": len(recorded.product),
        "tolerance": case.tolerance,
        "iterations": loss.iterations,
        "places": tuple(sorted(supply.nodes[recorded.names[one]].get("places", ()))),
        "status": weakest(recorded.status[each] for each in used),
        "evidence": merge(recorded.rows[each] for each in used),
        "searched": supply.graph["searched"],
    }


def _between(recorded: Recorded, touched: Ints, shown: list[int]) -> Ints:
    """Return the links by which the loss comes to those shown."""
    failing, losing = (np.zeros(len(recorded.names), np.bool_) for _ in range(2))
    failing[touched] = True
    losing[shown] = True
    return np.flatnonzero(failing[recorded.supplier] & losing[recorded.buyer])

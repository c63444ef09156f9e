"""Index under assumptions (不同假设下的指数): systemic risk where not every amount, input and sale is on record."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from chaingraph.analysis.cascade import systemic_risk_index
from chaingraph.analysis.flows import Floats, Ints, Network, reweighted
from chaingraph.analysis.recorded import Recorded, recorded_network
from chaingraph.errors import ContractError

__all__ = ["Case", "indices", "output", "tried", "upstream_indices"]

_NO_REVENUE = (
    "未给出营业收入或最终需求：记录在案的客户会被当作全部客户，上游损失没有意义（极限为全部停产），故不计算。",
    "No revenue or final demand is given: the customers on record would be taken for all there are, and in the limit everything"
    " would stop; so there is no upstream index.",
)
_NO_LEAK = (
    "有些企业只在彼此之间买卖，又没有最终需求：上游损失的唯一极限是全部停产，故不计算。",
    "Some enterprises sell to one another alone and have no final demand: the only limit of the upstream part is that everything"
    " stops; so there is no upstream index.",
)


class Case(NamedTuple):
    """Recorded supplies, and the assumptions on them."""

    recorded: Recorded
    net: Network  # inputs of unknown nature not essential
    strict: Network  # all of them essential
    inside: npt.NDArray[np.bool_]  # enterprises whose output counts
    weights: Floats
    tolerance: float
    workers: int


def output(net: Network, inside: npt.NDArray[np.bool_]) -> Floats:
    """Return the share of each enterprise in the output that counts; all 0 where there is none."""
    size = np.where(inside, np.maximum(net.sold, net.bought), 0.0)
    whole = size.sum()
    return size / whole if whole else size


def indices(case: Case, chosen: Ints, *, ignored: float = 0.0) -> Floats:
    """Return the downstream index of each, inputs of unknown nature taken for not essential."""
    return systemic_risk_index(
        case.net, chosen, weights=case.weights, tolerance=case.tolerance, upstream=False, ignored=ignored,
        workers=case.workers,
    )[:, 1]  # fmt: skip


def upstream_indices(
    case: Case, chosen: Ints, final_share: float | Mapping[str, float] | None
) -> tuple[Floats | None, tuple[str | None, str | None]]:
    """Return the upstream index, or why it is refused."""
    if final_share is None:
        return None, _NO_REVENUE
    names = case.recorded.names
    given = final_share if isinstance(final_share, Mapping) else dict.fromkeys(names, final_share)
    share = np.array([given.get(name, 0.0) for name in names], np.float64)
    if not ((share >= 0) & (share < 1)).all():
        raise ContractError.of("final_share", zh="应不小于 0 且小于 1。", en="must be at least 0 and below 1.")
    if _without_leak(case.recorded, share):
        return None, _NO_LEAK
    net = recorded_network(case.recorded, revenue=case.net.sold / (1.0 - share))
    found = systemic_risk_index(
        net, chosen, weights=case.weights, tolerance=case.tolerance, workers=case.workers
    )  # fmt: skip
    return found[:, 2], (None, None)


def _without_leak(recorded: Recorded, share: Floats) -> bool:
    """Tell whether some enterprises sell to one another alone, and nothing to anybody else: then the only fixed point is that all fail."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = len(recorded.names)
    graph = coo_array((np.ones(len(recorded.supplier)), (recorded.supplier, recorded.buyer)), shape=(n, n)).tocsr()
    count, part = connected_components(graph, directed=True, connection="strong")
    closed = np.bincount(part, minlength=count) > 1
    closed[part[recorded.supplier[part[recorded.supplier] != part[recorded.buyer]]]] = False
    closed[part[share > 0]] = False
    return bool(closed.any())


def tried(case: Case, one: int, mine: Ints, spread: float) -> list[float]:
    """Return the index under each other assumption on natures and amounts that are not recorded."""
    unknown = mine[~case.recorded.told[mine]]
    natures = (case.net, case.strict) if (case.recorded.nature < 0).any() else (case.net,)
    found = []
    for base in natures:
        for factor in (1.0, spread, 1.0 / spread) if len(unknown) else (1.0,):
            net = base if factor == 1.0 else reweighted(base, unknown, factor)
            weights = output(net, case.inside)
            index = systemic_risk_index(net, [one], weights=weights, tolerance=case.tolerance, upstream=False)
            found.append(float(index[0, 1]))
    return found

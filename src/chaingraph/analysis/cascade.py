"""Cascades (级联失效): how the failure of enterprises runs down to customers and up to suppliers, on sparse arrays.

The model is that of Diem et al. 2022 [1]_: each enterprise makes its output by a generalised Leontief function of inputs
grouped by class; a lost supplier can be stood in for by others of its market as far as their share goes. Only
enterprises that lose something are visited, in the order of the published iteration, so that the values are those of
the dense formula.

References
----------
.. [1] C. Diem, A. Borsos, T. Reisch, J. Kertész, S. Thurner, Quantifying firm-level economic systemic risk from
   nation-wide supply networks, Scientific Reports 12:7719 (2022), doi:10.1038/s41598-022-11522-z.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from chaingraph.analysis.flows import Floats, Ints, Network
from chaingraph.analysis.spreading import Loss, form

__all__ = ["Loss", "cascade", "cascades", "systemic_risk_index"]

_CHUNK = 16  # enterprises that a worker takes at a time


def cascade(
    net: Network,
    failing: Sequence[int],
    *,
    left: float = 0.0,
    tolerance: float = 1e-2,
    upstream: bool = True,
    ignored: float = 0.0,
) -> Loss:
    r"""Return what is left to each enterprise when some fail.

    With :math:`\sigma_i = \min(1, s_i / \sum_{l \in m(i)} h^d_l s_l)`, at step :math:`t + 1` at once for all

    .. math::
       h^d_j = \max(0, \min(\psi_j, \min_{k\,\text{essential}} 1 - \sum_{i \in k} \sigma_i \Lambda^d_{ij} (1 - h^d_i),
               1 - \sum_{i\,\text{non-essential}} \sigma_i \Lambda^d_{ij} (1 - h^d_i))) \\
       h^u_i = \max(0, \min(\psi_i, 1 - \sum_j \Lambda^u_{ij} (1 - h^u_j)))

    until no level falls by more than *tolerance*. Where nobody of a market is left, :math:`\sigma = 1`; the authors' program
    then takes :math:`\min(1, s_i)`, which is the same from one unit of sales on, and below that depends on the unit.

    Parameters
    ----------
    failing
        Enterprises that fail.
    left
        Level :math:`\psi` that is left to them [-].
    tolerance
        Greatest fall of a level at which to stop [-]. Where the upstream part does not leak, its value is a property of
        the tolerance, not of the network.
    upstream
        Whether to follow the loss of customers too; both parts stop together, so that leaving it out may end sooner.
    ignored
        Losses below this are not passed on [-]; 0: exact. Else all values are too small, by little and much faster.

    Returns
    -------
    Loss
        Of the enterprises that lose output, in order of their number.
    """
    return form(net).one(net, np.asarray(failing, np.int64), left, tolerance, upstream, ignored)


def cascades(
    net: Network, each: Sequence[int], *, tolerance: float = 1e-2, upstream: bool = True, ignored: float = 0.0
) -> Iterator[Loss]:
    """Yield the cascade of each enterprise failing alone."""
    for one in each:
        yield cascade(net, [one], tolerance=tolerance, upstream=upstream, ignored=ignored)


def systemic_risk_index(
    net: Network,
    each: Sequence[int] | Ints | None = None,
    *,
    weights: Floats | None = None,
    tolerance: float = 1e-2,
    upstream: bool = True,
    ignored: float = 0.0,
    workers: int = 1,
) -> Floats:
    r"""Return the economic systemic risk index of each enterprise failing alone.

    .. math:: ESRI = \sum_i w_i (1 - \min(h^d_i, h^u_i)), \quad ESRI^d = \sum_i w_i (1 - h^d_i), \quad ESRI^u = \sum_i w_i (1 - h^u_i)

    Parameters
    ----------
    each
        Enterprises; None: all.
    weights
        (n,) share :math:`w_i` of each enterprise in the whole output [-]; None: of its sales in those of all.
    tolerance, upstream, ignored
        As for `cascade`.
    workers
        Threads to work in; they share the arrays. With numba they run side by side, without it they gain little.

    Returns
    -------
    numpy.ndarray
        (each, 4): both together, downstream, upstream [-], and the iterations; without *upstream* the third is 0.
    """
    chosen = np.arange(len(net)) if each is None else np.asarray(each, np.int64)
    share = net.sold / net.sold.sum() if weights is None else np.asarray(weights, np.float64)
    many = form(net, len(chosen)).many
    parts = np.array_split(chosen, max(1, -(-len(chosen) // _CHUNK)))

    def work(part: Ints) -> Floats:
        return many(net, part, share, tolerance, upstream, ignored)

    if workers == 1:
        return np.concatenate([work(part) for part in parts])
    with ThreadPoolExecutor(workers) as pool:
        return np.concatenate(list(pool.map(work, parts)))

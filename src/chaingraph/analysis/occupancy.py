r"""Absent or unrecorded (是没有，还是没有记录): how probable it is that what no source names is there all the same.

A unit is a product in a region. It is *present* with probability :math:`\psi_i = \mathrm{logit}^{-1}(x_i \beta)`. A present unit
has :math:`n \ge 1` makers with probability :math:`(1-\rho_i)\rho_i^{n-1}`, :math:`\rho_i = \mathrm{logit}^{-1}(x_i \gamma)`.
Each source that was *searched* for the unit names each maker with probability :math:`p_k`, one independently of another, so
that all of them pass over a maker with probability :math:`h_i = \prod_k (1-p_k)`. Then

.. math:: P(\text{present} \mid \text{none named}) = \frac{\psi g}{1 - \psi + \psi g}, \quad g = \frac{(1-\rho) h}{1 - \rho h}

With :math:`\rho = 0` this is the model of MacKenzie et al. [1]_: the unit itself is named or not. Else a unit of many
makers is found more easily [2]_, and those never found are mostly those with one maker.

What the model cannot know: a place that no source ever looks at although it was searched; sources that copy one
another, unless they are given as one cluster; makers that do not exist. Without two sources that find the same, nothing
tells *absent* from *unrecorded*, and nothing is inferred.

.. [1] D. I. MacKenzie, J. D. Nichols, G. B. Lachman, S. Droege, J. A. Royle, C. A. Langtimm, "Estimating site occupancy
   rates when detection probabilities are less than one", Ecology 83 (2002) 2248.
.. [2] J. A. Royle, J. D. Nichols, "Estimating abundance from repeated presence-absence data or point counts", Ecology 84
   (2003) 777.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from chaingraph.findings import Finding

__all__ = [
    "Histories",
    "InferredMissing",
    "Occupancy",
    "Unit",
    "chao1",
    "chapman",
    "detection_histories",
    "fit_occupancy",
    "inferred_missing",
    "presence",
    "recaptures",
]

Unit: TypeAlias = tuple[str, str]
"""Product and region."""

Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]

_SPREAD = 2.5  # standard deviation of the normal prior of a slope, per standard deviation of its covariate
_FAR = 30.0  # logit beyond which a probability counts as 0 or 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Histories:
    """Which source was searched for which unit, and how many makers it names there."""

    units: tuple[Unit, ...]
    sources: tuple[str, ...]  # clusters of sources
    searched: Bools  # units × sources
    named: Floats  # units × sources: makers that the source names
    makers: Floats  # per unit: makers that any source names


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupancy:
    """A fitted model; the arrays follow `units`."""

    units: tuple[Unit, ...]
    sources: tuple[str, ...]
    searched: Bools  # units × sources
    detection: dict[str, float]  # source → probability that it names a maker [-]
    coefficients: dict[str, float]  # of the logit of presence, "intercept" first, per unit of the covariate
    prior: Floats  # probability of presence before looking, per unit [-]
    present: Floats  # after looking; 1 where a maker is named [-]
    several: Floats  # rho: probability of one more maker, per unit [-]; 0 in the model without numbers
    likelihood: float  # logarithm, of the histories
    iterations: int
    converged: bool

    def absent(self, unit: Unit) -> float:
        """Return the probability that the unit is absent [-]."""
        return 1.0 - float(self.present[self.units.index(unit)])


@dataclass(frozen=True, slots=True, kw_only=True)
class InferredMissing(Finding):
    """A product that no searched source names in a region, and that is probably not made there."""

    region: str
    present: float  # probability that it is made there all the same [-]
    alpha: float  # share of wrong calls allowed [-]
    predicted: float  # share of wrong calls to expect among all that are called at this alpha [-]
    sources: tuple[str, ...]  # clusters of sources that were searched for it


def presence(prior: float, detection: Iterable[float], *, several: float = 0.0) -> float:
    r"""Return the probability that a unit is present though none of the searched sources names it.

    Parameters
    ----------
    prior
        :math:`\psi`, probability of presence before looking [-].
    detection
        :math:`p_k` of each source that was searched [-]; none: the prior stands.
    several
        :math:`\rho`, probability of one more maker [-].

    Examples
    --------
    >>> round(presence(0.4, (0.5, 0.3, 0.2)), 15)
    0.157303370786517
    """
    missed = prod((1.0 - each for each in detection), start=1.0)
    unseen = (1.0 - several) * missed / (1.0 - several * missed) if missed else 0.0
    return prior * unseen / (1.0 - prior + prior * unseen) if prior < 1.0 or unseen else 1.0


def detection_histories(
    named: Mapping[str, Iterable[tuple[Unit, str]]],
    searched: Mapping[str, Collection[Unit]],
    *,
    units: Iterable[Unit],
    cluster: Mapping[str, str] | None = None,
    numbers: bool = True,
) -> Histories:
    """Lay out which sources were searched for which units, and what they name.

    Parameters
    ----------
    named
        Source → (unit, maker) for every maker that it names.
    searched
        Source → units for which it was searched. What a source names elsewhere does not count.
    units
        All units, found or not; the order is kept.
    cluster
        Source → cluster: sources of one origin, such as one press release, count once. Not given: each its own.
    numbers
        Whether makers are counted. If not, a unit is named or not: the model of MacKenzie et al.
    """
    order = tuple(dict.fromkeys(units))
    at = {unit: number for number, unit in enumerate(order)}
    group = {source: (cluster or {}).get(source, source) for source in searched}
    clusters = tuple(sorted(set(group.values())))
    looked = np.zeros((len(order), len(clusters)), bool)
    seen: set[tuple[int, int, str]] = set()
    for source, where in searched.items():
        column = clusters.index(group[source])
        inside = {unit for unit in where if unit in at}
        looked[[at[unit] for unit in inside], column] = True
        seen |= {(at[unit], column, who if numbers else "") for unit, who in named.get(source, ()) if unit in inside}
    counts = np.zeros(looked.shape)
    for row, column, _ in seen:
        counts[row, column] += 1.0
    total = np.zeros(len(order))
    for row, _ in {(row, who) for row, _, who in seen}:
        total[row] += 1.0
    return Histories(units=order, sources=clusters, searched=looked, named=counts, makers=total)


def recaptures(histories: Histories) -> float:
    """Return how often a source names a maker that another one names too: the basis of any inference from them."""
    return float(histories.named.sum() - histories.makers.sum())


def fit_occupancy(
    histories: Histories,
    covariates: Mapping[str, Sequence[float] | Floats] | None = None,
    *,
    numbers: bool = True,
    most: int = 5000,
    tolerance: float = 1e-8,
) -> Occupancy:
    r"""Fit presence and detection to histories by expectation and maximisation, the same result on every run.

    Parameters
    ----------
    histories
        As from `detection_histories`.
    covariates
        Name → value per unit, such as demand and relatedness. They must not follow from what the sources name about the
        unit itself. None: every unit has the same prior. Slopes have a weak normal prior (2.5 per standard deviation).
    numbers
        Whether several makers make a unit easier to find; false for histories without numbers.
    most, tolerance
        Ends after this many steps, or when no probability changes by more.

    Raises
    ------
    ValueError
        No source finds anything that another finds too: presence and detection cannot be told apart.
    """
    if recaptures(histories) <= 0:
        msg = "no two sources find the same: presence and detection cannot be told apart"
        raise ValueError(msg)
    x, back = _design(covariates or {}, len(histories.units))
    names = ("intercept", *(covariates or {}))
    found, looked = histories.makers > 0, histories.searched.astype(float)
    beta, gamma = np.zeros(x.shape[1]), np.zeros(x.shape[1])
    beta[0] = _logit(np.array((found.mean() + 1.0) / 2.0)).item()
    p = np.full(len(histories.sources), 0.5)
    steps, change = 0, 1.0
    while change > tolerance and steps < most:
        psi, rho = _expit(x @ beta), _expit(x @ gamma) if numbers else np.zeros(len(x))
        here, count = _expected(histories, psi, rho, p)
        offered = looked.T @ count
        fresh = np.divide(histories.named.sum(0), offered, out=np.zeros(len(p)), where=offered > 0).clip(0.0, 1.0)
        beta = _logistic(x, here, np.ones(len(x)), beta)
        gamma = _logistic(x, count - here, count, gamma) if numbers else gamma
        moved = [fresh - p, _expit(x @ beta) - psi, (_expit(x @ gamma) - rho) if numbers else rho]
        change = max(float(np.abs(each).max()) for each in moved)
        p, steps = fresh, steps + 1
    psi, rho = _expit(x @ beta), _expit(x @ gamma) if numbers else np.zeros(len(x))
    return Occupancy(
        units=histories.units,
        sources=histories.sources,
        searched=histories.searched,
        detection=dict(zip(histories.sources, p.tolist(), strict=True)),
        coefficients=dict(zip(names, (back @ beta).tolist(), strict=True)),
        prior=psi,
        present=_expected(histories, psi, rho, p)[0],
        several=rho,
        likelihood=_likelihood(histories, psi, rho, p),
        iterations=steps,
        converged=change <= tolerance,
    )


def _design(covariates: Mapping[str, Sequence[float] | Floats], rows: int) -> tuple[Floats, Floats]:
    """Return the standardised design, and the matrix that turns its coefficients into those of the covariates."""
    columns = [np.asarray(values, float) for values in covariates.values()]
    mean = np.array([column.mean() for column in columns])
    scale = np.array([column.std() or 1.0 for column in columns])
    x = np.column_stack([np.ones(rows), *((c - m) / s for c, m, s in zip(columns, mean, scale, strict=True))])
    back = np.diag(np.concatenate([[1.0], 1.0 / scale]))
    back[0, 1:] = -mean / scale
    return x, back


def _missed(histories: Histories, p: Floats) -> Floats:
    """Return h: that all sources searched for a unit pass over a maker."""
    return np.prod(np.where(histories.searched, 1.0 - p, 1.0), axis=1)


def _expected(histories: Histories, psi: Floats, rho: Floats, p: Floats) -> tuple[Floats, Floats]:
    """Return for each unit the probability of presence, and the expected number of its makers."""
    missed, m = _missed(histories, p), histories.makers
    open_ = 1.0 - rho * missed
    unseen = psi * (1.0 - rho) * missed / open_
    never = np.divide(unseen, 1.0 - psi + unseen, out=np.ones_like(psi), where=(1.0 - psi + unseen) > 0)
    here = np.where(m > 0, 1.0, never)
    return here, np.where(m > 0, m + (m + 1.0) * rho * missed / open_, here / open_)


def _likelihood(histories: Histories, psi: Floats, rho: Floats, p: Floats) -> float:
    missed, m = _missed(histories, p), histories.makers
    some = m > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        none = np.log(1.0 - psi + psi * (1.0 - rho) * missed / (1.0 - rho * missed))
        many = np.log(psi) + np.log1p(-rho) - (m + 1.0) * np.log1p(-rho * missed)
        many = many + np.where(m > 1, (m - 1.0) * np.log(rho), 0.0)
        passed = m[:, None] * histories.searched - histories.named
        each = np.where(histories.named > 0, histories.named * np.log(p), 0.0)
        each = each + np.where(passed > 0, passed * np.log1p(-p), 0.0)
    return float(np.where(some, many + each.sum(1), none).sum())


def _expit(value: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-np.clip(value, -_FAR, _FAR)))


def _logit(value: Floats) -> Floats:
    return np.log(value) - np.log1p(-value)


def _logistic(x: Floats, hits: Floats, trials: Floats, start: Floats) -> Floats:
    """Return the coefficients of most posterior probability for *hits* out of *trials*, by Newton's method."""
    beta = start
    penalty = np.full(len(start), _SPREAD**-2)
    penalty[0] = 1e-9
    for _ in range(25):
        share = _expit(x @ beta)
        slope = x.T @ (hits - trials * share) - penalty * beta
        curve = (x * (trials * share * (1.0 - share))[:, None]).T @ x + np.diag(penalty)
        step = np.clip(np.linalg.solve(curve, slope), -2.0, 2.0)
        beta = np.clip(beta + step, -_FAR, _FAR)
        if np.abs(step).max() < 1e-10:
            break
    return beta


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
    looked = occupancy.searched.any(1)
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
            searched=documents,
        )
        for share, unit, row in open_[:called]
    )


def chapman(first: int, second: int, both: int) -> float:
    r"""Return how many there are when two sources find *first* and *second*: :math:`(n_1+1)(n_2+1)/(m+1)-1`.

    References
    ----------
    .. [1] D. G. Chapman, "Some properties of the hypergeometric distribution with applications to zoological sample
       censuses", University of California Publications in Statistics 1 (1951) 131.

    Examples
    --------
    >>> round(chapman(120, 90, 60), 6)
    179.508197
    """
    return (first + 1) * (second + 1) / (both + 1) - 1


def chao1(found: int, once: int, twice: int) -> float:
    r"""Return a lower bound of how many there are: :math:`S + f_1^2 / 2 f_2`, or :math:`S + f_1 (f_1-1) / 2` without *twice*.

    References
    ----------
    .. [1] A. Chao, "Nonparametric estimation of the number of classes in a population", Scandinavian Journal of Statistics
       11 (1984) 265.

    Examples
    --------
    >>> chao1(150, 40, 20)
    190.0
    """
    return found + (once**2 / (2 * twice) if twice else once * (once - 1) / 2)

r"""Absent or unrecorded (是没有，还是没有记录): how probable it is that what no source names is there all the same.

A unit is a product in a region. It is *present* with probability :math:`\psi_i = \mathrm{logit}^{-1}(x_i \beta)`. A present unit
has one maker with probability :math:`\delta`, else :math:`n \ge 1` makers with probability :math:`(1-\rho_i)\rho_i^{n-1}`,
:math:`\rho_i = \mathrm{logit}^{-1}(x_i \gamma)`. Each source that was *searched* for the unit names each maker with
probability :math:`p_k`, one independently of another, so that all pass over a maker with probability
:math:`h_i = \prod_k (1-p_k)`. Then

.. math:: P(\text{present} \mid \text{none named}) = \frac{\psi g}{1 - \psi + \psi g}, \quad
          g = \delta h + (1-\delta) \frac{(1-\rho) h}{1 - \rho h}

With :math:`\delta = 1` this is the model of MacKenzie et al. [1]_: the unit itself is named or not. Else a unit of many
makers is found more easily [2]_, and those never found are mostly those with one maker: taking all for equal calls
too many missing.

Where documents attest absences, they do so with probability *a* of an absent unit, never of a present one: a unit that they
pass over is present with odds greater by :math:`1/(1-a)`.

A region alone, without sister regions in the histories, tells little of how thorough the sources are: detection is then
estimated too high, and what is not found is called absent too boldly (with half of the records hidden, 3 to 5 points more
are wrong than predicted; ``benchmarks/README.md``). Fit several regions together, each with its own level of presence.

What the model cannot know: a place that no source ever looks at although it was searched; sources that copy one
another, unless they are given as one cluster; makers that do not exist. Without two sources that find the same, nothing
tells *absent* from *unrecorded*, and nothing is inferred.

.. [1] D. I. MacKenzie, J. D. Nichols, G. B. Lachman, S. Droege, J. A. Royle, C. A. Langtimm, "Estimating site occupancy
   rates when detection probabilities are less than one", Ecology 83 (2002) 2248.
.. [2] J. A. Royle, J. D. Nichols, "Estimating abundance from repeated presence-absence data or point counts", Ecology 84
   (2003) 777.
.. [3] R. Varadhan, C. Roland, "Simple and globally convergent methods for accelerating the convergence of any EM
   algorithm", Scandinavian Journal of Statistics 35 (2008) 335: SQUAREM, scheme S3.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

import numpy as np

from chaingraph.analysis.histories import Bools, Floats, Histories, Unit, recaptures
from chaingraph.analysis.logistic import FAR, expit, logistic

__all__ = ["Occupancy", "fit_occupancy", "presence"]

Parts: TypeAlias = tuple[Floats, Floats, Floats, float, float]


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
    single: float  # delta: share of the present units that have one maker by themselves [-]; 1: without numbers
    several: Floats  # rho: probability of one more maker in the others, per unit [-]
    attesting: float  # a: probability that an absent unit is attested [-]
    likelihood: float  # logarithm, of the histories
    iterations: int
    converged: bool

    def absent(self, unit: Unit) -> float:
        """Return the probability that the unit is absent [-]."""
        return 1.0 - float(self.present[self.units.index(unit)])


def presence(prior: float, detection: Iterable[float], *, single: float = 1.0, several: float = 0.0) -> float:
    r"""Return the probability that a unit is present though none of the searched sources names it.

    Parameters
    ----------
    prior
        :math:`\psi`, probability of presence before looking [-].
    detection
        :math:`p_k` of each source that was searched [-]; none: the prior stands.
    single, several
        :math:`\delta` and :math:`\rho` [-].

    Examples
    --------
    >>> round(presence(0.4, (0.5, 0.3, 0.2)), 15)
    0.157303370786517
    """
    missed = prod((1.0 - each for each in detection), start=1.0)
    unseen = single * missed + (1.0 - single) * (1.0 - several) * missed / (1.0 - several * missed)
    return prior * unseen / (1.0 - prior + prior * unseen) if prior < 1.0 or unseen else 1.0


def fit_occupancy(
    histories: Histories,
    covariates: Mapping[str, Sequence[float] | Floats] | None = None,
    *,
    numbers: bool = True,
    most: int = 5000,
    tolerance: float = 1e-6,
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
    k = x.shape[1]
    share = min((float((histories.makers > 0).mean()) + 1.0) / 2.0, 0.99)
    start = np.zeros(2 * k + len(histories.sources) + 2)
    start[0], start[2 * k : -2], start[-2] = np.log(share / (1.0 - share)), 0.5, 0.5 if numbers else 1.0
    start[-1] = float(histories.attested.mean())
    theta, steps, converged = _climb(histories, x, start, most=most, tolerance=tolerance)
    psi, rho, p, single, attesting = _parts(x, theta)
    return Occupancy(
        units=histories.units,
        sources=histories.sources,
        searched=histories.searched,
        detection=dict(zip(histories.sources, p.tolist(), strict=True)),
        coefficients=dict(zip(("intercept", *(covariates or {})), (back @ theta[:k]).tolist(), strict=True)),
        prior=psi,
        present=_expected(histories, _parts(x, theta))[0],
        single=single,
        several=rho,
        attesting=attesting,
        likelihood=_likelihood(histories, x, theta),
        iterations=steps,
        converged=converged,
    )


def _climb(h: Histories, x: Floats, theta: Floats, *, most: int, tolerance: float) -> tuple[Floats, int, bool]:
    """Repeat steps until no probability changes; after every other step leap ahead, where that is likelier [3]_."""
    steps = 0
    while steps < most:
        first = _step(h, x, theta)
        second = _step(h, x, first)
        steps += 2
        if _change(_parts(x, first), _parts(x, second)) <= tolerance:
            return second, steps, True
        r, v = first - theta, second - 2.0 * first + theta
        length = -np.linalg.norm(r) / max(float(np.linalg.norm(v)), 1e-300)
        leap = theta - 2.0 * length * r + length**2 * v
        k = x.shape[1]
        leap[: 2 * k], leap[2 * k :] = leap[: 2 * k].clip(-FAR, FAR), leap[2 * k :].clip(0.0, 1.0)
        theta = leap if _likelihood(h, x, leap) >= _likelihood(h, x, second) else second
    return theta, steps, False


def _change(before: Parts, after: Parts) -> float:
    flat = [np.concatenate([*parts[:3], parts[3:]]) for parts in (before, after)]
    return float(np.abs(flat[1] - flat[0]).max())


def _parts(x: Floats, theta: Floats) -> Parts:
    """Return psi and rho of the units, p of the sources, delta and a."""
    k = x.shape[1]
    psi, rho = expit(x @ theta[:k]), expit(x @ theta[k : 2 * k])
    return psi, rho, theta[2 * k : -2], float(theta[-2]), float(theta[-1])


def _step(h: Histories, x: Floats, theta: Floats) -> Floats:
    """Take one step of expectation and maximisation."""
    k = x.shape[1]
    parts = _parts(x, theta)
    here, group, count = _expected(h, parts)
    offered = h.searched.T @ (count + here - group)
    fresh = np.divide(h.named.sum(0), offered, out=np.zeros(len(offered)), where=offered > 0).clip(0.0, 1.0)
    beta = logistic(x, here, np.ones(len(x)), theta[:k])
    gamma = logistic(x, count - group, count, theta[k : 2 * k]) if parts[3] < 1.0 else theta[k : 2 * k]
    single = max(1.0 - float(group.sum() / here.sum()), 0.0)
    absent = float((1.0 - here)[h.surveyed].sum())
    attesting = float(h.attested.sum()) / absent if absent else 0.0
    return np.concatenate([beta, gamma, fresh, [single, min(attesting, 1.0)]])


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
    missed: Floats = np.prod(np.where(histories.searched, 1.0 - p, 1.0), axis=1)
    return missed


def _expected(h: Histories, parts: Parts) -> tuple[Floats, Floats, Floats]:
    """Return for each unit the probability of presence, that of the group of many, and the makers expected in that."""
    psi, rho, p, single, attesting = parts
    missed, m = _missed(h, p), h.makers
    one, many = _chances(m, missed, rho, single)
    either, none = psi * (one + many), (1.0 - psi) * (1.0 - attesting * h.surveyed)
    never = np.divide(either, none + either, out=np.ones_like(psi), where=(none + either) > 0)
    here = np.where(m > 0, 1.0, np.where(h.attested, 0.0, never))
    group = here * np.divide(many, one + many, out=np.zeros_like(psi), where=(one + many) > 0)
    more = np.where(m > 0, m + (m + 1.0) * rho * missed / (1.0 - rho * missed), 1.0 / (1.0 - rho * missed))
    return here, group, group * more


def _chances(m: Floats, missed: Floats, rho: Floats, single: float) -> tuple[Floats, Floats]:
    """Return how probable m makers named are in a present unit of one, and of many; the naming itself left aside."""
    one = single * np.where(m == 0, missed, m == 1)
    spread = rho ** np.maximum(m - 1.0, 0.0) * (1.0 - rho) / (1.0 - rho * missed) ** (m + 1.0)
    return one, (1.0 - single) * np.where(m == 0, missed * (1.0 - rho) / (1.0 - rho * missed), spread)


def _likelihood(h: Histories, x: Floats, theta: Floats) -> float:
    psi, rho, p, single, attesting = _parts(x, theta)
    m = h.makers
    one, many = _chances(m, _missed(h, p), rho, single)
    passed = m[:, None] * h.searched - h.named
    with np.errstate(divide="ignore", invalid="ignore"):
        told = np.where(h.named > 0, h.named * np.log(p), 0.0) + np.where(passed > 0, passed * np.log1p(-p), 0.0)
        unnamed = np.log((1.0 - psi) * (1.0 - attesting * h.surveyed) + psi * (one + many))
        silent = np.where(h.attested, np.log((1.0 - psi) * attesting), unnamed)
        return float(np.where(m > 0, np.log(psi * (one + many)) + told.sum(1), silent).sum())

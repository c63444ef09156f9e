"""Logistic regression (逻辑回归) with a weak prior, so that slopes stay finite where data part cleanly."""

import numpy as np

from chaingraph.analysis.histories import Floats

__all__ = ["FAR", "expit", "logistic"]

FAR = 30.0
"""Logit beyond which a probability counts as 0 or 1."""

_SPREAD = 2.5  # standard deviation of the normal prior of a slope, per standard deviation of its covariate


def expit(value: Floats) -> Floats:
    """Return the probability of a logit."""
    return 1.0 / (1.0 + np.exp(-np.clip(value, -FAR, FAR)))


def logistic(x: Floats, hits: Floats, trials: Floats, start: Floats) -> Floats:
    """Return the coefficients of most posterior probability for *hits* out of *trials*, by Newton's method."""
    beta = start
    penalty = np.full(len(start), _SPREAD**-2)
    penalty[0] = 1e-9
    for _ in range(25):
        share = expit(x @ beta)
        slope = x.T @ (hits - trials * share) - penalty * beta
        curve = (x * (trials * share * (1.0 - share))[:, None]).T @ x + np.diag(penalty)
        step = np.clip(np.linalg.solve(curve, slope), -2.0, 2.0)
        beta = np.clip(beta + step, -FAR, FAR)
        if np.abs(step).max() < 1e-10:
            break
    return beta

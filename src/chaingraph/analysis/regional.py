"""Regional input coefficients (区域投入系数): what a region's industries take from the region, where only national tables are known."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["flegg_coefficients", "flegg_factor", "local_input_share", "simple_location_quotient"]

Floats: TypeAlias = npt.NDArray[np.float64]


def simple_location_quotient(region: Floats, nation: Floats) -> Floats:
    r"""Return :math:`SLQ_i = (x^r_i / x^r) / (x^n_i / x^n)` [-], 0 for what the nation has none of.

    Parameters
    ----------
    region, nation
        (n,) output or employment by industry, one unit.

    Examples
    --------
    >>> simple_location_quotient(np.array([20.0, 150.0, 30.0]), np.array([400.0, 1000.0, 600.0])).tolist()
    [0.5, 1.5, 0.5]
    """
    r, n = np.asarray(region, float), np.asarray(nation, float)
    expected = n * (r.sum() / n.sum())
    quotient: Floats = np.divide(r, expected, out=np.zeros_like(r), where=expected > 0)
    return quotient


def flegg_factor(share: float, *, delta: float = 0.25) -> float:
    r"""Return :math:`\lambda = (\log_2 (1 + x^r / x^n))^\delta`: how much of its inputs a region of some size finds at home [-].

    Parameters
    ----------
    share
        Part of the nation that the region is, 0 to 1 [-].
    delta
        Exponent; about 0.25 ± 0.05 in studies of Finland [2]_, not confirmed for Chinese cities.

    References
    ----------
    .. [2] A. T. Flegg, T. Tohmo, Regional input-output tables and the FLQ formula: a case study of Finland, Regional
       Studies 47(5):703-721 (2013).

    Examples
    --------
    >>> round(flegg_factor(0.3), 3), round(flegg_factor(0.01), 3)
    (0.784, 0.346)
    """
    return float(np.log2(1.0 + share) ** delta)


def flegg_coefficients(
    national: Floats, region: Floats, nation: Floats, *, delta: float = 0.25, specialised: bool = False
) -> Floats:
    r"""Return the region's own input coefficients by the location quotient of Flegg and Webber (FLQ).

    :math:`a^r_{ij} = a^n_{ij} \min(1, \lambda\, CILQ_{ij})` with :math:`CILQ_{ij} = SLQ_i / SLQ_j`, and :math:`SLQ_i` on the diagonal
    [1]_. An estimate where no survey is: it says what is usual for a region of this size and mix, not what is.

    Parameters
    ----------
    national
        (n, n) coefficients :math:`a^n_{ij}` of *i* per output of *j* [-].
    region, nation
        (n,) output or employment by industry, one unit.
    delta
        As for `flegg_factor`.
    specialised
        Multiply by :math:`\log_2 (1 + SLQ_j)` where :math:`SLQ_j > 1` (AFLQ) [2]_.

    References
    ----------
    .. [1] A. T. Flegg, C. D. Webber, On the appropriate use of location quotients in generating regional input-output
       tables: reply, Regional Studies 31(8):795-805 (1997).
    .. [2] A. T. Flegg, C. D. Webber, Regional size, regional specialization and the FLQ formula, Regional Studies
       34(6):563-569 (2000).
    """
    quotient = simple_location_quotient(region, nation)
    across = np.divide.outer(quotient, np.where(quotient > 0, quotient, 1.0))
    np.fill_diagonal(across, quotient)
    across *= flegg_factor(float(np.sum(region) / np.sum(nation)), delta=delta)
    share = np.minimum(1.0, across)
    if specialised:
        share = np.minimum(1.0, across * np.where(quotient > 1, np.log2(1.0 + quotient), 1.0))
    return np.asarray(national, float) * share


def local_input_share(regional: Floats, national: Floats) -> Floats:
    r"""Return :math:`\sum_i a^r_{ij} / \sum_i a^n_{ij}`: the part of its inputs that each industry takes from the region [-]; 0 without inputs."""
    own, whole = np.asarray(regional, float).sum(0), np.asarray(national, float).sum(0)
    part: Floats = np.divide(own, whole, out=np.zeros_like(own), where=whole > 0)
    return part

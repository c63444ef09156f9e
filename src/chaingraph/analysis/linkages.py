r"""Linkages (产业关联): how strongly sectors pull and push one another, from an input-output table.

Signs: :math:`Z_{ij}` is what sector *i* sells to sector *j*, :math:`x_i` its output;
:math:`A = Z \hat x^{-1}` (inputs per output of the buyer), :math:`B = \hat x^{-1} Z` (sales per output of the seller).
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = [
    "backward_linkages",
    "extraction_losses",
    "forward_linkages",
    "ghosh_inverse",
    "input_coefficients",
    "leontief_inverse",
]

Floats: TypeAlias = npt.NDArray[np.float64]


def input_coefficients(flows: Floats, output: Floats) -> Floats:
    r"""Return :math:`A_{ij} = Z_{ij} / x_j`: what a unit of output of *j* takes of *i* [-].

    Parameters
    ----------
    flows
        (n, n) sales of row to column, one unit.
    output
        (n,) gross output, same unit; a sector without output takes nothing.

    Examples
    --------
    >>> input_coefficients(np.array([[0.0, 2.0], [1.0, 0.0]]), np.array([4.0, 8.0])).tolist()
    [[0.0, 0.25], [0.25, 0.0]]
    """
    z, x = np.asarray(flows, float), np.asarray(output, float)
    share: Floats = np.divide(z, x, out=np.zeros_like(z), where=x > 0)
    return share


def leontief_inverse(coefficients: Floats) -> Floats:
    r"""Return :math:`L = (I - A)^{-1}`: output of *i* that a unit of final demand for *j* takes, through all tiers [1]_.

    Raises
    ------
    ValueError
        The economy needs as much as it makes, or more: the spectral radius of A is not below 1.

    References
    ----------
    .. [1] R. E. Miller, P. D. Blair, Input-Output Analysis: Foundations and Extensions, 3rd ed., Cambridge (2022).

    Examples
    --------
    >>> leontief_inverse(np.array([[0.15, 0.25], [0.20, 0.05]])).round(8).tolist()
    [[1.25412541, 0.330033], [0.2640264, 1.12211221]]
    """
    a = np.asarray(coefficients, float)
    if len(a) and max(abs(np.linalg.eigvals(a))) >= 1 - 1e-12:
        msg = "inputs take all the output: the spectral radius of the coefficients must be below 1"
        raise ValueError(msg)
    return np.asarray(np.linalg.inv(np.eye(len(a)) - a), float)


def ghosh_inverse(flows: Floats, output: Floats) -> Floats:
    r"""Return :math:`G = (I - B)^{-1}`, :math:`B_{ij} = Z_{ij} / x_i`: output of *j* that a unit of primary input of *i* enables [1]_.

    Raises
    ------
    ValueError
        As for `leontief_inverse`.

    References
    ----------
    .. [1] A. Ghosh, Input-output approach in an allocation system, Economica 25(97):58-64 (1958).
    """
    return leontief_inverse(input_coefficients(np.asarray(flows, float).T, output).T)


def backward_linkages(flows: Floats, output: Floats, *, relative: bool = False) -> Floats:
    r"""Return :math:`\sum_i L_{ij}`: output of the whole economy that a unit of final demand for *j* pulls [-].

    Parameters
    ----------
    flows, output
        As for `input_coefficients`.
    relative
        As Rasmussen's power of dispersion :math:`U_j = n \sum_i L_{ij} / \sum L` [1]_: above 1, more than the average.

    References
    ----------
    .. [1] P. N. Rasmussen, Studies in Inter-Sectoral Relations, North-Holland (1956).
    """
    return _sums(leontief_inverse(input_coefficients(flows, output)), 0, relative)


def forward_linkages(flows: Floats, output: Floats, *, relative: bool = False) -> Floats:
    r"""Return :math:`\sum_j G_{ij}`: output of the whole economy that a unit of primary input of *i* enables [-].

    Parameters
    ----------
    flows, output, relative
        As for `backward_linkages`.
    """
    return _sums(ghosh_inverse(flows, output), 1, relative)


def _sums(inverse: Floats, axis: int, relative: bool) -> Floats:
    sums: Floats = inverse.sum(axis)
    return sums * len(inverse) / inverse.sum() if relative else sums


def extraction_losses(flows: Floats, output: Floats) -> Floats:
    r"""Return what all *other* sectors lose when one is extracted, its final demand brought in from outside [1]_.

    Without a further inversion, :math:`x_k (\sum_i L_{ik} - L_{kk}) / L_{kk}`, in the unit of the output; with the sector's own
    output, add :math:`x_k`.

    Parameters
    ----------
    flows, output
        As for `input_coefficients`.

    References
    ----------
    .. [1] E. Dietzenbacher, J. A. van der Linden, Sectoral and spatial linkages in the EC production structure, Journal of
       Regional Science 37(2):235-257 (1997).
    """
    inverse = leontief_inverse(input_coefficients(flows, output))
    own = np.diag(inverse)
    losses: Floats = np.asarray(output, float) * (inverse.sum(0) - own) / own
    return losses

"""Search histories (检索记录): which sources were searched for a product in a region, and whom they name.

Not having found is worth as much as the search was: a source that was never searched for a unit says nothing of it.
Sources of one origin, such as one press release, count once.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["Histories", "Unit", "chao1", "chapman", "detection_histories", "recaptures"]

Unit: TypeAlias = tuple[str, str]
"""Product and region."""

Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Histories:
    """Which source was searched for which unit, and how many makers it names there."""

    units: tuple[Unit, ...]
    sources: tuple[str, ...]  # clusters of sources
    searched: Bools  # units × sources
    named: Floats  # units × sources: makers that the source names
    makers: Floats  # per unit: makers that any source names
    attested: Bools  # per unit: a document says that nobody makes it there, and no source names anybody
    surveyed: Bools  # per unit: a document might say so


def detection_histories(
    named: Mapping[str, Iterable[tuple[Unit, str]]],
    searched: Mapping[str, Collection[Unit]],
    *,
    units: Iterable[Unit],
    cluster: Mapping[str, str] | None = None,
    numbers: bool = True,
    attested: Collection[Unit] = (),
    surveyed: Collection[Unit] | None = None,
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
    attested
        Units of which a document says that nobody makes it there; where somebody is named, that stands against it.
    surveyed
        Units of which a document might have said so; None: all.
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
    stated, could = set(attested), set(order if surveyed is None else surveyed)
    said = np.array([unit in stated for unit in order], bool)
    might = np.array([unit in could for unit in order], bool)
    return Histories(
        units=order, sources=clusters, searched=looked, named=counts, makers=total,
        attested=said & (total == 0), surveyed=might | said,
    )  # fmt: skip


def recaptures(histories: Histories) -> float:
    """Return how often a source names a maker that another one names too: the basis of any inference from them."""
    return float(histories.named.sum() - histories.makers.sum())


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

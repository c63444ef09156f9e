"""Position and relatedness (链位、关联度): where things stand in a network, and how near a place is to what it lacks."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "complexity",
    "incoherence",
    "location_quotient",
    "proximity",
    "relatedness_density",
    "trophic_levels",
    "upstreamness",
]

Floats = npt.NDArray[np.float64]


def trophic_levels(graph: nx.DiGraph, *, weight: str = "weight") -> dict[Any, float]:
    r"""Return the level of each node above the sources of what flows through the network.

    Solves :math:`\Lambda h = v` with :math:`\Lambda = \mathrm{diag}(u) - W - W^T`, :math:`u = w^{in} + w^{out}`,
    :math:`v = w^{in} - w^{out}`; in each weakly connected part the lowest node has level 0. Unlike the measure of
    Levine (1980), `networkx.trophic_levels`, it is defined on cycles and where nothing is basal [1]_.

    Parameters
    ----------
    graph
        Links lead from supplier to customer, or from input to output.
    weight
        Edge attribute; 1 where it is missing.

    References
    ----------
    .. [1] R. S. MacKay, S. Johnson, B. Sansom, How directed is a directed network?, R. Soc. Open Sci. 7:201138 (2020).
    """
    levels: dict[Any, float] = {}
    for part in sorted(nx.weakly_connected_components(graph), key=lambda nodes: min(map(str, nodes))):
        nodes = sorted(part, key=str)
        levels.update(zip(nodes, _levels(graph, nodes, weight).tolist(), strict=True))
    return levels


def _levels(graph: nx.DiGraph, nodes: list[Any], weight: str) -> Floats:
    from scipy.sparse import csr_array, diags_array
    from scipy.sparse.linalg import spsolve

    if len(nodes) == 1:
        return np.zeros(1)
    at = {node: number for number, node in enumerate(nodes)}
    links = [(at[a], at[b], float(d.get(weight) or 1.0)) for a, b, d in graph.subgraph(nodes).edges(data=True)]
    start, end, size = map(np.array, zip(*links, strict=True))
    w = csr_array((size, (start, end)), shape=(len(nodes), len(nodes)))
    into, out = np.asarray(w.sum(0)).ravel(), np.asarray(w.sum(1)).ravel()
    laplacian = (diags_array(into + out) - w - w.T).tocsc()
    # The levels are fixed up to a constant: the first node is held at 0, then all are shifted.
    rest = spsolve(laplacian[1:, 1:], (into - out)[1:])
    found = np.concatenate([[0.0], np.atleast_1d(rest)])
    shifted: Floats = found - found.min()
    return shifted


def incoherence(graph: nx.DiGraph, levels: Mapping[Any, float], *, weight: str = "weight") -> float:
    r"""Return :math:`F_0 = \sum W_{ij} (h_j - h_i - 1)^2 / \sum W_{ij}`: 0 where every link leads up one level, 1 at most."""
    terms = [(float(d.get(weight) or 1.0), levels[b] - levels[a] - 1) for a, b, d in graph.edges(data=True)]
    whole = sum(size for size, _ in terms)
    return sum(size * step**2 for size, step in terms) / whole if whole else 0.0


def upstreamness(flows: Floats, output: Floats) -> Floats:
    r"""Return the mean number of steps from each sector to final use, 1 for what is only used finally.

    :math:`U = (I - D)^{-1} 1` with :math:`D_{ij} = Z_{ij} / x_i` [1]_.

    Parameters
    ----------
    flows
        (n, n) sales :math:`Z_{ij}` of *i* to *j*, one unit.
    output
        (n,) gross output :math:`x_i`, same unit; more than the sales within, so that something is used finally.

    Raises
    ------
    ValueError
        Nothing leaves the network: there is no final use to be upstream of.

    References
    ----------
    .. [1] P. Antràs, D. Chor, T. Fally, R. Hillberry, Measuring the upstreamness of production and trade flows,
       American Economic Review 102(3):412-416 (2012).
    """
    share = np.asarray(flows, float) / np.asarray(output, float)[:, None]
    if max(abs(np.linalg.eigvals(share)), default=0.0) >= 1 - 1e-12:
        msg = "nothing is used finally: output must exceed the sales within the network"
        raise ValueError(msg)
    steps: Floats = np.linalg.solve(np.eye(len(share)) - share, np.ones(len(share)))
    return steps


def location_quotient(amounts: "pd.DataFrame") -> "pd.DataFrame":
    r"""Return :math:`LQ_{rp} = (X_{rp} / X_r) / (X_p / X)`, which is Balassa's revealed comparative advantage.

    Parameters
    ----------
    amounts
        Regions in rows, products or industries in columns: output, employment or enterprises, one unit.
    """
    x = amounts.to_numpy(float)
    expected = np.outer(x.sum(1), x.sum(0)) / x.sum()
    return _like(amounts, np.divide(x, expected, out=np.zeros_like(x), where=expected > 0))


def proximity(present: "pd.DataFrame") -> "pd.DataFrame":
    r"""Return :math:`\phi_{pq} = \min(P(p|q), P(q|p))`: how often two products stand in the same places [1]_.

    Parameters
    ----------
    present
        Regions in rows, products in columns, true where the region has the product (for example LQ ≥ 1).

    References
    ----------
    .. [1] C. A. Hidalgo, B. Klinger, A.-L. Barabási, R. Hausmann, The product space conditions the development of
       nations, Science 317:482-487 (2007).
    """
    has = present.to_numpy(float)
    places = has.sum(0)
    most = np.maximum.outer(places, places)
    together = np.divide(has.T @ has, most, out=np.zeros_like(most), where=most > 0)
    return _table(together, present.columns, present.columns)


def relatedness_density(present: "pd.DataFrame", *, itself: bool = True) -> "pd.DataFrame":
    r"""Return :math:`d_{rp} = \sum_q M_{rq} \phi_{qp} / \sum_q \phi_{qp}`: the share of what is near a product that a region has.

    Parameters
    ----------
    present
        As for `proximity`.
    itself
        Whether a product counts as near itself, as in the package ecomplexity; values differ by up to 0.2 without.
    """
    near = proximity(present).to_numpy(copy=True)
    if not itself:
        np.fill_diagonal(near, 0.0)
    whole = near.sum(0)
    density = present.to_numpy(float) @ np.divide(near, whole, out=np.zeros_like(near), where=whole > 0)
    return _like(present, density)


def complexity(present: "pd.DataFrame") -> tuple["pd.Series[float]", "pd.Series[float]"]:
    r"""Return the economic complexity index of regions, and that of products.

    ECI is the second eigenvector of :math:`\tilde M_{cc'} = \sum_p M_{cp} M_{c'p} / (k_c k_p)`, with the sign by which it
    goes with diversity, standardised; PCI is standardised by the mean and deviation of ECI [1]_. Below some twenty
    regions it is noise.

    References
    ----------
    .. [1] C. A. Hidalgo, R. Hausmann, The building blocks of economic complexity, PNAS 106(26):10570-10575 (2009).
    """
    import pandas as pd

    has = present.to_numpy(float)
    diversity, ubiquity = has.sum(1), has.sum(0)
    shared = (has / diversity[:, None]) @ (has / ubiquity).T
    values, vectors = np.linalg.eig(shared)
    place = np.argsort(-np.real(values))[1]
    second = np.real(vectors[:, place])
    second = second * (np.sign(np.corrcoef(diversity, second)[0, 1]) or 1.0)
    products = (has / ubiquity).T @ second / np.real(values[place])
    mean, deviation = second.mean(), second.std()
    places = pd.Series((second - mean) / deviation, index=present.index, name="eci")
    return places, pd.Series((products - mean) / deviation, index=present.columns, name="pci")


def _like(table: "pd.DataFrame", values: Floats) -> "pd.DataFrame":
    return _table(values, table.index, table.columns)


def _table(values: Floats, index: Any, columns: Any) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(values, index=index, columns=columns)

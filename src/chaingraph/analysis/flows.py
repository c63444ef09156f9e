"""Flows (供应流量): a supply network in compressed rows, as cascades run through it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = [
    "ESSENTIAL",
    "NEGLIGIBLE",
    "NON_ESSENTIAL",
    "Ends",
    "Floats",
    "Ints",
    "Network",
    "network",
    "positions",
    "reweighted",
]

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Ends: TypeAlias = npt.NDArray[np.uint32]  # half the room of `Ints`; and what cannot be negative needs no test for it

#: Nature of an input class for a buyer: without it nothing is made (2), less is made (1), or no difference (0).
NEGLIGIBLE: Final = 0
NON_ESSENTIAL: Final = 1
ESSENTIAL: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """A supply network of n enterprises and m links; build it with `network`.

    Links stand by supplier and market: what a supplier sells in one market is an *offer*. The links that can stand in
    for one another at a buyer are a *group*.
    """

    sold: Floats  # (n,) sum of links out, in the unit of the weights
    bought: Floats  # (n,) sum of links in
    offers: Ints  # (n + 1,) where the offers of a supplier begin
    trade: Floats  # (offers,) sum of the links of an offer
    market: Ints  # (offers,) its market
    capacity: Floats  # (markets,) sum of the offers
    links: Ints  # (offers + 1,) where the links of an offer begin
    group: npt.NDArray[np.int32]  # (m,) group that a link feeds; -1: negligible
    down: Floats  # (m,) share of the group's loss that the loss of the link is [-]
    owner: Ints  # (groups,) buyer whose group it is
    essential: npt.NDArray[np.bool_]  # (groups,)
    needs: Ints  # (n + 1,) where the groups of a buyer begin
    first: Ints  # (groups,) where the links of a group begin, by buyer
    last: Ints  # (groups,) where they end
    into: Ints  # (n + 1,) where the links of a buyer begin, ordered by buyer and there by group
    seller: Ends  # (m,) supplier of a link, by buyer
    up: Floats  # (m,) share of the supplier's revenue that goes by the link [-], by buyer
    offer: Ends  # (m,) offer of a link, by buyer
    pulled: Floats  # (m,) `down` of a link, by buyer
    pushed: Floats  # (m,) `up` of a link, by supplier
    weight: Floats  # (m,) amount of a link, by supplier
    buyer: Ends  # (m,) by supplier
    place: Ints  # (m,) where a link given to `network` stands by supplier
    by_buyer: Ints  # (m,) where a link by buyer stands by supplier
    substitution: bool

    def __len__(self) -> int:
        return len(self.sold)


def network(  # noqa: PLR0913 - links and what is known of them, by name
    supplier: Sequence[int] | Ints,
    buyer: Sequence[int] | Ints,
    weight: Sequence[float] | Floats,
    *,
    count: int,
    input_class: Sequence[int] | Ints,
    nature: Sequence[int] | Ints,
    market: Sequence[int] | Ints | None = None,
    revenue: Sequence[float] | Floats | None = None,
) -> Network:
    """Prepare a supply network for cascades.

    Parameters
    ----------
    supplier, buyer
        Ends of each link, 0 to *count* − 1; several links of one pair are summed up by what they feed.
    weight
        Amount of each link, all in one unit, above 0.
    input_class
        Class of what each link carries: links of one class to one buyer can stand in for one another there.
    nature
        Of each link for its buyer: `ESSENTIAL`, `NON_ESSENTIAL` or `NEGLIGIBLE`; one class has one nature for a buyer.
    market
        Of each link: the market in which its supplier sells it, and in which the others' share tells how far they can
        stand in; in the paper, the supplier's sector. None: nobody does.
    revenue
        (count,) all that an enterprise earns, at least its links; None: its links are all that it earns. Then the
        upstream part leaks nothing, and its only fixed point may be that everything fails (see `cascade`).

    Raises
    ------
    ValueError
        A weight is not above 0, or an enterprise earns less than its links say.
    """
    s, b = np.asarray(supplier, np.int64), np.asarray(buyer, np.int64)
    w = np.asarray(weight, np.float64)
    kind, must = np.asarray(input_class, np.int64), np.asarray(nature, np.int64)
    if not (w > 0).all():
        msg = "weights must be above 0"
        raise ValueError(msg)
    sold, bought = (np.bincount(ends, w, count).astype(np.float64) for ends in (s, b))
    earned = sold if revenue is None else np.asarray(revenue, np.float64)
    if (earned < sold * (1 - 1e-12)).any():
        msg = "revenue must be at least the sales in the network"
        raise ValueError(msg)
    keys, group = _groups(b, kind, must)
    wide = int(kind.max(initial=0)) + 2
    markets = np.zeros(len(w), np.int64) if market is None else np.unique(np.asarray(market), return_inverse=True)[1]
    by_supplier, by_buyer = np.lexsort((markets, s)), np.lexsort((group, b))
    place = np.empty(len(w), np.int64)
    place[by_supplier] = np.arange(len(w))
    begins = _begins(s[by_supplier], markets[by_supplier])
    trade = np.add.reduceat(w[by_supplier], begins) if len(w) else np.zeros(0)
    classes = markets[by_supplier][begins]
    up = w / earned[s]
    fed = np.flatnonzero(group[by_buyer] >= 0)
    size = np.bincount(group[by_buyer][fed], minlength=len(keys))
    first = fed[np.cumsum(size) - size]
    offer = np.repeat(np.arange(len(begins)), np.diff(np.append(begins, len(w))))
    net = Network(
        sold=sold,
        bought=bought,
        offers=_starts(s[by_supplier][begins], count),
        trade=trade,
        market=classes.astype(np.int64),
        capacity=np.bincount(classes, trade, int(markets.max(initial=0)) + 1).astype(np.float64),
        links=np.append(begins, len(w)),
        group=group[by_supplier].astype(np.int32),
        down=np.zeros(len(w)),
        owner=keys // wide,
        essential=keys % wide > 0,
        needs=_starts(keys // wide, count),
        first=first,
        last=first + size,
        into=_starts(b, count),
        seller=s[by_buyer].astype(np.uint32),
        up=up[by_buyer],
        offer=offer[place[by_buyer]].astype(np.uint32),
        pulled=np.zeros(len(w)),
        pushed=up[by_supplier],
        weight=w[by_supplier],
        buyer=b[by_supplier].astype(np.uint32),
        place=place,
        by_buyer=place[by_buyer],
        substitution=market is not None,
    )
    down = _shares(net, net.weight, np.arange(len(w)))
    return replace(net, down=down, pulled=down[net.by_buyer])


def _groups(buyer: Ints, kind: Ints, nature: Ints) -> tuple[Ints, Ints]:
    """Return the keys of the groups, and that of each link: one per buyer and essential class, one for what is not essential."""
    wide = int(kind.max(initial=0)) + 2
    key = np.where(nature == ESSENTIAL, buyer * wide + kind + 1, buyer * wide)
    keys, group = np.unique(np.where(nature == NEGLIGIBLE, -1, key), return_inverse=True)
    return (keys[1:], group - 1) if len(keys) and keys[0] == -1 else (keys, group)


def _shares(net: Network, weight: Floats, which: Ints) -> Floats:
    """Return of the links *which*, all that lead to some buyers, the share in what their group takes from them."""
    group, buyer, w = net.group[which], net.buyer[which], weight[which]
    fed = group >= 0
    bought = np.bincount(buyer, w, len(net))
    within = np.bincount(group[fed], w[fed], len(net.owner))
    whole = bought[buyer]
    sole = fed & net.essential[group] if len(net.owner) else fed
    whole[sole] = within[group[sole]]
    shares: Floats = w / whole
    return shares


def reweighted(net: Network, which: Sequence[int] | Ints, factor: float) -> Network:
    """Return the network in which the links *which*, numbered as given to `network`, weigh *factor* times as much.

    For the downstream part: what suppliers earn, and so the upstream part, is left as it is.
    """
    changed = net.place[np.asarray(which, np.int64)]
    weight = net.weight.copy()
    weight[changed] *= factor
    more = weight[changed] - net.weight[changed]
    offer = np.searchsorted(net.links, changed, side="right") - 1
    seller = np.searchsorted(net.offers, offer, side="right") - 1
    sold, bought, trade, capacity, down, pulled = (
        array.copy() for array in (net.sold, net.bought, net.trade, net.capacity, net.down, net.pulled)
    )
    np.add.at(sold, seller, more)
    np.add.at(bought, net.buyer[changed], more)
    np.add.at(trade, offer, more)
    np.add.at(capacity, net.market[offer], more)
    places = positions(net.into, np.unique(net.buyer[changed]))[0]
    touched = net.by_buyer[places]
    down[touched] = pulled[places] = _shares(net, weight, touched)
    return replace(
        net, sold=sold, bought=bought, trade=trade, capacity=capacity, down=down, pulled=pulled, weight=weight
    )


def positions(starts: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Return where all entries of some rows stand, and how many each row has."""
    first, times = starts[rows], starts[rows + 1] - starts[rows]
    within = np.arange(int(times.sum())) - np.repeat(np.cumsum(times) - times, times)
    return np.repeat(first, times) + within, times


def _starts(ends: Ints, count: int) -> Ints:
    return np.concatenate([[0], np.cumsum(np.bincount(ends, minlength=count))]).astype(np.int64)


def _begins(supplier: Ints, market: Ints) -> Ints:
    """Return where a new pair of supplier and market begins."""
    new = np.ones(len(supplier), np.bool_)
    new[1:] = (supplier[1:] != supplier[:-1]) | (market[1:] != market[:-1])
    return np.flatnonzero(new)

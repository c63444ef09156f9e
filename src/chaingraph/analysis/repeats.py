"""Sources that repeat another (同源转载): who names hardly anybody but whom the other names is of one origin with it."""

from collections.abc import Collection, Iterable, Mapping
from math import exp, lgamma, log

from chaingraph.analysis.histories import Unit

__all__ = ["same_origin"]

_SHARE = 0.9  # of what a source names, that the one it repeats names too: a tenth may be spelled otherwise
_CHANCE = 0.05  # of taking any two independent sources for one origin


def same_origin(
    named: Mapping[str, Iterable[tuple[Unit, str]]], searched: Mapping[str, Collection[Unit]]
) -> dict[str, str]:
    r"""Return for each source the first, by name, of those of its origin.

    Were source b independent of a, then a would name each maker that b names with the probability by which it names those
    of all others: *x* of *n*. The chance that it names at least *j* of the *m* of b is that of a beta-binomial distribution,

    .. math:: \sum_{i \ge j} \binom{m}{i} \frac{B(x + 1 + i,\; n - x + 1 + m - i)}{B(x + 1,\; n - x + 1)} ,

    every probability of a being as likely as any other before. b repeats a when a names nine in ten of what b does and this
    chance is below 0.05, divided by the number of pairs [1]_. Only units for which both were searched count. A source that names nearly
    everything is repeated by nobody: the chance is high.

    References
    ----------
    .. [1] O. J. Dunn, "Multiple comparisons among means", Journal of the American Statistical Association 56 (1961) 52.

    Examples
    --------
    >>> units = [(f"product:{n}", "region:r") for n in range(40)]
    >>> makers = [(unit, "m") for unit in units]
    >>> found = {"press": makers[:12], "copy": makers[:6], "list": makers[3::4]}
    >>> same_origin(found, dict.fromkeys(found, units))
    {'copy': 'copy', 'list': 'list', 'press': 'copy'}
    """
    inside = {source: set(units) for source, units in searched.items()}
    makers = {source: {one for one in named.get(source, ()) if one[0] in inside[source]} for source in sorted(inside)}
    origin = {source: source for source in makers}
    pairs = [(b, a) for b in makers for a in makers if a != b and makers[b] and len(makers[b]) <= len(makers[a])]
    for b, a in pairs:
        both = inside[a] & inside[b]
        told = {one for one in makers[b] if one[0] in both}
        others = {one for c in makers if c not in (a, b) for one in makers[c] if one[0] in both} - told
        repeated = len(told & makers[a])
        if not told or repeated < _SHARE * len(told):
            continue
        if _at_least(repeated, len(told), len(others & makers[a]), len(others)) * len(pairs) < _CHANCE:
            first, last = sorted((origin[a], origin[b]))
            origin = {source: first if of == last else of for source, of in origin.items()}
    return origin


def _at_least(j: int, m: int, x: int, n: int) -> float:
    """Return the chance of *j* or more of *m*, when *x* of *n* were seen before and the probability was uniform."""
    before = _beta(x + 1, n - x + 1)
    return sum(
        exp(_beta(x + 1 + i, n - x + 1 + m - i) - before - _beta(i + 1, m - i + 1) - log(m + 1))
        for i in range(j, m + 1)
    )


def _beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)

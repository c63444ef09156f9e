"""Robustness of ratings (评级稳健性): how many labels change when the weights and thresholds of the formula are moved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import networkx as nx

from chaingraph.analysis.fragility import Facts, fragility_facts
from chaingraph.analysis.rating import HALF, LABELS, THRESHOLDS, WEIGHTS, check_parameters, term_values
from chaingraph.findings import Finding, merge
from chaingraph.shared import analysis

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["SHARES", "Kept", "RatingRobustness", "rating_robustness"]

SHARES = (0.1, 0.2, 0.5)
"""By how much parameters are moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How often one thing keeps its label."""

    subject: str
    label: str
    share: float  # of the draws [-]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRobustness(Finding):
    """What becomes of a region's labels when the formula is moved in one way; the subject is the region."""

    region: str
    method: str  # alone: one parameter | together: every one at random within the share | simplex: any weights at all
    parameter: str | None  # such as weight:sole, threshold:weak, half; None: all of them
    move: float | None  # as a share, -0.5 to 0.5 when alone, the largest when together; None: any [-]
    draws: int  # 1 when alone
    rated: int
    changed_share: float  # of the labels, mean over the draws [-]
    changed: tuple[Kept, ...]  # whose label changes in some draw, those that change most often first
    never_changed: tuple[str, ...]  # whose label is the same in every draw


_AT_ONCE = 32_000
"""Scores worked out at once: as many as stay in the nearest memory."""


class _Formulas(NamedTuple):
    """Formulas side by side, one a row."""

    weights: "npt.NDArray[np.float64]"  # in the order of WEIGHTS
    thresholds: "npt.NDArray[np.float64]"  # in the order of THRESHOLDS
    half: "npt.NDArray[np.float64]"


@analysis
def rating_robustness(
    chain: nx.DiGraph,
    *,
    region: str,
    weights: Mapping[str, float] = WEIGHTS,
    thresholds: Mapping[str, float] = THRESHOLDS,
    half: float = HALF,
    draws: int = 1000,
    seed: int = 0,
) -> tuple[RatingRobustness, ...]:
    """Move the weights, thresholds and half-way number of `chaingraph.analysis.rating.ratings` and count changed labels.

    Each parameter is moved *alone* by each of `SHARES` up and down; then all *together*, each multiplied by its own
    number drawn evenly between 1 minus and 1 plus the share; at last the thresholds stay and the weights are drawn evenly
    from all that sum to 1 (*simplex*), as in stochastic multicriteria acceptability analysis [1]_. Where moved
    thresholds change places, the worst label reached holds.

    Parameters
    ----------
    chain
        Chain graph.
    region
        Park, district, city, province or country.
    weights, thresholds, half
        The formula to be tried, as for `chaingraph.analysis.rating.ratings`.
    draws
        Number of draws for each share, and for the simplex.
    seed
        Of the draws: the same seed gives the same findings.

    Returns
    -------
    tuple of RatingRobustness
        One per parameter, share and direction in the order of the formula, then one per share, then one.

    Raises
    ------
    ContractError
        When the graph breaks its contract, does not know the region, or a parameter is of no use.

    References
    ----------
    .. [1] R. Lahdelma, P. Salminen, SMAA-2: stochastic multicriteria acceptability analysis for group decision making,
       Operations Research 49(3):444-454 (2001).
    """
    import numpy as np

    check_parameters(weights, thresholds, half)
    facts = fragility_facts(chain, region=region)
    formula = _Formulas(
        np.array([[weights[name] for name in WEIGHTS]]),
        np.array([[thresholds[name] for name in THRESHOLDS]]),
        np.array([half]),
    )
    labels = _Labels(facts)
    before = labels.under(formula)[0]
    given = before[labels.which]
    joined = _Joined([each.evidence for each in facts])
    found = []
    for method, parameter, move, moved in _moves(formula, draws, np.random.default_rng(seed)):
        changed = labels.changes(moved, before)
        how = (method, parameter, move, len(moved.half))
        found.append(_finding(chain, region, facts, given, how, changed, joined.of(changed > 0)))
    return tuple(found)


class _Labels:
    """The labels of all that is rated, as numbers, under any formula; things with the same terms are worked out once."""

    def __init__(self, facts: Sequence[Facts]) -> None:
        import numpy as np

        self.fixed = np.array([[value for value, _, _ in term_values(each, 1.0).values()] for each in facts])
        self.fixed = self.fixed.reshape(len(facts), len(WEIGHTS))
        names = tuple(term_values(facts[0], 1.0)) if facts else tuple(WEIGHTS)
        self.order = [names.index(name) for name in WEIGHTS]  # of the columns, as weights stand
        counted = {names.index(name): [len(getattr(each, name)) for each in facts] for name in ("stops", "exposed")}
        for column, numbers in counted.items():
            self.fixed[:, column] = numbers
        self.counted = frozenset(counted)
        self.fixed, which = np.unique(self.fixed, axis=0, return_inverse=True)  # very many are alike
        self.which = which.ravel()  # of the distinct ones each thing is

    def under(self, formulas: _Formulas) -> Any:
        """Return the label of each distinct thing (column) under each formula (row): the worst whose threshold is reached."""
        import numpy as np

        scores = np.zeros((len(formulas.half), len(self.fixed)))
        for place, column in enumerate(self.order):
            term = self.fixed[:, column]
            if column in self.counted:
                term = term / (term + formulas.half[:, None])
            scores += formulas.weights[:, place, None] * term
        scores = np.round(scores / formulas.weights.sum(axis=1)[:, None], 12)
        labels = np.zeros(scores.shape, np.int8)
        for label in range(1, len(LABELS)):
            reached = (scores >= formulas.thresholds[:, label - 1, None]).view(np.int8)
            np.maximum(labels, label * reached, out=labels)
        return labels

    def changes(self, formulas: _Formulas, before: Any) -> Any:
        """Count for each thing the formulas under which it has another label than the distinct ones had before."""
        step = max(1, _AT_ONCE // max(1, len(self.fixed)))
        parts = [_Formulas(*(each[at : at + step] for each in formulas)) for at in range(0, len(formulas.half), step)]
        return sum((self.under(part) != before).sum(axis=0) for part in parts)[self.which]


class _Joined:
    """The evidence of some of the facts, joined and sorted: rows are put in order once, not for each choice."""

    def __init__(self, evidence: Sequence[tuple[str, ...]]) -> None:
        import numpy as np

        rows = merge(evidence)
        place = {row: number for number, row in enumerate(rows)}
        self.rows = np.array(rows, object)
        self.of_fact = np.repeat(np.arange(len(evidence)), [len(each) for each in evidence])
        self.places = np.array([place[row] for each in evidence for row in each], int)

    def of(self, chosen: Any) -> tuple[str, ...]:
        """Return the rows of the facts that are *chosen* (an array of booleans)."""
        import numpy as np

        used = np.zeros(len(self.rows), bool)
        used[self.places[chosen[self.of_fact]]] = True
        return tuple(self.rows[used])


def _moves(
    formula: _Formulas, draws: int, random: "np.random.Generator"
) -> Iterator[tuple[str, str | None, float | None, _Formulas]]:
    """Yield the ways to move the formula, each with the formulas that come of it."""
    import numpy as np

    named = [*(f"weight:{name}" for name in WEIGHTS), *(f"threshold:{name}" for name in THRESHOLDS), "half"]
    for place, parameter in enumerate(named):
        for share in SHARES:
            for move in (-share, share):
                factors = np.ones((1, len(named)))
                factors[0, place] += move
                if _moved(formula, factors).weights.any():
                    yield "alone", parameter, move, _moved(formula, factors)
    for share in SHARES:
        yield "together", None, share, _moved(formula, random.uniform(1 - share, 1 + share, (draws, len(named))))
    same = _moved(formula, np.ones((draws, len(named))))
    yield "simplex", None, None, same._replace(weights=random.dirichlet(np.ones(len(WEIGHTS)), draws))


def _moved(formula: _Formulas, factors: "npt.NDArray[np.float64]") -> _Formulas:
    """Multiply each parameter of a formula by its factor in each row."""
    first, last = formula.weights.shape[1], formula.weights.shape[1] + formula.thresholds.shape[1]
    return _Formulas(
        formula.weights * factors[:, :first],
        formula.thresholds * factors[:, first:last],
        formula.half * factors[:, last],
    )


def _finding(
    chain: nx.DiGraph,
    region: str,
    facts: Sequence[Facts],
    before: Any,
    how: tuple[str, str | None, float | None, int],
    changed: Any,
    evidence: tuple[str, ...],
) -> RatingRobustness:
    method, parameter, move, draws = how
    often: list[int] = changed.tolist()
    kept = [
        Kept(subject=each.subject, label=LABELS[label], share=1 - times / draws)
        for each, label, times in zip(facts, before.tolist(), often, strict=True)
        if times
    ]
    return RatingRobustness(
        subject=region,
        region=region,
        method=method,
        parameter=parameter,
        move=move,
        draws=draws,
        rated=len(facts),
        changed_share=float(changed.mean()) / draws if len(facts) else 0.0,
        changed=tuple(sorted(kept, key=lambda one: (one.share, one.subject))),
        never_changed=tuple(each.subject for each, times in zip(facts, often, strict=True) if not times),
        evidence=evidence,
        searched=chain.graph["searched"],
    )

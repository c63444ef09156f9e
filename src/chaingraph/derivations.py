"""Derivations (推导): backward chaining over the compiled rules, from a statement to those that are stated."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

import pyoxigraph as ox

from chaingraph.rules import INFERRED, Rule, compile_rules
from chaingraph.schema import ontology
from chaingraph.vocabulary import CG, GRAPH, PREFIXES, curie

__all__ = ["TYPE", "Derivation", "Statement", "Term", "derivations", "text_of"]

TYPE: Final = ox.NamedNode(f"{PREFIXES['rdf']}type")
_DESCRIBES: Final = ox.NamedNode(f"{CG}describes")
_STEP: Final = re.compile(r"(\^?)<([^>]*)>")
_BODY: Final = re.compile(r"(\?\w|\[\]) (\S+) (\?\w|\[\]|<[^>]*>)")
_LAST: Final = ("domain ", "range ")
_DEEPEST: Final = 12
_MOST: Final = 2_000
"""Ways to apply one rule that are tried, in the order of the store."""

Term = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple
Statement = tuple[ox.NamedNode, ox.NamedNode, Term]


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """Why a statement stands in the store: stated in rows, or concluded by a rule from other statements.

    ``graphs`` names where it is stated (none: only concluded), ``rows`` the rows that state it; ``rule`` is the axiom
    that it was concluded by ("" when stated), and ``premises`` what the rule was applied to.
    """

    subject: str
    predicate: str
    object: str
    graphs: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    rule: str = ""
    premises: "tuple[Derivation, ...]" = ()

    def walk(self) -> "Iterator[Derivation]":
        """Yield this one and all below it, what follows before what it follows from."""
        yield self
        for premise in self.premises:
            yield from premise.walk()


def derivations(store: ox.Store, goal: Statement, *, most: int = 5) -> tuple[Derivation, ...]:
    """Return the ways in which a statement of a store is stated or follows, the shortest first; none when it does neither.

    Backward chaining by iterative deepening: for each way in which a rule concludes the statement at once, the shortest
    derivation of what the rule was applied to. Each ends in stated statements, and nothing stands on itself.

    Parameters
    ----------
    most
        So many ways at most.
    """
    return _Search(store).ways(goal, most)


@lru_cache(maxsize=1)
def _rules() -> dict[str, tuple[Rule, ...]]:
    """Return the rules by what they conclude, a property or a class; those of domains and ranges last, as they say least."""
    found: dict[str, list[Rule]] = {}
    for group in compile_rules(ontology()):
        for rule in group:
            found.setdefault(rule.writes, []).append(rule)
    return {
        writes: tuple(sorted(rules, key=lambda rule: rule.axiom.startswith(_LAST))) for writes, rules in found.items()
    }


class _Search:
    """Backward chaining over a store; what could not be shown within a depth is not tried again within it."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.failed: dict[Statement, int] = {}

    def ways(self, goal: Statement, most: int) -> tuple[Derivation, ...]:
        found = [self.stated(goal)] if self.graphs(goal) else []
        for depth in range(_DEEPEST):
            self.failed.clear()
            for rule, premises in self.applications(goal):
                if len(found) >= most:
                    return tuple(found)
                done = [each for each in found if each.rule == _short(rule.axiom)]
                if any(_same(each.premises, premises) for each in done):
                    continue
                shown = self.all(premises, depth, (goal,))
                if shown is not None:
                    found.append(_derivation(goal, rule=_short(rule.axiom), premises=shown))
        return tuple(found)

    def show(self, goal: Statement, depth: int, above: tuple[Statement, ...]) -> Derivation | None:
        """Return the derivation of a statement with at most *depth* rules on top of one another."""
        if self.graphs(goal):
            return self.stated(goal)
        if depth == 0 or goal in above or self.failed.get(goal, -1) >= depth:
            return None
        for rule, premises in self.applications(goal):
            shown = self.all(premises, depth - 1, (*above, goal))
            if shown is not None:
                return _derivation(goal, rule=_short(rule.axiom), premises=shown)
        self.failed[goal] = depth
        return None

    def all(
        self, premises: tuple[Statement, ...], depth: int, above: tuple[Statement, ...]
    ) -> tuple[Derivation, ...] | None:
        shown = []
        for premise in premises:
            one = None if premise in above else self.show(premise, depth, above)
            if one is None:
                return None
            shown.append(one)
        return tuple(shown)

    def graphs(self, goal: Statement) -> tuple[str, ...]:
        """Return the graphs, other than that of conclusions, in which a statement stands."""
        names = {getattr(quad.graph_name, "value", "") for quad in self.store.quads_for_pattern(*goal)}
        return tuple(sorted(names - {INFERRED}))

    def stated(self, goal: Statement) -> Derivation:
        graphs = self.graphs(goal)
        return _derivation(goal, graphs=tuple(map(curie, graphs)), rows=self.rows(goal[0], graphs))

    def rows(self, subject: ox.NamedNode, graphs: tuple[str, ...]) -> tuple[str, ...]:
        """Return the rows that state something of a thing in these graphs."""
        if subject.value.startswith(PREFIXES["data"]):
            return (curie(subject.value),)
        found = {
            curie(quad.subject.value)
            for graph in graphs
            if graph.startswith(GRAPH)
            for quad in self.store.quads_for_pattern(None, _DESCRIBES, subject, ox.NamedNode(graph))
            if isinstance(quad.subject, ox.NamedNode)
        }
        return tuple(sorted(found))

    def applications(self, goal: Statement) -> Iterator[tuple[Rule, tuple[Statement, ...]]]:
        """Yield each way in which one rule concludes a statement from others in the store."""
        subject, predicate, value = goal
        writes = getattr(value, "value", "") if predicate == TYPE else predicate.value
        for rule in _rules().get(writes, ()):
            bound: dict[str, Term | None] = {"?x": subject, "?y": None if predicate == TYPE else value}
            if rule.head.startswith("?y"):
                bound = {"?x": None, "?y": subject}
            for premises in islice(self.matches(rule, bound), _MOST):
                if goal not in premises:
                    yield rule, premises

    def matches(self, rule: Rule, bound: dict[str, Term | None]) -> Iterator[tuple[Statement, ...]]:
        parts = _BODY.fullmatch(rule.body)
        if parts is None:
            raise NotImplementedError(rule.body)
        left, path, right = parts.groups()
        if path == "a":
            subject = bound["?x"]
            if isinstance(subject, ox.NamedNode):
                yield from self.walk(subject, [("", TYPE.value)], ox.NamedNode(right[1:-1]))
            return
        steps = _STEP.findall(path)
        if path.endswith("+"):
            steps = steps * 2
        yield from self.walk(bound.get(left), steps, bound.get(right))

    def walk(
        self, start: Term | None, steps: list[tuple[str, str]], end: Term | None
    ) -> Iterator[tuple[Statement, ...]]:
        """Yield the statements along each path of *steps* from *start* to *end*; None is anything."""
        (back, name), rest = steps[0], steps[1:]
        goal = end if not rest else None
        predicate = ox.NamedNode(name)
        one, other = (goal, start) if back else (start, goal)
        if isinstance(one, ox.Literal | ox.Triple):
            return
        seen = set()
        for quad in self.store.quads_for_pattern(one, predicate, other):
            if (quad.subject, quad.object) in seen or not isinstance(quad.subject, ox.NamedNode):
                continue
            seen.add((quad.subject, quad.object))
            statement = (quad.subject, predicate, quad.object)
            if not rest:
                yield (statement,)
            else:
                onwards = quad.subject if back else quad.object
                yield from ((statement, *more) for more in self.walk(onwards, rest, end))


def _short(axiom: str) -> str:
    """Return an axiom with short names.

    Examples
    --------
    >>> _short("^<https://w3id.org/chaingraph/ont#producer>/<https://w3id.org/chaingraph/ont#place> ⊑ urn:x")
    '^cg:producer/cg:place ⊑ urn:x'
    """
    bare = re.sub(r"<([^>]*)>", lambda match: curie(match[1]), axiom)
    return " ".join(curie(word) for word in bare.split(" "))


def _same(shown: tuple[Derivation, ...], premises: tuple[Statement, ...]) -> bool:
    return [(d.subject, d.predicate, d.object) for d in shown] == [tuple(map(text_of, each)) for each in premises]


def _derivation(
    goal: Statement,
    *,
    graphs: tuple[str, ...] = (),
    rows: tuple[str, ...] = (),
    rule: str = "",
    premises: tuple[Derivation, ...] = (),
) -> Derivation:
    subject, predicate, value = map(text_of, goal)
    return Derivation(
        subject=subject, predicate=predicate, object=value, graphs=graphs, rows=rows, rule=rule, premises=premises
    )


def text_of(term: Term) -> str:
    """Return an IRI by its short name, any other term as N-Triples writes it."""
    return curie(term.value) if isinstance(term, ox.NamedNode) else str(term)

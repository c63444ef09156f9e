"""Rules compiled from the ontology to SPARQL Update: what follows from the asserted statements (RL: classes, properties, chains)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from chaingraph.vocabulary import GRAPH

__all__ = ["INFERRED", "Rule", "compile_rules", "read_by"]

INFERRED: Final = f"{GRAPH}inferred"


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """One axiom as a rule: where the body holds, the head holds too.

    ``reads`` and ``writes`` name the properties and classes of body and head; they order the rules.
    """

    axiom: str
    head: str
    body: str
    reads: frozenset[str]
    writes: str

    def update(self, graphs: Iterable[str]) -> str:
        """Return the rule as SPARQL 1.1 Update over the union of *graphs* and the inferred graph."""
        using = " ".join(f"USING <{graph}>" for graph in (*graphs, INFERRED))
        return f"INSERT {{ GRAPH <{INFERRED}> {{ {self.head} }} }} {using} WHERE {{ {self.body} }}"

    def construct(self, *, new: bool) -> str:
        """Return the rule as a query for its distinct conclusions; with *new*, only for those not stated yet."""
        known = f" MINUS {{ {self.head} }}" if new else ""
        return f"CONSTRUCT {{ {self.head} }} WHERE {{ SELECT DISTINCT * WHERE {{ {self.body}{known} }} }}"


def compile_rules(ontology: Graph) -> tuple[tuple[Rule, ...], ...]:
    """Compile subclass, sub-property, domain, range, transitive and chain axioms to rules, in the order to run them.

    Each inner tuple is run until it adds nothing; those of length one whose rule does not read what it writes need one
    run only. Only axioms between named classes and properties are read; chains may hold ``[ owl:inverseOf p ]``.
    Literals never become subjects. Equal to the OWL 2 RL rules cax-sco, prp-spo1, prp-dom, prp-rng, prp-trp and
    prp-spo2 [1]_.

    References
    ----------
    .. [1] OWL 2 Web Ontology Language Profiles (Second Edition), W3C 2012, section 4.3.
    """
    rules = sorted({*_property_rules(ontology), *_type_rules(ontology)})
    return tuple(_ordered(rules))


def read_by(
    groups: Iterable[tuple[Rule, ...]], plain: frozenset[str] = frozenset(), types: frozenset[str] = frozenset()
) -> frozenset[str]:
    """Return the predicates that rules read, in angle brackets.

    Left out are those of the *plain* properties that only serve to conclude that their subject is of one of *types*:
    for a subject of which that is stated, nothing follows.
    """
    names = {
        name
        for group in groups
        for rule in group
        for name in rule.reads
        if not (name in plain and rule.writes in types and rule.axiom.startswith("domain "))
    }
    return frozenset(f"<{name}>" for name in {*names, str(RDF.type)})


def _ordered(rules: list[Rule]) -> Iterator[tuple[Rule, ...]]:
    """Yield groups of rules that feed one another, what feeds others first (Tarjan's components)."""
    readers: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        for name in sorted(rule.reads):
            readers.setdefault(name, []).append(number)
    feeds = [readers.get(rule.writes, []) for rule in rules]
    for group in reversed(_components(feeds)):
        yield tuple(rules[number] for number in sorted(group))


def _components(edges: list[list[int]]) -> list[list[int]]:
    """Return strongly connected components, each before those that lead to it (Tarjan 1972; depth < 1,000 rules)."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    found: list[list[int]] = []

    def visit(v: int) -> None:
        index[v] = low[v] = len(index)
        stack.append(v)
        for w in edges[v]:
            if w not in index:
                visit(w)
                low[v] = min(low[v], low[w])
            elif w in stack:
                low[v] = min(low[v], index[w])
        if low[v] == index[v]:
            cut = stack.index(v)
            found.append(stack[cut:])
            del stack[cut:]

    for v in range(len(edges)):
        if v not in index:
            visit(v)
    return found


def _property_rules(g: Graph) -> Iterator[Rule]:
    for p, q in g.subject_objects(RDFS.subPropertyOf):
        if isinstance(p, URIRef) and isinstance(q, URIRef) and p != q:
            yield _rule(f"{p} ⊑ {q}", f"?x <{q}> ?y", f"?x <{p}> ?y", {p}, q)
    for p, chain in g.subject_objects(OWL.propertyChainAxiom):
        steps = [_step(g, step) for step in Collection(g, chain)]
        path = "/".join(text for text, _ in steps)
        yield _rule(f"{path} ⊑ {p}", f"?x <{p}> ?y", f"?x {path} ?y", {name for _, name in steps}, p)
    for p in g.subjects(RDF.type, OWL.TransitiveProperty):
        yield _rule(f"transitive {p}", f"?x <{p}> ?y", f"?x <{p}>+ ?y", {p}, p)


def _step(g: Graph, step: Node) -> tuple[str, Node]:
    inverse = g.value(step, OWL.inverseOf) if isinstance(step, BNode) else None
    return (f"^<{inverse}>", inverse) if inverse is not None else (f"<{step}>", step)


def _type_rules(g: Graph) -> Iterator[Rule]:
    for p, c in g.subject_objects(RDFS.domain):
        if isinstance(c, URIRef):
            yield _rule(f"domain {p} {c}", f"?x a <{c}>", f"?x <{p}> []", {p}, c)
    for p, c in g.subject_objects(RDFS.range):
        if isinstance(c, URIRef) and (p, RDF.type, OWL.ObjectProperty) in g:
            yield _rule(f"range {p} {c}", f"?y a <{c}>", f"[] <{p}> ?y", {p}, c)
    for c, d in g.subject_objects(RDFS.subClassOf):
        if isinstance(c, URIRef) and isinstance(d, URIRef) and c != d:
            yield _rule(f"{c} ⊑ {d}", f"?x a <{d}>", f"?x a <{c}>", {c}, d)


def _rule(axiom: str, head: str, body: str, reads: set[Node], writes: Node) -> Rule:
    return Rule(axiom, head, body, frozenset(map(str, reads)), str(writes))

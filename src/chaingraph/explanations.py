"""Explanations (推理溯源): from which statements, by which rules, a statement of the store follows, down to lines."""

import re
from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox
from rdflib import Dataset

from chaingraph.derivations import TYPE, Derivation, Statement, Term, derivations, text_of
from chaingraph.errors import QueryError, meant
from chaingraph.names import NAMING, labels, resolve
from chaingraph.store import ONTOLOGY, native
from chaingraph.vocabulary import CG, PREFIXES, curie, iri

__all__ = ["find_statement", "names_of", "why"]

_LABEL: Final = ox.NamedNode(f"{PREFIXES['rdfs']}label")


def why(face: Dataset, subject: str, predicate: str, value: str, /, *, most: int = 5) -> tuple[Derivation, ...]:
    """Return the ways in which a statement of the store is stated or follows from what is stated, the shortest first.

    For each way in which a rule concludes the statement at once, its shortest derivation is given: backward chaining
    over the rules of `chaingraph.rules.compile_rules`, by iterative deepening, so that each derivation ends in stated
    statements and nothing stands on itself.

    Parameters
    ----------
    subject, predicate, value
        CURIE, IRI or name; the predicate also by its local name, ``a``, or a label of the ontology; the value may be a
        literal's text.
    most
        So many ways at most.

    Raises
    ------
    QueryError
        The store has no such statement, and the values that it has are named; or the ontology has no such property.

    Examples
    --------
    >>> why(face, "电芯厂", "produces", "电芯")[0].rule  # doctest: +SKIP
    '^cg:producer/cg:capabilityProduct ⊑ cg:produces'
    """
    return derivations(native(face), find_statement(face, subject, predicate, value), most=most)


def find_statement(face: Dataset, subject: str, predicate: str, value: str) -> Statement:
    """Return the statement that the words mean; see `why` for parameters and errors."""
    store = native(face)
    about = ox.NamedNode(resolve(face, subject))
    name = ox.NamedNode(_predicate(store, predicate))
    there = sorted({quad.object for quad in store.quads_for_pattern(about, name, None)}, key=str)
    if not there:
        known = sorted({curie(quad.predicate.value) for quad in store.quads_for_pattern(about, None, None)})
        zh, en = (
            f"没有这一陈述；该事物有：{'、'.join(known)}。",
            f"no such statement; of it there are: {', '.join(known)}.",
        )
        raise QueryError.of(f"{subject} {predicate}", zh=zh, en=en)
    for each in there:
        if value in (text_of(each), getattr(each, "value", ""), str(each)):
            return about, name, each
    if same := [each for each in there if value in _names(store, each)]:
        return about, name, same[0]
    listed = ", ".join(text_of(each) for each in there[:8])
    more = f" … ({len(there)})" if len(there) > 8 else ""
    zh, en = f"没有这一陈述；取值有：{listed}{more}。", f"no such statement; the values are: {listed}{more}."
    raise QueryError.of(f"{subject} {predicate} {value}", zh=zh, en=en)


def _names(store: ox.Store, term: Term) -> set[str]:
    """Return what a thing or a term of the ontology is called."""
    if not isinstance(term, ox.NamedNode):
        return set()
    found = [quad.object for label in (*NAMING, _LABEL) for quad in store.quads_for_pattern(term, label, None)]
    return {name.value for name in found if isinstance(name, ox.Literal)}


def _predicate(store: ox.Store, text: str) -> str:
    if text == "a":
        return TYPE.value
    if ":" in text:
        return iri(text)
    for found in _terms(store, text):
        return found
    zh, en = meant(text, _properties(store), most=3)
    raise QueryError.of(text, zh=f"本体里没有这个属性。{zh}", en=f"the ontology has no such property. {en}".strip())


def _properties(store: ox.Store) -> list[str]:
    """Return the local names and labels of the ontology's properties."""
    graph, found = ox.NamedNode(ONTOLOGY), []
    for kind in ("ObjectProperty", "DatatypeProperty"):
        for quad in store.quads_for_pattern(None, TYPE, ox.NamedNode(f"{PREFIXES['owl']}{kind}"), graph):
            found += [str(getattr(quad.subject, "value", "")).removeprefix(CG), *_names(store, quad.subject)]
    return found


def _terms(store: ox.Store, text: str) -> list[str]:
    """Return the terms of the ontology with this local name or label."""
    graph = ox.NamedNode(ONTOLOGY)
    own = ox.NamedNode(f"{CG}{text}") if re.fullmatch(r"\w+", text, re.ASCII) else None
    if own is not None and any(True for _ in store.quads_for_pattern(own, None, None, graph)):
        return [own.value]
    spelt = (ox.Literal(text, language=lang) for lang in ("zh", "en"))
    return sorted(
        {
            quad.subject.value
            for label in spelt
            for quad in store.quads_for_pattern(None, _LABEL, label, graph)
            if isinstance(quad.subject, ox.NamedNode)
        }
    )


def names_of(face: Dataset, found: Iterable[Derivation], *, lang: str) -> dict[str, str]:
    """Return the names of all things and terms of the ontology in some derivations; those without one are left out."""
    terms = {term for one in found for step in one.walk() for term in (step.subject, step.predicate, step.object)}
    terms = {term for term in terms if '"' not in term and "#" not in term}  # no literals, rows, lines
    named = {term: pair[lang != "zh"] for term, pair in labels(face, terms).items()}
    store = native(face)
    for term in terms:
        for quad in store.quads_for_pattern(ox.NamedNode(iri(term)), _LABEL, None):
            if isinstance(quad.object, ox.Literal) and quad.object.language == lang:
                named[term] = quad.object.value
    return {term: name for term, name in named.items() if name != term}

"""What the ontology's page tells (术语表): classes, properties and schemes, with the table columns that feed them."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS

from chaingraph.paths import resource
from chaingraph.schema import ontology, read_schema
from chaingraph.views.bilingual import Both
from chaingraph.views.ontology_page import Fact, Link, Section, Term, ontology_page
from chaingraph.vocabulary import BASE, CG, curie

__all__ = ["documentation", "sections"]

_IRI: Final = URIRef(f"{BASE}ont")
_KINDS: Final = (
    (OWL.Class, "classes", Both("类", "Classes")),
    (OWL.ObjectProperty, "object-properties", Both("对象属性", "Object properties")),
    (OWL.DatatypeProperty, "datatype-properties", Both("数据属性", "Datatype properties")),
)
_CHARACTERISTICS: Final = {
    OWL.TransitiveProperty: Both("传递", "transitive"),
    OWL.SymmetricProperty: Both("对称", "symmetric"),
    OWL.AsymmetricProperty: Both("非对称", "asymmetric"),
    OWL.IrreflexiveProperty: Both("反自反", "irreflexive"),
    OWL.FunctionalProperty: Both("函数", "functional"),
}


@cache
def documentation(lang: str = "zh") -> str:
    """Return the ontology's page, which opens in *lang* and has both languages."""
    graph = ontology()
    version, made = graph.value(_IRI, OWL.versionInfo), graph.value(_IRI, DCTERMS.created)
    facts = (
        (Both("版本", "Version"), str(version)),
        (Both("日期", "Date"), str(made)),
        (Both("许可", "Licence"), str(graph.value(_IRI, DCTERMS.license))),
        (Both("命名空间", "Namespace"), CG),
    )
    title, about = _both(graph, _IRI, DCTERMS.title), _both(graph, _IRI, DCTERMS.description)
    return str(ontology_page(sections(), title=title, about=about, facts=facts, lang=lang))


@cache
def _whole() -> Graph:
    """Return the ontology with the axioms that go beyond OWL 2 RL."""
    extra = Graph().parse(data=resource("ontology", "chaingraph-dl.ttl").read_bytes(), format="turtle")
    return ontology() + extra


@cache
def sections() -> tuple[Section, ...]:
    """Return everything that the page tells, in order."""
    graph, columns = _whole(), _columns()
    found = [
        Section(
            anchor=anchor,
            title=title,
            terms=tuple(_term(graph, one, columns) for one in _ours(graph.subjects(RDF.type, kind))),
        )
        for kind, anchor, title in _KINDS
    ]
    for scheme in map(URIRef, sorted(map(str, graph.subjects(RDF.type, SKOS.ConceptScheme)))):
        concepts = sorted(
            graph.subjects(SKOS.inScheme, scheme), key=lambda one: (str(graph.value(one, SKOS.notation)), one)
        )
        name = _both(graph, scheme, SKOS.prefLabel)
        found.append(
            Section(
                anchor=f"scheme-{curie(str(scheme)).rpartition('/')[2]}",
                title=Both(f"取值：{name.zh}", f"Scheme: {name.en}"),
                about=_both(graph, scheme, SKOS.definition),
                terms=tuple(_concept(graph, one) for one in concepts),
            )
        )
    return tuple(found)


def _ours(terms: Iterable[Any]) -> list[URIRef]:
    return sorted({URIRef(str(term)) for term in terms if str(term).startswith(CG)})


def _columns() -> dict[str, list[Link]]:
    """Return the table columns by the property that they fill, or the class that their rows are of."""
    found: dict[str, list[Link]] = defaultdict(list)
    schema = read_schema()
    for table in schema.tables.values():
        for name in table.classes:
            found[name].append(Link(name=_pair(table.title), code=f"{table.name}.csv"))
        for column in table.columns.values():
            for step in {step.property for step in column.path}:
                found[step].append(Link(name=_pair(column.title), code=f"{table.name}.{column.name}"))
    for column in schema.common.values():
        for step in {step.property for step in column.path}:
            found[step].append(Link(name=_pair(column.title), code=f"*.{column.name}"))
    return found


def _pair(texts: dict[str, str]) -> Both:
    return Both(texts.get("zh", ""), texts.get("en", ""))


def _term(graph: Graph, one: URIRef, columns: dict[str, list[Link]]) -> Term:
    local = str(one).removeprefix(CG)
    told = [
        (Both("上位类", "Subclass of"), _links(graph, graph.objects(one, RDFS.subClassOf))),
        (Both("下位类", "Superclass of"), _links(graph, graph.subjects(RDFS.subClassOf, one))),
        (Both("上位属性", "Subproperty of"), _links(graph, graph.objects(one, RDFS.subPropertyOf))),
        (Both("下位属性", "Superproperty of"), _links(graph, graph.subjects(RDFS.subPropertyOf, one))),
        _one_of(Both("定义域", "Domain"), _links(graph, graph.objects(one, RDFS.domain))),
        _one_of(Both("值域", "Range"), _links(graph, graph.objects(one, RDFS.range))),
        (Both("逆属性", "Inverse of"), _links(graph, _inverse(graph, one))),
        (Both("特征", "Characteristics"), _characteristics(graph, one)),
        (Both("由链推出", "Follows from"), _chains(graph, one)),
        (Both("不相交于", "Disjoint with"), _links(graph, _disjoint(graph, one))),
        (Both("以此为定义域的属性", "Properties of it"), _links(graph, graph.subjects(RDFS.domain, one))),
        (Both("以此为值域的属性", "Properties that lead to it"), _links(graph, graph.subjects(RDFS.range, one))),
        (Both("数据表", "Tables and columns"), tuple(sorted(columns.get(str(one), ()), key=lambda link: link.code))),
    ]
    return Term(
        anchor=local,
        code=f"cg:{local}",
        iri=str(one),
        name=_both(graph, one, RDFS.label),
        definition=_both(graph, one, SKOS.definition),
        notes=_several(graph, one, SKOS.scopeNote),
        examples=_several(graph, one, SKOS.example),
        facts=tuple(Fact(title=title, links=links) for title, links in told if links),
    )


def _one_of(title: Both, links: tuple[Link, ...]) -> tuple[Both, tuple[Link, ...]]:
    """Say of several classes that they are alternatives: they stand in a union."""
    return (Both(f"{title.zh}（之一）", f"{title.en} (one of)") if len(links) > 1 else title, links)


def _concept(graph: Graph, one: Any) -> Term:
    short = curie(str(one))
    return Term(
        anchor=short,
        code=short,
        iri=str(one),
        name=_both(graph, one, SKOS.prefLabel),
        definition=_both(graph, one, SKOS.definition),
        notes=_several(graph, one, SKOS.scopeNote),
        examples=_several(graph, one, SKOS.example),
    )


def _links(graph: Graph, terms: Iterable[Any]) -> tuple[Link, ...]:
    """Return links to named terms; the members of a union each, other nameless classes none."""
    found: dict[str, Link] = {}
    for term in terms:
        union = graph.value(term, OWL.unionOf) if isinstance(term, BNode) else None
        for one in Collection(graph, union) if union is not None else [term]:
            if isinstance(one, URIRef):
                found[str(one)] = _link(graph, one)
    return tuple(found[iri] for iri in sorted(found))


def _link(graph: Graph, one: URIRef) -> Link:
    short = curie(str(one))
    if not str(one).startswith(CG):
        return Link(name=Both(short, short))
    return Link(name=_both(graph, one, RDFS.label), anchor=str(one).removeprefix(CG), code=short)


def _inverse(graph: Graph, one: URIRef) -> list[Any]:
    return [*graph.objects(one, OWL.inverseOf), *graph.subjects(OWL.inverseOf, one)]


def _disjoint(graph: Graph, one: URIRef) -> list[Any]:
    return [*graph.objects(one, OWL.disjointWith), *graph.subjects(OWL.disjointWith, one)]


def _characteristics(graph: Graph, one: URIRef) -> tuple[Link, ...]:
    kinds = set(graph.objects(one, RDF.type))
    return tuple(Link(name=name) for kind, name in _CHARACTERISTICS.items() if kind in kinds)


def _chains(graph: Graph, one: URIRef) -> tuple[Link, ...]:
    """Return the property chains that lead to a property, each written as one text."""
    found = []
    for head in graph.objects(one, OWL.propertyChainAxiom):
        steps = [_step(graph, step) for step in Collection(graph, head)]
        found.append(Link(name=Both(" ∘ ".join(s[0] for s in steps), " ∘ ".join(s[1] for s in steps))))
    return tuple(sorted(found, key=lambda link: link.name))


def _step(graph: Graph, step: Any) -> Both:
    forward = graph.value(step, OWL.inverseOf) if isinstance(step, BNode) else None
    name = _both(graph, forward or step, RDFS.label)
    return Both(f"{name.zh}⁻¹", f"{name.en}⁻¹") if forward is not None else name


def _both(graph: Graph, one: Any, predicate: URIRef) -> Both:
    texts = {text.language: str(text) for text in graph.objects(one, predicate) if isinstance(text, Literal)}
    zh = texts.get("zh") or texts.get("en") or texts.get(None) or ""
    return Both(zh, texts.get("en") or zh)


def _several(graph: Graph, one: Any, predicate: URIRef) -> tuple[Both, ...]:
    pair = _both(graph, one, predicate)
    return (pair,) if pair.zh else ()

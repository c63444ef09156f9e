"""Sourcing graphs (配套关系): who supplies one enterprise, over all tiers on record, and what it needs besides."""

from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx
from rdflib import Dataset

from chaingraph.analysis.kinds import general_kinds, special_kinds
from chaingraph.errors import NothingToDrawError
from chaingraph.graphs.chain import readings_of
from chaingraph.graphs.makers import makers_by_product
from chaingraph.graphs.products import product_graph
from chaingraph.graphs.rows import grouped, local, rows, values, within
from chaingraph.graphs.sources import sources
from chaingraph.graphs.supply import holding_supplies, supply_graph
from chaingraph.model import Input, Maker
from chaingraph.names import aliases, all_labels, labels, resolve
from chaingraph.vocabulary import curie

__all__ = ["sourcing", "sourcing_graph", "supplied"]


def sourcing(face: Dataset) -> tuple[str, ...]:
    """Return the enterprises of which a supply or a need is on record, as CURIEs, sorted."""
    return tuple(sorted({*supplied(face, planned=True), *(str(row["customer"]) for row in rows(face, "needs"))}))


def supplied(face: Dataset, *, planned: bool = False) -> tuple[str, ...]:
    """Return the enterprises to which a supply is or was on record, as CURIEs, sorted; planned ones only if asked."""
    holding, ended = holding_supplies(face)
    return tuple(
        sorted({row["customer"] for row in (*holding, *ended) if planned or local(row["status"]) != "planned"})
    )


def sourcing_graph(face: Dataset, enterprise: str, *, as_of: str | None = None) -> nx.MultiDiGraph:
    """Return the supply graph upstream of one enterprise, with the supplies that have ended and the inputs it needs.

    Parameters
    ----------
    enterprise
        CURIE, IRI or name.
    as_of
        As in `supply_graph`.

    Returns
    -------
    networkx.MultiDiGraph
        As `supply_graph` gives it; nodes carry ``tier`` as well (0 for the enterprise, 1 for its suppliers …), edges
        ``ended``. ``graph["enterprise"]`` is the enterprise, ``graph["inputs"]`` what it needs (`Input`),
        ``graph["readings"]`` what is said of it in figures (`Reading`), ``graph["makers"]`` the makers (`Maker`) of each
        product that it needs or buys, special kinds of it included, ``graph["meets"]`` for each such product those that
        meet the need for it.

    Raises
    ------
    QueryError
        There is no such enterprise, or neither supplies nor inputs of it are on record.
    """
    me = curie(resolve(face, enterprise, kind="enterprise"))
    inside = within(face)
    unnamed = {str(row["enterprise"]) for row in rows(face, "unnamed")}
    makers = makers_by_product(face, inside, unnamed, as_of)
    products = product_graph(face)
    graph = _upstream(face, me, as_of)
    inputs = (*_stated(face, me), *_by_recipe(products, me, makers))
    if graph.number_of_edges() == 0 and not inputs:
        raise NothingToDrawError.of(
            enterprise,
            zh="资料中没有它的供应记录，也没有它需要的投入，无法绘制配套企业分布图。",
            en="no supply to it and no input of it is on record: there is nothing to map.",
        )
    wanted = {product for one in inputs for product in one.products}
    wanted |= {product for _, _, many in graph.edges(data="products") for product in many}
    meets = {product: special_kinds(products, product) if product in products else (product,) for product in wanted}
    graph.graph.update(
        enterprise=me,
        inputs=inputs,
        readings=readings_of(face, {me}),
        makers={one: makers[one] for many in meets.values() for one in many if one in makers},
        meets=meets,
    )
    _name(face, graph)
    return graph


def _upstream(face: Dataset, me: str, as_of: str | None) -> nx.MultiDiGraph:
    """Return the supplies that lead to an enterprise, and those to it or its suppliers that have ended."""
    whole = supply_graph(face, as_of=as_of)
    for _, _, data in whole.edges(data=True):
        data["ended"] = False
    _, ended = holding_supplies(face, as_of=as_of)
    places = whole.graph["within"]
    missing = {row[end] for row in ended for end in ("supplier", "customer")} | {me}
    for thing, (zh, en) in all_labels(face, missing - set(whole)).items():
        whole.add_node(thing, label_zh=zh, label_en=en, places=places.get(thing, frozenset()), unnamed=False)
    for row in ended:
        whole.add_edge(row["supplier"], row["customer"], row["source"], **_ended(row))
    tier = {me: 0}
    queue = [me]
    for customer in queue:
        fresh = sorted(set(whole.predecessors(customer)) - tier.keys())
        tier |= dict.fromkeys(fresh, tier[customer] + 1)
        queue.extend(fresh)
    graph = whole.subgraph(tier).copy()
    graph.remove_edges_from([key for key in graph.edges(keys=True) if key[0] == me])
    nx.set_node_attributes(graph, tier, "tier")
    return graph


def _ended(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        "products": tuple(sorted(part for part in row["product"].split(";") if part)),
        "share": float(row["share"]) if row["share"] else None,
        "share_of": row["share_of"] or None,
        "value": float(row["value"]) if row["value"] else None,
        **{name: row[name] or None for name in ("unit", "valid_from", "valid_until", "as_of", "ended_by")},
        "evidence": (row["source"],),
        "status": local(row["status"]),
        "ended": True,
    }


def _stated(face: Dataset, me: str) -> tuple[Input, ...]:
    """Return what is said to be needed, product by product."""
    found = grouped([row for row in rows(face, "needs") if row["customer"] == me], "product")
    return tuple(
        Input(products=(product,), status=local(group[0]["status"]), evidence=values(group, "source"))
        for product, group in sorted(found.items())
    )


def _by_recipe(products: nx.DiGraph, me: str, makers: Mapping[str, Iterable[Maker]]) -> tuple[Input, ...]:
    """Return the requirements of the recipes of what an enterprise makes, or of a more general kind of it."""
    found: dict[str, Input] = {}
    for product, many in sorted(makers.items()):
        mine = [maker for maker in many if maker.enterprise == me]
        if not mine or product not in products:
            continue
        outputs = general_kinds(products, product)
        kind = next((one for one in outputs if _recipes(products, one)), None)
        for recipe in _recipes(products, kind) if kind else []:
            for requirement in sorted(products.predecessors(recipe)):
                before = found.get(requirement)
                goes_into = tuple(sorted({product, *(before.goes_into if before else ())}))
                found[requirement] = _requirement(products, requirement, recipe, goes_into)
    return tuple(found[name] for name in sorted(found))


def _recipes(products: nx.DiGraph, product: str) -> list[str]:
    return sorted(tail for tail, edge in products.pred[product].items() if edge["role"] == "output")


def _requirement(products: nx.DiGraph, requirement: str, recipe: str, goes_into: tuple[str, ...]) -> Input:
    met = [(edge.get("rank") or 0, tail, edge) for tail, edge in products.pred[requirement].items()]
    met.sort(key=lambda one: one[:2])
    firm = all(edge["status"] != "assumed" for _, _, edge in met)
    rows_of = {row for _, _, edge in met for row in edge["evidence"]} | set(
        products.edges[requirement, recipe]["evidence"]
    )
    return Input(
        products=tuple(tail for _, tail, _ in met),
        goes_into=goes_into,
        essential=bool(products.nodes[requirement].get("essential", True)),
        status="reported" if firm else "assumed",
        evidence=tuple(sorted(rows_of)),
    )


def _name(face: Dataset, graph: nx.MultiDiGraph) -> None:
    """Put names, sources and document numbers of everything that is mentioned on the graph."""
    about = graph.graph
    makers = [maker for many in about["makers"].values() for maker in many]
    carriers = [*about["inputs"], *about["readings"], *makers]
    evidence = {row for one in carriers for row in one.evidence}
    evidence |= {row for _, _, rows_of in graph.edges(data="evidence") for row in rows_of}
    about["sources"] = sources(face, evidence)
    searched = rows(face, "documents")
    about["numbers"] = {row["document"]: row["number"] for row in searched if row["number"]}
    about["issued"] = {row["document"]: row["issued"] for row in searched if row["issued"]}
    mentioned = {source[0] for many in about["sources"].values() for source in many} | set(graph)
    mentioned |= {each for one in about["inputs"] for each in (*one.products, *one.goes_into)}
    mentioned |= {product for _, _, many in graph.edges(data="products") for product in many}
    mentioned |= {each for one in about["readings"] for each in (one.indicator, one.unit, *one.publisher)}
    mentioned |= {each for maker in makers for each in (maker.enterprise, *maker.places)}
    mentioned |= {unit for _, _, unit in graph.edges(data="unit") if unit}
    mentioned |= {*about["within"].keys(), *(place for many in about["within"].values() for place in many)}
    about["names"] = labels(face, mentioned)
    about["aliases"] = aliases(face, mentioned & (set(graph) | {p for one in about["inputs"] for p in one.products}))

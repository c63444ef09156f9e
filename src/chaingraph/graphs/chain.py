"""Chain graphs: the products of a chain, what they are made from, and who makes them where (a `networkx.DiGraph`)."""

from collections.abc import Mapping
from typing import Any

import networkx as nx
from rdflib import Dataset

from chaingraph.collecting import no_collecting
from chaingraph.errors import QueryError
from chaingraph.graphs.naming import known_aliases, known_labels
from chaingraph.graphs.products import product_graph, products_of
from chaingraph.graphs.rows import grouped, local, once, rows, values, within
from chaingraph.graphs.sources import MANY, Source, all_sources, sources
from chaingraph.graphs.trade import add_makers
from chaingraph.model import Completeness, Participant, Reading, Segment, Shortage
from chaingraph.names import resolve
from chaingraph.queries import Row
from chaingraph.times import last_day
from chaingraph.vocabulary import curie

__all__ = ["chain_graph", "readings_of"]


def chain_graph(face: Dataset, chain: str, *, as_of: str | None = None) -> nx.DiGraph:
    """Return the chain graph of one chain: its products, what they are made from, and who makes them where.

    Parameters
    ----------
    chain
        CURIE, IRI or name of the chain.
    as_of
        Day, month or year for which the statements should hold; None: those that have not ended.

    Returns
    -------
    networkx.DiGraph
        With the attributes that `chaingraph.model` describes. It holds the segments' products, all kinds of them, and
        everything that goes into them by recipes, at any depth.
    """
    me = curie(resolve(face, chain, kind="chain"))
    with no_collecting():
        return _graph(face, chain, me, as_of)


def _graph(face: Dataset, chain: str, me: str, as_of: str | None) -> nx.DiGraph:
    segments = _segments(face, me)
    if not segments:
        raise QueryError.of(chain, zh="这条产业链没有环节。", en="this chain has no segments.")
    graph = products_of(product_graph(face), segments.values())
    inside = within(face)
    unnamed = {str(row["enterprise"]) for row in rows(face, "unnamed")}
    traded = add_makers(face, graph, inside, unnamed, as_of)
    _shortages(face, graph, segments, as_of)
    _complete(face, graph, me)
    _participants(face, me, segments, graph, inside, unnamed)
    for name, segment in segments.items():
        for product in segment["products"]:
            graph.nodes[product]["segments"] += (name,)
    readings = readings_of(face, {str(row["subject"]) for row in rows(face, "concerned", chain=me)})
    searched = rows(face, "documents")
    graph.graph.update(
        chain=me,
        as_of=as_of,
        searched=tuple(sorted({str(row["document"]) for row in searched})),
        numbers={row["document"]: row["number"] for row in searched if row["number"]},
        issued={row["document"]: row["issued"] for row in searched if row["issued"]},
        segments=segments,
        indicators=readings,
        within=inside,
    )
    graph.graph["sources"], documents = _sources(face, graph)
    mentioned = _mentioned(graph) | traded | documents
    names = graph.graph["names"] = known_labels(face, mentioned)
    graph.graph["aliases"] = known_aliases(face, mentioned)
    graph.graph["label_zh"], graph.graph["label_en"] = names[me]
    for thing, attributes in [*graph.nodes(data=True), *segments.items()]:
        attributes["label_zh"], attributes["label_en"] = names[thing]
    return graph


def _segments(face: Dataset, chain: str) -> dict[str, Segment]:
    found = grouped(rows(face, "segments", chain=chain), "segment")
    return {
        name: Segment(
            label_zh=name,
            label_en=None,
            tier=group[0]["tier"],
            upstream_of=values(group, "next"),
            products=values(group, "product"),
            participants=(),
            shortages=(),
            evidence=values(group, "source"),
        )
        for name, group in found.items()
    }


def _shortages(face: Dataset, graph: nx.DiGraph, segments: dict[str, Segment], as_of: str | None) -> None:
    for source, group in grouped(rows(face, "shortages"), "source").items():
        row = group[0]
        if as_of and row["as_of"] and row["as_of"] > last_day(as_of):
            continue
        shortage = Shortage(
            kind=local(row["kind"]),
            places=frozenset(values(group, "place")),
            state=local(row["state"]) or "open",
            as_of=row["as_of"],
            tasked_with=values(group, "tasked_with"),
            evidence=(source,),
        )
        for subject in values(group, "subject"):
            if subject in graph:
                graph.nodes[subject]["shortages"] += (shortage,)
            elif subject in segments:
                segments[subject]["shortages"] += (shortage,)


def _complete(face: Dataset, graph: nx.DiGraph, chain: str) -> None:
    for row in rows(face, "completeness"):
        subject, region = row["subject"], str(row["region"])
        witness = Completeness(region=region, evidence=(str(row["source"]),), as_of=row["as_of"])
        products = [n for n, kind in graph.nodes(data="kind") if kind == "product"] if subject == chain else [subject]
        for product in products:
            if product in graph:
                graph.nodes[product]["complete"] += (witness,)


def _participants(
    face: Dataset,
    chain: str,
    segments: dict[str, Segment],
    graph: nx.DiGraph,
    within: Mapping[str, frozenset[str]],
    unnamed: set[str],
) -> None:
    everyone: list[Participant] = []
    for source, group in grouped(rows(face, "participants", chain=chain), "source").items():
        participant = _participant(source, group[0], within, unnamed)
        everyone.append(participant)
        for segment in values(group, "segment"):
            if segment in segments:
                segments[segment]["participants"] += (participant,)
    claimants: dict[str, tuple[Participant, ...]] = {}
    for row in rows(face, "claimants"):
        product = str(row["product"])
        if product in graph:
            claimants[product] = (*claimants.get(product, ()), _participant(str(row["source"]), row, within, unnamed))
    graph.graph["claimants"] = claimants
    graph.graph["participants"] = tuple(
        dict.fromkeys((*everyone, *(each for listed in claimants.values() for each in listed)))
    )


def _participant(source: str, row: Row, within: Mapping[str, frozenset[str]], unnamed: set[str]) -> Participant:
    enterprise = str(row["enterprise"])
    return Participant(
        enterprise=enterprise,
        places=within.get(enterprise, frozenset()),
        role=local(row["role"]) or None,
        as_of=row["as_of"] or None,
        unnamed=enterprise in unnamed,
        evidence=(source,),
    )


def readings_of(face: Dataset, subjects: set[str]) -> tuple[Reading, ...]:
    """Return the values of indicators that are said of some things."""
    listed = rows(face, "readings")
    wanted = {row["source"] for row in listed if row["subject"] in subjects}
    found = grouped([row for row in listed if row["source"] in wanted], "source")
    return tuple(
        Reading(
            indicator=str(group[0]["indicator"]),
            subject=subject,
            kind=local(group[0]["kind"]).removesuffix("Value").lower(),
            value=float(group[0]["value"] or 0),
            unit=str(group[0]["unit"]),
            comparator=local(group[0]["comparator"]) or "eq",
            valid_from=group[0]["valid_from"],
            valid_until=group[0]["valid_until"],
            as_of=group[0]["as_of"],
            scope=group[0]["scope"],
            together=values(group, "subject"),
            publisher=values(group, "publisher"),
            evidence=(source,),
        )
        for source, group in found.items()
        for subject in values(group, "subject")
        if subject in subjects
    )


def _mentioned(graph: nx.DiGraph) -> set[str]:
    """Return everything that a page may want to name, makers and supplies left aside."""
    within: Mapping[str, frozenset[str]] = graph.graph["within"]
    found: set[str] = {graph.graph["chain"], *graph, *graph.graph["segments"], *graph.graph["searched"], *within}
    shortages = [s for _, many in graph.nodes(data="shortages", default=()) for s in many]
    shortages += [s for segment in graph.graph["segments"].values() for s in segment["shortages"]]
    found.update(x for shortage in shortages for x in (*shortage.places, *shortage.tasked_with))
    found.update(p.enterprise for p in graph.graph["participants"])
    for reading in graph.graph["indicators"]:
        found.update((reading.indicator, reading.subject, reading.unit, *reading.publisher))
    return found


def _sources(face: Dataset, graph: nx.DiGraph) -> tuple[dict[str, tuple[Source, ...]], set[str]]:
    """Return where the rows of a graph stand, and in which documents; of very many, all of the store, for all graphs."""
    if len(graph.graph["supplies"]) > MANY:
        every = all_sources(face)
        return every, once(face, "documents of all rows", lambda: _documents(every))
    found = sources(face, _evidence(graph))
    return found, _documents(found)


def _documents(found: Mapping[str, tuple[Source, ...]]) -> set[str]:
    return {source[0] for many in found.values() for source in many}


def _evidence(graph: nx.DiGraph) -> set[str]:
    segments = graph.graph["segments"].values()
    carriers: list[Any] = [*graph.graph["participants"], *graph.graph["indicators"], *graph.graph["supplies"]]
    for _, data in graph.nodes(data=True):
        carriers.extend((*data.get("makers", ()), *data.get("shortages", ()), *data.get("complete", ())))
    carriers.extend(s for segment in segments for s in segment["shortages"])
    found = {row for carrier in carriers for row in carrier.evidence}
    found.update(row for segment in segments for row in segment["evidence"])
    found.update(row for _, evidence in graph.nodes(data="evidence", default=()) for row in evidence)
    return found.union(*(evidence for _, _, evidence in graph.edges(data="evidence")))

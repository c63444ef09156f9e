"""Maps of enterprises and places (配套企业分布图、区域布局图): from the store to the page."""

from collections.abc import Callable, Iterable, Mapping

import networkx as nx
from rdflib import Dataset

from chaingraph.analysis import Diagnosis
from chaingraph.analysis.basis import BASES
from chaingraph.analysis.rate import local_supply_rate
from chaingraph.calls import regions
from chaingraph.errors import QueryError
from chaingraph.graphs import shared_rows
from chaingraph.graphs.placing import place_graph
from chaingraph.graphs.rows import within
from chaingraph.graphs.sourcing import sourcing_graph, supplied
from chaingraph.grouping import with_group
from chaingraph.names import labels, resolve
from chaingraph.verbs import is_local
from chaingraph.views.bilingual import Both
from chaingraph.vocabulary import curie

__all__ = ["areas_map", "check", "site_maps", "suppliers_map"]

Results = Iterable[tuple[nx.DiGraph, Diagnosis]]


def areas_map(
    face: Dataset, given: Mapping[str, str], found: Callable[[], Results], *, lang: str = "zh", home: bool = False
) -> str:
    """Return the regional map: parameters ``region``, ``chain`` (shown first, all others stay to be chosen), ``as_of``.

    Parameters
    ----------
    found
        Gives graph and diagnosis of every chain, seen from the region.
    home
        Whether an ``index.html`` lies beside the page.

    Raises
    ------
    QueryError
        A parameter is unknown; several regions are given; no place in the region has coordinates.
    """
    from chaingraph import views

    check(given, "areas", needs=(), takes=("region", "chain", "as_of"))
    places = regions(face, given.get("region"))
    if len(places) > 1:
        raise QueryError.of("region", zh="区域布局图一次只画一个地区。", en="a regional map shows one region.")
    chain = curie(resolve(face, given["chain"], kind="chain")) if given.get("chain") else ""
    graph = place_graph(face, region=places[0])
    results = [one for one in found() if is_local(one[1]) or one[1].chain == chain]
    return views.regional_page(graph, results, chain=chain, lang=lang, home=home)


def suppliers_map(face: Dataset, given: Mapping[str, str], *, lang: str = "zh", home: bool = False) -> str:
    """Return the supply map of one enterprise: parameters ``enterprise``, ``region``, ``as_of``.

    Raises
    ------
    QueryError
        A parameter is missing or unknown; there is no such enterprise; nothing is on record of what it gets.
    """
    from chaingraph import views

    check(given, "suppliers", needs=("enterprise",), takes=("region", "as_of"))
    as_of = given.get("as_of")
    with shared_rows(face):
        graph = sourcing_graph(face, given["enterprise"], as_of=as_of)
        graph, region = with_group(graph, regions(face, given.get("region")))
    me = graph.graph["enterprise"]
    now = graph.edge_subgraph([edge[:3] for edge in graph.edges(keys=True, data="ended") if not edge[3]]).copy()
    now.add_node(me, **graph.nodes[me])
    rates = [local_supply_rate(now, region=region, customer=me, basis=basis, as_of=as_of) for basis in BASES]
    return views.supply_page(
        graph, region=region, rates=[rate for rate in rates if rate.supplies], lang=lang, home=home
    )


def site_maps(face: Dataset, *, region: str, results: Results, lang: str = "zh") -> dict[str, tuple[Both, str]]:
    """Return the maps of a region that lie beside an ``index.html``: title and page by file name.

    The regional map, when places in it have coordinates, and the supply map of each enterprise there whose supplies are
    on record.
    """
    found: dict[str, tuple[Both, str]] = {}
    with shared_rows(face):
        graph = place_graph(face, region=region)
        if any(north is not None for _, north in graph.nodes(data="latitude")):
            from chaingraph import views

            text = views.regional_page(graph, list(results), lang=lang, home=True)
            found["areas.html"] = Both("区域布局示意图", "Regional map"), text
        inside = within(face)
        customers = [one for one in supplied(face) if region in inside.get(one, ())]
        for one, (zh, en) in labels(face, customers).items():
            text = suppliers_map(face, {"enterprise": one, "region": region}, lang=lang, home=True)
            title = Both(f"{zh}配套企业分布图", f"Suppliers of {en}")
            found[f"suppliers-{one.partition(':')[2]}.html"] = title, text
    return found


def check(given: Mapping[str, str], name: str, *, needs: tuple[str, ...], takes: tuple[str, ...]) -> None:
    """Refuse parameters that a map does not take, or that are missing."""
    known = (*needs, *takes)
    if set(given) - set(known) or any(not given.get(one) for one in needs):
        listed = [f"{one}=…" for one in known]
        raise QueryError.of(name, zh=f"参数：{'、'.join(listed)}。", en=f"parameters: {', '.join(listed)}.")

"""Time from opening a page to its first picture in headless Chromium, without network: made-up networks and chains.

Prints for each page its size, how long it took to write, and the median of how long it took to open [s]. Needs Chromium
and playwright (``pip install '.[test]'``).
"""

import argparse
import random
import shutil
import statistics
import tempfile
import time
from pathlib import Path

import networkx as nx
from playwright.sync_api import Browser, sync_playwright

from chaingraph import views
from chaingraph.analysis import diagnose
from chaingraph.model import Maker

REGION = "region:430100"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def network(nodes: int, *, parks: int = 0) -> nx.DiGraph:
    """Make a network with 1.5 links per node, most of them between neighbours in number."""
    dice = random.Random(nodes)
    graph = nx.DiGraph()
    for number in range(nodes):
        told = {"park": f"虚构园区{dice.randrange(parks)}"} if parks else {}
        graph.add_node(
            f"e:{number}", kind="enterprise", label_zh=f"虚构企业{number}号", label_en=f"Firm {number}", **told
        )
    for _ in range(nodes * 3 // 2):
        start = dice.randrange(nodes)
        graph.add_edge(f"e:{start}", f"e:{(start + dice.randrange(1, 60)) % nodes}")
    return graph


def chain(nodes: int) -> tuple[nx.DiGraph, nx.MultiDiGraph]:
    """Make a chain of about *nodes*: two products to three enterprises, ten products per segment, a recipe for each third."""
    dice = random.Random(nodes)
    products, enterprises = nodes * 2 // 5, nodes * 3 // 5
    segments = max(4, products // 10)
    parks = {f"park:p{number}": frozenset({REGION}) for number in range(max(4, nodes // 100))}
    graph = nx.DiGraph()
    names = {park: (f"虚构园区{number}", f"Park {number}") for number, park in enumerate(parks)}
    names |= {f"enterprise:e{number}": (f"虚构企业{number}号", f"Firm {number}") for number in range(enterprises)}
    makers: dict[int, list[Maker]] = {}
    for number in range(enterprises):
        park = dice.choice(list(parks))
        row = (f"data:big/capabilities.csv#row={number + 2}",)
        maker = Maker(
            enterprise=f"enterprise:e{number}",
            places=frozenset({park, REGION}),
            as_of=str(2021 + number % 5),
            evidence=row,
        )
        makers.setdefault(dice.randrange(products), []).append(maker)
    for number in range(products):
        graph.add_node(
            f"product:x{number}", kind="product", label_zh=f"虚构产品{number}", label_en=f"Product {number}", shortages=(),
            makers=tuple(makers.get(number, ())), complete=(), segments=(f"segment:s{number * segments // products}",),
        )  # fmt: skip
    for number in range(10, products, 3):
        graph.add_node(f"recipe:r{number}", kind="recipe", label_zh="", label_en="", status="assumed", evidence=())
        graph.add_edge(f"recipe:r{number}", f"product:x{number}", role="output", status="assumed", evidence=())
        for place in range(2):
            need = f"requirement:q{number}-{place}"
            graph.add_node(need, kind="requirement", label_zh="", label_en="", essential=True)
            graph.add_edge(need, f"recipe:r{number}", role="requires", status="assumed", evidence=())
            start = f"product:x{max(0, number - dice.randrange(1, 30))}"
            graph.add_edge(start, need, role="alternative", rank=1, status="assumed", evidence=())
    listed: dict[str, dict[str, object]] = {
        f"segment:s{number}": {
            "label_zh": f"环节{number}", "label_en": f"Segment {number}", "products": (), "participants": (), "shortages": (),
            "tier": f"tier:{('upstream', 'midstream', 'downstream')[number * 3 // segments]}", "evidence": (),
            "upstream_of": (f"segment:s{number + 1}",) if number + 1 < segments else (),
        }
        for number in range(segments)
    }  # fmt: skip
    for product, (segment,) in [(name, told) for name, told in graph.nodes(data="segments") if told]:
        listed[segment]["products"] = (*listed[segment]["products"], product)  # type: ignore[misc]
    within = {**parks, REGION: frozenset()}
    graph.graph.update(
        chain="chain:big", label_zh="虚构产业链", label_en="Made-up chain", segments=listed, searched=(), indicators=(),
        names={**names, REGION: ("虚构市", "Made-up City")}, within=within, sources={}, supplies=(),
    )  # fmt: skip
    supply = nx.MultiDiGraph(searched=(), within=within)
    return graph, supply


def opened(browser: Browser, file: Path) -> float:
    """Return the time from the call to the first picture, seen from outside [s]."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, offline=True)
    page = context.new_page()
    start = time.perf_counter()
    page.goto(file.as_uri(), wait_until="commit")
    page.wait_for_selector("html[data-ready]", timeout=120_000)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => done()))")
    spent = time.perf_counter() - start
    context.close()
    return spent


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--sizes", type=int, nargs="+", default=[300, 2_000, 20_000])
    reader.add_argument("--repeats", type=int, default=3)
    given = reader.parse_args()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=FLAGS)
        print(f"{'page':<10}{'nodes':>8}{'MB':>8}{'write s':>10}{'open s':>8}")
        for size in given.sizes:
            graph, supply = chain(size)
            found = diagnose(graph, supply, region=REGION)
            plain, parks = network(size), network(size, parks=40)
            for name, make in (
                ("draw", lambda plain=plain: views.draw_page(plain, title="虚构网络")),
                ("draw parks", lambda parks=parks: views.draw_page(parks, title="虚构网络")),
                ("chain", lambda graph=graph, found=found: views.chain_page(graph, found)),
            ):
                start = time.perf_counter()
                text = make()
                spent = time.perf_counter() - start
                file = Path(folder) / f"{name}-{size}.html"
                file.write_text(text, encoding="utf-8")
                median = statistics.median(opened(browser, file) for _ in range(given.repeats))
                print(f"{name:<10}{size:>8}{len(text.encode()) / 1e6:>8.2f}{spent:>10.2f}{median:>8.2f}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()

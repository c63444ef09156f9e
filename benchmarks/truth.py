"""Do the analyses find what is planted, and no more? Made-up networks of known truth with 0, 10, 30, 50 % of the makers hidden.

    make bench-truth                   all of it (some minutes)
    python benchmarks/truth.py 1 2     with these seeds

Printed is what came out; nothing here asserts.
"""

import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from chaingraph.analysis.absence import InferredMissing, inferred_missing
from chaingraph.analysis.alone import stands_on_one
from chaingraph.analysis.histories import detection_histories
from chaingraph.analysis.local import local_gaps
from chaingraph.analysis.missing import missing_links
from chaingraph.analysis.occupancy import Occupancy, fit_occupancy
from chaingraph.analysis.weak import weak_links
from chaingraph.graphs import chain_graph, chains
from chaingraph.store import build
from chaingraph.synth import Network, Records, Size, answers, hide, make_network, write_data_set
from chaingraph.synth.hiding import CLUSTERS, SOURCES
from chaingraph.synth.naming import enterprise_id, product_id, region_id

HIDDEN = (0.0, 0.1, 0.3, 0.5)
ALPHA = (0.05, 0.10, 0.20)
THROUGH = (
    0.10  # alpha of what is called through the store, where demand is not given and each chain is fitted by itself
)
WIDE = Size(products=600, enterprises=8000, supplies=100, regions=20)
LINKED = Size(products=300, enterprises=3000, supplies=9000, regions=8)
NAME = "truth"


def fitted(network: Network, records: Records, *, numbers: bool = True) -> Occupancy:
    """Fit presence from what the sources name, twins and echo included, and from demand and relatedness."""
    named = {
        source: [
            ((maker.product, maker.region), f"{maker.enterprise} {'' if same else source}")
            for number in records.named[source]
            for maker in [network.makers[number]]
            for same in [records.spelled.get((source, number), True)]
        ]
        for source in SOURCES
    }
    histories = detection_histories(
        named,
        records.searched,
        units=network.units,
        cluster=CLUSTERS,
        numbers=numbers,
        attested=records.attract,
        surveyed=records.surveyed,
    )  # type: ignore[arg-type]
    known = {"demand": network.demand, "relatedness": network.related}
    return fit_occupancy(histories, known, numbers=numbers)


def ideal(network: Network, records: Records, model: Occupancy) -> Occupancy:
    """Return the model with the probabilities that the generator drew from."""
    h, rho = records.missed, network.rho
    unseen = network.psi * (network.single * h + (1 - network.single) * (1 - rho) * h / (1 - rho * h))
    might = np.array([unit in records.surveyed for unit in network.units])
    present = unseen / ((1 - network.psi) * (1 - records.attesting * might) + unseen)
    return replace(model, present=np.where(np.isin(model.present, (0.0, 1.0)), model.present, present))


def share(part: float, whole: float) -> str:
    return f"{part / whole:8.3f}" if whole else f"{'-':>8}"


def wrong(called: Iterable[InferredMissing], made: set[tuple[int, int]]) -> int:
    return sum((one.subject, one.region) in made for one in called)


def calibration(seeds: list[int]) -> None:
    """Print, per share hidden and alpha, the share of wrong calls against what is predicted, and recall."""
    print(f"\nmissing, inferred: {WIDE}; {len(seeds)} seeds pooled; demanded, nobody named, no witness")
    print("hidden alpha  model     called   wrong   predicted  recall  allowed  ratio")
    for hidden in HIDDEN:
        rows: dict[tuple[float, str], np.ndarray] = {}
        for seed in seeds:
            network = make_network(WIDE, seed=seed)
            records = hide(network, hidden=hidden, seed=seed)
            made = {(maker.product, maker.region) for maker in network.makers}
            among = answers(network, records.visible(), stops=False).missing
            among = among & set(network.units) - set(records.attract) - set(records.complete)
            absent = len(among - made)
            both = fitted(network, records)
            for alpha in ALPHA:
                best = inferred_missing(ideal(network, records, both), alpha=alpha, among=among)
                allowed = len(best) - wrong(best, made)
                for label, model in (("numbers", both), ("plain", fitted(network, records, numbers=False))):
                    called = inferred_missing(model, alpha=alpha, among=among)
                    bad = wrong(called, made)
                    predicted = called[0].predicted * len(called) if called else 0.0
                    row = np.array([len(called), bad, predicted, len(called) - bad, absent, allowed], float)
                    rows[alpha, label] = rows.get((alpha, label), 0.0) + row
        for (alpha, label), (count, bad, predicted, right, absent, allowed) in sorted(rows.items()):
            print(
                f"{hidden:6.0%} {alpha:5.2f}  {label:8} {count:7.0f} {share(bad, count)} {share(predicted, count)}"
                f" {share(right, absent)} {share(allowed, absent)} {share(right, allowed)}",
                flush=True,
            )


def compared(label: str, found: set[object], true: set[object]) -> None:
    both = len(found & true)
    print(f"  {label:<46}{len(true):>7}{len(found):>7} {share(both, len(found))} {share(both, len(true))}", flush=True)


def structure(seed: int) -> None:
    """Print precision and recall of what is found through the store, against the right answers."""
    print(f"\nfound through the store: {LINKED}, seed {seed}")
    network = make_network(LINKED, seed=seed)
    products = [product_id(NAME, p) for p in range(network.size.products)]
    for hidden in HIDDEN:
        records = hide(network, hidden=hidden, seed=seed)
        with tempfile.TemporaryDirectory() as place:
            write_data_set(network, records, Path(place) / NAME)
            store = build([Path(place) / NAME])
        inferred: list[tuple[str, int, float]] = []
        found: dict[str, set[object]] = {key: set() for key in ("attested", "missing", "gaps", "weak", "stops")}
        for chain in chains(store):
            graph = chain_graph(store, chain)
            for r in range(network.size.regions):
                region = region_id(NAME, r)
                links = missing_links(graph, region=region)
                found["missing"] |= {(link.subject, r) for link in links}
                found["attested"] |= {(link.subject, r) for link in links if link.state == "missing"}
                through = missing_links(graph, region=region, alpha=THROUGH)
                inferred += [(link.subject, r, link.predicted or 0.0) for link in through if link.state == "inferred"]
                found["gaps"] |= {(gap.subject, r) for gap in local_gaps(graph, region=region)}
                found["weak"] |= {(link.subject, r) for link in weak_links(graph, region=region) if link.sole}
                for one in stands_on_one(graph, region=region):
                    found["stops"] |= {(one.subject, product) for product in (*one.products, *one.loses)}
        part = answers(network, records.visible(), named=records.spellings())
        matched = answers(network, records.visible())
        made = {(products[m.product], m.region) for m in network.makers}
        made |= {
            (products[network.general[m.product]], m.region) for m in network.makers if m.product in network.general
        }
        own = {products[p] for p in range(network.size.products) if p not in set(network.general.values())}
        print(f" hidden {hidden:.0%}: {'':<34} true  found precision recall")
        stated = {(products[p], r) for p, r in records.attract}
        compared("attested gaps: stated shortages", found["attested"] & stated, stated)
        print(f"  {'called missing, attested, yet made there':<46}{len(found['attested'] & made):>7}")
        bad, predicted = sum(one[:2] in made for one in inferred), sum(one[2] for one in inferred)
        label = f"called missing, inferred, at {THROUGH}: wrong, predicted"
        print(f"  {label:<46}{len(inferred):>14} {share(bad, len(inferred))} {share(predicted, len(inferred))}")
        compared("missing links, visible part", found["missing"], {(products[p], r) for p, r in part.missing})
        compared("local gaps, visible part", found["gaps"], {(products[p], r) for p, r in part.gaps})
        compared("weak links (sole maker), visible part", found["weak"], {(products[p], r) for p, r in part.weak})
        stops = {(enterprise_id(NAME, e, twin), products[p]) for e, twin, p in part.stops}
        alone = {s for s in found["stops"] if s[1] in own}  # type: ignore[index]
        compared("single points: who stops what, visible part", alone, stops)
        compared("single points: who, visible part", {s[0] for s in found["stops"]}, {s[0] for s in stops})  # type: ignore[index]
        print("  what spellings that nobody has matched cost: the same, if every enterprise stood there once")
        compared("weak links (sole maker)", found["weak"], {(products[p], r) for p, r in matched.weak})
        compared(
            "single points: who stops what", alone, {(enterprise_id(NAME, e), products[p]) for e, _, p in matched.stops}
        )


if __name__ == "__main__":
    chosen = [int(word) for word in sys.argv[1:]] or [1, 2, 3]
    for chosen_seed in chosen:
        structure(chosen_seed)
    calibration(chosen)

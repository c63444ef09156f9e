"""Is a made-up network what its description says, and do the analyses find its right answers?"""

import csv
import tomllib

import numpy as np
import pytest
from click.testing import CliRunner

from chaingraph.analysis.absence import chain_histories, infer_missing
from chaingraph.analysis.alone import stands_on_one
from chaingraph.analysis.histories import detection_histories
from chaingraph.analysis.local import local_gaps
from chaingraph.analysis.missing import missing_links
from chaingraph.analysis.weak import weak_links
from chaingraph.cli.making import synth
from chaingraph.graphs import chain_graph, chains
from chaingraph.store import build
from chaingraph.synth import Size, answers, hide, make_network, write_data_set
from chaingraph.synth.hiding import CLUSTERS, SOURCES
from chaingraph.synth.naming import enterprise_id, product_id, region_id

SIZE = Size(products=100, enterprises=500, supplies=900, regions=4, chains=1)


@pytest.fixture(scope="module")
def network():
    return make_network(SIZE, seed=2)


@pytest.fixture(scope="module")
def records(network):
    return hide(network, hidden=0.2, seed=2, spelled=0.0)


@pytest.fixture(scope="module")
def chain(network, records, tmp_path_factory):
    folder = tmp_path_factory.mktemp("data") / "net"
    write_data_set(network, records, folder)
    store = build([folder])
    return chain_graph(store, chains(store)[0])


def products(network):
    return [product_id("net", number) for number in range(network.size.products)]


def test_every_maker_stands_where_the_unit_is_and_once(network) -> None:
    assert all(network.place[maker.enterprise][0] == maker.region for maker in network.makers)
    assert len({(maker.enterprise, maker.product) for maker in network.makers}) == len(network.makers)
    assert {maker.enterprise for maker in network.makers} == set(range(len(network.place)))


def test_products_form_no_cycle_and_general_ones_have_no_maker(network) -> None:
    assert all(
        network.level[product] < network.level[recipe.output]
        for recipe in network.recipes
        for some, _ in recipe.requirements
        for product in some
    )
    assert not {maker.product for maker in network.makers} & set(network.general.values())


def test_shares_of_one_input_make_up_the_whole(network) -> None:
    total: dict[tuple[int, int], float] = {}
    for supply in network.supplies:
        key = supply.customer, network.makers[supply.maker].product
        total[key] = total.get(key, 0.0) + supply.share
    assert list(total.values()) == pytest.approx([1.0] * len(total))


def test_presence_follows_its_probabilities() -> None:
    """Some 10,000 units: presence and mean number of makers within four standard errors."""
    network = make_network(Size(products=600, enterprises=8000, supplies=1, regions=20), seed=4)
    made = {(maker.product, maker.region) for maker in network.makers}
    psi = network.psi
    assert len(made) == pytest.approx(psi.sum(), abs=4 * np.sqrt((psi * (1 - psi)).sum()))
    mean = network.single + (1 - network.single) / (1 - network.rho)
    assert len(network.makers) == pytest.approx((psi * mean).sum(), rel=0.06)
    assert len(network.place) == pytest.approx(8000, rel=0.05)


@pytest.mark.parametrize("hidden", [0.0, 0.1, 0.5])
def test_the_share_asked_for_is_hidden(network, hidden) -> None:
    n = len(network.makers)
    seen = hide(network, hidden=hidden, seed=9).visible()
    assert 1 - len(seen) / n == pytest.approx(hidden, abs=4 * np.sqrt(hidden * (1 - hidden) / n))


def test_what_is_stated_and_complete_is_true(network, records) -> None:
    made = {(maker.product, maker.region) for maker in network.makers}
    assert records.attract
    assert not set(records.attract) & made
    assert set(records.strengthen) <= made
    register = set(records.named["register"])
    assert register == {n for n, m in enumerate(network.makers) if (m.product, m.region) in records.complete}
    assert set(records.named["echo"]) < set(records.named["press"])


def test_the_analyses_find_the_answers_of_the_visible_part(network, records, chain) -> None:
    right, names = answers(network, records.visible()), products(network)
    for number in range(SIZE.regions):
        region = region_id("net", number)
        for found, true in (
            ({link.subject for link in missing_links(chain, region=region)}, right.missing),
            ({gap.subject for gap in local_gaps(chain, region=region)}, right.gaps),
            ({link.subject for link in weak_links(chain, region=region) if link.sole}, right.weak),
        ):
            assert found == {names[p] for p, r in true if r == number}
        stops = {
            (one.subject, product)
            for one in stands_on_one(chain, region=region)
            for product in (*one.products, *one.loses)
            if product not in {names[p] for p in network.general.values()}
        }
        own = {(enterprise_id("net", e, t), names[p]) for e, t, p in right.stops if network.place[e][0] == number}
        assert stops == own


def test_an_enterprise_whose_spellings_nobody_matched_is_two_on_record(network, tmp_path) -> None:
    """Nine in ten names are spelled otherwise, a tenth of those not matched: it hides sole makers, and the answers say so."""
    records = hide(network, hidden=0.0, seed=2, spelled=0.9)
    split = {number for number, names in records.spellings().items() if len(names) > 1}
    right = answers(network, records.visible(), named=records.spellings())
    assert split
    assert right.weak < answers(network, records.visible()).weak
    write_data_set(network, records, tmp_path / "net")
    store = build([tmp_path / "net"])
    graph, names = chain_graph(store, chains(store)[0]), products(network)
    general = {names[p] for p in network.general.values()}
    for number in range(SIZE.regions):
        region = region_id("net", number)
        sole = {link.subject for link in weak_links(graph, region=region) if link.sole}
        assert sole == {names[p] for p, r in right.weak if r == number}
        alone = stands_on_one(graph, region=region)
        stops = {(one.subject, product) for one in alone for product in {*one.products, *one.loses} - general}
        own = {(enterprise_id("net", e, t), names[p]) for e, t, p in right.stops if network.place[e][0] == number}
        assert stops == own


def test_stated_shortages_and_complete_lists_attest_and_nothing_else(network, records, chain) -> None:
    names, made = products(network), {(maker.product, maker.region) for maker in network.makers}
    for number in range(SIZE.regions):
        links = missing_links(chain, region=region_id("net", number))
        called = {link.subject for link in links if link.state == "missing"}
        demanded = {link.subject for link in links}
        stated = {names[p] for p, r in records.attract if r == number}
        complete = {names[p] for p, r in records.complete if r == number and (p, r) not in made} & demanded
        assert called == stated | complete


def test_histories_of_the_graph_are_those_of_the_records(network, records, chain) -> None:
    regions = [region_id("net", number) for number in range(SIZE.regions)]
    cluster = {f"document:net-{a}": f"document:net-{b}" for a, b in CLUSTERS.items()}
    names = products(network)

    def curie(unit):
        return names[unit[0]], regions[unit[1]]

    searched = {f"document:net-{s}": [curie(u) for u in records.searched[s]] for s in SOURCES}
    found = chain_histories(chain, regions=regions, searched=searched, cluster=cluster)
    named = {
        f"document:net-{s}": [
            (curie((maker.product, maker.region)), str(maker.enterprise))
            for maker in map(network.makers.__getitem__, records.named[s])
        ]
        for s in SOURCES
    }
    own = [
        row
        for row, (product, _) in enumerate(found.units)
        if product not in {names[p] for p in network.general.values()}
    ]
    right = detection_histories(named, searched, units=[found.units[row] for row in own], cluster=cluster)
    assert found.sources == right.sources
    assert (found.named[own] == right.named).all()
    assert (found.makers[own] == right.makers).all()
    assert (found.searched[own] == right.searched).all()


def test_inference_on_the_graph_calls_only_what_is_asked_and_unnamed(chain) -> None:
    regions = [region_id("net", number) for number in range(SIZE.regions)]
    links = missing_links(chain, region=regions[0])
    asked = {link.subject for link in links if link.state == "unknown"}
    called = infer_missing(chain, region=regions[0], products=asked, alpha=0.2, regions=regions)
    assert called
    assert {one.subject for one in called} <= asked
    assert {one.region for one in called} == {regions[0]}
    assert infer_missing(chain, region=regions[0], products=asked, regions=regions, least=10**6) == ()


def test_the_command_writes_the_same_bytes_for_the_same_seed(tmp_path) -> None:
    words = ["--products", "40", "--enterprises", "60", "--regions", "3", "--seed", "5", "--hidden", "0.3"]
    for parent in ("one", "two"):
        (tmp_path / parent).mkdir()
        done = CliRunner().invoke(synth, ["-o", str(tmp_path / parent / "net"), *words], obj="en")
        assert done.exit_code == 0, done.output
    first, second = tmp_path / "one" / "net", tmp_path / "two" / "net"
    files = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    assert [(first / file).read_bytes() for file in files] == [(second / file).read_bytes() for file in files]
    assert {str(file.parent) for file in files} == {".", "given", "truth"}
    assert tomllib.loads((first / "source.toml").read_text(encoding="utf-8"))["id"] == "net"
    with (first / "truth" / "makers.csv").open(encoding="utf-8") as file:
        true = list(csv.DictReader(file))
    assert 0 < sum(row["visible"] == "0" for row in true) < len(true)


def test_a_share_of_all_cannot_be_hidden(network) -> None:
    with pytest.raises(ValueError, match="below 1"):
        hide(network, hidden=1.0, seed=1)

"""The pages of all chains of Changsha in a real Chromium: what falls, what each year shows, sizes and links."""

import csv
import random
import re
import shutil
from pathlib import Path

import pytest

from chaingraph import verbs, views
from chaingraph.analysis import what_if
from chaingraph.analysis.known import years
from chaingraph.graphs import supply_graph
from chaingraph.paths import data_sets
from chaingraph.store import build
from chaingraph.views.scene import look_at, states_of
from test_chain_map_in_chromium import agrees
from test_pages_in_chromium import browser, opened  # noqa: F401

MOST = 6
"""Enterprises of one chain that are switched off one by one: all of them in most chains, else so many of them."""
DATED = ("capabilities", "participations", "shortages", "supplies")
"""Tables of statements that a year may be too early for."""


@pytest.fixture(scope="module")
def store():
    return build(data_sets())


@pytest.fixture(scope="module")
def results(store):
    return {found.chain: (chain, found) for chain, found in verbs.diagnoses(store) if verbs.is_local(found)}


@pytest.fixture(scope="module")
def folder(results, tmp_path_factory):
    folder = tmp_path_factory.mktemp("changsha")
    for chain, found in results.values():
        text = views.chain_page(chain, found)
        (folder / f"{name_of(found.chain)}.html").write_text(text, encoding="utf-8", newline="\n")
    return folder


def name_of(chain):
    return chain.partition(":")[2]


def cases_of(chain, people):
    """Each enterprise or a sample of them, all who hold one segment at once, three pairs, and everybody."""
    drawn = random.Random(5)
    alone = people if len(people) <= MOST else sorted(drawn.sample(people, MOST))
    held = [
        sorted({one.enterprise for product in about["products"] for one in chain.nodes[product]["makers"]})
        for about in chain.graph["segments"].values()
    ]
    pairs = [drawn.sample(people, 2) for _ in range(3)] if len(people) > 2 else []
    return [*([one] for one in alone), *filter(None, held), *pairs, people]


def test_what_falls_on_every_chain_is_what_the_analysis_says(browser, store, results, folder):  # noqa: F811
    supply, some = supply_graph(store), 0
    assert len(results) >= 10
    for chain, found in results.values():
        with opened(browser, folder / f"{name_of(found.chain)}.html") as page:
            people = page.evaluate(
                "Object.keys(chaingraph.data.things).filter((id) => chaingraph.data.things[id].kind === 'enterprise').sort()"
            )
            assert set(people) == set(look_at(chain, found).held)
            known = set(supply) | {one.enterprise for _, made in chain.nodes(data="makers") for one in made or ()}
            known |= {one.enterprise for about in chain.graph["segments"].values() for one in about["participants"]}
            cases = cases_of(chain, [one for one in people if one in known])
            fallen = page.evaluate("(cases) => cases.map((gone) => chaingraph.fall(gone))", cases)
        for gone, fell in zip(cases, fallen, strict=True):
            expected = what_if(chain, supply, region=found.region, remove=gone)
            agrees(fell, expected, (found.chain, gone))
            some += bool(expected.lost) and len(gone) == 1
    assert some >= 20


def test_a_click_on_the_button_of_a_card_shows_the_products_that_the_analysis_loses(browser, store, results, folder):  # noqa: F811
    chain, found = results["chain:construction-machinery"]
    gone = next(one.subject for one in found.alone if one.products)
    expected = what_if(chain, supply_graph(store), region=found.region, remove=[gone])
    with opened(browser, folder / "construction-machinery.html") as page:
        page.evaluate("(one) => chaingraph.open(one)", gone)
        page.click("#card .switch")
        shown = page.locator("#whatif-text .whatif-row").first.locator("[data-to]")
        assert sorted(one.get_attribute("data-to") for one in shown.all()) == list(expected.lost)
        fallen = "(id) => chaingraph.network.body.nodes[id].options.label.startsWith('⊘')"
        drawn = [one for one in expected.lost if page.evaluate("(id) => id in chaingraph.network.body.nodes", one)]
        assert drawn
        assert all(page.evaluate(fallen, one) for one in drawn)


def as_it_was(folder, year):
    """Build a store from the rows alone that speak of *year*, of an earlier time or of none."""
    for card in data_sets():
        shutil.copytree(card, folder / card.name)
    for table in (path for name in DATED for path in folder.glob(f"*/{name}.csv")):
        with table.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = [row for row in reader if row["as_of"][:4] <= year]
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, reader.fieldnames, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return build([folder / card.name for card in data_sets()])


def test_a_year_of_the_slider_shows_what_a_store_of_that_year_says(browser, folder, results, tmp_path):  # noqa: F811
    """State of every segment and product, and who holds each segment, against stores built without later rows."""
    then, told = {}, {name: years(chain) for name, (chain, _) in results.items()}
    for year in sorted({year for many in told.values() for year in many[:-1]}):
        store = as_it_was(tmp_path / year, year)
        then[year] = {found.chain: (chain, found) for chain, found in verbs.diagnoses(store, as_of=year)}
    seen = changed = 0
    for name, (_, now) in results.items():
        with opened(browser, folder / f"{name_of(name)}.html") as page:
            ticks = page.locator(".ticks span").all_inner_texts()
            assert ticks == (list(told[name]) if len(told[name]) > 1 else [])
            assert ticks == [] or page.locator("#when").inner_text() == ticks[-1]
            for number, year in enumerate(ticks[:-1]):
                chain, found = then[year][name]
                page.locator("#year").fill(str(number))
                assert page.locator("#when").inner_text() == year
                shown = page.evaluate(
                    "Object.fromEntries(Object.keys(chaingraph.data.things).map((id) => [id, chaingraph.stateOf(id)]))"
                )
                heads = page.evaluate(
                    "Object.fromEntries(chaingraph.data.network.nodes.map(({ id }) => [id, chaingraph.network.body.nodes[id].options.label]))"
                )
                expected = states_of(chain, found)
                things = [one for one in shown if one.startswith(("product:", "segment:"))]
                assert {one: shown[one] for one in things} == {one: expected.get(one, "") for one in things}, name
                for one in found.segments:
                    count = len({*one.makers, *one.participants})
                    assert re.search(r"(\d+)家\Z", heads[one.subject]).group(1) == str(count), (name, one.subject)
                seen += 1
                changed += [one.state for one in found.segments] != [one.state for one in now.segments]
    assert seen >= 10
    assert changed >= 1


def test_a_page_of_a_chain_is_small(folder):
    assert [(path.name, size) for path in folder.iterdir() if (size := path.stat().st_size) > 1_500_000] == []


def test_every_link_of_a_site_leads_to_a_page_and_a_thing_of_it(store, tmp_path):
    """Links of every page, and the things on them that the index leads to."""
    verbs.site(store, tmp_path)
    pages = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.html")}
    linked = set()
    for text in pages.values():
        for link in re.findall(r"<a [^>]*>", text):
            href, at = re.search(r'href="([^"#]*)', link), re.search(r'data-at="([^"]+)"', link)
            if href and href.group(1):
                page = Path(href.group(1)).name
                assert page in pages, link
                linked.add(page)
                assert at is None or f'"{at.group(1)}":{{' in pages[page], link
    assert linked == pages.keys()

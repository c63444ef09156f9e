"""Does the ontology's page tell every term in both languages, by its anchor, and without a request?"""

import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from chaingraph.glossary import documentation, sections
from chaingraph.paths import resource
from chaingraph.views.bilingual import Both
from chaingraph.views.ontology_page import Section, Term, ontology_page
from chaingraph.vocabulary import CG

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph().parse(resource("ontology", "chaingraph.ttl"))


def term(anchor: str) -> Term:
    return next(one for section in sections() for one in section.terms if one.anchor == anchor)


def told(anchor: str) -> dict[str, list[str]]:
    return {fact.title.en: [link.code or link.name.en for link in fact.links] for fact in term(anchor).facts}


def test_every_term_and_concept_has_one_anchor(graph: Graph) -> None:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    wanted = {
        str(one).removeprefix(CG) for kind in kinds for one in graph.subjects(RDF.type, kind) if str(one).startswith(CG)
    }
    anchors = re.findall(r'<article class="term" id="([^"]+)"', documentation())
    assert len(anchors) == len(set(anchors))
    assert {name for name in anchors if ":" not in name} == wanted
    concepts = [
        one
        for path in resource("ontology", "schemes").glob("*.ttl")
        for one in Graph().parse(path).subjects(SKOS.inScheme, None)
    ]
    assert sum(":" in name for name in anchors) == len(set(concepts))


def test_a_term_has_its_names_and_definitions(graph: Graph) -> None:
    one, iri = term("Enterprise"), URIRef(f"{CG}Enterprise")
    assert one.name == Both("企业", "enterprise")
    assert set(one.definition) == {str(text) for text in graph.objects(iri, SKOS.definition)}
    page = documentation()
    for text in graph.objects(None, RDFS.label):
        assert str(text) in page


def test_a_property_tells_what_the_ontology_says_of_it() -> None:
    """Read in chaingraph.ttl: domain, range, chain; columns in shapes/tables.ttl."""
    supplier = told("supplier")
    assert (supplier["Domain"], supplier["Tables and columns"]) == (["cg:SupplyRelationship"], ["supplies.supplier"])
    assert told("suppliesTo")["Follows from"] == ["supplier⁻¹ ∘ customer"]
    assert told("replaces")["Characteristics"] == ["asymmetric", "irreflexive"]
    assert told("taskedWith")["Domain (one of)"] == ["cg:PolicyTask", "cg:StatedShortage"]
    assert "cg:Organization" in told("Enterprise")["Subclass of"]
    assert "enterprises.csv" in told("Enterprise")["Tables and columns"]
    assert "cg:Enterprise" in told("Organization")["Superclass of"]


def test_links_lead_to_anchors_of_the_page() -> None:
    page = documentation()
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    assert [name for name in re.findall(r'href="#([^"]*)"', page) if name not in ids] == []


def test_text_is_escaped() -> None:
    bad = Both('<b>"&', "<script>x</script>")
    one = Term(anchor="x", code="cg:x", iri="urn:x", name=bad, definition=bad, notes=(bad,), examples=(bad,))
    page = ontology_page(
        [Section(anchor="s", title=bad, about=bad, terms=(one,))], title=bad, about=bad, facts=[(bad, "<i>")]
    )
    assert "<script>x" not in page
    assert "<b>" not in page


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from chaingraph.cli import commands

    done = CliRunner().invoke(commands, ["docs", "-o", str(tmp_path / "o.html")])
    assert done.exit_code == 0
    assert (tmp_path / "o.html").read_text(encoding="utf-8") == documentation("zh")


def test_the_server_shows_the_page_and_still_the_rdf(tmp_path: Path) -> None:
    """A browser asks for HTML, a program for RDF; a single term is described as before."""
    pytest.importorskip("uvicorn", reason="install the extra 'serve'")
    from chaingraph.serving import Settings
    from chaingraph.store import build
    from serve_fixture import serving

    build([Path(__file__).parent / "data" / "mini"], tmp_path / "store")
    with serving(Settings(store=tmp_path / "store", ontology=documentation("en"))) as client:
        assert client.get("/ont", Accept="text/html").text == documentation("en")
        assert "http://www.w3.org/2002/07/owl#Ontology" in client.get("/ont", Accept="application/n-triples").text
        single = client.get("/ont?part=Enterprise", Accept="text/html").text
        assert "企业" in single
        assert single != documentation("en")


@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium")
def test_in_a_browser_it_is_searched_and_read_without_a_request(tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    (tmp_path / "ontology.html").write_text(documentation(), encoding="utf-8")
    address = (tmp_path / "ontology.html").as_uri()
    faults: list[str] = []

    def look() -> None:
        with playwright.sync_playwright() as program:
            browser = program.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1366, "height": 850})
            asked: list[str] = []
            page.on("request", lambda request: asked.append(request.url))
            page.on("console", lambda message: faults.append(message.text))
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.goto(f"{address}#suppliesTo")
            if not page.locator("#suppliesTo").is_visible() or page.evaluate("scrollY") == 0:
                faults.append("the anchor is not reached")
            page.fill("#filter", "供应关系")
            shown = page.locator(".term:visible").evaluate_all("all => all.map((one) => one.id)")
            if "SupplyRelationship" not in shown or "Enterprise" in shown:
                faults.append(f"the search shows {shown}")
            page.locator("#SupplyRelationship a[href='#supplier']").click()
            if not page.locator("#supplier").is_visible():
                faults.append("a link does not lead to a term that the search has hidden")
            page.click("[data-language=en]")
            if page.locator("h1").inner_text() != "Industry Chain Ontology":
                faults.append("it does not change to English")
            faults.extend(url for url in asked if not url.startswith(address))
            try:
                from axe_playwright_python.sync_playwright import Axe
            except ModuleNotFoundError:
                return
            found = Axe().run(page).response["violations"]
            faults.extend(f"{one['id']}: {one['nodes'][0]['html']}" for one in found)

    look()
    assert faults == []

"""Can a finding be followed step by step, and does each kind say what would overturn it?"""

import importlib
import pkgutil
from dataclasses import fields, replace

import networkx as nx
import pytest
from hypothesis import given

import chaingraph.analysis
from chaingraph.analysis import (
    ANALYSES,
    agreements,
    diagnose,
    local_gaps,
    local_supply_rate,
    missing_links,
    segment_states,
    weak_links,
    what_if,
)
from chaingraph.analysis.agreement import WHY as REASONS
from chaingraph.analysis.proof import _SINGLE, STEPS, Step, proof
from chaingraph.analysis.states import STATES
from chaingraph.analysis.unmet import UnmetDemand
from chaingraph.analysis.whatif import Coming
from chaingraph.findings import Finding
from chaingraph.views.bilingual import Both
from chaingraph.views.overturning import OVERTURNED, overturned
from chaingraph.views.overturning_gaps import absent
from chaingraph.views.proof_words import FACT, WHY
from chaingraph.views.reasons import explained
from graph_fixture import CHANGSHA, JINGZHOU, chain_graph, input_row, maker_row, row, supply_graph
from graph_strategies import chains, repeatable


def steps(chain: nx.DiGraph, product: str) -> list[Step]:
    (link,) = [one for one in missing_links(chain, region=CHANGSHA) if one.subject == product]
    return list(proof(link, chain))


def test_the_proof_that_electrolyte_is_missing():
    """Cells need it, delta and epsilon make cells; zeta in Jingzhou is nearest; the plan asks for makers."""
    found = steps(chain_graph(), "product:electrolyte")
    kinds = [one.kind for one in found]
    assert kinds == [each for each in STEPS if each in kinds], "each once, in the order of STEPS"
    assert set(kinds) >= {"needed", "looked", "nearest", "stated", "blocks", "so"}
    by = {one.kind: one for one in found}
    assert by["needed"].what == ("product:cell",)
    assert by["needed"].who == ("enterprise:delta", "enterprise:epsilon")
    assert by["needed"].by == "requirement:cell.electrolyte"
    assert input_row("recipe:cell", "product:electrolyte") in by["needed"].rows
    assert maker_row("enterprise:delta", "product:cell") in by["needed"].rows
    assert (by["looked"].who, by["looked"].where, by["looked"].number) == ((), (CHANGSHA,), 2)
    assert (by["nearest"].who, by["nearest"].where) == (("enterprise:zeta",), (JINGZHOU,))
    assert by["nearest"].number == 2, "up from Changsha to Hunan, to China"
    assert (by["stated"].by, by["stated"].where) == ("attract", (CHANGSHA,))
    assert by["blocks"].by == "least"
    assert by["so"].by == "missing"


def test_the_rows_of_a_proof_are_those_of_the_finding():
    chain = chain_graph()
    for link in missing_links(chain, region=CHANGSHA):
        shown = {each for step in proof(link, chain) for each in step.rows}
        assert set(link.evidence) <= shown


def test_the_text_in_both_languages():
    chain = chain_graph()
    links = [one for one in missing_links(chain, region=CHANGSHA) if one.subject == "product:electrolyte"]
    chain.graph["names"] |= {
        CHANGSHA: ("长沙", "Changsha"),
        JINGZHOU: ("荆州", "Jingzhou"),
        "enterprise:zeta": ("泽塔", "Zeta"),
    }
    zh, en = explained(links, chain), explained(links, chain, lang="en")
    assert "最近的生产企业：泽塔（荆州）" in zh
    assert "Nearest makers: Zeta (Jingzhou)" in en
    assert "推翻条件：查到长沙有企业已投产product:electrolyte" in zh
    assert "Overturned by: A maker of product:electrolyte in Changsha on record" in en
    assert zh.count("\n") == en.count("\n")


def every_finding() -> set[type[Finding]]:
    """Import every module of the package, and collect what its findings are."""
    for module in pkgutil.iter_modules(chaingraph.analysis.__path__, "chaingraph.analysis."):
        importlib.import_module(module.name)
    found, stack = set(), [Finding]
    while stack:
        fresh = [kind for kind in stack.pop().__subclasses__() if kind.__module__.startswith("chaingraph.")]
        found.update(fresh)
        stack.extend(fresh)
    return found


def test_every_kind_of_finding_says_what_would_overturn_it():
    """`UnmetDemand` is what two of them have in common, and never found itself."""
    assert {kind.__name__ for kind in OVERTURNED} == {kind.__name__ for kind in every_finding()} - {
        UnmetDemand.__name__
    }


ROWS = {"evidence", "searched", "places", "shortages", "solved", "stated", "differs", "found_as"}


def test_every_field_that_names_things_has_words():
    """Fields of rows and of plain words name no things."""
    named = {
        field.name
        for kind in every_finding()
        for field in fields(kind)
        if str(field.type).startswith("tuple[str") or field.name in _SINGLE
    }
    assert named - ROWS <= FACT.keys()


def test_what_hangs_on_one_maker_says_who_was_looked_for():
    chain = chain_graph()
    (weak,) = [one for one in weak_links(chain, region=CHANGSHA) if one.sole][:1]
    by = {one.kind: one for one in proof(weak, chain)}
    assert by["looked"].who == weak.makers
    assert set(weak.evidence) >= set(by["looked"].rows) > set()
    assert by["so"].subject == weak.subject


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_sentence_of_its_own(state):
    told = absent(state, Both("隔膜", "separator"), Both("长沙", "Changsha"), None)
    others = [
        absent(other, Both("隔膜", "separator"), Both("长沙", "Changsha"), None) for other in STATES if other != state
    ]
    assert told not in others
    assert "隔膜" in told.zh
    assert "separator" in told.en
    assert told.zh.endswith("。")
    assert told.en.endswith(".")


def test_a_witness_is_named_by_its_line():
    chain = chain_graph()
    (link,) = [one for one in missing_links(chain, region=CHANGSHA) if one.subject == "product:separator"]
    chain.graph["sources"] = dict.fromkeys(link.shortages, (("document:plan", "市政发〔2021〕9号", 7, 7, "reported"),))
    assert "第7行" in overturned(link, chain).zh
    assert "line 7" in overturned(link, chain).en


@repeatable
@given(chains())
def test_every_finding_of_a_chain_has_a_proof_and_a_sentence(chain):
    found = [
        *segment_states(chain, region=CHANGSHA),
        *missing_links(chain, region=CHANGSHA),
        *local_gaps(chain, region=CHANGSHA),
    ]
    for one in found:
        kinds = [step.kind for step in proof(one, chain)]
        assert set(kinds) <= set(STEPS)
        assert kinds.count("so") == 1
        shown = {each for step in proof(one, chain) for each in step.rows}
        assert set(one.evidence) <= shown
        assert all(overturned(one, chain))
        assert explained([one], chain)


def test_findings_of_the_diagnosis_explain_themselves():
    chain = chain_graph()
    result = diagnose(chain, supply_graph(), region=CHANGSHA)
    everything = [
        *result.segments,
        *result.missing,
        *result.gaps,
        *result.mismatches,
        *result.weak,
        *result.alone,
        *result.rates,
    ]
    for lang in ("zh", "en"):
        text = explained(everything, chain, lang=lang)
        assert text.count("推翻条件" if lang == "zh" else "Overturned by") == len(everything)


def test_a_rate_whose_origins_are_all_known_is_overturned_by_further_supplies_alone():
    chain = chain_graph()
    delta = local_supply_rate(supply_graph(), region=CHANGSHA, customer="enterprise:delta")
    assert "33.3%" in overturned(delta, chain).zh
    epsilon = local_supply_rate(supply_graph(), region=CHANGSHA, customer="enterprise:epsilon")
    assert (epsilon.lower, epsilon.upper) == (1.0, 1.0)
    assert "%" not in overturned(epsilon, chain).zh
    assert "1 supply alone" in overturned(epsilon, chain).en


@pytest.mark.parametrize(("learned", "bold"), [((), True), (("region:430200",), False)])
def test_an_inference_without_sister_regions_says_that_it_is_bold(learned, bold):
    chain = chain_graph()
    (link,) = [one for one in missing_links(chain, region=CHANGSHA) if one.subject == "product:binder"]
    link = replace(link, state="inferred", present=0.05, predicted=0.04, learned=learned)
    said = overturned(link, chain)
    assert ("没有同级地区" in said.zh, "No sister region" in said.en) == (bold, bold)


def test_what_would_change_is_told_item_by_item():
    chain = chain_graph()
    came = what_if(chain, supply_graph(), region=CHANGSHA, add=[Coming(product="product:separator", place=CHANGSHA)])
    text = explained([came], chain, lang="en")
    assert "missing link product:separator: Missing → none" in text
    assert "A record that product:separator cannot be made there" in text
    gone = explained([what_if(chain, supply_graph(), region=CHANGSHA, remove=["enterprise:beta"])], chain, lang="zh")
    assert "本地配套率 enterprise:delta（按金额）：0.6000 → 0.0000" in gone


def test_why_a_stated_shortage_is_not_found_is_told():
    chain = chain_graph()
    both = agreements(chain, region=CHANGSHA)[0]
    one = replace(both, outcome="stated-only", found=None, stated=("attract",), why="makers")
    text = explained([one], chain, lang="zh")
    assert "文件称：引进" in text
    assert "测算无，因为资料中本地有多家" in text
    assert WHY.keys() == set(REASONS)


def test_all_analyses_have_findings_with_sentences():
    assert len(ANALYSES) <= len(OVERTURNED) + 1, "nested rates are local supply rates"


def test_a_row_of_another_table_is_further_evidence():
    chain = chain_graph()
    (link,) = [one for one in missing_links(chain, region=CHANGSHA) if one.subject == "product:binder"]
    more = replace(link, evidence=(*link.evidence, row("others", 1)))
    assert proof(more, chain)[-1] == Step(kind="rests", subject="product:binder", rows=(row("others", 1),))

"""The index page (总览页): all chains of a region at a glance, what matters most first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import networkx as nx

from chaingraph.views import onefile
from chaingraph.views.bilingual import Both, clean, joined, named, several
from chaingraph.views.citing import Item
from chaingraph.views.claims import alone_item
from chaingraph.views.report import far, rate_item
from chaingraph.views.scene import Scene, look_at, under, verdict
from chaingraph.views.unmet_claims import missing_item
from chaingraph.views.wording import ABOUT, FEW, LEVELS, SIGN, STATE

if TYPE_CHECKING:
    from chaingraph.analysis import Diagnosis

__all__ = ["index_page"]

_MOST = 8
"""Findings shown above the table."""

_GUIDE = (
    Both(
        "先看下面最要紧的发现和招商对象清单（已证实的缺口），再打开各链的图，把标“先核实”的逐项向企业和园区核实。",
        "Read what matters most and the investment targets first (gaps that are shown); then open each chain and verify with enterprises and parks what is marked so.",
    ),
    Both(
        "成套材料（四图五清单、招商目录、白名单等）每套一条链、一个地区：chaingraph report；几个地区合看：chaingraph site region=甲;乙。",
        "Packs (maps and lists, investment catalogue, white list …) are made for one chain and one region: chaingraph report; several regions as one: chaingraph site region=A;B.",
    ),
)
"""In which order to use the pages, and what else there is."""


def index_page(
    diagnoses: Iterable[tuple[nx.DiGraph, "Diagnosis"]],
    pages: Mapping[str, str],
    *,
    others: Iterable[nx.DiGraph] = (),
    lists: Mapping[str, Both] | None = None,
    lang: str = "zh",
) -> str:
    """Show the diagnoses of several chains on one page.

    Parameters
    ----------
    diagnoses
        Chain graph and diagnosis of each chain, in the order wanted.
    pages
        File of each chain's page, beside the index, by chain; a chain without one gets no link.
    others
        Chains of which nothing is on record in the region; they are named only.
    lists
        Titles of pages with lists of all chains, by file beside the index.
    lang
        Language shown first, ``"zh"`` or ``"en"``; the page carries both.

    Returns
    -------
    str
        The page; write it as UTF-8.
    """
    scenes = [look_at(chain, diagnosis) for chain, diagnosis in diagnoses]
    regions = list(dict.fromkeys(scene.region for scene in scenes))
    where = joined([next(scene.name(region) for scene in scenes if scene.region == region) for region in regions])
    heading = Both("产业链诊断总览", "Diagnosis of industry chains")
    if where.zh:
        heading = Both(f"{heading.zh} · {where.zh}", f"{heading.en}, {where.en}")
    chains = [_row(scene, pages) for scene in scenes]
    return onefile.page(
        "index.html.j2",
        data={},
        scripts=[onefile.static("language.js"), onefile.static("index.js")],
        styles=[onefile.static("page.css"), onefile.static("index.css")],
        lang=lang,
        title=heading,
        under=Both(f"{len(scenes)}条产业链", several(len(scenes), "industry chain")),
        print=Both("打印", "Print"),
        lists=[{"file": f"./{quote(file.lstrip('/'))}", "name": name} for file, name in (lists or {}).items()],
        guide=_GUIDE,
        findings=_findings(scenes, pages),
        chains=chains,
        rated=any(chain["rate"] for chain in chains),
        levels=[{"key": level, "name": STATE[level], "about": ABOUT[level]} for level in LEVELS],
        documents=list(_documents(scenes)),
        others=joined([named(chain, chain.graph["chain"]) for chain in others]),
        signs=SIGN,
        states=STATE,
    )


def _link(pages: Mapping[str, str], chain: str) -> str | None:
    """Return the address of a chain's page: always a file beside the index, never another scheme or server."""
    return f"./{quote(pages[chain].lstrip('/'))}" if chain in pages else None


def _findings(scenes: Iterable[Scene], pages: Mapping[str, str]) -> list[dict[str, Any]]:
    """List the weightiest findings: first the first of each chain, then the second, and so on; each thing once."""
    ranked = [
        (rank, weight, scene, item)
        for scene in scenes
        for rank, (weight, item) in enumerate(sorted(_weighed(scene), key=lambda entry: entry[0]))
    ]
    found: dict[str | None, dict[str, Any]] = {}
    for _, _, scene, item in sorted(ranked, key=lambda entry: entry[:2]):
        chain = scene.diagnosis.chain
        shown = {"item": replace(item, to=None), "at": item.to, "page": _link(pages, chain), "chain": scene.name(chain)}
        found.setdefault(item.to, shown)
    return list(found.values())[:_MOST]


def _weighed(scene: Scene) -> Iterator[tuple[tuple[float | str, ...], Item]]:
    """Weigh findings: missing links by number of customers, then enterprises by what stands on them."""
    for link in scene.diagnosis.missing:
        if link.state == "missing":
            asked = not any(one.kind == "attract" for one in scene.chain.nodes[link.subject]["shortages"])
            weight = (0, link.optional, -len(link.customers), -len(link.blocks), asked, link.subject)
            yield weight, missing_item(scene, link)
    for one in scene.diagnosis.alone:
        if far(scene, one):
            continue
        yield (1, 0, -len(one.segments), -len(one.products) - len(one.loses), 0, one.subject), alone_item(scene, one)


def _row(scene: Scene, pages: Mapping[str, str]) -> dict[str, Any]:
    """Gather what the table says of one chain."""
    diagnosis = scene.diagnosis
    rates = [
        rate
        for rate in diagnosis.rates
        if rate.subject == scene.region and rate.rate is not None and rate.supplies >= FEW
    ]
    return {
        "name": scene.name(scene.diagnosis.chain),
        "page": _link(pages, diagnosis.chain),
        "under": under(scene),
        "verdict": verdict(scene),
        "cells": [
            {"name": scene.name(one.subject), "state": one.state, "at": one.subject} for one in diagnosis.segments
        ],
        "counts": [
            {"state": level, "count": sum(one.state == level for one in diagnosis.segments)} for level in LEVELS
        ],
        "rate": rate_item(scene, rates[0]) if rates else None,
    }


def _documents(scenes: Iterable[Scene]) -> Iterator[dict[str, Any]]:
    """List the documents searched, with their date where a graph tells it."""
    seen: set[str] = set()
    for scene in scenes:
        graph = scene.chain.graph
        for document in scene.diagnosis.searched:
            if document not in seen:
                seen.add(document)
                number, issued = (clean(graph.get(key, {}).get(document)) for key in ("numbers", "issued"))
                yield {"name": named(scene.chain, document), "number": number, "issued": issued}

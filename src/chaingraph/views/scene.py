"""What a page or a printed diagnosis looks at (所见): one chain, its diagnosis, and what follows from both."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from chaingraph.analysis.kinds import with_general
from chaingraph.analysis.known import years
from chaingraph.analysis.made import made_here, whereabouts
from chaingraph.findings import Finding, merge
from chaingraph.model import Shortage
from chaingraph.views.bilingual import Both, clean, joined, named, several
from chaingraph.views.flows import ELSEWHERE, Flow, Holder, Part, flows, holders, part_of

if TYPE_CHECKING:
    from chaingraph.analysis import Diagnosis, StandsOnOne

__all__ = ["Scene", "few", "look_at", "states_of", "title", "under", "verdict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A chain as seen from a region."""

    chain: nx.DiGraph
    diagnosis: "Diagnosis"
    region: str
    states: dict[str, str]  # state of segments and products; no key: neither made nor needed here
    held: dict[str, Holder]
    found: tuple[Flow, ...]
    part: dict[str, Part]
    uses: dict[str, list[Flow]]  # what each product goes into
    inputs: dict[str, list[Flow]]  # what each product is made from
    asked: dict[str, Shortage]  # stated shortages by row
    grounds: dict[str, tuple[str, ...]]  # rows that the findings on each thing rest on
    alone: dict[str, "StandsOnOne"]  # enterprises on which something stands alone, the weightiest first

    def name(self, thing: str) -> Both:
        """Return the names of a thing."""
        return named(self.chain, thing)

    def names(self, things: Iterable[str], *, most: int = 6) -> Both:
        """List the names of things, of many only the first."""
        listed = list(things)
        return few([self.name(thing) for thing in listed[:most]], most=most, count=len(listed))


def few(names: list[Both], *, most: int = 6, count: int | None = None) -> Both:
    """List names, of many only the first so many, with the number of all: *count*, or that of the names."""
    shown, count = joined(names[:most]), len(names) if count is None else count
    if count <= most:
        return shown
    return Both(f"{shown.zh}等{count}个", f"{shown.en} and {count - most} more")


def look_at(chain: nx.DiGraph, diagnosis: "Diagnosis") -> Scene:
    """Gather what the views of one chain share."""
    region = diagnosis.region
    grounds: dict[str, list[tuple[str, ...]]] = {}
    findings: tuple[Finding, ...] = (
        *diagnosis.segments,
        *diagnosis.missing,
        *diagnosis.gaps,
        *diagnosis.weak,
        *diagnosis.alone,
    )
    for finding in findings:
        grounds.setdefault(finding.subject, []).append(finding.evidence)
    found = flows(chain)
    return Scene(
        chain=chain,
        diagnosis=diagnosis,
        region=region,
        states=states_of(chain, diagnosis),
        held=holders(chain, region=region),
        found=found,
        part=part_of(chain),
        uses=_by(found, "start"),
        inputs=_by([flow for flow in found if flow.role == "input"], "end"),
        asked={row: one for one in _shortages(chain) for row in one.evidence},
        grounds={subject: merge(rows) for subject, rows in grounds.items()},
        alone={one.subject: one for one in diagnosis.alone},
    )


def states_of(chain: nx.DiGraph, diagnosis: "Diagnosis") -> dict[str, str]:
    """Return the state of each segment, and of each product that is made or needed in the region."""
    states = dict(_made(chain, diagnosis.region))
    states |= {weak.subject: "weak" for weak in diagnosis.weak}
    states |= {link.subject: link.state for link in diagnosis.missing}
    states |= {one.subject: one.state for one in diagnosis.segments}
    return states


def _made(chain: nx.DiGraph, region: str) -> Iterable[tuple[str, str]]:
    """Say of each product that somebody in the region makes or develops it, or a special kind of it."""
    made = with_general(chain, made_here(chain, region))
    for product, kind in chain.nodes(data="kind"):
        if kind == "product" and product in made:
            yield product, "present"
        elif kind == "product" and whereabouts(chain, product, region).developing:
            yield product, "developing"


def _by(found: Iterable[Flow], end: str) -> dict[str, list[Flow]]:
    grouped: dict[str, list[Flow]] = {}
    for flow in found:
        grouped.setdefault(getattr(flow, end), []).append(flow)
    return grouped


def _shortages(chain: nx.DiGraph) -> list[Shortage]:
    carriers = [*(data for _, data in chain.nodes(data=True)), *chain.graph["segments"].values()]
    return [one for carrier in carriers for one in carrier.get("shortages", ())]


def title(scene: Scene) -> Both:
    """Name the chain and the region it is looked at from."""
    graph = scene.chain.graph
    chain = scene.name(scene.diagnosis.chain)
    zh, en = clean(graph.get("label_zh")) or chain.zh, clean(graph.get("label_en")) or chain.en
    region = scene.name(scene.region)
    return Both(f"{zh} · {region.zh}", f"{en}, {region.en}")


def under(scene: Scene) -> Both:
    """Say of when the data are, how many enterprises they hold, and how many documents were searched."""
    documents = len(scene.diagnosis.searched)
    parts = [
        _dated(scene),
        _counted(scene),
        Both(f"检索{documents}份文件", f"{several(documents, 'document')} searched"),
    ]
    return joined(parts, zh=" · ", en=" | ")


def _counted(scene: Scene) -> Both:
    """Count the enterprises, those outside of the region apart."""
    outside = sum(holder.lane == ELSEWHERE for holder in scene.held.values())
    here = len(scene.held) - outside
    told = Both(f"{here}家企业", several(here, "enterprise"))
    return Both(f"{told.zh}，另有外地{outside}家", f"{told.en}, {outside} elsewhere") if outside else told


def _dated(scene: Scene) -> Both:
    as_of = clean(scene.diagnosis.as_of or scene.chain.graph.get("as_of"))
    if as_of:
        return Both(
            f"按{as_of}看（起始时间未载明的一并计入）",
            f"as of {as_of} (what has no stated beginning is counted)",
        )
    told = years(scene.chain)
    if not told:
        return Both("数据日期不详", "date of the data not told")
    span = told[0] if len(told) == 1 else f"{told[0]}–{told[-1]}"
    return Both(f"数据年份{span}", f"data of {span}")


def verdict(scene: Scene) -> Both:
    """Say in one sentence where the chain is weakest: its own segments first, far inputs apart."""
    states = scene.diagnosis.segments
    lost = [state.subject for state in states if state.state == "missing"]
    products = [link.subject for link in scene.diagnosis.missing if link.state == "missing"]
    own = [product for product in products if product in scene.part]
    parts = [
        _number(scene, lost, "个环节缺失", "segment", "missing")
        or _number(scene, own, "种产品缺失", "product", "missing")
        or Both("没有已证实的缺失", "Nothing is shown to be missing")
    ]
    for state, zh, en in (
        ("developing", "个环节在培育", "being developed"),
        ("unknown", "个环节情况不明", "of unknown state"),
    ):
        count = sum(one.state == state for one in states)
        asked = sum(one.state == state and bool(one.shortages) for one in states)
        if count:
            named = Both(f"（文件点名{asked}个）", f" ({asked} named by a document)") if asked else Both("", "")
            parts.append(Both(f"{count}{zh}{named.zh}", f"{several(count, 'segment')} {en}{named.en}"))
    alone = sum(product in scene.part for one in scene.diagnosis.alone for product in one.products)
    if alone:
        stand = f"{several(alone, 'product')} {'stands' if alone == 1 else 'stand'} on the only maker on record"
        parts.append(Both(f"{alone}种产品在资料中只靠一家企业", stand))
    far = scene.names([product for product in products if product not in scene.part], most=3)
    if far.zh:
        parts.append(Both(f"链外投入另缺{far.zh}", f"of inputs from other chains, {far.en} missing"))
    return joined(parts, zh="；", en="; ")


def _number(scene: Scene, things: list[str], zh: str, noun: str, en: str) -> Both | None:
    names = scene.names(things, most=5)
    return Both(f"{len(things)}{zh}：{names.zh}", f"{several(len(things), noun)} {en}: {names.en}") if things else None

"""The diagnosis for a terminal (文本诊断): one claim a line, each with the document and line it stands on."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import networkx as nx

from chaingraph.views.bilingual import Both
from chaingraph.views.citing import Item, Section
from chaingraph.views.claims import segment_items, weak_item
from chaingraph.views.reasons import Reason, reason_lines, reasons
from chaingraph.views.report import report
from chaingraph.views.scene import look_at, title, under, verdict
from chaingraph.views.wording import LEVELS, SIGN, STATE, TIER
from chaingraph.width import columns, padded

if TYPE_CHECKING:
    from chaingraph.analysis import Diagnosis

__all__ = ["diagnosis_text"]

_WIDEST = 34
_WHY = Both("推理过程：", "How this is concluded:")
_HANGING = Both("薄弱产品", "Products that hang on one enterprise")
_HELD = Both("环节：缺失、薄弱、培育中", "Segments that are missing, weak or being developed")


def diagnosis_text(chain: nx.DiGraph, diagnosis: "Diagnosis", *, lang: str = "zh", brief: bool = False) -> str:
    """Write a diagnosis for a terminal.

    Parameters
    ----------
    chain
        Chain graph.
    diagnosis
        What `chaingraph.analysis.diagnosis.diagnose` found in it.
    lang
        ``"zh"`` or ``"en"``.
    brief
        Only the segments, what is missing, and what stands on one enterprise alone, without the steps that lead there.

    Returns
    -------
    str
        Lines without a line break at the end; Chinese characters count as two columns.
    """
    scene = look_at(chain, diagnosis)
    counts = [
        f"{SIGN[level]} {STATE[level].of(lang)} {sum(state.state == level for state in diagnosis.segments)}"
        for level in LEVELS
    ]
    head = title(scene).of(lang)
    lines = [
        head,
        "=" * columns(head),
        under(scene).of(lang),
        f"{verdict(scene).of(lang)}{'。' if lang == 'zh' else '.'}",
        "",
        f"{Both('环节', 'Segments').of(lang)}   {'   '.join(counts)}",
        *_segments(segment_items(scene), [state.tier for state in diagnosis.segments], lang),
    ]
    why = {} if brief else reasons(scene)
    sections = report(scene)
    held = Section(title=_HELD, items=tuple(item for item in segment_items(scene) if item.to in why))
    hanging = tuple(weak_item(scene, link) for link in diagnosis.weak if not link.stated)
    for section in sections[:3] if brief else (held, *sections, Section(title=_HANGING, items=hanging)):
        if section.items:
            lines += ["", *_section(section, lang, why)]
    return "\n".join(line.rstrip() for line in lines)


def _segments(items: Iterable[Item], tiers: Iterable[str | None], lang: str) -> Iterator[str]:
    """Write the segments as a table: tier, sign, name, holders, evidence."""
    rows = [(item, TIER.get(_tier(tier), Both("", "")).of(lang)) for item, tier in zip(items, tiers, strict=True)]
    first = max([columns(tier) for _, tier in rows], default=0)
    names = [item.head.of(lang) if item.head else "" for item, _ in rows]
    wide = min(_WIDEST, max(map(columns, names), default=0))
    seen = ""
    for (item, tier), name in zip(rows, names, strict=True):
        told = _sentence(item.lines, lang)
        sign = SIGN.get(item.state or "", " ")
        yield f"  {padded('' if tier == seen else tier, first)}  {sign} {padded(name, wide)}  {told}{_cited(item, lang)}"
        seen = tier


def _tier(tier: str | None) -> str:
    return tier if tier is None or tier.startswith("tier:") else f"tier:{tier}"  # type: ignore[return-value]


def _section(section: Section, lang: str, why: Mapping[str, Reason]) -> Iterator[str]:
    count = f" ({len(section.items)})" if lang == "en" else f"（{len(section.items)}）"
    yield f"{section.title.of(lang)}{count}"
    if section.note:
        yield f"  {section.note.of(lang)}"
    for item in section.items:
        if item.head is None:
            yield f"  - {_sentence(item.lines, lang)}{_cited(item, lang)}"
            continue
        sign = f"{SIGN[item.state]} " if item.state else "- "
        tag = f" [{item.tag.of(lang)}]" if item.tag else ""
        yield f"  {sign}{item.head.of(lang)}{tag}{_cited(item, lang)}"
        for line in item.lines:
            yield f"      {line.of(lang)}"
        if item.state and (reason := why.get(item.to or "")):
            yield f"      {_WHY.of(lang)}"
            yield from reason_lines(reason, lang, indent=" " * 8)


def _sentence(lines: Iterable[Both], lang: str) -> str:
    return ("；" if lang == "zh" else "; ").join(line.of(lang) for line in lines)


def _cited(item: Item, lang: str) -> str:
    if item.cite is None:
        return ""
    return f"  「{item.cite.zh}」" if lang == "zh" else f"  [{item.cite.en}]"

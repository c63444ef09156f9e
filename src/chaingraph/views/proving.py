"""Findings with their reasons (论证文本): the steps of a proof, what it leads to and what would overturn it, as lines of text."""

from collections.abc import Iterable, Iterator
from typing import Final

import networkx as nx

from chaingraph.analysis.proof import Step, proof
from chaingraph.analysis.rate import LocalSupplyRate
from chaingraph.analysis.weak import WeakLink
from chaingraph.findings import Finding
from chaingraph.views.amounts import percent
from chaingraph.views.bilingual import Both, named, several
from chaingraph.views.citing import Item, cite
from chaingraph.views.overturning import overturned
from chaingraph.views.scene import few
from chaingraph.views.wording import BASIS, GRADE, SHORTAGE, SIGN, STATE, STATUS, VERB

__all__ = ["explained", "proof_items"]

_CLAIM: Final = {
    **STATE,
    "no-maker": Both("本地无人生产", "no maker here"),
    "bought-elsewhere": Both("本地有产而向外地采购", "made here, bought elsewhere"),
    "capacity": Both("本地产能不足", "capacity too small"),
    "one-maker": Both("本地只有一家", "one maker only"),
    "unused": Both("本地有产而无人使用", "made here, not used here"),
    "both": Both("文件与测算一致", "stated and found"),
    "stated-only": Both("文件有，测算无", "stated, not found"),
    "same-product": Both("同一产品", "the same product"),
    "kind": Both("同类产品", "a kind of it"),
    "alternative": Both("可替代投入", "another alternative of the requirement"),
    "recipe": Both("另一配方的投入", "an input of another recipe"),
    **GRADE,
    "found-only": Both("测算有，文件无", "found, not stated"),
}

_WORDS: Final = {
    "listed": Both("环节与产品相属：{what}", "Segment and product belong together: {what}"),
    "developing": Both("培育或规划中：{who}", "Developing or planning it: {who}"),
    "unplaced": Both("生产但所在地不详：{who}", "Makers whose place is not told: {who}"),
    "nearest": Both("最近的生产企业：{who}（{where}）", "Nearest makers: {who} ({where})"),
    "stated": Both("文件要求{kind}{subject}（{where}）", "A document asks to {kind} {subject} ({where})"),
    "complete": Both("有名录声明已列全{where}的企业", "A listing declares itself complete for {where}"),
    "solved": Both("但有文件称已攻克", "But a document calls it mastered"),
    "blocks": Both(
        "缺它则本地建不成：{what}（最小不动点）", "Could not be built up here without it: {what} (least fixpoint)"
    ),
    "held": Both("参与该环节：{who}", "Taking part in the segment: {who}"),
    "rests": Both("其余依据", "Further evidence"),
}


_FACTS: Final = {
    "makers": Both("本地企业", "makers here"),
    "held_by": Both("本地企业", "held here by"),
    "enterprise": Both("企业", "enterprise"),
    "customers": Both("本地客户", "customers here"),
    "possible_customers": Both("可能的客户", "possible customers"),
    "used_for": Both("用于", "used for"),
    "suppliers_elsewhere": Both("外地供应商", "suppliers elsewhere"),
    "supplied_from": Both("来自", "supplied from"),
    "makers_elsewhere": Both("外地企业", "makers elsewhere"),
    "made_in": Both("产地", "made in"),
    "needed_by": Both("需要它的本地产品", "products here that need it"),
    "segments": Both("环节", "segments"),
    "products": Both("产品", "products"),
    "product": Both("产品", "product"),
    "loses": Both("停产将波及", "would stop with it"),
    "stops": Both("停产将波及", "would stop with it"),
    "lost": Both("不再有", "lost"),
    "gained": Both("新有", "gained"),
    "kept": Both("仍有", "kept"),
    "removed": Both("去掉", "removed"),
    "direct": Both("失去最后一家企业", "lose their last maker"),
    "added": Both("新增", "added"),
    "idle": Both("无法再生产的企业", "enterprises that can no longer produce"),
    "lacks": Both("缺", "lacks"),
    "offer": Both("可替代的产品", "product offered instead"),
    "offers": Both("可供产品", "products offered"),
    "place_unknown": Both("所在地不详的企业", "makers whose place is not told"),
    "developing": Both("培育中", "developing it"),
    "dominates": Both("必经它才能到达", "reached through it alone"),
    "separates": Both("没有它即断开", "cut off without it"),
    "switch": Both("改由本地供应效果最大的外地供应商", "supplier elsewhere that a local one would best replace"),
    "of": Both("对象", "of"),
    "sole": Both("唯一企业", "the one maker"),
}


def explained(findings: Iterable[Finding], chain: nx.DiGraph, *, lang: str = "zh") -> str:
    """Write findings for a terminal, each with the steps that lead to it and what would overturn it.

    Parameters
    ----------
    findings
        Findings of one analysis.
    chain
        The graph that they were found in.
    lang
        ``"zh"`` or ``"en"``.
    """
    lines: list[str] = []
    for finding in findings:
        name = named(chain, finding.subject).of(lang)
        verb = VERB.get(getattr(finding, "verb", None) or "")
        lines.append(f"{name}{f' [{verb.of(lang)}]' if verb else ''}")
        for number, item in enumerate(proof_items(finding, chain), 1):
            told = (
                "；".join(line.zh for line in item.lines) if lang == "zh" else "; ".join(line.en for line in item.lines)
            )
            at = f"  「{item.cite.zh}」" if item.cite and lang == "zh" else f"  [{item.cite.en}]" if item.cite else ""
            lines.append(f"  {number}. {told}{at}")
        lines += [f"  {Both('推翻条件：', 'Overturned by: ').of(lang)}{overturned(finding, chain).of(lang)}", ""]
    return "\n".join(lines[:-1])


def proof_items(finding: Finding, chain: nx.DiGraph) -> tuple[Item, ...]:
    """Write the steps of the proof of a finding as lines of a card, each with its citation."""
    return tuple(
        Item(lines=tuple(_told(step, finding, chain)), cite=cite(chain, step.rows)) for step in proof(finding, chain)
    )


def _told(step: Step, finding: Finding, chain: nx.DiGraph) -> Iterator[Both]:
    def names(things: Iterable[str]) -> Both:
        return few([named(chain, thing) for thing in things])

    what, who, where, subject = names(step.what), names(step.who), names(step.where), names([step.subject])
    if step.kind == "needed":
        yield from _needed(step, who, names(step.what[:1]), names(step.what[1:]), subject)
    elif step.kind == "looked":
        yield _looked(step, what, who, where, subject)
    elif step.kind == "inferred":
        yield from _inferred(step, finding, len(step.what))
    elif step.kind == "so":
        yield _so(step, finding, subject, where)
    elif step.kind == "fact":
        label = _FACTS.get(step.by or "", Both(step.by or "", step.by or ""))
        yield Both(f"{label.zh}：{what.zh}", f"{label.en}: {what.en}")
    else:
        kind = SHORTAGE.get(step.by or "", Both(step.by or "", step.by or ""))
        zh, en = _WORDS[step.kind]
        names_zh = {
            "what": what.zh or "（未列产品）",
            "who": who.zh,
            "where": where.zh,
            "subject": subject.zh,
            "kind": kind.zh,
        }
        names_en = {
            "what": what.en or "(no product)",
            "who": who.en,
            "where": where.en,
            "subject": subject.en,
            "kind": kind.en,
        }
        yield Both(zh.format_map(names_zh), en.format_map(names_en))


def _needed(step: Step, who: Both, product: Both, others: Both, subject: Both) -> Iterator[Both]:
    if step.taken:
        yield Both(
            f"{who.zh}参与{product.zh}环节（据此推定），{product.zh}需要{subject.zh}",
            f"{who.en}, taking part in the segment of {product.en} (taken to make it), which needs {subject.en}",
        )
    else:
        yield Both(
            f"{who.zh}生产{product.zh}，需要{subject.zh}", f"makers of {product.en}, which needs {subject.en}: {who.en}"
        )
    if others.zh:
        yield Both(f"可替代投入：{others.zh}（本地亦无）", f"would do instead: {others.en} (not made here either)")
    if not step.sure:
        yield Both("可能或可选的投入", "a possible or optional input")
    if step.status == "assumed":
        yield STATUS["assumed"]


def _looked(step: Step, kinds: Both, who: Both, where: Both, subject: Both) -> Both:
    documents = int(step.number or 0)
    also = Both(f"（含{kinds.zh}）", f" (with its kinds {kinds.en})") if kinds.zh else Both("", "")
    found = Both(f"找到{who.zh}", f"found: {who.en}") if who.zh else Both("一家也没有", "none found")
    return Both(
        f"在{documents}份文件中查找{where.zh}的{subject.zh}已投产企业{also.zh}：{found.zh}",
        f"Producing makers of {subject.en}{also.en} in {where.en}, looked for in {several(documents, 'document')}: {found.en}",
    )


def _inferred(step: Step, finding: Finding, documents: int) -> Iterator[Both]:
    here = percent(step.number) if step.number is not None else ""
    searched = Both(
        f"检索过{documents}个来源，均未提及；", f"{several(documents, 'source')} searched, none names a maker; "
    )
    yield Both(
        f"{searched.zh if documents else ''}其实有企业的概率{here}",
        f"{searched.en if documents else ''}probability that there is one all the same: {here}",
    )
    wrong = getattr(finding, "predicted", None)
    if wrong is not None:
        yield Both(
            f"同批推断中预计误判{percent(wrong)}（占用模型，按检索记录估计）",
            f"expected share of wrong calls among those called with it: {percent(wrong)} (occupancy model)",
        )


def _so(step: Step, finding: Finding, subject: Both, where: Both) -> Both:
    at = Both(f"（{where.zh}）", f" ({where.en})") if where.zh else Both("", "")
    if isinstance(finding, LocalSupplyRate):
        told = _rate(finding)
        return Both(
            f"故：{subject.zh}本地配套率{told.zh}{at.zh}", f"Hence: local supply rate of {subject.en}{at.en}: {told.en}"
        )
    by = step.by or ("weak" if isinstance(finding, WeakLink) else "")
    sign, claim = SIGN.get(by, ""), _CLAIM.get(by, Both(by, by))
    head = f"{sign} " if sign else ""
    if not by:
        return Both(f"故有此项：{subject.zh}{at.zh}", f"Hence the finding on {subject.en}{at.en}")
    return Both(f"故：{head}{subject.zh} {claim.zh}{at.zh}", f"Hence: {head}{subject.en}: {claim.en}{at.en}")


def _rate(rate: LocalSupplyRate) -> Both:
    """Write a rate with its basis, bounds and coverage."""
    basis = BASIS[rate.basis]
    known = percent(rate.rate) if rate.rate is not None else ""
    number = Both(known or "不明", known or "not known")
    if rate.lower is None or rate.upper is None:
        return Both(f"{number.zh}，{basis.zh}", f"{number.en}, {basis.en}")
    bounds = f"{percent(rate.lower)}–{percent(rate.upper)}"
    cover = percent(rate.coverage) if rate.coverage is not None else None
    return Both(
        f"{number.zh}，{basis.zh}，上下界{bounds}，来源已知占{cover or '不明'}",
        f"{number.en}, {basis.en}, bounds {bounds}, coverage {cover or 'not known'}",
    )

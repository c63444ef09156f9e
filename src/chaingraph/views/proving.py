"""Proofs in words (论证文本): the steps that lead to a finding, each as a line with its citation."""

from collections.abc import Iterable, Iterator

import networkx as nx

from chaingraph.analysis.agreement import Agreement
from chaingraph.analysis.proof import Step, proof
from chaingraph.analysis.rate import LocalSupplyRate
from chaingraph.analysis.weak import WeakLink
from chaingraph.analysis.whatif import WhatIf
from chaingraph.findings import Finding
from chaingraph.views.amounts import percent
from chaingraph.views.bilingual import Both, named, several
from chaingraph.views.citing import Item, cite
from chaingraph.views.proof_words import CHANGED, CLAIM, FACT, STEP, WHY
from chaingraph.views.scene import few
from chaingraph.views.wording import BASIS, FEW, SHORTAGE, SIGN, STATUS

__all__ = ["proof_items"]


def proof_items(finding: Finding, chain: nx.DiGraph) -> tuple[Item, ...]:
    """Write the steps of the proof of a finding as lines of a card, each with its citation."""
    steps = [
        Item(lines=tuple(_told(step, finding, chain)), cite=cite(chain, step.rows)) for step in proof(finding, chain)
    ]
    return (*steps, *(Item(lines=(line,)) for line in _more(finding, chain)))


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
        label = FACT.get(step.by or "", Both(step.by or "", step.by or ""))
        yield Both(f"{label.zh}：{what.zh}", f"{label.en}: {what.en}")
    else:
        kind = SHORTAGE.get(step.by or "", Both(step.by or "", step.by or ""))
        zh, en = STEP[step.kind]
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
    sign, claim = SIGN.get(by, ""), CLAIM.get(by, Both(by, by))
    head = f"{sign} " if sign else ""
    if not by:
        return Both(f"故有此项：{subject.zh}{at.zh}", f"Hence the finding on {subject.en}{at.en}")
    return Both(f"故：{head}{subject.zh} {claim.zh}{at.zh}", f"Hence: {head}{subject.en}: {claim.en}{at.en}")


def _more(finding: Finding, chain: nx.DiGraph) -> Iterator[Both]:
    """Say why a stated shortage is not found, and what would be otherwise."""
    if isinstance(finding, Agreement):
        stated = [SHORTAGE.get(each, Both(each, each)) for each in finding.stated]
        if stated:
            yield Both(f"文件称：{few(stated).zh}", f"documents ask to: {few(stated).en}")
        if finding.found:
            computed = CLAIM["one-maker" if finding.found == "sole-maker" else finding.found]
            yield Both(f"测算得：{computed.zh}", f"computed: {computed.en}")
        if finding.why:
            yield Both(f"测算无，因为{WHY[finding.why].zh}", f"not found, for {WHY[finding.why].en}")
    elif isinstance(finding, WhatIf):
        for change in finding.changes:
            name, what = named(chain, change.subject), CHANGED[change.what]
            basis = BASIS[change.basis] if change.basis else Both("", "")
            at = Both(f"（{basis.zh}）", f" ({basis.en})") if change.basis else basis
            before, after = (_state(each) for each in (change.before, change.after))
            yield Both(
                f"{what.zh} {name.zh}{at.zh}：{before.zh} → {after.zh}",
                f"{what.en} {name.en}{at.en}: {before.en} → {after.en}",
            )


def _state(told: str | None) -> Both:
    return CLAIM.get(told, Both(told, told)) if told else Both("无", "none")


def _rate(rate: LocalSupplyRate) -> Both:
    """Write a rate with its basis, bounds and coverage."""
    basis = BASIS[rate.basis]
    known = percent(rate.rate) if rate.rate is not None else ""
    number = Both(known or "不明", known or "not known")
    if rate.lower is None or rate.upper is None:
        return Both(f"{number.zh}，{basis.zh}", f"{number.en}, {basis.en}")
    bounds = f"{percent(rate.lower)}–{percent(rate.upper)}"
    cover = percent(rate.coverage) if rate.coverage is not None else None
    doubt = Both("，不足以下结论", ", too few to conclude") if rate.supplies < FEW else Both("", "")
    asked = Both("", "")
    if rate.wanted:
        asked = Both(
            f"；已知所需投入{rate.wanted}项，有供应记录的{rate.sourced}项",
            f"; of {several(rate.wanted, 'input')} known to be needed, {rate.sourced} with a supplier on record",
        )
    told = several(rate.supplies, "supply", "supplies")
    return Both(
        f"{number.zh}，{basis.zh}，上下界{bounds}，来源已知占{cover or '不明'}，据{rate.supplies}条供应记录{doubt.zh}{asked.zh}",
        f"{number.en}, {basis.en}, bounds {bounds}, coverage {cover or 'not known'}, from {told} on record{doubt.en}{asked.en}",
    )

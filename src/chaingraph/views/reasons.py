"""Why a thing is called missing, weak or developing (推理过程与推翻条件): for its card, and for the printed diagnosis."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import networkx as nx

from chaingraph.findings import Finding
from chaingraph.shared import shared_results
from chaingraph.views.bilingual import Both, named
from chaingraph.views.citing import Item, Section
from chaingraph.views.overturning import overturned
from chaingraph.views.proving import proof_items
from chaingraph.views.scene import Scene
from chaingraph.views.wording import advised

__all__ = ["Reason", "explained", "reason_lines", "reasons"]

_REASONED: Final = ("missing", "inferred", "weak", "developing")
_MOST: Final = 12
"""Steps shown of one proof; of a longer one the first, and the claim it ends in."""

_BY: Final = Both("推理过程", "How this is concluded")
_AGAINST: Final = Both("何种事实可推翻", "What would overturn it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """The steps that lead to one finding, and the fact that would change it."""

    steps: tuple[Item, ...]
    overturned: Both

    def sections(self) -> tuple[Section, ...]:
        """Write both as parts of a card that are opened by a click."""
        return (
            Section(title=_BY, items=_few(self.steps), open=False),
            Section(title=_AGAINST, note=self.overturned, open=False),
        )


def reasons(scene: Scene) -> dict[str, Reason]:
    """Give for every missing, weak or developing segment and product of a scene the reason for its state."""
    told = scene.diagnosis
    found: list[Finding] = [one for one in told.segments if one.state in _REASONED]
    found += [one for one in told.missing if one.state in _REASONED]
    found += told.weak
    with shared_results():
        return {one.subject: _reason(one, scene.chain) for one in found}


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
        state = getattr(finding, "state", None) or getattr(finding, "gap", None)
        verb = advised(getattr(finding, "verb", None), state)
        name = named(chain, finding.subject).of(lang)
        lines += [f"{name}{f' [{verb.of(lang)}]' if verb else ''}", *reason_lines(_reason(finding, chain), lang), ""]
    return "\n".join(lines[:-1])


def reason_lines(reason: Reason, lang: str, *, indent: str = "  ") -> Iterator[str]:
    """Write the steps of a reason by number, with their citations, and what would overturn it."""
    for number, item in enumerate(reason.steps, 1):
        told = ("；" if lang == "zh" else "; ").join(line.of(lang) for line in item.lines)
        at = f"  「{item.cite.zh}」" if item.cite and lang == "zh" else f"  [{item.cite.en}]" if item.cite else ""
        yield f"{indent}{number}. {told}{at}"
    yield f"{indent}{Both('推翻条件：', 'Overturned by: ').of(lang)}{reason.overturned.of(lang)}"


def _reason(finding: Finding, chain: nx.DiGraph) -> Reason:
    return Reason(steps=proof_items(finding, chain), overturned=overturned(finding, chain))


def _few(steps: tuple[Item, ...]) -> tuple[Item, ...]:
    """Leave out the middle of a long proof, and say how much."""
    left = len(steps) - _MOST
    if left <= 0:
        return steps
    more = Item(lines=(Both(f"另有{left}步，见文本诊断", f"{left} more steps: see the printed diagnosis"),))
    return (*steps[: _MOST - 2], more, *steps[-2:])

"""What would overturn a gap (缺口的推翻条件): of missing links, segments, local gaps, mismatches, weak links and single points."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import networkx as nx

from chaingraph.analysis import CutSet, LocalGap, Mismatch, MissingLink, SegmentState, StandsOnOne, State, WeakLink
from chaingraph.analysis.absence import InferredMissing
from chaingraph.views.bilingual import Both, joined, named
from chaingraph.views.citing import cite

__all__ = ["Say", "alone", "cut", "gap", "inferred", "mismatch", "missing", "segment", "state", "weak"]

_MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Say:
    """How things and rows of a graph are written."""

    chain: nx.DiGraph

    def names(self, things: Iterable[str]) -> Both:
        """List names, of many only the first."""
        listed = [named(self.chain, thing) for thing in things]
        shown, more = joined(listed[:_MOST]), len(listed) - _MOST
        return Both(f"{shown.zh}等{len(listed)}个", f"{shown.en} and {more} more") if more > 0 else shown

    def cited(self, rows: Iterable[str]) -> Both | None:
        """Cite rows."""
        return cite(self.chain, rows)


def absent(state: str, what: Both, place: Both, said: Both | None) -> Both:
    """Say what would change that nobody makes or holds something."""
    at = Both(f"（{said.zh}）", f" ({said.en})") if said else Both("", "")
    match state:
        case "missing":
            return Both(
                f"查到{place.zh}有企业已投产{what.zh}，或依据{at.zh}被更正、注明已解决。",
                f"A maker of {what.en} in {place.en} on record, or the statement{at.en} corrected or marked as solved.",
            )
        case "inferred":
            return Both(
                f"任何一份资料提到{place.zh}生产{what.zh}的企业。",
                f"Any source that names a maker of {what.en} in {place.en}.",
            )
        case "developing":
            return Both(
                f"查到{place.zh}有企业已投产{what.zh}（则为已有），或培育中止的记录（则不再是培育中）。",
                f"Production of {what.en} in {place.en} on record (then present), or a record that it was given up there.",
            )
        case "weak":
            return Both(
                f"查到{place.zh}第二家生产{what.zh}的企业，且没有未解决的短缺{at.zh}。",
                f"A second maker of {what.en} in {place.en} on record, and no open shortage of it{at.en}.",
            )
        case "present":
            return Both(
                f"{place.zh}现有{what.zh}企业停产或迁出的记录，只剩一家或没有。",
                f"A record that makers of {what.en} in {place.en} stopped or left, so that one or none remains.",
            )
        case "not-demanded":
            return Both(
                f"查到{place.zh}有企业需要{what.zh}，或文件称其短缺。",
                f"An enterprise in {place.en} on record that needs {what.en}, or a document that calls it lacking.",
            )
    return Both(
        f"查到{place.zh}生产{what.zh}的企业（则为已有），或写明当地没有的文件、声明列全的名录（则为缺失）。",
        f"A maker of {what.en} in {place.en} on record (then present), or a document or complete listing that says there is "
        "none (then missing).",
    )


def missing(one: MissingLink, say: Say) -> Both:
    """Name what would change a missing, inferred, developing or unknown link."""
    if one.state == "inferred":
        return inferred(one, say)
    return absent(one.state, say.names([one.subject]), say.names([one.region]), say.cited(one.shortages))


def segment(one: SegmentState, say: Say) -> Both:
    """Name what would change the state of a segment."""
    return absent(one.state, say.names([one.subject]), say.names([one.region]), say.cited(one.shortages))


def state(one: State, say: Say) -> Both:
    """Name what would change the state of a segment or product."""
    rows = [row for row in one.evidence if "/shortages." in row or "/completeness." in row]
    return absent(one.state, say.names([one.subject]), say.names([one.region]), say.cited(rows))


def inferred(one: InferredMissing | MissingLink, say: Say) -> Both:
    """Name what would change an absence that is inferred, and how sure the inference can be."""
    sentence = absent("inferred", say.names([one.subject]), say.names([one.region]), say.cited(()))
    if one.learned:
        return sentence
    return Both(
        f"{sentence.zh}没有同级地区的记录可比，误判会多于预计。",
        f"{sentence.en} No sister region's records to compare with: more calls are wrong than predicted.",
    )


def gap(one: LocalGap, say: Say) -> Both:
    """Name what would change a local gap."""
    what, place, needing = say.names([one.subject]), say.names([one.region]), say.names(one.needed_by)
    return Both(
        f"查到{place.zh}有企业已投产{what.zh}，或{needing.zh}的实际配方不用它。",
        f"A maker of {what.en} in {place.en} on record, or a recipe in use there for {needing.en} that does without it.",
    )


def mismatch(one: Mismatch, say: Say) -> Both:
    """Name what would change a mismatch."""
    what, place, customers = say.names([one.subject]), say.names([one.region]), say.names(one.customers)
    return {
        "bought-elsewhere": Both(
            f"{place.zh}企业向{customers.zh}供应{what.zh}的记录，或外地供应已终止的记录。",
            f"A supply of {what.en} from {place.en} to {customers.en} on record, or the end of the one from outside.",
        ),
        "capacity": Both(
            f"更大的本地{what.zh}产能，或更小的用量或下游产能的记录。",
            f"A larger local capacity of {what.en} on record, or a smaller quantity needed or smaller capacity of its users.",
        ),
        "one-maker": Both(
            f"{place.zh}第二家{what.zh}生产企业的记录。", f"A second maker of {what.en} in {place.en} on record."
        ),
        "unused": Both(
            f"{place.zh}有企业购买{what.zh}或生产其下游产品的记录。",
            f"An enterprise in {place.en} on record that buys {what.en}, or makes something from it.",
        ),
    }[one.cause]


def weak(one: WeakLink, say: Say) -> Both:
    """Name what would change a weak link."""
    what, place, said = say.names([one.subject]), say.names([one.region]), say.cited(one.stated)
    solved = (
        Both(f"{said.zh}所称短缺已解决的记录", f"a record that the shortage of {said.en} is solved") if said else None
    )
    second = Both(f"{place.zh}第二家{what.zh}生产企业的记录", f"a second maker of {what.en} in {place.en} on record")
    parts = [part for part in (second if one.sole else None, solved) if part]
    told = joined(parts, zh="，并且有", en=", and ")
    return Both(f"{told.zh}。", f"{told.en[:1].upper()}{told.en[1:]}.")


def alone(one: StandsOnOne, say: Say) -> Both:
    """Name what would change what stands on one enterprise."""
    what, place = say.names([*one.products, *one.segments]), say.names([one.region])
    return Both(
        f"{place.zh}另一家企业生产或参与{what.zh}的记录。", f"Another enterprise in {place.en} on record for {what.en}."
    )


def cut(one: CutSet, say: Say) -> Both:
    """Say what would change that these enterprises together stop a product."""
    what, place, who = say.names([one.subject]), say.names([one.region]), say.names(one.enterprises)
    return Both(
        f"{place.zh}除{who.zh}外，另有{what.zh}或其所需投入的生产企业、替代投入或另一配方的记录。",
        f"A maker besides {who.en} of {what.en} or of an input of it in {place.en}, an alternative input or another recipe "
        "on record.",
    )

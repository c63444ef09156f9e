"""Proof of a finding (推理过程): the steps from statements to the claim, in the order in which a reader can check them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace

import networkx as nx

from chaingraph.analysis.demand import Need, unmet_needs
from chaingraph.analysis.kinds import special_kinds
from chaingraph.analysis.made import around, claimed_here, enterprises, finest, made_here, rows, whereabouts
from chaingraph.analysis.missing import MissingLink
from chaingraph.analysis.segment import SegmentState
from chaingraph.analysis.unmet import UnmetDemand
from chaingraph.analysis.weak import WeakLink
from chaingraph.analysis.witness import shortage_at
from chaingraph.findings import Finding, merge
from chaingraph.model import Maker, Participant, Shortage

__all__ = ["STEPS", "Step", "proof"]

STEPS = (
    "needed", "listed", "looked", "developing", "unplaced", "nearest", "stated", "complete", "solved", "inferred",
    "blocks", "held", "fact", "so", "rests",
)  # fmt: skip
"""What a step says of its *subject*:

*needed*: it is an input of *what*, which *who* make; *listed*: segments *what* list it; *looked*: it and its kinds *what*
were looked for in the region, in so many documents, and *who* were found; *developing*, *unplaced*: *who* develop it, or
make it in places not told; *nearest*: *who* make it nearest, in *where*; *stated*: a document wants it, in *where*;
*complete*: a data set lists all makers in *where*; *solved*: a document speaks against it; *inferred*: the documents *what*
were searched and none names a maker; *blocks*: *what* cannot be built up without it; *held*: *who* hold the segment; *fact*: a field *by* of
the finding says *what*; *so*: the claim; *rests*: the rows of the finding that no other step shows."""


_SINGLE = ("enterprise", "offer", "switch", "product", "sole")
"""Fields that name one thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a proof."""

    kind: str  # one of STEPS
    subject: str
    what: tuple[str, ...] = ()  # products, segments, documents
    who: tuple[str, ...] = ()  # enterprises
    where: tuple[str, ...] = ()  # places
    by: str | None = None  # needed: the requirement; stated: kind of shortage; so: the state, cause or outcome
    sure: bool = True  # needed: for certain, and essential
    taken: bool = False  # needed: *who* are only taken to make it, because they take part in its segment
    number: float | None = None  # looked: documents; nearest: places to go up; inferred: probability of presence [-]
    status: str | None = None  # needed: of the least firm statement
    rows: tuple[str, ...] = ()


def proof(finding: Finding, chain: nx.DiGraph) -> tuple[Step, ...]:
    """Lay out why a finding is claimed.

    Of a product without local maker: who needs it through which requirement, which segments list it, which makers were
    looked for, where the nearest ones are, which statements say that it is lacking or solved, and what it blocks. Of a
    segment or of a product that hangs on one maker: who was looked for and found, and what is stated. Of any other finding: its claim, and the rows that it rests on.

    Parameters
    ----------
    finding
        Any finding.
    chain
        The chain graph in which it was found; with a supply graph only the claim and its rows are given.

    Returns
    -------
    tuple of Step
        In the order of reading; the claim stands last but for the rows that no step shows.
    """
    steps: list[Step] = []
    if "segments" in chain.graph:
        if isinstance(finding, UnmetDemand):
            steps += _of_unmet(finding, chain)
        elif isinstance(finding, SegmentState):
            steps += _of_segment(finding, chain)
        elif isinstance(finding, WeakLink):
            steps += _of_weak(finding, chain)
    steps += [] if steps else _facts(finding)
    shown = {row for step in steps for row in step.rows}
    left = tuple(row for row in finding.evidence if row not in shown)
    if steps and steps[-1].kind == "blocks":  # what is left of a product's evidence is the way to what it blocks
        steps[-1], left = replace(steps[-1], rows=left), ()
    steps.append(Step(kind="so", subject=finding.subject, by=_claim(finding), where=_region(finding)))
    return (*steps, Step(kind="rests", subject=finding.subject, rows=left)) if left else tuple(steps)


def _of_unmet(finding: UnmetDemand, chain: nx.DiGraph) -> Iterator[Step]:
    product, region = finding.subject, finding.region
    here, claimed = made_here(chain, region), claimed_here(chain, region)
    customers: dict[str, Sequence[Maker | Participant]] = {**claimed, **here}
    for need in unmet_needs(chain, here, claimed).get(product, ()):
        if need.product in finding.needed_by:
            yield _needed(product, need, customers[need.product])
    segments = finding.segments if isinstance(finding, MissingLink) else ()
    if segments:
        said = merge(chain.graph["segments"][each]["evidence"] for each in segments)
        yield Step(kind="listed", subject=product, what=segments, rows=said)
    yield from _makers(chain, product, region)
    yield from _stated(chain, product, segments, region)
    if isinstance(finding, MissingLink):
        if finding.solved:
            yield Step(kind="solved", subject=product, rows=finding.solved)
        if finding.present is not None:
            yield Step(kind="inferred", subject=product, what=finding.looked_in, number=finding.present)
        if finding.blocks:
            yield Step(kind="blocks", subject=product, what=finding.blocks, by=finding.fixpoint)


def _needed(product: str, need: Need, makers: Sequence[Maker | Participant]) -> Step:
    return Step(
        kind="needed",
        subject=product,
        what=(need.product, *need.alternatives),
        who=enterprises(makers),
        by=need.requirement,
        sure=need.essential and not need.possible,
        taken=not any(isinstance(each, Maker) for each in makers),
        status=need.status,
        rows=merge([need.evidence, *rows(makers)]),
    )


def _makers(chain: nx.DiGraph, product: str, region: str) -> Iterator[Step]:
    """Say which makers were looked for, and where the nearest ones are."""
    seen = whereabouts(chain, product, region)
    yield Step(
        kind="looked",
        subject=product,
        what=special_kinds(chain, product)[1:],
        who=enterprises(seen.here),
        where=(region,),
        number=len(chain.graph["searched"]),
        rows=merge(rows(seen.here)),
    )
    for kind, makers in (("developing", seen.developing), ("unplaced", seen.unplaced)):
        if makers:
            yield Step(kind=kind, subject=product, who=enterprises(makers), rows=merge(rows(makers)))
    apart = [(_apart(chain, region, maker), maker) for maker in seen.elsewhere]
    nearest = [maker for steps, maker in apart if steps == min(one for one, _ in apart)]
    if nearest:
        yield Step(
            kind="nearest",
            subject=product,
            who=enterprises(nearest),
            where=finest(chain, nearest),
            number=_apart(chain, region, nearest[0]),
            rows=merge(rows(nearest)),
        )


def _apart(chain: nx.DiGraph, region: str, maker: Maker) -> int:
    """Count the containing places of the region one must go up until the maker lies in one."""
    within = chain.graph.get("within", {})
    ring = sorted(around(chain, region), key=lambda place: (-len(within.get(place, ())), place))
    return next((steps for steps, place in enumerate(ring) if place in maker.places), len(ring))


def _stated(chain: nx.DiGraph, name: str, segments: Iterable[str], region: str) -> Iterator[Step]:
    """Say which open shortages are stated of a product and its segments, and what is declared complete."""
    node = chain.nodes[name] if name in chain else {"shortages": (), "complete": ()}
    asked: list[tuple[str, Shortage]] = [(name, one) for one in shortage_at(chain, node["shortages"], region)]
    for segment in segments:
        own = chain.graph["segments"][segment]["shortages"]
        asked += [(segment, one) for one in shortage_at(chain, own, region)]
    for subject, one in dict.fromkeys(asked):
        yield Step(kind="stated", subject=subject, where=tuple(sorted(one.places)), by=one.kind, rows=one.evidence)
    reach = around(chain, region)
    for witness in (*node["complete"], *chain.graph.get("complete", ())):
        if witness.region in reach:
            yield Step(kind="complete", subject=name, where=(witness.region,), rows=witness.evidence)


def _of_segment(state: SegmentState, chain: nx.DiGraph) -> Iterator[Step]:
    entry = chain.graph["segments"][state.subject]
    yield Step(kind="listed", subject=state.subject, what=state.products, rows=entry["evidence"])
    for product in state.products:
        yield from _makers(chain, product, state.region)
    there = [each for each in entry["participants"] if state.region in each.places]
    if there:
        yield Step(kind="held", subject=state.subject, who=enterprises(there), rows=merge(rows(there)))
    for product in state.products:
        yield from _stated(chain, product, (), state.region)
    yield from _stated(chain, state.subject, [state.subject], state.region)
    if state.present is not None:
        yield Step(kind="inferred", subject=state.subject, number=state.present)


def _of_weak(weak: WeakLink, chain: nx.DiGraph) -> Iterator[Step]:
    yield from _makers(chain, weak.subject, weak.region)
    yield from _stated(chain, weak.subject, (), weak.region)
    if weak.loses:
        yield Step(kind="fact", subject=weak.subject, what=weak.loses, by="loses")


def _facts(finding: Finding) -> Iterator[Step]:
    """Give what a finding of another kind says of other things, field by field."""
    for field in fields(finding):
        values = getattr(finding, field.name)
        listed = values if isinstance(values, tuple) else (values,) if field.name in _SINGLE and values else ()
        things = tuple(each for each in listed if isinstance(each, str) and ":" in each and "#row=" not in each)
        if things and field.name not in ("evidence", "searched", "places"):
            yield Step(kind="fact", subject=finding.subject, what=things, by=field.name)


def _claim(finding: Finding) -> str | None:
    """Return what is claimed: the state, cause, outcome or the like of a finding."""
    names = [field.name for field in fields(finding)]
    found = (getattr(finding, name) for name in ("state", "cause", "outcome", "label", "gap", "level") if name in names)
    return next((str(one) for one in found if one), None)


def _region(finding: Finding) -> tuple[str, ...]:
    region = getattr(finding, "region", None)
    return (region,) if region else ()

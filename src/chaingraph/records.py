"""What one statement says, as a graph carries it (图中的陈述): makers, supplies, participants, shortages, readings."""

from dataclasses import dataclass
from typing import TypedDict

__all__ = ["Completeness", "Input", "Maker", "Participant", "Reading", "Segment", "Shortage", "Supply"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """One statement that an enterprise makes a product, or supplies it."""

    enterprise: str
    places: frozenset[str] = frozenset()  # where it is made, with every containing place; empty: unknown
    stage: str = "producing"  # producing | developing | planned
    capacity: float | None = None  # [unit], None: not said
    unit: str | None = None
    market_share: float | None = None  # 0 to 1, of the market that the source means
    status: str = "reported"
    valid_from: str | None = None  # since when; None: not said
    as_of: str | None = None
    basis: str = "makes"  # makes: a statement of making | supplies: it delivers the product to a customer
    unnamed: bool = False  # stands for enterprises that the source does not name: one or many, nobody can tell
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """One statement that an enterprise supplies another one with a product."""

    supplier: str
    customer: str
    product: str
    customer_places: frozenset[str] = frozenset()  # as in Maker
    supplier_places: frozenset[str] = frozenset()
    ended: bool = False  # known to have ended by the time looked at
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Something that one enterprise needs: stated of it, or by a recipe of what it makes."""

    products: tuple[str, ...]  # any one of them meets the need, the preferred one first
    goes_into: tuple[str, ...] = ()  # what the enterprise makes of it; empty: not said
    essential: bool = True
    status: str = "reported"  # assumed: general industry knowledge
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One statement that an enterprise takes part in a segment."""

    enterprise: str
    places: frozenset[str] = frozenset()  # as in Maker
    role: str | None = None
    as_of: str | None = None
    unnamed: bool = False  # as in Maker
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """One statement that a product or segment is lacking somewhere."""

    kind: str  # attract | break-through | substitute | strengthen | develop: no lack is said
    places: frozenset[str] = frozenset()  # as stated, WITHOUT containing places: a city's lack is no province's
    state: str = "open"  # open | solved
    as_of: str | None = None
    tasked_with: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """One statement that a data set lists every maker in a region."""

    region: str
    evidence: tuple[str, ...] = ()
    as_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One target, actual or forecast value of an indicator."""

    indicator: str
    subject: str
    kind: str  # target | actual | forecast
    value: float  # [unit]
    unit: str
    comparator: str = "eq"  # eq | ge | gt | le | lt | approx
    valid_from: str | None = None
    valid_until: str | None = None
    as_of: str | None = None
    scope: str | None = None
    together: tuple[str, ...] = ()  # all things that the source names with the subject, such as chain and region
    publisher: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


class Segment(TypedDict):
    """One entry of ``graph["segments"]`` of a chain graph."""

    label_zh: str
    label_en: str | None
    tier: str | None  # tier:upstream | tier:midstream | tier:downstream | tier:circular
    upstream_of: tuple[str, ...]
    products: tuple[str, ...]
    participants: tuple[Participant, ...]
    shortages: tuple[Shortage, ...]
    evidence: tuple[str, ...]

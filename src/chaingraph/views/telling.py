"""Telling (表述): what claims are put together from, leaving out what is not known."""

from collections.abc import Iterable
from typing import Final

from chaingraph.views.bilingual import Both
from chaingraph.views.scene import Scene

__all__ = ["ASSUMED", "listed", "told"]

ASSUMED: Final = Both("需求依据是行业常识（假定）", "The need is general industry knowledge (assumed)")


def told(parts: Iterable[Both | None]) -> tuple[Both, ...]:
    """Leave out what is not known."""
    return tuple(part for part in parts if part is not None and part.zh)


def listed(scene: Scene, zh: str, en: str, things: Iterable[str], end_zh: str = "", end_en: str = "") -> Both | None:
    """Write things behind a label, and before an end; None when there are none."""
    names = scene.names(things)
    return Both(f"{zh}{names.zh}{end_zh}", f"{en}{names.en}{end_en}") if names.zh else None

"""Names in a made-up network (虚构标识): identifiers of its things, its documents, and what a table of it is."""

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

__all__ = ["DOCUMENTS", "Row", "Table", "enterprise_id", "product_id", "region_id"]

Row: TypeAlias = Sequence[object]
Table: TypeAlias = tuple[Sequence[str], Iterable[Row]]

DOCUMENTS: Final = {"frame": "统计资料", "directory": "企业名录", "association": "协会会员录", "press": "新闻报道", "echo": "新闻转载",
                    "register": "完整登记册", "plan": "规划"}  # fmt: skip
"""Titles of the documents, by source."""


def product_id(name: str, product: int) -> str:
    """Return the CURIE of a product."""
    return f"product:{name}-{product:05d}"


def region_id(name: str, region: int) -> str:
    """Return the CURIE of a region."""
    return f"region:{name}-{region:03d}"


def enterprise_id(name: str, enterprise: int, twin: str = "") -> str:
    """Return the CURIE of an enterprise, or that of the *twin* which a source's unmatched spelling makes of it."""
    return f"enterprise:{name}-{enterprise:06d}{twin and '-' + twin}"

"""What several tests need: the store of the made-up chain, and a way to write a small data set on the spot."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings
from rdflib import Dataset

from chaingraph.store import build

settings.register_profile("untimed", deadline=None, derandomize=True, database=None)
settings.load_profile("untimed")

CARD = """\
id = "tiny"
title_zh = "小"
title_en = "tiny"
licence = "CC0-1.0"
publisher = "nobody"

[[document]]
id = "document:plan"
title_zh = "规划"
issued = "2021-02"
lines = 40
"""

Write = Callable[..., Path]


@pytest.fixture(scope="session")
def mini() -> Dataset:
    """The store of tests/data/mini, in memory; not to be changed."""
    return build([Path(__file__).parent / "data" / "mini"])


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a data set into a place of its own: its tables by name, and a card with one document of 40 lines."""

    def _write(tables: Mapping[str, str | bytes], *, card: str = CARD) -> Path:
        folder = tmp_path / str(len(list(tmp_path.iterdir()))) / card.split('"')[1]
        folder.mkdir(parents=True)
        (folder / "source.toml").write_text(card, encoding="utf-8")
        for name, text in tables.items():
            (folder / f"{name}.csv").write_bytes(text.encode() if isinstance(text, str) else text)
        return folder

    return _write

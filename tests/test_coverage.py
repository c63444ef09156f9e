"""Does coverage count lines as they are cited, and find rows whose lines do not name their thing?"""

import hashlib
from pathlib import Path

import pytest

from chaingraph.covering import coverage, misplaced, read_texts
from chaingraph.errors import QueryError
from chaingraph.paths import data_set
from chaingraph.store import build
from conftest import CARD, Write

TEXT = "一市\n\n一市有企业：甲厂。\n甲 厂\n制造电芯。\n\n乙厂\n丙\n"
CELLS = "id,type,label_zh,alias,source,line\n"
TABLES = {
    "regions": "id,label_zh,source,line\nregion:one,一市,document:plan,1\n",
    "enterprises": CELLS
    + "enterprise:a,cg:Enterprise,甲厂,,document:plan,3-4\n"
    + "enterprise:b,cg:Enterprise,乙公司,乙厂,document:plan,7\n"
    + "enterprise:c,cg:Enterprise,丁厂,,document:plan,8\n",
    "left_out": "reason,source,line\npraise without a fact,document:plan,5-6\n",
}


@pytest.fixture
def store(write: Write):
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    card = CARD.replace("lines = 40", f'lines = 9\nsha256 = "{digest}"')
    return build([write(TABLES, card=card)])


@pytest.fixture
def texts(store, tmp_path: Path) -> dict[str, list[str]]:
    (tmp_path / "plan.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "other.txt").write_text("别的", encoding="utf-8")
    return read_texts(store, tmp_path)


def test_lines_are_stated_left_out_or_silent(store) -> None:
    """Lines 1, 3, 4, 7, 8 are cited, 5 and 6 left out for a reason; 2 and 9 are not accounted for."""
    (found,) = coverage(store)
    assert (found.stated, found.left_out, found.silent) == (((1, 1), (3, 4), (7, 8)), ((5, 6),), ((2, 2), (9, 9)))
    assert found.row() == {
        "document": "document:plan",
        "lines": "9",
        "blank": "",
        "rows": "4",
        "stated": "5",
        "left_out": "2",
        "silent": "2",
        "silent_lines": "2;9",
    }


def test_blank_lines_are_none_of_them(store, texts) -> None:
    (found,) = coverage(store, texts)
    assert (found.blank, found.left_out, found.silent) == (3, ((5, 5),), ())


def test_a_thing_must_be_named_in_its_lines(store, texts) -> None:
    """Line 4 breaks 甲厂 by a space, line 7 has the alias of 乙公司; 丁厂 is not in line 8."""
    (found,) = misplaced(store, texts)
    assert (found.row, found.thing, found.lines) == ("data:tiny/enterprises.csv#row=4", "enterprise:c", ((8, 8),))


def test_a_folder_without_a_text_of_the_store_is_refused(store, tmp_path: Path) -> None:
    with pytest.raises(QueryError) as caught:
        read_texts(store, tmp_path)
    assert "其中没有图谱所引文献的文本" in caught.value.text("zh")


TEXTS = Path(__file__).parents[2] / "shared" / "seeds"
"""The texts of the documents, where they are at hand; they are not public and do not come along."""


@pytest.mark.skipif(not TEXTS.is_dir(), reason=f"needs the texts of the documents in {TEXTS}")
def test_every_thing_of_changsha_is_named_in_its_lines_and_no_line_is_passed_over():
    store = build([data_set("reference"), data_set("changsha")])
    at_hand = read_texts(store, TEXTS)
    assert len(at_hand) == 5
    assert misplaced(store, at_hand) == ()
    assert [one.silent for one in coverage(store, at_hand)] == [()] * 5

"""Do CURIEs and IRIs stand for one another, and are misspelt ones refused?"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaingraph.errors import QueryError
from chaingraph.vocabulary import ID, PREFIXES, SCHEMES, THINGS, curie, evidence_iri, iri, prologue, row_iri

slugs = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,20}", fullmatch=True)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("product:separator", "https://w3id.org/chaingraph/id/product/separator"),
        ("requirement:cell.cathode", "https://w3id.org/chaingraph/id/requirement/cell.cathode"),
        ("cg:supplier", "https://w3id.org/chaingraph/ont#supplier"),
        ("cgunit:mu", "https://w3id.org/chaingraph/id/unit/mu"),
        ("unit:TONNE", "http://qudt.org/vocab/unit/TONNE"),
        ("status:reported", "https://w3id.org/chaingraph/id/status/reported"),
        ("data:changsha/supplies.csv#row=2", "https://w3id.org/chaingraph/data/changsha/supplies.csv#row=2"),
        ("graph:mini/mini-plan", "https://w3id.org/chaingraph/graph/mini/mini-plan"),
    ],
)
def test_a_curie_and_its_iri(short: str, full: str) -> None:
    assert iri(short) == full
    assert curie(full) == short


@given(st.sampled_from([*THINGS, *SCHEMES]), slugs)
def test_every_thing_comes_back(prefix: str, slug: str) -> None:
    assert curie(iri(f"{prefix}:{slug}")) == f"{prefix}:{slug}"


@pytest.mark.parametrize("full", ["http://example.org/x", "https://example.org/x#y", "urn:isbn:1"])
def test_a_foreign_iri_stays(full: str) -> None:
    assert iri(full) == full
    assert curie(full) == full


@pytest.mark.parametrize(
    "text",
    [
        *("", ":", "product", "product:", "firm:x", "Product:x", " product:x", "product:x\n"),
        *(
            "product:X",
            "product:-x",
            "product:a b",
            "product:a/b",
            "product:隔膜",
            "product:a;product:b",
            "product:a#b",
        ),
    ],
)
def test_what_is_no_identifier_is_refused_in_both_languages(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        iri(text)
    assert "类型:名称" in caught.value.text("zh")
    assert "not an identifier" in caught.value.text("en")


def test_a_row_is_named_by_its_spreadsheet_row() -> None:
    """RFC 7111: the header is row 1."""
    assert row_iri("mini", "supplies", 2) == "https://w3id.org/chaingraph/data/mini/supplies.csv#row=2"


@pytest.mark.parametrize(("first", "last", "end"), [(1, 1, "0,1"), (72, 72, "71,72"), (72, 74, "71,74")])
def test_lines_are_named_by_the_positions_around_them(first: int, last: int, end: str) -> None:
    """RFC 5147: position 0 is before the first line, so line 72 lies between 71 and 72."""
    assert evidence_iri("https://w3id.org/chaingraph/id/document/d", first, last).endswith(f"/d#line={end}")


def test_no_two_prefixes_stand_for_the_same() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)


def test_things_live_under_one_roof() -> None:
    assert all(PREFIXES[kind] == f"{ID}{kind}/" for kind in (*THINGS, *SCHEMES))


def test_a_prologue_names_what_is_asked_for() -> None:
    assert prologue("cg") == "PREFIX cg: <https://w3id.org/chaingraph/ont#>\n"
    assert prologue().count("PREFIX ") == len(PREFIXES)


def test_public_names_are_no_modules() -> None:
    """A module of the same name would take the place of the function once it is imported."""
    import chaingraph as cg

    modules = {path.stem for path in Path(cg.__file__).parent.iterdir()}
    assert not modules & set(cg.__all__)
    for name in cg.__all__:
        assert callable(getattr(cg, name))
        assert getattr(cg, name) is getattr(cg, name)

"""Are answers kept as long as they are true, and no longer than there is room?"""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from chaingraph.serving.keeping import Kept
from chaingraph.serving.settings import Answer
from chaingraph.store import build
from serve_fixture import Limits, Settings, serving

MINI = Path(__file__).parent / "data" / "mini"
ASKED = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3_000)), max_size=60)


@given(ASKED)
def test_what_is_kept_is_what_was_put_and_fits(asked: list[tuple[int, int]]) -> None:
    kept, first = Kept(20_000), {}
    for name, length in asked:
        answer = kept.get((name,))
        if answer is None:
            kept.put((name,), Answer(body=bytes([name]) * length))
            first[name] = length
        else:
            assert answer.body == bytes([name]) * first[name]
        assert 0 <= kept.size <= 20_000


def test_the_least_recently_used_is_given_up_first() -> None:
    kept = Kept(20_000)
    for name in "abcdefgh":  # each takes 1,004 bytes and 1,400 of text: eight fit
        kept.put((name,), Answer(body=b"x" * 1_400))
    assert kept.get(("a",)) is not None
    kept.put(("i",), Answer(body=b"x" * 1_400))
    assert [name for name in "abcdefghi" if kept.get((name,)) is None] == ["b"]


def test_nothing_is_kept_without_room_nor_what_is_too_large() -> None:
    none, some = Kept(0), Kept(20_000)
    none.put(("a",), Answer())
    some.put(("a",), Answer(body=b"x" * 2_000))
    assert none.get(("a",)) is some.get(("a",)) is None


def test_a_build_ends_what_was_kept(tmp_path: Path) -> None:
    path = tmp_path / "store"
    build([MINI], path)
    with serving(Settings(store=path, limits=Limits(workers=1))) as client:
        first, again = client.get("/ask/documents"), client.get("/ask/documents")
        build([], path)
        after = client.get("/ask/documents")
        csv = client.get("/ask/documents?format=csv")
    assert (first.body, len(json.loads(first.body))) == (again.body, 2)
    assert json.loads(after.body) == []
    assert csv.headers["content-type"].startswith("text/csv")

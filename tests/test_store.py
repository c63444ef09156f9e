"""Is a build all or nothing, is what it makes always the same, and can it be read at any time?"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset, Literal, URIRef

from chaingraph import store as stores
from chaingraph.errors import SourceError, StoreError
from chaingraph.graphs import supply_graph
from chaingraph.store import build, columns_of, export, native, open_store, statements
from conftest import CARD, Write

ROOT = Path(__file__).parents[1]
MINI = Path(__file__).parent / "data" / "mini"
MANY = Path(__file__).parent / "data" / "faulty" / "many"
INFERRED = "<https://w3id.org/chaingraph/graph/inferred>"


def text(face: Dataset) -> str:
    return "".join(export(face))


def python(code: str, *arguments: object, cwd: Path | None = None, **environment: str) -> subprocess.Popen[str]:
    """Run Python code in a process of its own, with nothing of our own locale or hash seed."""
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**keep, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1", **environment},
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def regions(count: int, name: str) -> str:
    """A table of *count* regions in one another, all with *name* in their names."""
    rows = "".join(f"region:{n},{name}{n},{f'region:{n // 10}' if n else ''},document:plan,1\n" for n in range(count))
    return f"id,label_zh,within,source,line\n{rows}"


# ---- Always the same


def test_memory_and_disk_hold_the_same(tmp_path: Path, mini: Dataset) -> None:
    assert text(build([MINI], tmp_path)) == text(mini)


EXPORT = """
import sys
from pathlib import Path
from chaingraph.store import build, export
with open(sys.argv[3], "w", encoding="utf-8", newline="\\n") as file:
    file.writelines(export(build([Path(sys.argv[1])], Path(sys.argv[2]))))
"""


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "0", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONHASHSEED": "1", "LC_ALL": "zh_CN.UTF-8"},
        {"PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai"},
    ],
    ids=["seed-0-C", "seed-1-zh", "seed-2-utf8"],
)
def test_the_export_is_the_same_bytes_everywhere(tmp_path: Path, mini: Dataset, environment: dict[str, str]) -> None:
    child = python(EXPORT, MINI, tmp_path / "store", tmp_path / "out.nq", cwd=tmp_path, **environment)
    assert child.communicate() == ("", "")
    assert (tmp_path / "out.nq").read_bytes() == text(mini).encode()


def test_the_order_of_data_sets_does_not_matter(write: Write) -> None:
    """Each names the other's things."""
    parks = "id,label_zh,located_in,source,line\npark:east,东园,region:1,document:plan,1\n"
    one, two = write({"regions": regions(3, "区")}), write({"parks": parks}, card=CARD.replace("tiny", "twin"))
    assert text(build([one, two])) == text(build([two, one]))


def test_the_export_is_sorted_and_whole(mini: Dataset) -> None:
    lines = list(export(mini))
    assert lines == sorted(set(lines))
    assert len(lines) == statements(mini)


def test_the_export_reads_back_to_the_same_store(mini: Dataset) -> None:
    again = ox.Store()
    again.bulk_load(text(mini).encode(), format=ox.RdfFormat.N_QUADS)
    assert set(again) == set(native(mini))


def test_the_inferred_graph_can_be_left_out(mini: Dataset) -> None:
    whole, rest = list(export(mini)), list(export(mini, inferred=False))
    assert [line for line in whole if f" {INFERRED} " not in line] == rest
    assert len(rest) < len(whole)


def test_the_store_holds_no_blank_node(mini: Dataset) -> None:
    assert not [line for line in export(mini) if line.startswith("_:") or " _:" in line]


def test_all_graphs_together_are_the_default_graph(mini: Dataset) -> None:
    """The park stands in the directory's graph, its being in the province only in the inferred one."""
    park, province = (URIRef(f"https://w3id.org/chaingraph/id/{name}") for name in ("park/east", "region/990000"))
    assert (park, URIRef("https://w3id.org/chaingraph/ont#locatedInTransitive"), province) in mini


def test_progress_goes_from_nothing_to_all() -> None:
    seen: list[float] = []
    build([MINI], progress=seen.append)
    assert seen == sorted(seen)
    assert seen[0] >= 0
    assert seen[-1] == 1


# ---- All or nothing


@pytest.fixture
def old(tmp_path: Path, write: Write) -> tuple[Path, str]:
    """A store with an older content, and that content."""
    path = tmp_path / "store"
    return path, text(build([write({"regions": regions(3, "旧")})], path))


def generations(path: Path) -> list[str]:
    return sorted(place.name for place in path.glob("generation-*"))


class Stop(BaseException):
    """Somebody presses Ctrl-C."""


@pytest.mark.parametrize("at", [0.0, 0.3, 0.6, 0.999])
def test_a_build_that_is_broken_off_leaves_nothing(old: tuple[Path, str], at: float) -> None:
    path, before = old
    there = generations(path)

    def stop(done: float) -> None:
        if done >= at:
            raise Stop

    with pytest.raises(Stop):
        build([MINI], path, progress=stop)
    assert text(open_store(path)) == before
    assert generations(path) == there


def test_a_build_that_is_broken_off_after_the_switch_is_complete(
    old: tuple[Path, str], mini: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = old
    build([MINI], path)

    def stop(_: Path) -> bool:
        raise Stop

    monkeypatch.setattr(stores, "_in_use", stop)
    with pytest.raises(Stop):
        build([MINI], path)
    assert text(open_store(path)) == text(mini)


def test_a_build_that_is_broken_off_at_the_switch_is_complete(
    old: tuple[Path, str], mini: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = old
    switch: Callable[[Path, Path], str] = stores._switch

    def stop(where: Path, place: Path) -> str:
        switch(where, place)
        raise Stop

    monkeypatch.setattr(stores, "_switch", stop)
    with pytest.raises(Stop):
        build([MINI], path)
    assert text(open_store(path)) == text(mini)


def test_a_disk_that_is_full_leaves_the_old_store(old: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    path, before = old

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("chaingraph.filling._load", full)
    with pytest.raises(OSError, match="No space"):
        build([MINI], path)
    assert text(open_store(path)) == before


KILL = """
import os, sys
from pathlib import Path
from chaingraph import store as stores
when = sys.argv[3]

def die(*_):
    os.kill(os.getpid(), 9)

def step(done):
    if when.startswith("0") and done >= float(when):
        die()

if when == "begin":
    print("begun", flush=True)
if when == "sync":
    os.fsync = die
if when == "clean":
    stores._in_use = die
stores.build([Path(sys.argv[1])], Path(sys.argv[2]), progress=step)
"""


@pytest.mark.parametrize("when", ["0.0", "0.3", "0.61", "0.95", "sync"])
def test_a_killed_build_leaves_the_old_store(old: tuple[Path, str], write: Write, when: str) -> None:
    path, before = old
    child = python(KILL, write({"regions": regions(3000, "新")}), path, when)
    child.communicate()
    assert child.returncode == -9
    assert text(open_store(path)) == before


def test_a_build_that_is_killed_after_the_switch_is_complete(old: tuple[Path, str], mini: Dataset) -> None:
    path, _ = old
    build([MINI], path)
    child = python(KILL, MINI, path, "clean")
    child.communicate()
    assert child.returncode == -9
    assert text(open_store(path)) == text(mini)


def test_a_build_that_is_killed_from_outside_leaves_one_store_or_the_other(old: tuple[Path, str], write: Write) -> None:
    path, before = old
    folder = write({"regions": regions(2000, "新")})
    after = text(build([folder]))
    for delay in (0.05, 0.15, 0.3, 0.5, 0.8):
        child = python(KILL, folder, path, "begin")
        assert child.stdout
        assert child.stdout.readline() == "begun\n"
        time.sleep(delay)
        child.kill()
        child.communicate()
        assert text(open_store(path)) in (before, after)


def test_what_a_killed_build_left_is_cleaned_away_by_the_next(old: tuple[Path, str], mini: Dataset) -> None:
    path, _ = old
    (was,) = generations(path)
    child = python(KILL, MINI, path, "0.95")
    child.communicate()
    assert len(generations(path)) == 2
    build([MINI], path)
    assert was in generations(path)
    assert len(generations(path)) == 2
    assert text(open_store(path)) == text(mini)


def test_half_written_remains_do_not_harm_a_build(old: tuple[Path, str], mini: Dataset) -> None:
    path, _ = old
    broken = path / "generation-broken" / "store"
    broken.mkdir(parents=True)
    (broken / "CURRENT").write_text("MANIFEST-0")
    bare = path / "generation-bare"
    bare.mkdir()
    os.utime(bare, (0, 0))
    build([MINI], path)
    assert text(open_store(path)) == text(mini)
    assert not broken.parent.exists()
    assert not bare.exists()


def test_only_the_last_two_builds_are_kept(tmp_path: Path) -> None:
    for _ in range(4):
        build([MINI], tmp_path)
    assert len(generations(tmp_path)) == 2


# ---- Two at once


def test_a_build_within_a_build_harms_neither(old: tuple[Path, str], write: Write, mini: Dataset) -> None:
    """The inner one begins and ends while the outer one reads; the outer one, the last to end, is what is opened."""
    path, _ = old
    inner = write({"regions": regions(5, "内")})
    seen: list[str] = []

    def step(done: float) -> None:
        if done > 0.3 and not seen:
            seen.append(text(build([inner], path)))

    build([MINI], path, progress=step)
    assert "内4" in seen[0]
    assert text(open_store(path)) == text(mini)


def test_a_build_that_ends_while_another_is_about_to_switch_harms_neither(
    old: tuple[Path, str], write: Write, mini: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = old
    inner = write({"regions": regions(5, "内")})
    switch: Callable[[Path, Path], str] = stores._switch

    def late(where: Path, place: Path) -> str:
        monkeypatch.setattr(stores, "_switch", switch)
        build([inner], path)
        build([inner], path)
        return switch(where, place)

    monkeypatch.setattr(stores, "_switch", late)
    build([MINI], path)
    assert text(open_store(path)) == text(mini)


def test_a_build_that_has_only_just_begun_is_left_alone(old: tuple[Path, str]) -> None:
    path, _ = old
    build([MINI], path)
    begun = path / "generation-begun"
    begun.mkdir()
    build([MINI], path)
    assert begun.exists()


def test_a_place_that_becomes_current_while_it_is_looked_at_is_kept(
    old: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another build switches just after this one has found its place not to be in use."""
    path, before = old
    build([MINI], path)

    def switched(place: Path) -> bool:
        (path / "CURRENT").write_text(place.name, encoding="utf-8")
        return False

    monkeypatch.setattr(stores, "_in_use", switched)
    build([MINI], path)
    assert text(open_store(path)) == before


def test_two_builds_at_once_leave_one_of_the_two(tmp_path: Path, write: Write) -> None:
    folders = [write({"regions": regions(2000, name)}) for name in ("左", "右")]
    children = [python(KILL, folder, tmp_path / "store", "never") for folder in folders]
    ends = [child.communicate() for child in children]
    assert [child.returncode for child in children] == [0, 0], ends
    assert text(open_store(tmp_path / "store")) in [text(build([folder])) for folder in folders]


def test_a_reader_sees_its_store_while_others_are_built(old: tuple[Path, str], mini: Dataset) -> None:
    path, before = old
    reader = open_store(path)
    seen: list[int] = []
    build([MINI], path, progress=lambda _: seen.append(statements(reader)))
    assert len(seen) > 3
    assert set(seen) == {before.count("\n")}
    assert text(reader) == before
    assert text(open_store(path)) == text(mini)


def test_a_store_can_be_opened_at_any_time_while_others_are_built(old: tuple[Path, str], mini: Dataset) -> None:
    path, before = old
    counts: set[int] = set()
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            counts.add(statements(open_store(path)))

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        for _ in range(4):
            build([MINI], path)
        over.set()
        reading.result()
    assert counts <= {before.count("\n"), statements(mini)}


def test_a_store_may_be_rebuilt_by_its_reader(tmp_path: Path) -> None:
    reader = build([MINI], tmp_path)
    again = build([MINI], tmp_path)
    assert text(reader) == text(again)


def test_columns_that_are_gone_are_not_taken_for_empty_ones(tmp_path: Path) -> None:
    """Two builds later the rows beside an open store are gone: no supplies would be a wrong answer."""
    reader = build([MINI], tmp_path)
    build([MINI], tmp_path)
    assert supply_graph(reader).number_of_edges() == 4
    build([MINI], tmp_path)
    with pytest.raises(StoreError) as caught:
        supply_graph(reader)
    assert "请重新打开" in caught.value.text("zh")
    assert "open it again" in caught.value.text("en")


# ---- Opening


def _nothing(path: Path) -> None:
    """Leave the place empty."""


def _folder(path: Path) -> None:
    path.mkdir()


def _file(path: Path) -> None:
    path.write_text("x")


def _pointer_to_nothing(path: Path) -> None:
    path.mkdir()
    (path / "CURRENT").write_text("generation-none")


def _bytes_in_pointer(path: Path) -> None:
    path.mkdir()
    (path / "CURRENT").write_bytes(b"\xff\x00")


def _empty_pointer(path: Path) -> None:
    path.mkdir()
    (path / "CURRENT").write_text("")


def _corrupt(path: Path) -> None:
    build([MINI], path)
    (manifest,) = path.glob("generation-*/store/MANIFEST-*")
    manifest.write_bytes(b"no store")


@pytest.mark.parametrize(
    "make", [_nothing, _folder, _file, _pointer_to_nothing, _bytes_in_pointer, _empty_pointer, _corrupt]
)
def test_where_there_is_no_store_one_line_says_so(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "store"
    make(path)
    with pytest.raises(StoreError) as caught:
        open_store(path)
    assert caught.value.text("zh") == f"{path}：这里没有可读的图谱；请先运行 chaingraph build。"
    assert caught.value.text("en") == f"{path}: there is no store here that can be read; run chaingraph build first."


def test_looking_for_a_store_makes_none(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        open_store(tmp_path / "store")
    assert not list(tmp_path.iterdir())


def test_a_store_that_is_replaced_while_it_is_opened_is_opened_anew(
    tmp_path: Path, mini: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([MINI], tmp_path)
    names = iter(["generation-gone"])
    current = stores._current
    monkeypatch.setattr(stores, "_current", lambda path: next(names, None) or current(path))
    assert text(open_store(tmp_path)) == text(mini)


def test_an_open_store_cannot_be_written(tmp_path: Path, mini: Dataset) -> None:
    face = build([MINI], tmp_path)
    quad = (URIRef("urn:a"), URIRef("urn:b"), Literal("c"), URIRef("urn:g"))
    with pytest.raises(RuntimeError, match="read-write"):
        face.add(quad)
    with pytest.raises(RuntimeError, match="read-write"):
        face.update("CLEAR ALL")
    assert text(open_store(tmp_path)) == text(mini)


def test_rows_lie_in_columns_beside_both_kinds_of_store(tmp_path: Path, mini: Dataset) -> None:
    from chaingraph.columns import read_columns

    disk, memory = columns_of(build([MINI], tmp_path)), columns_of(mini)
    assert disk is not None
    assert memory is not None
    rows = list(read_columns(disk, "supplies"))
    assert rows == list(read_columns(memory, "supplies"))
    assert [row["source"] for row in rows] == [f"data:mini/supplies.csv#row={n}" for n in range(2, 7)]
    assert (rows[1]["supplier"], rows[1]["share"], rows[1]["status"]) == (
        "enterprise:beta-cathode",
        "0.4",
        "status:reported",
    )


def test_a_dataset_of_another_making_is_refused() -> None:
    with pytest.raises(StoreError) as caught:
        native(Dataset())
    assert "Oxigraph" in caught.value.text("en")


def test_the_path_of_a_store_may_have_spaces_and_chinese(tmp_path: Path, mini: Dataset) -> None:
    assert text(build([MINI], tmp_path / "我的 图谱" / "store")) == text(mini)


def test_faults_leave_no_generation(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        build([MANY], tmp_path)
    assert generations(tmp_path) == []


def test_a_first_build_that_fails_leaves_no_folder(tmp_path: Path) -> None:
    """Not those around it either, but what was there before stays."""
    (tmp_path / "old").mkdir()
    for where in ("new", "a/b/store", "old/store", "old"):
        with pytest.raises(SourceError):
            build([tmp_path / "nothing"], tmp_path / where)
    assert [path.name for path in tmp_path.rglob("*")] == ["old"]

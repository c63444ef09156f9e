"""Two builds compared: by row, by statement, by finding."""

from pathlib import Path

from chaingraph.comparing import compare
from chaingraph.store import build

MINI = Path(__file__).parent / "data" / "mini"


def _copy(folder: Path) -> Path:
    there = folder / "mini"
    there.mkdir()
    for file in MINI.iterdir():
        (there / file.name).write_bytes(file.read_bytes())
    return there


def test_the_same_build_does_not_differ(mini) -> None:
    assert compare(mini, build([MINI])) == ()


def test_a_row_put_in_above_is_one_row(mini, tmp_path) -> None:
    there = _copy(tmp_path)
    table = there / "capabilities.csv"
    head, first, *others = table.read_text(encoding="utf-8").splitlines()
    names = head.split(",")
    cells = dict(zip(names, first.split(","), strict=True))
    cells["product"] = "product:separator"
    fresh = ",".join(cells[name] for name in names)
    table.write_text("\n".join([head, fresh, first, *others]) + "\n", encoding="utf-8")
    changes = compare(mini, build([there]))
    rows = [change for change in changes if change.what == "row"]
    assert [(change.change, change.subject) for change in rows] == [("added", "data:mini/capabilities.csv#row=2")]
    assert "product:separator" in rows[0].after
    gone = [c for c in changes if c.what == "MissingLink" and c.change == "removed"]
    assert [c.subject for c in gone] == ["product:separator"]


def test_it_is_its_own_opposite(mini, tmp_path) -> None:
    there = _copy(tmp_path)
    table = there / "shortages.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    other = build([there])
    opposite = {"added": "removed", "removed": "added", "changed": "changed"}
    forth = {(c.change, c.what, c.subject, c.chain, c.field, c.before, c.after) for c in compare(mini, other)}
    back = {(opposite[c.change], c.what, c.subject, c.chain, c.field, c.after, c.before) for c in compare(other, mini)}
    assert forth == back != set()

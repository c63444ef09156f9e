"""Does all that README and CONTRIBUTING show work as it stands there: commands, code, files, output, links?"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from chaingraph.cli import commands, main
from chaingraph.paths import data_sets
from chaingraph.store import build

ROOT = Path(__file__).parents[1]
READMES = {"README.md": "en_US.UTF-8", "README.zh-CN.md": "zh_CN.UTF-8"}
PAGES = (*READMES, "CONTRIBUTING.md")
ELSEWHERE = (
    "make run",
    "make test",
    "chaingraph check",
    "chaingraph serve",
    "chaingraph push http://localhost:7878/store",
    "pytest tests/test_ask.py",
)  # set-up, or run by other tests
LARGEST_PICTURE = 300_000  # bytes


class Block(NamedTuple):
    """A fenced block, with the text between it and the block before."""

    lead: str
    language: str
    text: str

    @property
    def path(self) -> str:
        """The file that the text before names last, as in: `my-data/source.toml`:"""
        named = re.findall(r"`([\w.-]+(?:/[\w.-]+)*\.[a-z]+)`", self.lead.strip().rpartition("\n\n")[2])
        return named[-1] if named and self.lead.rstrip().endswith((":", "：")) else ""


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str) -> list[Block]:
    return [Block(*found) for found in re.findall(r"(?ms)(.*?)^```(\w+)\n(.*?)^```$", read(name))]


def shell(block: Block) -> list[str]:
    return block.text.splitlines() if block.language == "sh" else []


def run(line: str) -> object:
    """Type a command of chaingraph here, in this process; return its exit status."""
    program, *words = shlex.split(line)
    assert program == "chaingraph", line
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", [program, *words])
        with pytest.raises(SystemExit) as end:
            main()
    return end.value.code


def perform(line: str, folder: Path) -> None:
    """Type a command in a copy of the repository, in a process of its own."""
    program, *words = shlex.split(line)
    assert program in ("chaingraph", "pytest", "python"), line
    start = [] if program == "python" else ["-m", program]
    env = {**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, *start, *words], cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"


def put(block: Block, folder: Path) -> None:
    """Write the file that a block shows, or add it at the end of one that is there."""
    path = folder / block.path
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") + "\n" if "At the end of" in block.lead else ""
    path.write_text(before + block.text, encoding="utf-8")


def change(block: Block, path: Path) -> None:
    """Apply a diff without line numbers."""
    lines = block.text.splitlines()
    old = "\n".join(line[1:] for line in lines if not line.startswith("+"))
    new = "\n".join(line[1:] for line in lines if not line.startswith("-"))
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name}: {old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def stands_in(shown: str, printed: str) -> None:
    """Compare an excerpt with the output: its lines in their order, … for what is left out."""
    lines = iter(line.rstrip() for line in printed.splitlines())
    for wanted in shown.splitlines():
        pattern = ".*".join(map(re.escape, wanted.split("…")))
        assert wanted.strip() == "…" or any(re.fullmatch(pattern, line) for line in lines), (
            f"{wanted}\nnot in\n{printed}"
        )


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the data sets and the store, as after ``make run``."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "data", folder / "data")
    build(data_sets(), folder / "build" / "store")
    return folder


@pytest.mark.parametrize("name", READMES)
def test_what_the_readme_shows_works(
    name: str, checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(checkout)
    monkeypatch.setenv("LC_ALL", READMES[name])
    for block in blocks(name):
        if block.path:
            put(block, checkout)
        elif block.language == "sh":
            capsys.readouterr()
            for line in shell(block):
                assert line in ELSEWHERE or run(line) == 0, line
        elif block.language == "python":
            exec(compile(block.text, name, "exec"), {})
        elif block.text.startswith("my-data/"):
            stands_in(block.text, told_of_the_fault(checkout, capsys))
        else:
            assert block.language == "text"
            stands_in(block.text, capsys.readouterr().out)


def told_of_the_fault(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    table = folder / "my-data" / "capabilities.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",1000,", ',"1,000",'), encoding="utf-8")
    assert run("chaingraph build data/changsha data/reference my-data --store build/mine") == 2
    return capsys.readouterr().err


def test_both_readmes_show_the_same() -> None:
    english, chinese = (
        [
            (block.language, block.path, re.sub(r"  # .*", "", block.text))
            for block in blocks(name)
            if block.language != "text"
        ]
        for name in READMES
    )
    assert english == chinese
    assert [block.language for block in blocks("README.md")] == [block.language for block in blocks("README.zh-CN.md")]


def test_what_contributing_shows_works(tmp_path: Path) -> None:
    for name in ("src", "ontology", "queries", "data", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "test_docs.py"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    changed = Path()
    for block in blocks("CONTRIBUTING.md"):
        changed = tmp_path / block.path if block.path else changed
        if block.language == "diff":
            change(block, changed)
        elif block.path:
            put(block, tmp_path)
        elif block.language == "python":
            perform(shlex.join(["python", "-c", block.text]), tmp_path)
        for line in shell(block):
            if line not in ELSEWHERE:
                perform(line, tmp_path)
    perform("pytest tests/test_shapes.py -k 'column or declared'", tmp_path)


def test_commit_subjects_shown_are_short() -> None:
    (message,) = (block.text for block in blocks("CONTRIBUTING.md") if block.language == "text")
    assert re.fullmatch(r"[a-z]+: [a-z].{,60}[^.]", message.splitlines()[0])


# ---- What is named is there


@pytest.mark.parametrize("name", PAGES)
def test_links_and_pictures_are_there(name: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", read(name)):
        page, _, anchor = target.partition("#")
        assert (ROOT / page).is_file() or not page, target
        assert not anchor or anchor in headings(page or name), target


def headings(name: str) -> set[str]:
    """Anchors of a page, as GitHub makes them."""
    titles = re.findall(r"(?m)^#+ (.*)$", re.sub(r"(?ms)^```.*?^```$", "", read(name)))
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("name", PAGES)
def test_files_that_are_named_are_there(name: str) -> None:
    made = {block.path for block in blocks(name)}
    folders = "ontology|data|queries|src|tests|benchmarks|docs"
    named = re.findall(rf"`((?:{folders})/[\w./-]*)`", read(name))
    assert [path for path in named if path not in made and not (ROOT / path).exists()] == []


def test_pictures_are_small() -> None:
    pictures = sorted((ROOT / "docs" / "img").glob("*.png"))
    assert pictures
    assert [picture.name for picture in pictures if picture.stat().st_size > LARGEST_PICTURE] == []


def test_every_command_is_shown_and_says_what_it_does() -> None:
    text = "".join(map(read, PAGES))
    assert [name for name in commands.commands if f"chaingraph {name}" not in text] == []
    assert [name for name, command in commands.commands.items() if not command.help] == []


def test_every_make_target_that_is_named_is_there() -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", read("Makefile")))
    assert set(re.findall(r"(?m)[`\n]make ([a-z]+)[`\n]", "".join(map(read, PAGES)))) <= targets

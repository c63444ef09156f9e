"""Does every notebook run from top to bottom, as committed: without outputs, and without network?"""

import asyncio
import re
import sys
from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat", reason="install the extra 'notebooks'")
nbclient = pytest.importorskip("nbclient", reason="install the extra 'notebooks'")
pytest.importorskip("ipykernel", reason="install the extra 'notebooks'")

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
DOCUMENTS = [path for path in NOTEBOOKS if path.stem.startswith("document-")]
QUESTIONS = [path for path in NOTEBOOKS if path.stem.startswith("question-")]

TUTORIALS = [path for path in NOTEBOOKS if path.stem.startswith("tutorial-")]

#: What the last steps of a tutorial come to.
SAID_BY_TUTORIALS = {
    "tutorial-sparql": ("没有本地来源", "product:separator", "@techreport{changsha:", "长发〔2021〕3号")
}

#: What the documents say, read in them: each must stand in what the notebook finds out.
SAID = {
    "question-changes-2021-2025": ("湖南华兴", "荆州", "宁乡高新区", "新能源汽车产业链", "工程机械液压"),
    "question-local-supply": ("湖南华兴", "北汽福田长沙厂", "计算口径未说明", "无数值"),
    "question-one-enterprise-stops": ("中伟新能源", "三元前驱体", "四氧化三钴", "广汽埃安"),
    "question-weak-links": ("中伟新能源", "三元前驱体", "四氧化三钴", "隔膜"),
    "question-whom-to-invite": ("负极材料", "中科星城", "隔膜"),
}

ONLY_LATIN = """
from matplotlib import font_manager

font_manager.fontManager.ttflist = [font for font in font_manager.fontManager.ttflist if "DejaVu" in font.name]
"""

#: Whatever a process of the kernel sends to another machine fails; the kernel itself talks over the loopback.
NO_NETWORK = """
import socket

_connect = socket.socket.connect


def _loopback_only(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"a notebook reaches for {address}")
    return _connect(self, address)


socket.socket.connect = _loopback_only
"""


def run(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, *first: str) -> list[Any]:
    """Run a notebook, some code cells put before its own; return the outputs of all cells."""
    monkeypatch.setenv("IPYTHONDIR", str(folder))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(folder))
    if sys.platform == "win32":
        asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[:0] = [nbformat.v4.new_code_cell(code) for code in (NO_NETWORK, *first)]
    nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": folder}}
    ).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error"]
    return outputs


def pictures(outputs: list[Any]) -> int:
    return sum("image/png" in output.get("data", {}) for output in outputs)


def written(outputs: list[Any]) -> str:
    """Return all text of outputs: printed, warned of, in tables and paragraphs."""
    kinds = ("text/markdown", "text/html", "text/plain")
    shown = [str(output.get("data", {}).get(kind, "")) for output in outputs for kind in kinds]
    return "\n".join([*shown, *(output.get("text", "") for output in outputs)])


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_notebook_of_a_document_draws_its_network(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outputs = run(path, tmp_path, monkeypatch)
    assert any("<iframe srcdoc=" in str(output.get("data", {}).get("text/html", "")) for output in outputs)


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_notebook_of_a_question_answers_it_with_pictures(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("matplotlib", reason="install the extra 'notebooks'")
    outputs = run(path, tmp_path, monkeypatch)
    text = written(outputs)
    assert pictures(outputs) >= 2
    assert [word for word in SAID[path.stem] if word not in text] == []
    assert "missing from font" not in text


@pytest.mark.parametrize("path", TUTORIALS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_tutorial_leads_to_its_answer(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("matplotlib", reason="install the extra 'notebooks'")
    outputs = run(path, tmp_path, monkeypatch)
    text = written(outputs)
    assert pictures(outputs) >= 1
    assert "<iframe srcdoc=" in text
    assert [word for word in SAID_BY_TUTORIALS[path.stem] if word not in text] == []
    assert "missing from font" not in text


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_pictures_are_in_english_where_no_font_writes_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("matplotlib", reason="install the extra 'notebooks'")
    path = next(path for path in QUESTIONS if path.stem == "question-weak-links")
    outputs = run(path, tmp_path, monkeypatch, ONLY_LATIN)
    text = written(outputs)
    assert "pictures are in English" in text
    assert pictures(outputs) >= 2
    assert "missing from font" not in text


def test_every_question_of_a_notebook_has_an_expectation() -> None:
    assert [path.stem for path in QUESTIONS] == sorted(SAID)


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_no_figure_is_typed_into_the_text_of_a_notebook(path: Path) -> None:
    text = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown")
    years = {"2017", "2021", "2023", "2025"}
    assert set(re.findall(r"\d+", text)) <= years


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert cells
    assert all(cell.outputs == [] and cell.execution_count is None for cell in cells)

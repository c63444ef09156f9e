"""Does `%%sparql` answer in an IPython shell: tables, pictures, stores of all sorts, errors in one line?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from rdflib import Dataset

pytest.importorskip("IPython", reason="install the extra 'notebooks'")

from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell

from chaingraph.store import build

MINI = Path(__file__).parent / "data" / "mini"
QUERY = "SELECT ?maker ?product { ?row cg:producer ?maker ; cg:capabilityProduct ?product } ORDER BY ?maker ?product"


@pytest.fixture
def shell(mini: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C")
    InteractiveShell.clear_instance()
    found = InteractiveShell.instance()
    found.history_manager.enabled = False
    found.run_line_magic("load_ext", "chaingraph")
    found.user_ns["store"] = mini
    yield found
    found.history_manager.end_session()
    InteractiveShell.clear_instance()


def ran(shell: InteractiveShell, line: str, cell: str = QUERY) -> Any:
    return shell.run_cell_magic("sparql", line, cell)


def test_a_cell_is_a_typed_table_and_needs_no_prefixes(shell: InteractiveShell) -> None:
    """In the sample city alpha-cell makes cells (tests/data/mini)."""
    found = ran(shell, "")
    assert isinstance(found, pd.DataFrame)
    assert ["enterprise:alpha-cell", "product:cell"] in found.to_numpy().tolist()


def test_stores_are_variables_or_folders(shell: InteractiveShell, tmp_path: Path) -> None:
    build([MINI], tmp_path / "store")
    shell.user_ns["other"] = shell.user_ns["store"]
    wanted = ran(shell, "")
    assert ran(shell, "other").equals(wanted)
    assert ran(shell, str(tmp_path / "store")).equals(wanted)


def test_an_answer_goes_into_a_variable(shell: InteractiveShell) -> None:
    assert ran(shell, "store -o answer") is None
    assert shell.user_ns["answer"].equals(ran(shell, ""))


def test_an_answer_is_drawn(shell: InteractiveShell) -> None:
    page = ran(shell, "--draw --title 谁 生产什么 --lang en")
    assert "谁 生产什么" in page
    assert "enterprise:alpha-cell" in page
    assert "<iframe srcdoc=" in page._repr_html_()


def test_help_is_shown(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(shell, "--help") is None
    said = capsys.readouterr().out
    assert all(word in said for word in ("--draw", "--output", "端点地址"))


@pytest.mark.parametrize(
    ("line", "cell", "said"),
    [
        ("", "SELECT *\n{ ?s ?p", "error at 2:"),
        ("", "INSERT DATA { <urn:a> <urn:b> 1 }", "only queries run"),
        ("", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("nothing", QUERY, "no store in this variable"),
        ("/nowhere/at/all", QUERY, "run chaingraph build first"),
        ("--bad", QUERY, "unrecognized arguments"),
        ("--lang fr", QUERY, "zh | en"),
        ("--draw", "SELECT (1 AS ?x) {}", "no thing in the answer"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(shell: InteractiveShell, line: str, cell: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        ran(shell, line, cell)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)

"""Does the server do what its OpenAPI description says, for whatever values? Asked by schemathesis, in its own process."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from chaingraph.store import build
from serve_fixture import Limits, Settings, serving

MINI = Path(__file__).parent / "data" / "mini"
PATIENCE = 600  # seconds
SETTINGS = """
[[operations]]
include-path-regex = "^/find/"

[operations.checks]
positive_data_acceptance.enabled = false  # their parameters are names and dates, described as text
"""


@pytest.mark.skipif(not importlib.util.find_spec("schemathesis"), reason="needs schemathesis: pip install '.[test]'")
def test_every_operation_answers_as_described(tmp_path: Path) -> None:
    """No status, media type, header or body that is not described, no 5xx, wrong values refused; always the same cases."""
    build([MINI], tmp_path / "store")
    (tmp_path / "schemathesis.toml").write_text(SETTINGS, encoding="utf-8")
    words = [
        "--seed",
        "1",
        "--generation-deterministic",
        "--max-examples",
        "2",
        "--phases",
        "examples,coverage,fuzzing",
    ]
    with serving(Settings(store=tmp_path / "store", limits=Limits(workers=2))) as client:
        found = subprocess.run(
            [
                Path(sys.executable).parent / "schemathesis",
                "run",
                f"{client.address}/openapi.json",
                *words,
                "--no-color",
            ],
            check=False,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            cwd=tmp_path,
        )
        operations = len(client.get("/openapi.json").text.split('"operationId"')) - 1
    assert found.returncode == 0, found.stdout[-8_000:] + found.stderr[-2_000:]
    assert f"Tested: {operations}" in found.stdout

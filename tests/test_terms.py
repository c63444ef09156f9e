"""Every term of our ontology that code and queries use is one that the ontology declares: a misspelt one is found here."""

import re
from pathlib import Path

import pytest

from chaingraph.schema import ontology
from chaingraph.vocabulary import CG, PREFIXES

ROOT = Path(__file__).parents[1]
DECLARED = {str(subject)[len(CG) :] for subject in ontology().subjects() if str(subject).startswith(CG)}
CODE = sorted((ROOT / "src" / "chaingraph").rglob("*.py"))
QUERIES = sorted((ROOT / "queries").rglob("*.rq"))


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.stem)
def test_terms_in_code_are_declared(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    used = set(re.findall(r"\{CG\}(\w+)", text)) | set(re.findall(r"\bCG \+ \"(\w+)\"", text))
    assert used <= DECLARED


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_terms_in_queries_are_declared(path: Path) -> None:
    text = "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    assert set(re.findall(r"\bcg:(\w+)", text)) <= DECLARED


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_prefixes_in_queries_are_ours(path: Path) -> None:
    found = dict(re.findall(r"^PREFIX (\S+): <(\S+)>$", path.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert found
    assert found.items() <= PREFIXES.items()


def test_the_search_finds_terms() -> None:
    assert {"SupplyRelationship", "supplier", "kindOfTransitive"} <= DECLARED
    assert any(re.search(r"\{CG\}\w+", path.read_text(encoding="utf-8")) for path in CODE)

"""Do rows and findings lead to the documents and lines that they stand on, as records, BibTeX and CSL-JSON?"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Dataset

import chaingraph as cg
from chaingraph.bibliography import escaped, to_bibtex, to_csl
from chaingraph.catalogue import draft_card
from chaingraph.citing import Citation, cite
from chaingraph.errors import QueryError
from chaingraph.findings import Finding
from conftest import Write

ROOT = Path(__file__).parents[1]
DATE = {
    "type": "object",
    "required": ["date-parts"],
    "additionalProperties": False,
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}},
        }
    },
}
TEXTS = (
    "title",
    "translated-title",
    "publisher",
    "container-title",
    "number",
    "version",
    "URL",
    "locator",
    "note",
    "language",
)
#: What CSL's csl-data.json says of the variables that we use; it knows no others of these types.
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "string"},
            "type": {"enum": ["report", "article-newspaper", "webpage", "dataset"]},
            "author": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"literal": {"type": "string"}},
                    "additionalProperties": False,
                },
            },
            "issued": DATE,
            "accessed": DATE,
            **{name: {"type": "string", "minLength": 1} for name in TEXTS},
        },
    },
}
CARD = """\
id = "tiny"
title_zh = "小"
title_en = "tiny"
licence = "CC0-1.0"
publisher = "nobody"
compiled = "2026-01-02"

[[document]]
id = "document:plan"
title_zh = "规划：R&D 占 3%_{试}"
title_en = "Plan #1"
publisher_zh = "某市人民政府"
number = "某发〔2021〕3号"
issued = "2021-02-19"
lines = 40

[[document]]
id = "document:news"
title_zh = "链上的企业"
publisher_zh = "某市晚报"
not_before = "2025-12"
lines = 40

[[document]]
id = "document:page"
title_zh = "网页"
url = "https://example.org/a_b%20c"
accessed = "2026-01-01"
"""
PRODUCTS = """\
id,type,label_zh,source,line,section
product:a,cg:Material,甲,document:plan,3;7-9,
product:b,cg:Material,乙,document:news,5,
product:c,cg:Material,丙,document:page,,表1
product:d,cg:Material,丁,document:plan,8-11,
"""
ROWS = [f"data:tiny/products.csv#row={number}" for number in (2, 3, 4, 5)]


@pytest.fixture
def store(write: Write) -> Dataset:
    return cg.build([write({"products": PRODUCTS}, card=CARD)])


def test_rows_lead_to_documents_with_their_lines(store: Dataset) -> None:
    news, page, plan = cite(store, ROWS)
    assert (plan.document, plan.kind, plan.lines, plan.rows) == (
        "document:plan", "report", ((3, 3), (7, 11)), (ROWS[0], ROWS[3]),
    )  # fmt: skip
    assert (plan.issued, plan.number, plan.issuer, plan.licence) == (
        "2021-02-19",
        "某发〔2021〕3号",
        "某市人民政府",
        "CC0-1.0",
    )
    assert (news.kind, news.issued, news.not_before, news.lines) == ("article-newspaper", "", "2025-12", ((5, 5),))
    assert (page.kind, page.url, page.lines, page.sections) == ("webpage", "https://example.org/a_b%20c", (), ("表1",))


def test_findings_tables_and_rows_may_be_given(store: Dataset) -> None:
    wanted = cite(store, ROWS[:2])
    finding = Finding(subject="product:a", evidence=tuple(ROWS[:2]))
    assert cite(store, finding) == cite(store, [finding]) == wanted
    assert cite(store, "; ".join(ROWS[:2])) == wanted
    assert cite(store, pd.DataFrame({"source": [*ROWS[:2], pd.NA]})) == wanted
    assert cite(store, cg.to_frame([finding])) == wanted
    assert cite(store, pd.Series([ROWS[0], float("nan"), ROWS[1], None])) == wanted
    assert cite(store, []) == ()


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ("product:a", "is no row"),
        ("data:tiny/products.csv#row=99", "the store has no such row"),
        ([7], "neither a row nor a finding"),
        (pd.DataFrame({"x": []}), "no column evidence or source"),
    ],
)
def test_what_is_no_row_is_refused(store: Dataset, given_: object, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        cite(store, given_)


def test_a_key_does_not_depend_on_what_else_is_cited(store: Dataset) -> None:
    assert [one.key for one in cite(store, ROWS)] == ["tiny:news", "tiny:page", "tiny:plan"]
    assert [one.key for one in cite(store, ROWS[0])] == ["tiny:plan"]


def test_bibtex_is_written_as_tex_reads_it(store: Dataset) -> None:
    news, page, plan = to_bibtex(cite(store, ROWS)).split("\n\n")
    assert (
        plan
        == r"""@techreport{tiny:plan,
  author = {{某市人民政府}},
  title = {{规划：R\&D 占 3\%\_\{试\}}},
  institution = {某市人民政府},
  number = {某发〔2021〕3号},
  year = {2021},
  month = {2},
  day = {19},
  note = {Plan \#1; lines 3, 7-11; data set tiny, CC0-1.0},
}
"""
    )
    assert news.startswith("@article{tiny:news,")
    assert "year" not in news
    assert "note = {line 5; not dated, not before 2025-12; data set tiny, CC0-1.0}" in news
    assert "  url = {https://example.org/a_b%20c},\n  urldate = {2026-01-01}," in page


@given(st.text())
def test_braces_stay_balanced_and_nothing_is_a_command(text: str) -> None:
    """Whatever TeX takes for a command is one of ours; the braces of a field are those that we wrote."""
    found = escaped(text)
    rest = re.sub(r"\\(textbackslash|textasciitilde|textasciicircum)\{\}|\\[#$%&_{}]", "", found)
    assert not set(rest) & set("\\{}#$%&_~^\n")


def test_csl_is_as_its_schema_wants(store: Dataset) -> None:
    items = to_csl([*cite(store, ROWS), *cite(store)])
    jsonschema.validate(items, CSL)
    plan = next(item for item in items if item["id"] == "tiny:plan")
    assert plan["issued"] == {"date-parts": [[2021, 2, 19]]}
    assert (plan["type"], plan["author"], plan["locator"]) == ("report", [{"literal": "某市人民政府"}], "lines 3, 7-11")
    news = next(item for item in items if item["id"] == "tiny:news")
    assert (news["container-title"], "issued" in news, "author" in news) == ("某市晚报", False, False)


def test_a_data_set_is_cited_with_version_and_licence(store: Dataset) -> None:
    (one,) = cite(store)
    assert (one.key, one.kind, one.version, one.licence, one.issuer) == (
        "tiny",
        "dataset",
        "2026-01-02",
        "CC0-1.0",
        "nobody",
    )
    (item,) = to_csl([one])
    assert (item["type"], item["version"], item["URL"]) == (
        "dataset",
        "2026-01-02",
        "https://w3id.org/chaingraph/data/tiny",
    )


def test_the_citation_file_lists_the_data_sets_as_they_are() -> None:
    """CITATION.cff names each data set that travels along, by the title, day and licence of its card."""
    listed = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["references"]
    cards = [card for folder in cg.data_sets() if (card := draft_card(folder)[0])]
    assert [(one["title"], str(one["version"]), one["license"], one["type"]) for one in listed] == [
        (card.title_en, card.compiled, card.licence, "data") for card in cards
    ]
    assert all(one["authors"] == [{"name": card.publisher}] for one, card in zip(listed, cards, strict=True))


def test_the_command_writes_each_form(write: Write, tmp_path: Path) -> None:
    place = tmp_path / "store"
    store = cg.build([write({"products": PRODUCTS}, card=CARD)], place)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "chaingraph", "--lang", "en", "cite", *words, "--store", str(place)]
        return subprocess.run(line, capture_output=True, text=True, encoding="utf-8", check=False, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, cwd=ROOT)  # fmt: skip

    assert run(ROWS[0], "--format", "bibtex").stdout == to_bibtex(cite(store, ROWS[0]))
    assert json.loads(run(*ROWS, "--format", "csl").stdout) == to_csl(cite(store, ROWS))
    assert "lines 3, 7-9" in run(ROWS[0]).stdout
    assert ROWS[0] in run(ROWS[0]).stdout
    wrong = run("product:a")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)


def test_lines_are_told_in_both_languages() -> None:
    one = Citation(key="k", kind="report", data_set="d", licence="", lines=((4, 4),), sections=("表1",))
    assert (one.place("en"), one.place("zh")) == ("line 4, §表1", "第4行，§表1")

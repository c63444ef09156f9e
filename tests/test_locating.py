"""Places in documents: a Chinese reader finds sections and rows of data tables without English words of ours."""

import csv
import re
from pathlib import Path

import networkx as nx
import pytest
import rdflib

from chaingraph.paths import resource
from chaingraph.views.citing import cite, cited
from chaingraph.views.locating import TABLES, row_texts, section_text

DATA = Path(__file__).parents[1] / "data"
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")


def test_tables_are_called_as_in_the_data_dictionary():
    shapes = rdflib.Graph().parse(resource("ontology", "shapes", "tables.ttl"))
    named = {
        str(shape).rpartition("#")[2].rpartition("/")[2]: str(name)
        for shape in shapes.subjects(rdflib.RDF.type, SH.NodeShape)
        for name in shapes.objects(shape, SH.name)
        if name.language == "zh"
    }
    named.pop("statement")  # what all tables have in common
    assert named == TABLES


def test_no_section_of_the_data_leaves_english_outside_of_quotation_marks():
    sections = {
        row["section"]
        for path in sorted(DATA.glob("*/*.csv"))
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
        if row.get("section") and not re.search("[\u3400-\u9fff]", row["section"])
    }
    assert len(sections) > 100
    left = {section: re.sub("“[^”]*”", "", section_text(section).zh) for section in sections}
    words = {section: said for section, said in left.items() if re.search("[a-z]{3}", said)}
    assert words == {}
    assert all(section_text(section).en == section for section in sections)


@pytest.mark.parametrize(
    ("section", "zh"),
    [
        ("", ""),
        ("lead", "导言"),
        ("Table 1", "表1"),
        ("items 1, 4", "第1、4项"),
        ("steps e-j", "第e–j步"),
        ("[0002]", "第0002段"),
        ("1.2", "第1.2节"),
        ("430103", "编号430103"),
        ("Abstract; Introduction", "摘要；引言"),
        ("body: 上游", "正文“上游”"),
        ("A one; B two; C three; D four", "原文“A one”“B two”“C three”等4节"),
        ("一、产业链", "一、产业链"),
    ],
)
def test_what_a_section_is_called(section, zh):
    assert section_text(section).zh == zh


def test_rows_of_one_table_stand_together_by_number():
    rows = ["data:x/inputs.csv#row=10", "data:x/inputs.csv#row=9", "data:x/own.csv#row=2", "urn:other"]
    assert [text.zh for text in row_texts(rows)] == [
        "urn:other",
        "数据表“配方投入”（x/inputs.csv）第9、10行",
        "数据表 x/own.csv 第2行",
    ]


def document(section: str) -> nx.DiGraph:
    rows = {f"data:x/inputs.csv#row={n}": (("document:a", f"甲文 §{section}", 0, 0, "assumed"),) for n in (2, 3)}
    return nx.DiGraph(sources=rows, names={"document:a": ("甲文", "Text A")})


def test_a_citation_names_the_section_in_both_languages():
    said = cite(document("items 1-5"), ["data:x/inputs.csv#row=2"])
    assert (said.zh, said.en) == ("《甲文》第1–5项", "Text A, items 1-5")


def test_rows_that_stand_at_the_same_place_are_one_line_of_evidence():
    (item,) = cited(document("Abstract"), ["data:x/inputs.csv#row=3", "data:x/inputs.csv#row=2"])
    assert item.head.zh == "甲文"
    assert [line.zh for line in item.lines] == ["摘要 · 行业常识（假定） · 数据表“配方投入”（x/inputs.csv）第2、3行"]

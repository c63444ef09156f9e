"""Places in documents (出处): sections and rows of data tables as a Chinese and an English reader find them."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from chaingraph.views.bilingual import Both, clean, wrapped

__all__ = ["TABLES", "row_texts", "section_text"]

_ROW: Final = re.compile(r"data:(.+)#row=(\d+)")
_CHINESE: Final = re.compile("[\u3400-\u9fff]")
_NUMBER: Final = r"[\dIVX]+(?:[.-]\d+)*"
_NUMBERED: Final = re.compile(rf"\(?({_NUMBER})\)?[.,]?(?:\s+(.+))?")
_COUNTED: Final = re.compile(
    r"(item|step|table|stage|figure|appendix)s?:?\s+([\da-zA-Z]+(?:\s*[-,–]\s*[\da-zA-Z]+)*)", re.I
)
_MEASURES: Final = {"item": "项", "step": "步", "stage": "阶段"}
_LABELS: Final = {"table": "表", "figure": "图", "appendix": "附录"}
_WORDS: Final = {
    "abstract": "摘要", "answer": "回答", "applications": "应用部分", "body": "正文", "conclusion": "结论",
    "contents": "目录", "description": "说明书", "executive summary": "内容提要", "introduction": "引言", "lead": "导言",
    "list": "列表", "list of the components": "部件清单", "overview": "概述", "specifications": "规格部分",
    "structure": "结构部分", "table": "表格", "title": "标题",
}  # fmt: skip
_HEADING: Final = 20
"""Width to which a heading of a document is cut [em]."""

_FEW: Final = 3
"""Headings of one section that are written out."""

_LONGEST: Final = 4
"""Digits of the longest number that numbers a section; a longer one is the code of an entry."""

TABLES: Final = {
    "capabilities": "生产能力", "catalogues": "产业体系名录", "chain_revisions": "产业链调整", "chains": "产业链",
    "cluster_standings": "集群地位", "clusters": "产业集群", "completeness": "完整性声明", "enterprises": "企业",
    "events": "活动", "honour_awards": "荣誉认定", "honours": "荣誉称号", "indicator_values": "指标值",
    "indicators": "指标", "inputs": "配方投入", "instruments": "政策工具", "kinds": "上位产品", "left_out": "未收",
    "names": "其他名称", "needs": "需求", "organizations": "组织", "parks": "产业园区", "participations": "产业链参与",
    "persons": "人物", "policies": "政策文件", "posts": "任职", "processes": "生产工艺", "products": "产品",
    "projects": "项目", "recipes": "生产配方", "regions": "行政区域", "sectors": "行业", "segments": "产业链环节",
    "shortages": "所述短缺", "sites": "生产基地", "specialisations": "地方专业化", "supplies": "供应关系",
    "tasks": "政策任务", "ties": "组织间关系", "uses": "产品应用",
}  # fmt: skip
"""What the tables of a data set are called in Chinese, as in the data dictionary."""


def row_texts(rows: Iterable[str]) -> Iterator[Both]:
    """Name rows of data tables, those of one table together.

    Examples
    --------
    >>> list(row_texts(["data:changsha/supplies.csv#row=10", "data:changsha/supplies.csv#row=2"]))
    [Both(zh='数据表“供应关系”（changsha/supplies.csv）第2、10行', en='table changsha/supplies.csv, rows 2, 10')]
    """
    tables: dict[str, set[int]] = {}
    for row in rows:
        found = _ROW.fullmatch(row)
        tables.setdefault(clean(found[1] if found else row), set()).update({int(found[2])} if found else ())
    for file, numbers in sorted(tables.items()):
        if not numbers:
            yield Both(file, file)
            continue
        told = [str(number) for number in sorted(numbers)]
        table = TABLES.get(file.rpartition("/")[2].removesuffix(".csv"))
        zh = f"数据表“{table}”（{file}）" if table else f"数据表 {file} "
        en = f"table {file}, {'row' if len(told) == 1 else 'rows'} {', '.join(told)}"
        yield Both(f"{zh}第{'、'.join(told)}行", en)


@lru_cache(maxsize=4096)
def section_text(section: str) -> Both:
    """Name a section of a document: in Chinese what kind it is and its number, with a heading in the original.

    Parameters
    ----------
    section
        As the data set has it: headings, ``item 3``, ``table: 2``, ``body: coating``; several with ``;`` between them.

    Examples
    --------
    >>> section_text("items 1-5").zh, section_text("1 Introduction").zh, section_text("body: coating").zh
    ('第1–5项', '第1节引言', '正文（原文“coating”）')
    >>> section_text("2.2 Materials").zh, section_text("Battery Components").zh, section_text("一、产业链").zh
    ('第2.2节（原文“Materials”）', '原文“Battery Components”一节', '一、产业链')
    """
    en = clean(section)
    if _CHINESE.search(en.partition(":")[0]):
        return Both(en, en)
    parts = [part.strip() for part in en.split(";") if part.strip()]
    said = [_chinese(part) for part in parts]
    headings = [part for part, zh in zip(parts, said, strict=True) if zh is None]
    if headings:
        count = f"等{len(headings)}" if len(headings) > 1 else "一"
        told = "".join(f"“{_cut(part)}”" for part in headings[:_FEW])
        said = [*(zh for zh in said if zh is not None), f"原文{told}{count}节"]
    return Both("；".join(zh for zh in said if zh), en)


def _chinese(part: str) -> str | None:
    """Write a part of a section in Chinese; None for a heading in the language of the document."""
    if part.lower() in _WORDS:
        return _WORDS[part.lower()]
    if counted := _COUNTED.fullmatch(part):
        kind, which = counted[1].lower(), re.sub(r"\s*,\s*", "、", counted[2]).replace("-", "–")
        return f"{_LABELS[kind]}{which}" if kind in _LABELS else f"第{which}{_MEASURES[kind]}"
    if part.startswith("[") and part.endswith("]"):
        return f"第{part[1:-1]}段"
    if numbered := _NUMBERED.fullmatch(part):
        code = len(numbered[1]) > _LONGEST and numbered[1].isdecimal()
        return f"{f'编号{numbered[1]}' if code else f'第{numbered[1]}节'}{_told(numbered[2])}"
    head, colon, rest = (text.strip() for text in part.partition(":"))
    if colon and head.lower() in _WORDS:
        return _WORDS[head.lower()] + _told(rest)
    return part if _CHINESE.search(part) else None


def _told(rest: str | None) -> str:
    """Write what stands behind a number or a word: translated, in Chinese, or as the original has it."""
    if not rest:
        return ""
    if rest.lower() in _WORDS:
        return _WORDS[rest.lower()]
    return f"“{rest}”" if _CHINESE.search(rest) else f"（原文“{_cut(rest)}”）"


def _cut(heading: str) -> str:
    return wrapped(heading, _HEADING, lines=1)[0]

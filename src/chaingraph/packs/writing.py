"""The folder of a pack (成套文件): index, pages, maps, lists as CSV and workbook, and a report for paper."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from rdflib import Dataset

from chaingraph.cells import split
from chaingraph.errors import QueryError
from chaingraph.graphs import home, shared_rows
from chaingraph.names import labels, resolve
from chaingraph.packs.reading import Pack
from chaingraph.packs.running import EVERY, Part, every_chain, run_page
from chaingraph.packs.workbook import workbook
from chaingraph.printing import as_csv, harmless
from chaingraph.views.bilingual import Both, clean, joined
from chaingraph.views.lists import Listing, pack_page
from chaingraph.vocabulary import THINGS, curie

__all__ = ["shown", "write_report"]

_WORDS: Final = {
    "chain": Both("产业链", "Chain"), "region": Both("地区", "Region"), "as_of": Both("时点", "As of"),
    "customer": Both("主机企业", "Assembler"), "park": Both("园区", "Park"),
}  # fmt: skip
_GUIDES: Final = (
    (
        {"investment-targets"},
        Both(
            "先看“招商对象”（已证实的缺口和候选企业），再把“先核实再定的对象”逐项向企业和园区核实，确缺再招引。",
            "Read the targets first (gaps that are shown, and candidates); then verify the others with enterprises and parks, one by one, before anybody is invited.",
        ),
    ),
    (
        {"missing-links"},
        Both(
            "先看“缺链”（缺失和培育中），再把“待核实”逐项向企业和园区核实，然后看弱链和短缺。",
            "Read the missing links first; then verify what is to be checked with enterprises and parks, one by one; then weak links and shortages.",
        ),
    ),
)
"""In which order to use a pack, by the analyses in it; the first that fits."""

_ONE: Final = Both(
    "一套材料只为一个地区编制；几个地区合看，用 chaingraph site region=甲;乙。",
    "A pack is made for one region; for several as one use chaingraph site region=A;B.",
)
_BLANK: Final = Both(
    "空白：文件没有说，或测算没有发现，不等于没有或为零；整栏空白的栏目不列出。",
    "Empty: no document says so, or nothing was found; neither none nor zero. Columns that are empty throughout are left out.",
)
_INDEX: Final = {"file": "index.html", "name": Both("目录", "Contents"), "page": True}
_REPORT: Final = {"file": "report.html", "name": Both("打印报告", "Report for print"), "page": True}
_BOOK: Final = {"file": "lists.xlsx", "name": Both("全部清单（XLSX）", "All lists (XLSX)"), "page": False}


def write_report(face: Dataset, pack: Pack, folder: Path, *, lang: str = "zh", **given: str) -> tuple[Path, ...]:
    """Write a pack as a folder that needs nothing else.

    Parameters
    ----------
    folder
        Where to write; other files in it stay.
    lang
        Language shown first, and of workbook and CSV.
    given
        The pack's parameters, such as ``chain``; no region means the one that the data sets name as theirs.

    Returns
    -------
    tuple of Path
        The files written, the index first.

    Raises
    ------
    QueryError
        A parameter is missing, unknown, or names nothing.
    """
    settled = _settled(face, pack, given)
    with shared_rows(face):
        many = any(line.given.get("chain") == EVERY for page in pack.pages for line in page.lines)
        graphs = every_chain(face) if many else None
        parts = [run_page(face, pack, page, settled, lang=lang, graphs=graphs) for page in pack.pages]
    facts = _facts(face, settled)
    files = {**_pages(face, pack, parts, facts, lang), **_tables(pack, parts, facts, lang)}
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():  # only now, lest some be new and others old when this is broken off
        (folder / name).write_bytes(content)
    return tuple(folder / name for name in files)


def _settled(face: Dataset, pack: Pack, given: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters with things as CURIEs, and the region where none is given."""
    known = (*pack.needs, *pack.takes)
    wrong = [*(set(given) - set(known)), *(name for name in pack.needs if name not in given)]
    if wrong:
        words = " ".join(f"{name}=…" if name in pack.needs else f"[{name}=…]" for name in known)
        raise QueryError.of(
            f"{pack.name}: {', '.join(sorted(wrong))}", zh=f"参数：{words}。", en=f"parameters: {words}."
        )
    found = {**given}
    if len(split(found.get("region", ""))) > 1:
        raise QueryError.of(
            "region",
            zh="清单和图一次只为一个地区编制；几个地区合看，请用 chaingraph site 或 find，或给出包含它们的上级地区。",
            en="a pack is made for one region; for several as one use chaingraph site or find, or the region around them.",
        )
    if "region" in known and "region" not in found:
        found["region"] = home(face)
    kinds = {name: "enterprise" if name in ("customer", "supplier") else name for name in found}
    return {
        name: curie(resolve(face, text, kind=kinds[name])) if kinds[name] in THINGS else text
        for name, text in found.items()
    }


def _facts(face: Dataset, settled: Mapping[str, str]) -> list[dict[str, Both]]:
    names = labels(face, [text for text in settled.values() if text.partition(":")[0] in THINGS])
    return [
        {"name": _WORDS.get(name, Both(name, name)), "value": Both(*map(clean, names.get(text, (text, text))))}
        for name, text in settled.items()
    ]


def _data(parts: Iterable[Part]) -> list[dict[str, Both]]:
    """Say of when the data are, and how much was searched, as the chains of a pack tell it."""
    told = dict.fromkeys(chain["under"] for part in parts for chain in part.chains)
    return [{"name": Both("资料", "Data"), "value": value} for value in told]


def _guide(pack: Pack) -> list[Both]:
    """Say in which order to use a pack, and for what it is made."""
    used = {line.name for page in pack.pages for line in page.lines}
    order = next((said for names, said in _GUIDES if names & used), None)
    one = _ONE if "region" in pack.takes else None
    return [said for said in (order, one) if said]


def _pages(
    face: Dataset, pack: Pack, parts: Sequence[Part], facts: Sequence[Mapping[str, Both]], lang: str
) -> dict[str, bytes]:
    under = joined([fact["value"] for fact in facts if fact["name"].en != "Data"], zh=" · ", en=" | ")
    maps = {part.page.key: _maps(part) for part in parts}
    bodies = [shown(part, maps[part.page.key]) for part in parts]
    cover = {
        "about": pack.about,
        "assumed": pack.assumed,
        "guide": _guide(pack),
        "verdicts": list(dict.fromkeys(chain["verdict"] for part in parts for chain in part.chains)),
        "findings": [item for part in parts for chain in part.chains for item in chain["findings"]],
        "facts": [*facts, *_data(parts)],
        "documents": _documents(face, parts),
    }
    links = [_INDEX, _REPORT, _BOOK]
    index = [_entry(part, maps[part.page.key], f"{part.page.key}.html") for part in parts]
    report = [_entry(part, [], f"#{part.page.key}") for part in parts]
    same: dict[str, Any] = {"under": under, "lang": lang}
    texts = {
        "index.html": pack_page(
            title=pack.title, parts=[], cover={**cover, "contents": index}, links=links[1:], **same
        ),
        "report.html": pack_page(
            title=pack.title,
            parts=bodies,
            cover={**cover, "contents": report},
            links=[_INDEX, _BOOK],
            printed=True,
            **same,
        ),
    }
    for part, one in zip(parts, bodies, strict=True):
        texts[f"{part.page.key}.html"] = pack_page(title=part.page.title, parts=[one], links=links, **same)
        for link, drawn in zip(maps[part.page.key], part.maps, strict=True):
            texts[link["file"]] = drawn.text
    return {name: text.encode() for name, text in texts.items()}


def _maps(part: Part) -> list[dict[str, Any]]:
    return [
        {"file": f"{part.page.key}-map{number if number > 1 else ''}.html", "title": drawn.title}
        for number, drawn in enumerate(part.maps, start=1)
    ]


def shown(part: Part, maps: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Lay out a part for `chaingraph.views.lists.pack_page`, with links to its maps."""
    page = part.page
    return {
        "key": page.key,
        "title": page.title,
        "notes": part.notes,
        "maps": maps,
        "chains": part.chains,
        "lists": part.lists,
    }


def _entry(part: Part, maps: Sequence[Mapping[str, Any]], file: str) -> dict[str, Any]:
    return {
        "title": part.page.title,
        "file": file,
        "page": not file.startswith("#"),
        "maps": maps,
        "lists": [{"key": one.key, "title": one.title, "rows": len(one.rows), "told": one.told} for one in part.lists],
    }


def _documents(face: Dataset, parts: Iterable[Part]) -> list[Both]:
    """Name the documents that the lists stand on."""
    used = {document for part in parts for one in part.lists for document in one.documents}
    return sorted(Both(*map(clean, both)) for both in labels(face, used).values())


def _tables(pack: Pack, parts: Sequence[Part], facts: Sequence[Mapping[str, Both]], lang: str) -> dict[str, bytes]:
    lists = [one for part in parts for one in part.lists]
    about = [(fact["name"], fact["value"]) for fact in (*facts, *_data(parts))]
    about.append((Both("说明", "About"), pack.about))
    if pack.assumed:
        about.append((Both("内容口径（假定）", "What it holds (assumed)"), pack.assumed))
    about += [(Both("用法", "How to use it"), said) for said in (*_guide(pack), _BLANK)]
    about += [(part.page.title, note) for part in parts for note in part.notes]
    about += [(one.title, one.note) for one in lists if one.note]
    found = {"lists.xlsx": workbook(pack.title, about, lists, lang=lang)}
    return {**found, **{f"{one.key}.csv": _csv(one, lang).encode("utf-8-sig", errors="replace") for one in lists}}


def _csv(one: Listing, lang: str) -> str:
    """Write a list as CSV; what a spreadsheet would run gets an apostrophe in front."""
    last = [Both("依据（文件与行）", "Stands on (document, line)"), Both("数据表行", "Rows of the data tables")]
    heads = [harmless(title.of(lang)) for title in [*(column.title for column in one.columns), *last]]
    names = [head if heads.count(head) == 1 else f"{head} {place}" for place, head in enumerate(heads, start=1)]
    rows = [
        dict(
            zip(
                names,
                [*(cell.text.of(lang) for cell in row.cells), row.full.of(lang), "; ".join(row.records)],
                strict=True,
            )
        )
        for row in one.rows
    ]
    return as_csv(rows, names)

"""Bibliographies (参考文献): citations as BibTeX and as CSL-JSON, the same bytes for the same citations.

References
----------
.. [1] O. Patashnik, "BibTeXing", 1988.
.. [2] Citation Style Language 1.0.2, input data schema ``csl-data.json``.
"""

import json
from collections.abc import Iterable
from typing import Any, Final

from chaingraph.citing import Citation

__all__ = ["csl_text", "escaped", "to_bibtex", "to_csl"]

_ENTRY: Final = {"report": "techreport", "article-newspaper": "article", "webpage": "misc", "dataset": "misc"}
_ESCAPES: Final = str.maketrans(
    {
        **{mark: f"\\{mark}" for mark in "#$%&_{}"},
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\\": r"\textbackslash{}",
        **{chr(code): " " for code in (*range(32), 127)},
    }
)


def to_bibtex(citations: Iterable[Citation]) -> str:
    """Write citations as BibTeX entries, in UTF-8.

    Notes
    -----
    The Chinese title is the title, the English one stands in ``note`` with the lines used, the data set and its licence.
    A document without a date has no ``year``; the note says before when it cannot have been issued.
    """
    return "\n".join(map(_entry, citations))


def escaped(text: str) -> str:
    r"""Return text with the characters that BibTeX or TeX would read as commands written out.

    Examples
    --------
    >>> escaped("R&D 50% {x_1}")
    'R\\&D 50\\% \\{x\\_1\\}'
    """
    return text.translate(_ESCAPES)


def _entry(one: Citation) -> str:
    year, _, rest = one.issued.partition("-")
    holder = {"report": "institution", "article-newspaper": "journal"}.get(one.kind, "publisher")
    fields = {
        "author": f"{{{escaped(one.issuer)}}}" if _is_author(one) else "",
        "title": f"{{{escaped(one.title_zh)}}}",
        holder: escaped(one.issuer),
        "number": escaped(one.number),
        "year": year,
        "month": rest.partition("-")[0].lstrip("0"),
        "day": rest.partition("-")[2].lstrip("0"),
        "version": one.version,
        "url": _address(one.url),
        "urldate": one.accessed,
        "note": "; ".join(map(escaped, _notes(one))),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    entry = _ENTRY[one.kind] if one.issuer else "misc"  # BibTeX wants an institution or a journal of the others
    return "\n".join([f"@{entry}{{{one.key},", *lines, "}", ""])


def _is_author(one: Citation) -> bool:
    """Say whether the issuer wrote it; who wrote an article or a web page, no card tells."""
    return bool(one.issuer) and one.kind in ("report", "dataset")


def _address(url: str) -> str:
    """Write an address so that no brace in it ends the field; percent-encoded it means the same."""
    return url.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def _notes(one: Citation) -> list[str]:
    parts = [one.title_en, one.place("en")]
    if not one.issued and one.not_before:
        parts.append(f"not dated, not before {one.not_before}")
    licence = f", {one.licence}" if one.licence else ""
    parts.append(f"data set {one.data_set}{licence}")
    return [part for part in parts if part]


def to_csl(citations: Iterable[Citation]) -> list[dict[str, Any]]:
    """Return citations as CSL-JSON items, for Zotero, Pandoc and citation processors.

    Examples
    --------
    >>> (item,) = to_csl([Citation(key="d", kind="dataset", data_set="d", licence="CC0-1.0", title_zh="数据")])
    >>> item
    {'id': 'd', 'type': 'dataset', 'title': '数据', 'note': 'data set d, CC0-1.0', 'language': 'zh-CN'}
    """
    return [_item(one) for one in citations]


def _item(one: Citation) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": one.key,
        "type": one.kind,
        "title": one.title_zh,
        "translated-title": one.title_en,
        "author": [{"literal": one.issuer}] if _is_author(one) else None,
        ("container-title" if one.kind == "article-newspaper" else "publisher"): one.issuer,
        "number": one.number,
        "issued": _date(one.issued),
        "accessed": _date(one.accessed),
        "version": one.version,
        "URL": one.url,
        "locator": one.place("en"),
        "note": "; ".join(_notes(one)[1 if one.title_en else 0 :]),
        "language": "zh-CN",
    }
    return {name: value for name, value in fields.items() if value}


def _date(text: str) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in text.split("-")]]} if text else None


def csl_text(citations: Iterable[Citation]) -> str:
    """Return CSL-JSON as text."""
    return json.dumps(to_csl(citations), ensure_ascii=False, indent=1) + "\n"

"""The text of a SELECT taken apart, and its ORDER BY done here: engines agree on what is in an answer, not on its order."""

import json
import re
from collections.abc import Sequence
from typing import Any, Final

import pyoxigraph as ox

__all__ = ["ordered", "split_query"]

_TOKEN: Final = re.compile(
    r"""(?P<quoted>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
    r"""|<[^<>"{}|^`\\\s]*>|\#[^\r\n]*)|(?P<open>[{])|(?P<close>[}])|(?P<word>[^\W\d][\w-]*(?:\s*:)?|[?$]\w+|:)""",
    re.DOTALL,
)
_SIMPLE: Final = re.compile(r"(?:\s|[()]|[?$]\w+|\b(?:ASC|DESC|STR|LANG|BOUND)\b)+", re.IGNORECASE)
_ENDS: Final = ("limit", "offset", "values")
Binding = dict[str, dict[str, str]]


def split_query(text: str) -> tuple[str, str]:
    r"""Return the prologue of a SELECT and the rest, without comments, so that the rest can stand as a subquery.

    Examples
    --------
    >>> split_query("PREFIX select: <urn:x#> # SELECT\nSELECT * { ?s ?p '# {' }")
    ('PREFIX select: <urn:x#> \n', "SELECT * { ?s ?p '# {' }")
    """
    plain = _TOKEN.sub(lambda found: "" if found[0].startswith("#") else found[0], text)
    start = next(m.start() for m in _TOKEN.finditer(plain) if (m["word"] or "").lower() == "select")
    return plain[:start], plain[start:]


def order_of(text: str) -> str:
    r"""Return the conditions of the ORDER BY of the outermost SELECT; "" when there are none.

    Examples
    --------
    >>> order_of("SELECT ?a { { SELECT ?b { ?b ?c ?a } ORDER BY ?b } } GROUP BY ?a ORDER BY DESC(?a) ?b LIMIT 3")
    'DESC(?a) ?b'
    """
    _, body = split_query(text)
    depth, start, last = 0, -1, ""
    for found in _TOKEN.finditer(body):
        word = (found["word"] or "").lower()
        depth += bool(found["open"]) - bool(found["close"])
        if depth or not word:
            continue
        if start >= 0 and word in _ENDS:
            return body[start : found.start()].strip()
        if (last, word) == ("order", "by"):
            start = found.end()
        last = word
    return body[start:].strip() if start >= 0 else ""


def ordered(text: str, names: Sequence[str], rows: list[Binding]) -> list[Binding]:
    """Return the rows of a SELECT without those that DISTINCT leaves out, in the order that it asks for.

    The engine here does the sorting, so that the same rows come in the same order from any engine. An order by what is
    not among the columns is left as it came.
    """
    _, body = split_query(text)
    if re.match(r"select\s+distinct\b", body, re.IGNORECASE):
        rows = list({json.dumps(row, sort_keys=True): row for row in rows}.values())
    order = order_of(text)
    used = set(re.findall(r"[?$](\w+)", order))
    if not order or not _SIMPLE.fullmatch(order) or not used <= set(names) or len(rows) < 2:
        return rows
    keys = sorted(used)
    lines = "".join(f"({' '.join(_term(row.get(key)) for key in keys)} {place})\n" for place, row in enumerate(rows))
    if "_:" in lines and any(term.get("type") == "bnode" for row in rows for term in row.values()):
        return rows
    columns = " ".join(f"?{key}" for key in keys)
    asked = f"SELECT ?place_ WHERE {{ VALUES ({columns} ?place_) {{\n{lines}}} }} ORDER BY {order} ?place_"
    places: Any = ox.Store().query(asked)
    return [rows[int(place.value)] for (place,) in places]


def _term(term: dict[str, str] | None) -> str:
    """Return a term of SPARQL JSON as N-Triples writes it."""
    if term is None:
        return "UNDEF"
    if term["type"] == "uri":
        return str(ox.NamedNode(term["value"]))
    if term.get("xml:lang"):
        return str(ox.Literal(term["value"], language=term["xml:lang"]))
    kind = term.get("datatype")
    return str(ox.Literal(term["value"], datatype=ox.NamedNode(kind) if kind else None))

"""Answers as text (结果序列化): JSON, XML, CSV, TSV and RDF, whole up to the limits and then cut off between rows."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from json.encoder import encode_basestring as _json_text  # json.dumps takes ten times as long for a text
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from chaingraph.serving.settings import Answer, Limits, notice
from chaingraph.vocabulary import PREFIXES

__all__ = ["boolean", "table", "triples"]

_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUOTED: Final = re.compile('[",\r\n]')
_FURTHER: Final = {"sd": "http://www.w3.org/ns/sparql-service-description#", "void": "http://rdfs.org/ns/void#"}
_FORMATS: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
Names = Sequence[str]
Row = Sequence[Any]


def table(found: Any, media: str, form: str, limits: Limits) -> Answer:
    """Return the solutions of a SELECT."""
    names = [variable.value for variable in found.variables]
    head, line, between, tail = _WRITERS[form](names)
    parts, size, cut = [head.encode()], len(head) + len(tail), ""
    for solution in found:
        if len(parts) > limits.rows:
            cut = "rows"
            break
        part = (line(solution) if len(parts) == 1 else between + line(solution)).encode()
        if size + len(part) > limits.size:
            cut = "size"
            break
        size += len(part)
        parts.append(part)
    parts.append(_ending(tail, form, cut, limits).encode())
    return Answer(media=media, body=b"".join(parts), rows=len(parts) - 2, cut=cut)


def _ending(tail: str, form: str, cut: str, limits: Limits) -> str:
    if not cut or form in ("csv", "tsv"):  # these have no place for it but the header
        return tail
    text = notice(cut, limits)
    return f'\n]}},"notice":{json.dumps(text)}}}\n' if form == "json" else f"<!-- {text} -->{tail}"


def boolean(found: bool, media: str, form: str) -> Answer:
    """Return the answer of an ASK."""
    word = "true" if found else "false"
    texts = {
        "json": f'{{"head":{{}},"boolean":{word}}}\n',
        "xml": f'<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head></head>'
        f"<boolean>{word}</boolean></sparql>\n",
        "csv": word,
        "tsv": word,
    }
    return Answer(media=media, body=texts[form].encode(), rows=1)


def triples(found: Iterable[ox.Triple], media: str, form: str, limits: Limits) -> Answer:
    """Return the triples of a CONSTRUCT or DESCRIBE; their length is counted as in N-Triples."""
    kept: list[ox.Triple] = []
    size, cut, used = 0, "", set()
    for triple in found:
        if len(kept) == limits.rows:
            cut = "rows"
            break
        size += len(str(triple).encode())
        if size > limits.size:
            cut = "size"
            break
        kept.append(triple)
        used |= {part.value[: _end(part.value)] for part in triple if isinstance(part, ox.NamedNode)}
    known = {**PREFIXES, **_FURTHER} if form in ("ttl", "trig") else {}
    prefixes = {name: base for name, base in known.items() if base in used}
    body = _sorted(ox.serialize(kept, format=_FORMATS[form], prefixes=prefixes) or b"", len(prefixes))
    if cut and form in ("ttl", "nt", "nq", "trig"):
        body += f"# {notice(cut, limits)}\n".encode()
    return Answer(media=media, body=body, rows=len(kept), cut=cut)


def _sorted(body: bytes, prefixes: int) -> bytes:
    """Return the text with its prefixes in order: the engine has them in a different one each time."""
    lines = body.split(b"\n", prefixes)
    return b"\n".join([*sorted(lines[:prefixes]), *lines[prefixes:]])


def _end(text: str) -> int:
    return max(text.rfind("/"), text.rfind("#")) + 1


def _json(names: Names) -> tuple[str, Callable[[Row], str], str, str]:
    keys = [_json_text(name) for name in names]

    def line(row: Row) -> str:
        cells = zip(keys, row, strict=True)
        return "{" + ",".join(f"{key}:{_json_term(term)}" for key, term in cells if term is not None) + "}"

    head = f'{{"head":{{"vars":[{",".join(keys)}]}},"results":{{"bindings":[\n'
    return head, line, ",\n", "\n]}}\n"


def _json_term(term: Any) -> str:
    match term:
        case ox.NamedNode():
            return f'{{"type":"uri","value":{_json_text(term.value)}}}'
        case ox.BlankNode():
            return f'{{"type":"bnode","value":{_json_text(term.value)}}}'
        case ox.Literal():
            kind = ""
            if language := term.language:
                kind = f',"xml:lang":{_json_text(language)}'
            elif (datatype := term.datatype.value) != _STRING:
                kind = f',"datatype":{_json_text(datatype)}'
            return f'{{"type":"literal","value":{_json_text(term.value)}{kind}}}'
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    inside = ",".join(f'"{name}":{_json_term(part)}' for name, part in parts.items())
    return f'{{"type":"triple","value":{{{inside}}}}}'


def _xml(names: Names) -> tuple[str, Callable[[Row], str], str, str]:
    heads = "".join(f"<variable name={quoteattr(name)}/>" for name in names)
    opening = [f"<binding name={quoteattr(name)}>" for name in names]

    def line(row: Row) -> str:
        cells = zip(opening, row, strict=True)
        return (
            "<result>"
            + "".join(f"{start}{_xml_term(term)}</binding>" for start, term in cells if term is not None)
            + "</result>"
        )

    head = (
        f'<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>{heads}</head><results>\n'
    )
    return head, line, "\n", "\n</results></sparql>\n"


def _xml_term(term: Any) -> str:
    match term:
        case ox.NamedNode():
            return f"<uri>{_xml_text(term.value)}</uri>"
        case ox.BlankNode():
            return f"<bnode>{_xml_text(term.value)}</bnode>"
        case ox.Literal():
            kind = ""
            if term.language:
                kind = f" xml:lang={quoteattr(term.language)}"
            elif term.datatype.value != _STRING:
                kind = f" datatype={quoteattr(_NO_XML.sub('�', term.datatype.value))}"
            return f"<literal{kind}>{_xml_text(term.value)}</literal>"
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    inside = "".join(f"<{name}>{_xml_term(part)}</{name}>" for name, part in parts.items())
    return f"<triple>{inside}</triple>"


def _xml_text(text: str) -> str:
    return escape(_NO_XML.sub("�", text), {"\r": "&#13;"})


def _csv(names: Names) -> tuple[str, Callable[[Row], str], str, str]:
    def cell(term: Any) -> str:
        text = "" if term is None else str(getattr(term, "value", term))
        text = f"_:{text}" if isinstance(term, ox.BlankNode) else text
        return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text

    return ",".join(names) + "\r\n", lambda row: ",".join(map(cell, row)) + "\r\n", "", ""


def _tsv(names: Names) -> tuple[str, Callable[[Row], str], str, str]:
    def cell(term: Any) -> str:
        return "" if term is None else str(term).replace("\t", "\\t")

    return "\t".join(f"?{name}" for name in names) + "\n", lambda row: "\t".join(map(cell, row)) + "\n", "", ""


_WRITERS: Final = {"json": _json, "xml": _xml, "csv": _csv, "tsv": _tsv}

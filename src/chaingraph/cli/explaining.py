"""Commands that explain: why a statement holds, and how two builds differ."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chaingraph.cli.common import FORMAT, STORE, VALUES, emit, opened, say

if TYPE_CHECKING:
    from chaingraph.derivations import Derivation

__all__ = ["diff", "why"]

_WIDEST = 60  # characters of a cell in a table; csv and json have all
_WORDS = {
    "transitive": ("传递属性", "transitive property"),
    "domain": ("定义域", "domain"),
    "range": ("值域", "range"),
    "": ("公理", "axiom"),
}


@click.command()
@click.argument("subject")
@click.argument("predicate")
@click.argument("value", metavar="OBJECT")
@STORE
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def why(lang: str, subject: str, predicate: str, value: str, store: Path, form: str) -> None:
    """Show from which statements, by which rules, SUBJECT PREDICATE OBJECT follows, down to documents and lines.

    Things are given by name or identifier, the predicate by its name in the ontology, such as produces or 曾生产.
    """
    from chaingraph import explanations
    from chaingraph.graphs import sources

    face = opened(store)
    found = explanations.why(face, subject, predicate, value)
    rows = {row for one in found for step in one.walk() for row in step.rows}
    cited = sources(face, rows)
    if form == "json":
        import json

        answer = {"derivations": [asdict(one) for one in found], "sources": cited}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    names = explanations.names_of(face, found, lang=lang)

    def named(term: str) -> str:
        return f"{names[term]} ({term})" if term in names else term

    for number, one in enumerate(found, start=1):
        if len(found) > 1:
            click.echo(say(lang, f"途径 {number}", f"way {number}"))
        for line in _told(one, lang, named, cited, depth=0):
            click.echo(line)


def _told(
    one: "Derivation", lang: str, named: Callable[[str], str], cited: dict[str, Any], depth: int
) -> Iterator[str]:
    pad = "    " * depth
    yield f"{pad}{named(one.subject)} — {named(one.predicate)} → {named(one.object)}"
    if not one.rule:
        places = sorted({place for row in one.rows for place in cited.get(row, ())})
        for _, title, first, last, status in places:
            lines = "" if not first else say(lang, f"第{_span(first, last)}行", f", line {_span(first, last)}")
            yield f"{pad}    " + say(lang, f"见 {title}{lines}（{status}）", f"stated in {title}{lines} ({status})")
        for graph in one.graphs if not places else ():
            yield f"{pad}    " + say(lang, f"见 {graph}", f"stated in {graph}")
        yield from (f"{pad}    {row}" for row in one.rows if row != one.subject)
        return
    kind = one.rule.partition(" ")[0]
    zh, en = _WORDS.get(kind, _WORDS[""])
    yield f"{pad}    " + say(lang, f"由规则（{zh}）{one.rule}，据：", f"by the rule ({en}) {one.rule}, from:")
    for premise in one.premises:
        yield from _told(premise, lang, named, cited, depth + 1)


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@VALUES
@FORMAT
@click.pass_obj
def diff(lang: str, old: Path, new: Path, values: tuple[str, ...], form: str) -> None:
    """Compare the builds in the folders OLD and NEW, by row and statement and by finding (region=…, as_of=…)."""
    from chaingraph.cli.showing import only
    from chaingraph.comparing import compare
    from chaingraph.verbs import values as read

    found = compare(opened(old), opened(new), **only(read(values), "region", "as_of"))
    rows = [asdict(change) for change in found]
    emit([{key: _cut(text) for key, text in row.items()} for row in rows] if form == "table" else rows, form)
    if form == "table":
        said = sum(change.what in ("row", "statement") for change in found)
        zh = f"行与陈述之差 {said}，研判之差 {len(found) - said}"
        click.echo(say(lang, zh, f"differences: {said} of rows and statements, {len(found) - said} of findings"))


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"

"""The command line: arguments, printing, exit codes. What a command does stands in the other modules."""

import contextlib
import locale
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from chaingraph.errors import ChaingraphError

if TYPE_CHECKING:
    from rdflib import Dataset

    from chaingraph.checks import Violation

__all__ = ["commands", "main"]

_STORE = click.option(
    "--store",
    type=click.Path(path_type=Path),
    default=Path("build/store"),
    show_default=True,
    help="Folder of the store.",
)
_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="How to print.",
)
_OUT = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; standard output when not given.",
)
_VALUES = click.argument("values", nargs=-1, metavar="[KEY=VALUE]...")


def _language() -> str:
    """Return the language of the locale: ``zh`` or ``en``."""
    named = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "zh" if (named or (locale.getlocale()[0] or "")).lower().startswith(("zh", "chinese")) else "en"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default=_language,
    show_default="of the locale",
    help="Language of messages and answers.",
)
@click.version_option(package_name="chaingraph")
@click.pass_context
def commands(context: click.Context, lang: str) -> None:
    """Industry chains and enterprises as a knowledge graph (产业链知识图谱)."""
    context.obj = lang


def main() -> None:
    """Run the command line; what a user can mend is one line per fault and exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        commands(prog_name="chaingraph")
    except ChaingraphError as error:
        words = " ".join(sys.argv[1:]).replace("--lang=", "--lang ").split()
        chosen = next((words[i + 1] for i, word in enumerate(words[:-1]) if word == "--lang"), _language())
        click.echo(error.text(chosen), err=True)
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (OSError, UnicodeError) as error:  # a file that is not there, may not be written, is not UTF-8
        click.echo(f"chaingraph: {error}", err=True)
        sys.exit(2)


@commands.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path, exists=True, file_okay=False))
@_STORE
def build(folders: tuple[Path, ...], store: Path) -> None:
    """Build the store from the data sets in FOLDERS, or from those that come with chaingraph."""
    from chaingraph import store as stores
    from chaingraph.paths import data_sets

    with _progress("build") as step:
        face = stores.build(folders or data_sets(), store, progress=step)
    click.echo(f"{store}: {stores.statements(face):,} statements")


@contextlib.contextmanager
def _progress(label: str) -> Iterator[Callable[[float], None]]:
    """Show a bar on standard error while something long runs; nothing when that is no terminal."""
    with click.progressbar(length=1000, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def step(done: float) -> None:
            bar.update(int(done * 1000) - bar.pos)

        yield step


@commands.command()
@_STORE
@_FORMAT
@click.pass_obj
def check(lang: str, store: Path, form: str) -> None:
    """Check the store by the SHACL shapes and queries/check; exit 1 when there are errors."""
    _report(lang, _violations(store), form)


def _violations(store: Path) -> "tuple[Violation, ...]":
    from chaingraph.checks import check as run_checks

    return run_checks(_open(store))


def _report(lang: str, found: "tuple[Violation, ...]", form: str) -> None:
    """Print violations with their rows; exit 1 when one is an error."""
    rows = [
        {
            "severity": v.severity,
            "check": v.check,
            "rows": " ".join(v.rows),
            "subject": v.subject,
            "message": v.zh if lang == "zh" else v.en,
        }
        for v in found
    ]
    if rows or form != "table":
        _print(rows, form, columns=["severity", "check", "rows", "subject", "message"])
    errors = sum(v.severity == "error" for v in found)
    hints = len(found) - errors
    click.echo(
        _say(lang, f"检查完毕：错误 {errors}，提示 {hints}", f"checked: {errors} errors, {hints} warnings"),
        err=form != "table",
    )
    if errors:
        sys.exit(1)


@commands.command(name="list")
@_FORMAT
@click.pass_obj
def list_(lang: str, form: str) -> None:
    """List the questions, analyses and views that there are, with their parameters."""
    from chaingraph.queries import list_queries
    from chaingraph.verbs import list_analyses, parameters

    rows: list[dict[str, str | None]] = [
        {
            "verb": "ask",
            "name": query.name,
            "parameters": " ".join(f"{name}={query.defaults.get(name, '…')}" for name in query.parameters),
            "what": query.title(lang),
        }
        for query in list_queries()
    ]
    for name, function in list_analyses().items():
        rows.append(
            {
                "verb": "find",
                "name": name,
                "parameters": " ".join(f"{option}=…" for option in parameters(function)),
                "what": (function.__doc__ or "").partition("\n")[0],
            }
        )
    rows.append(
        {
            "verb": "draw",
            "name": "chain",
            "parameters": "chain=… region=…",
            "what": _say(lang, "一条产业链的互动图页", "The interactive page of a chain"),
        }
    )
    _print(rows, form)


@commands.command()
@click.argument("name")
@_VALUES
@_STORE
@_FORMAT
@click.option("--names/--ids", default=None, help="Show things by name or by identifier.  [default: names in a table]")
@click.pass_obj
def ask(lang: str, name: str, values: tuple[str, ...], store: Path, form: str, names: bool | None) -> None:
    """Ask the question NAME of queries/ask, such as suppliers-of customer=湖南华兴."""
    from chaingraph import queries, verbs

    query, face = queries.find_query(name), _open(store)
    rows = queries.run(face, query, verbs.values(values))
    if names or (names is None and form == "table"):
        rows = verbs.named(face, rows, lang=lang)
    _print(rows, form, columns=list(query.columns))


@commands.command()
@click.argument("file", type=click.File(encoding="utf-8"))
@_STORE
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint instead of the store.")
@_FORMAT
def sparql(file: TextIO, store: Path, endpoint: str | None, form: str) -> None:
    """Run the SPARQL query in FILE (- for standard input) on all graphs together."""
    from chaingraph.queries import to_rows
    from chaingraph.remote import select_remote

    text = file.read()
    _print(select_remote(endpoint, text) if endpoint else to_rows(_open(store), text), form)


@commands.command()
@click.argument("name")
@_VALUES
@_STORE
@_FORMAT
def find(name: str, values: tuple[str, ...], store: Path, form: str) -> None:
    """Run the analysis NAME, such as missing-links chain=先进储能材料."""
    from chaingraph import findings, verbs

    found = verbs.find(_open(store), name, **verbs.values(values))
    records = findings.to_records(found)
    _print([{name: None if value is None else str(value) for name, value in row.items()} for row in records], form)


@commands.command()
@click.argument("name")
@_VALUES
@_STORE
@_OUT
@click.pass_obj
def draw(lang: str, name: str, values: tuple[str, ...], store: Path, output: Path | None) -> None:
    """Draw the view NAME, such as chain chain=工程机械, or the answer to a question, as one HTML file."""
    from chaingraph import verbs

    _write([verbs.draw(_open(store), name, **{"lang": lang, **verbs.values(values)})], output)


@commands.command()
@_VALUES
@_STORE
@click.option("--brief", is_flag=True, help="Only segments, missing links and what stands on one enterprise.")
@click.pass_obj
def diagnose(lang: str, values: tuple[str, ...], store: Path, brief: bool = False) -> None:
    """Say where a chain is weak: chain=先进储能材料 region=长沙; all chains when none is named."""
    from chaingraph import verbs, views
    from chaingraph.graphs import chains, supply_graph

    given = verbs.values(values)
    face = _open(store)
    supply = supply_graph(face, as_of=given.get("as_of"))
    for chain in [given.pop("chain")] if "chain" in given else chains(face):
        graph, found = verbs.diagnosis(face, chain, supply=supply, **_only(given, "region", "as_of"))
        click.echo(views.diagnosis_text(graph, found, lang=lang, brief=brief) + ("\n" if brief else ""))


def _only(given: dict[str, str], *allowed: str) -> dict[str, str]:
    from chaingraph.errors import QueryError

    for name in sorted(set(given) - set(allowed)):
        known = ", ".join(f"{key}=…" for key in ("chain", *allowed))
        raise QueryError.of(name, zh=f"未知参数；可用：{known}。", en=f"unknown parameter; there are: {known}.")
    return given


@commands.command()
@_VALUES
@_STORE
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=Path("build/site"), show_default=True
)
@click.pass_obj
def site(lang: str, values: tuple[str, ...], store: Path, output: Path) -> None:
    """Write the planners' pages: an index with the diagnosis, and one page per chain."""
    from chaingraph import verbs

    written = verbs.site(_open(store), output, lang=lang, **_only(verbs.values(values), "region"))
    click.echo(
        _say(
            lang,
            f"已写 {len(written)} 个页面；请用浏览器打开 {written[0]}",
            f"{len(written)} pages; open {written[0]} in a browser",
        )
    )


@commands.command()
@_STORE
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=Path("build/site"), show_default=True
)
@click.pass_context
def run(context: click.Context, store: Path, output: Path) -> None:
    """Do the main job: build the store, check it, print the diagnosis, write the pages."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    context.invoke(build, store=store)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:  # SHACL is slow: it runs meanwhile
        checking = pool.submit(_violations, store)
        context.invoke(diagnose, store=store, brief=True)
        context.invoke(site, store=store, output=output)
        _report(context.obj, checking.result(), "table")


@commands.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_STORE
def export(file: Path, store: Path) -> None:
    """Write the whole store as N-Quads to FILE (graph.nq): the same bytes for the same data."""
    from chaingraph import store as stores

    _write(stores.export(_open(store)), file)


def _open(store: Path) -> "Dataset":
    from chaingraph.store import open_store

    return open_store(store)


def _say(lang: str, zh: str, en: str) -> str:
    return zh if lang == "zh" else en


def _write(parts: Any, path: Path | None) -> None:
    """Write text to a file as a whole (the old one stays until the new one is complete), or to standard output."""
    if path is None:
        for part in parts:
            click.echo(part, nl=False)
        return
    if path.exists() and not path.is_file():  # a pipe or a device, such as /dev/stdout
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(parts)
        return
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(parts)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _print(rows: Any, form: str, *, columns: list[str] | None = None) -> None:
    from chaingraph.printing import as_csv, as_json, as_table

    names = columns or list(rows[0] if rows else {})
    click.echo({"table": as_table, "csv": as_csv, "json": as_json}[form](rows, names), nl=False)

"""Commands that make and check a store."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chaingraph.cli.common import FOLDER, FORMAT, STORE, emit, opened, progress, say
from chaingraph.errors import SourceError, StoreError

if TYPE_CHECKING:
    from chaingraph.checks import Violation

__all__ = ["build", "check", "coverage", "report", "tables", "violations"]


_PARTS_ZH = {
    "documents": "文献",
    "catalogues": "产业体系名录",
    "enterprises-without-product": "没有产品的企业",
    "products-without-chain": "不在任何产业链中的产品",
    "misplaced": "所引行中没有其名称的数据行",
}


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
@FOLDER
@click.pass_obj
def build(lang: str, folders: tuple[Path, ...], store: Path) -> None:
    """Build the store from the data sets in FOLDERS, or from those that come with chaingraph.

    A data set that comes with chaingraph may be given by its name alone, such as changsha.
    """
    from chaingraph import store as stores
    from chaingraph.paths import data_sets

    sets = tuple(map(_folder, folders)) or data_sets()
    if (store / "source.toml").exists():
        zh, en = "这是数据集的文件夹，不能放图谱。", "this is the folder of a data set; a store needs one of its own."
        raise StoreError.of(str(store), zh=zh, en=en)
    with progress("build") as step:
        face = stores.build(sets, store, progress=step)
    count = stores.statements(face)
    click.echo(say(lang, f"{store}：{count:,} 条陈述", f"{store}: {count:,} statements"))


def _folder(given: Path) -> Path:
    """Return the folder of a data set, given by path or by the name of one that comes along."""
    from chaingraph.paths import data_set, data_sets

    if given.is_dir():
        return given
    known = [path.name for path in data_sets()]
    if str(given) in known:
        return data_set(str(given))
    raise SourceError.of(
        str(given),
        zh=f"没有这个文件夹；随附的数据集：{'、'.join(known)}。",
        en=f"there is no such folder; data sets that come along: {', '.join(known)}.",
    )


@click.command()
@STORE
@FORMAT
@click.pass_obj
def check(lang: str, store: Path | str, form: str) -> None:
    """Check the store by the SHACL shapes and queries/check; exit 1 when there are errors."""
    report(lang, violations(store), form)


def violations(store: Path | str) -> "tuple[Violation, ...]":
    """Return what the checks find in a store."""
    from chaingraph.checks import check as run_checks

    return run_checks(opened(store))


def report(lang: str, found: "tuple[Violation, ...]", form: str) -> None:
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
        emit(rows, form, columns=["severity", "check", "rows", "subject", "message"])
    errors = sum(v.severity == "error" for v in found)
    hints = len(found) - errors
    click.echo(
        say(lang, f"检查完毕：错误 {errors}，提示 {hints}", f"checked: {errors} errors, {hints} warnings"),
        err=form != "table",
    )
    if errors:
        sys.exit(1)


@click.command()
@click.argument("table", required=False)
@click.option("--empty", is_flag=True, help="Print the empty table: its header alone, to save as TABLE.csv.")
@FORMAT
@click.pass_obj
def tables(lang: str, table: str | None, form: str, *, empty: bool) -> None:
    """Tell which tables a data set may have, or which columns TABLE has and what they mean."""
    from chaingraph.dictionary import columns_of_table, header, list_tables

    if table is None:
        emit(list_tables(lang), form)
    elif empty:
        click.echo(header(table))
    else:
        emit(columns_of_table(table, lang), form)


@click.command()
@STORE
@FORMAT
@click.option(
    "--texts",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder with the texts of the documents, to tell blank lines and rows whose lines do not name their thing.",
)
@click.pass_obj
def coverage(lang: str, store: Path | str, form: str, texts: Path | None) -> None:
    """Tell per document which lines rows stand on, and what the data sets leave open."""
    from chaingraph import covering
    from chaingraph.labelled import named
    from chaingraph.queries import find_query, run

    face = opened(store)
    found = covering.read_texts(face, texts) if texts else None
    parts: dict[str, Any] = {"documents": [one.row() for one in covering.coverage(face, found)]}
    for name in ("catalogues", "enterprises-without-product", "products-without-chain"):
        rows = run(face, find_query(name), {})
        parts[name] = named(face, rows, lang=lang) if form == "table" else rows
    if found is not None:
        parts["misplaced"] = [
            {"row": one.row, "thing": one.thing, "lines": ";".join(f"{a}-{b}" for a, b in one.lines)}
            for one in covering.misplaced(face, found)
        ]
    if form == "json":
        import json

        click.echo(json.dumps(parts, ensure_ascii=False, indent=1))
        return
    for name, rows in parts.items():
        if form == "table":
            click.echo(say(lang, f"{_PARTS_ZH[name]}：{len(rows)}", f"{name}: {len(rows)}"))
        emit(rows, form)
        click.echo()

"""What the commands share: options, the language, opening the store, printing and writing."""

import contextlib
import locale
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chaingraph.errors import QueryError

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = [
    "FOLDER",
    "FORMAT",
    "NAMES",
    "OUT",
    "SITE",
    "STORE",
    "VALUES",
    "emit",
    "language",
    "opened",
    "progress",
    "say",
    "write",
]


class _Store(click.ParamType):  # type: ignore[type-arg]
    """The folder of a store, or the address of a SPARQL endpoint where one may stand."""

    name = "store"

    def __init__(self, *, remote: bool) -> None:
        self.remote = remote

    def convert(self, value: str | Path, _param: click.Parameter | None, _context: click.Context | None) -> Path | str:
        if not str(value).lower().startswith(("http://", "https://")):
            return Path(value)
        if not self.remote:
            zh, en = "此命令需要本机的图谱文件夹。", "this command needs the folder of a store on this machine."
            raise QueryError.of("--store", zh=zh, en=en)
        return str(value)


STORE = click.option(
    "--store",
    type=_Store(remote=True),
    metavar="FOLDER|URL",
    default=Path("build/store"),
    show_default=True,
    help="Folder of the store, or address of a SPARQL endpoint that holds one.",
)
FOLDER = click.option(
    "--store",
    type=_Store(remote=False),
    metavar="FOLDER",
    default=Path("build/store"),
    show_default=True,
    help="Folder of the store.",
)
FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="How to print.",
)
OUT = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; standard output when not given.",
)
SITE = click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=Path("build/site"), show_default=True
)
NAMES = click.option(
    "--names/--ids", default=None, help="Show things by name or by identifier.  [default: names in a table]"
)
VALUES = click.argument("values", nargs=-1, metavar="[KEY=VALUE]...")


def language() -> str:
    """Return the language of the locale: ``zh`` or ``en``."""
    named = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "zh" if (named or (locale.getlocale()[0] or "")).lower().startswith(("zh", "chinese")) else "en"


def say(lang: str, zh: str, en: str) -> str:
    """Return the text in the language chosen."""
    return zh if lang == "zh" else en


def opened(store: Path | str) -> "Dataset":
    """Return the store in a folder, or at an address."""
    from chaingraph.store import open_store

    return open_store(store)


@contextlib.contextmanager
def progress(label: str) -> Iterator[Callable[[float], None]]:
    """Show a bar on standard error while something long runs; nothing when that is no terminal."""
    with click.progressbar(length=1000, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def step(done: float) -> None:
            bar.update(int(done * 1000) - bar.pos)

        yield step


def write(parts: Any, path: Path | None) -> None:
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


def emit(rows: Any, form: str, *, columns: list[str] | None = None) -> None:
    """Print rows as table, CSV or JSON."""
    from chaingraph.printing import as_csv, as_json, as_table

    names = columns or list(rows[0] if rows else {})
    click.echo({"table": as_table, "csv": as_csv, "json": as_json}[form](rows, names), nl=False)

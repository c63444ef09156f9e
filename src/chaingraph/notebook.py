"""SPARQL in notebooks (笔记本中的 SPARQL): the cell magic ``%%sparql``, after ``%load_ext chaingraph``."""

from pathlib import Path
from typing import Any

from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic import Magics, cell_magic, magics_class, needs_local_scope
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring
from rdflib import Dataset

from chaingraph.errors import ChaingraphError
from chaingraph.vocabulary import prologue

__all__ = ["load_ipython_extension"]

_LANGUAGES = ("zh", "en")


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Give the shell the magic ``%%sparql``; IPython calls this for ``%load_ext chaingraph``."""
    shell.register_magics(SparqlMagics)


@magics_class
class SparqlMagics(Magics):
    """Magics of chaingraph."""

    @magic_arguments()
    @argument(
        "store",
        nargs="?",
        default="store",
        help="A store in a variable of this notebook, the folder of one, or the address of a SPARQL endpoint; "
        "the variable `store` when not given. 图谱：变量名、文件夹或端点地址；默认变量 store。",
    )
    @argument("-o", "--output", metavar="NAME", help="Put the answer into this variable. 结果存入变量。")
    @argument(
        "--draw", action="store_true", help="Draw the answer: in each row the first thing points to the others. 画图。"
    )
    @argument("--lang", default="zh", help="Language that the picture shows first, zh or en. 图中语言。")
    @argument("--title", default="SPARQL", nargs="+", help="Title of the picture. 图的标题。")
    @argument("--help", action="store_true", help="Show this text. 显示本说明。")
    @needs_local_scope
    @cell_magic  # type: ignore[untyped-decorator, unused-ignore]
    def sparql(self, line: str, cell: str, local_ns: dict[str, Any] | None = None) -> Any:
        """Run the SPARQL of a cell on all graphs of a store together; show the answer as a table or a picture.

        The prefixes of chaingraph need not be written. Such as ``%%sparql``, ``%%sparql store --draw``, ``%%sparql build/store -o answer``.
        """
        given = parse_argstring(self.sparql, line)
        cell = f"{' '.join(prologue().split(chr(10)))}{cell}"  # on one line, so that errors name the lines of the cell
        if given.help:
            print(self.sparql.__doc__)  # noqa: T201 (what was asked for)
            return None
        if given.lang not in _LANGUAGES:
            raise UsageError(f"--lang {given.lang}: zh | en")
        try:
            face = _store(given.store, {**(self.shell.user_ns if self.shell else {}), **(local_ns or {})})
            answer = _picture(face, cell, given) if given.draw else _table(face, cell)
        except ChaingraphError as error:
            raise UsageError(" ".join(error.text(_language()).split())) from None
        if given.output and self.shell:
            self.shell.push({given.output: answer})
            return None
        return answer


def _store(name: str, names: dict[str, Any]) -> Dataset:
    from chaingraph.store import open_store

    name = name.strip("\"'")
    found = names.get(name)
    if isinstance(found, Dataset):
        return found
    if name.isidentifier() and not Path(name).is_dir():
        said = "没有这个图谱变量 / no store in this variable: store = cg.open_store(…), or %%sparql FOLDER|URL"
        raise UsageError(f"{name}: {said}")
    return open_store(name)


def _table(face: Dataset, text: str) -> Any:
    from chaingraph.frames import sparql

    return sparql(face, text)


def _picture(face: Dataset, text: str, given: Any) -> Any:
    from chaingraph import views
    from chaingraph.labelled import picture
    from chaingraph.queries import to_rows

    title = " ".join(given.title) if isinstance(given.title, list) else given.title
    graph = picture(face, to_rows(face, text))
    if not graph:
        raise UsageError("--draw: 结果中没有可画的事物 / no thing in the answer to be drawn")
    return views.draw_page(graph, title=title.strip("\"'"), lang=given.lang)


def _language() -> str:
    from chaingraph.cli.common import language

    return language()

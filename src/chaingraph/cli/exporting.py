"""The command that writes a store for other programs."""

from pathlib import Path
from typing import Any

import click

from chaingraph.cli.common import STORE, VALUES, opened, say, write
from chaingraph.errors import QueryError
from chaingraph.exporting import FOLDERS, FORMS, choose, texts

__all__ = ["export"]


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@VALUES
@STORE
@click.option("--format", "form", type=click.Choice(tuple(FORMS)), help="How to write.  [default: by the extension]")
@click.pass_obj
def export(lang: str, file: Path, values: tuple[str, ...], store: Path | str, form: str | None) -> None:
    """Write the store to FILE (- for standard output): the same bytes for the same data.

    \b
    graph.nq .ttl .trig .nt .jsonld   all statements
    supply.graphml [as_of=2023]       who supplies whom; with chain=先进储能材料 that chain
    FOLDER --format parquet           tables of things, edges and each relation
    FOLDER --format neo4j             nodes.csv, relationships.csv for neo4j-admin
    FILE --format dcat                description of the data sets, as Turtle
    """  # noqa: D301 (click reads the mark)
    from chaingraph.verbs import values as read

    chosen, given = choose(str(file), form), read(values)
    wrong = sorted(set(given) - ({"chain", "as_of"} if chosen == "graphml" else set()))
    if wrong:
        zh, en = f"{chosen} 没有这个参数。", f"{chosen} has no such parameter."
        raise QueryError.of(", ".join(wrong), zh=zh, en=en)
    face = opened(store)
    if chosen not in FOLDERS:
        options: dict[str, Any] = dict(given)
        write(texts(chosen)(face, **options), None if str(file) == "-" else file)
        return
    if str(file) == "-" or file.is_file():
        raise QueryError.of(str(file), zh=f"{chosen} 需要一个文件夹。", en=f"{chosen} needs a folder.")
    if chosen == "parquet":
        from chaingraph.exporting.parquet import parquet

        written = len(parquet(face, file))
    else:
        from chaingraph.exporting import neo4j

        for name in ("nodes", "relationships"):
            write(getattr(neo4j, name)(face), file / f"{name}.csv")
        written = 2
    click.echo(say(lang, f"已写 {written} 个文件：{file}", f"{written} files in {file}"), err=True)

"""The command that cites."""

from pathlib import Path

import click

from chaingraph.cli.common import STORE, emit, opened, say

__all__ = ["cite"]


@click.command()
@click.argument("rows", nargs=-1, metavar="[ROW]...")
@STORE
@click.option("--format", "form", type=click.Choice(["table", "bibtex", "csl"]), default="table", show_default=True)
@click.pass_obj
def cite(lang: str, rows: tuple[str, ...], store: Path | str, form: str) -> None:
    """Cite the documents that each ROW stands on, such as data:changsha/supplies.csv#row=2; without ROW, the data sets."""
    from chaingraph import bibliography, citing

    found = citing.cite(opened(store), rows or None)
    if form != "table":
        text = bibliography.to_bibtex(found) if form == "bibtex" else bibliography.csl_text(found)
        click.echo(text, nl=False)
        return
    en = ["data set", "licence", "title", "issuer", "date", "place", "rows"]
    columns = en if lang == "en" else ["数据集", "许可", "标题", "发布者", "日期", "位置", "数据行"]
    cells = (
        (
            one.data_set,
            one.licence,
            one.title_en or one.title_zh if lang == "en" else one.title_zh,
            one.issuer,
            one.issued
            or (say(lang, f"不早于 {one.not_before}", f"not before {one.not_before}") if one.not_before else ""),
            one.place(lang),
            "; ".join(one.rows),
        )
        for one in found
    )
    emit([dict(zip(columns, row, strict=True)) for row in cells], "table", columns=columns)

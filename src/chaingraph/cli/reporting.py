"""The command that writes a planning instrument as a folder."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from chaingraph.cli.common import STORE, emit, opened, say

if TYPE_CHECKING:
    from chaingraph.packs import Pack

__all__ = ["report"]


@click.command()
@click.argument("name", required=False, metavar="[PACK]")
@click.argument("values", nargs=-1, metavar="[KEY=VALUE]...")
@STORE
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write.  [default: build/report/PACK]",
)
@click.pass_context
def report(
    context: click.Context, name: str | None, values: tuple[str, ...], store: Path | str, output: Path | None
) -> None:
    """Write the instrument PACK, such as 四图五清单 chain=先进储能材料 region=长沙, as a folder; without PACK, list them.

    PACK is a name, a Chinese title or a file of verb lines (….pack). Each page is in Chinese and English.
    """
    from chaingraph import packs, verbs

    lang: str = context.obj
    if name is None:
        emit([_told(pack, lang) for pack in packs.list_packs()], "table")
        return
    asked = context.find_root().get_parameter_source("lang") is not click.core.ParameterSource.DEFAULT
    pack = packs.find_pack(name)
    folder = output or Path("build/report") / pack.name
    written = packs.write_report(opened(store), pack, folder, lang=lang if asked else "zh", **verbs.values(values))
    click.echo(
        say(
            lang,
            f"{pack.title.zh}：已写 {len(written)} 个文件；请用浏览器打开 {written[0]}",
            f"{pack.title.en}: {len(written)} files; open {written[0]} in a browser",
        )
    )


def _told(pack: "Pack", lang: str) -> dict[str, str]:
    parameters = [*(f"{name}=…" for name in pack.needs), *(f"[{name}=…]" for name in pack.takes)]
    return {"pack": pack.name, "title": pack.title.zh, "parameters": " ".join(parameters), "what": pack.about.of(lang)}

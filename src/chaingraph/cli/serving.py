"""The command that serves the graph over HTTP."""

from pathlib import Path

import click

from chaingraph.cli.common import FOLDER, say
from chaingraph.errors import StoreError

__all__ = ["serve"]


@click.command()
@FOLDER
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build/site"),
    show_default=True,
    help="Folder of the planners' pages.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Any other address needs a token.")
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True)
@click.option("--token", envvar="CHAINGRAPH_TOKEN", default="", help="Better set CHAINGRAPH_TOKEN in the environment.")
@click.option("--cors", metavar="ORIGIN", multiple=True, help="Web site whose pages may ask; off by default.")
@click.option("--seconds", type=click.FloatRange(0.1), default=30, show_default=True, help="Time limit of a query.")
@click.option("--rows", type=click.IntRange(1), default=100_000, show_default=True, help="Most rows of an answer.")
@click.option("--workers", type=click.IntRange(1), default=4, show_default=True, help="Queries that run at once.")
@click.option("--memory", type=click.IntRange(256), default=4000, show_default=True, help="Of each worker [MB].")
@click.option("--kept", type=click.IntRange(0), default=64, show_default=True, help="Answers kept until a build [MB].")
@click.option(
    "--slow", type=click.FloatRange(0), default=1, show_default=True, help="Log queries that take longer [s]."
)
@click.pass_obj
def serve(
    lang: str, /, store: Path, site: Path, host: str, port: int, token: str, cors: tuple[str, ...], **limit: float
) -> None:
    """Serve SPARQL, questions, things and pages, such as on --port 8080; it only reads, until interrupted."""
    try:
        from chaingraph.serving.app import serve as run
    except ModuleNotFoundError as cause:
        zh, en = "请先安装：pip install 'chaingraph[serve]'", "is not installed: pip install 'chaingraph[serve]'"
        raise StoreError.of(cause.name or "serve", zh=zh, en=en) from cause
    from chaingraph.glossary import documentation
    from chaingraph.serving import Limits, Settings

    limits = Limits(
        seconds=limit["seconds"],
        rows=int(limit["rows"]),
        workers=int(limit["workers"]),
        memory=int(limit["memory"]) * 1_000_000,
        kept=int(limit["kept"]) * 1_000_000,
    )
    pages = site if site.is_dir() else None
    settings = Settings(
        store=store,
        site=pages,
        ontology=documentation(lang),
        host=host,
        port=port,
        token=token,
        cors=cors,
        slow=limit["slow"],
        limits=limits,
    )
    if not (store / "CURRENT").is_file():
        zh, en = (
            "这里没有可读的图谱；请先运行 chaingraph build。",
            "there is no store here; run chaingraph build first.",
        )
        raise StoreError.of(str(store), zh=zh, en=en)
    shown = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    click.echo(say(lang, f"{shown}（按 Ctrl-C 停止）", f"{shown} (Ctrl-C stops it)"), err=True)
    run(settings)

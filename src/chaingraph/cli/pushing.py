"""The command that sends a build to a store elsewhere."""

from pathlib import Path

import click

from chaingraph.cli.common import STORE, opened, progress, say

__all__ = ["push"]


@click.command()
@click.argument("url")
@STORE
@click.option("--query", metavar="URL", help="Where that store answers queries, if not where it usually does.")
@click.option("--replace", is_flag=True, help="Replace an earlier build; graphs it no longer has are removed.")
@click.option("--seconds", type=click.FloatRange(1), default=600, show_default=True, help="Time limit of a request.")
@click.pass_obj
def push(lang: str, url: str, store: Path | str, query: str | None, seconds: float, *, replace: bool) -> None:
    """Send the store to URL by Graph Store Protocol, such as http://localhost:7878/store, and count what arrived.

    Credentials come from CHAINGRAPH_STORE_TOKEN, CHAINGRAPH_STORE_USER and CHAINGRAPH_STORE_PASSWORD, or ~/.netrc.
    """
    from chaingraph import pushing

    face = opened(store)
    with progress("push") as step:
        done = pushing.push(face, url, query=query, replace=replace, timeout=seconds, progress=step)
    zh = f"{url}：{done.graphs} 个图，{done.statements:,} 条；用 --store {done.query} 读取"
    click.echo(
        say(lang, zh, f"{url}: {done.graphs} graphs, {done.statements:,} statements; read by --store {done.query}")
    )

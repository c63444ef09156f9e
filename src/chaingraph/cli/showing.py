"""Commands that show: pages, the diagnosis, and the main job as a whole."""

from pathlib import Path

import click

from chaingraph.cli.building import build, report, violations
from chaingraph.cli.common import FOLDER, OUT, SITE, STORE, VALUES, opened, say, write

__all__ = ["diagnose", "draw", "run", "site"]


@click.command()
@click.argument("name")
@VALUES
@STORE
@OUT
@click.pass_context
def draw(context: click.Context, name: str, values: tuple[str, ...], store: Path | str, output: Path | None) -> None:
    """Draw NAME: chain chain=工程机械, suppliers enterprise=湖南华兴, areas region=长沙, or a question's answer.

    NAME may also be a file with SPARQL, such as mine.rq.
    """
    from chaingraph import verbs

    face, lang, file = opened(store), page_language(context), Path(name)
    if file.suffix in (".rq", ".sparql"):
        page = verbs.draw_query(face, file.read_text(encoding="utf-8"), title=file.stem, lang=lang)
    else:
        page = verbs.draw(face, name, **{"lang": lang, **verbs.values(values)})
    write([page], output)


def page_language(context: click.Context) -> str:
    """Return the language that pages show first: Chinese, whatever the locale here, unless another one was asked for."""
    root = context.find_root()
    asked = root.get_parameter_source("lang") is not click.core.ParameterSource.DEFAULT
    return str(context.obj) if asked else "zh"


@click.command()
@VALUES
@STORE
@click.option("--brief", is_flag=True, help="Only segments, missing links and what stands on one enterprise.")
@click.pass_obj
def diagnose(lang: str, values: tuple[str, ...], store: Path | str, brief: bool = False) -> None:
    """Say where a chain is weak: chain=先进储能材料 region=长沙; all chains when none is named."""
    from chaingraph import verbs, views

    given, face = verbs.values(values), opened(store)
    chain = given.pop("chain", None)
    options = only(given, "region", "as_of")
    for graph, found in [verbs.diagnosis(face, chain, **options)] if chain else verbs.diagnoses(face, **options):
        click.echo(views.diagnosis_text(graph, found, lang=lang, brief=brief) + ("\n" if brief else ""))


def only(given: dict[str, str], *allowed: str) -> dict[str, str]:
    """Return what was given, when nothing else is among it."""
    from chaingraph.errors import QueryError

    for name in sorted(set(given) - set(allowed)):
        known = ", ".join(f"{key}=…" for key in ("chain", *allowed))
        raise QueryError.of(name, zh=f"未知参数；可用：{known}。", en=f"unknown parameter; there are: {known}.")
    return given


@click.command()
@VALUES
@STORE
@SITE
@click.pass_context
def site(context: click.Context, values: tuple[str, ...], store: Path | str, output: Path) -> None:
    """Write the planners' pages: an index with the diagnosis, and one page per chain.

    Each page is in Chinese and English; Chinese is shown first unless --lang en is given.
    """
    from chaingraph import verbs

    given = only(verbs.values(values), "region")
    written = verbs.site(opened(store), output, region=given.get("region"), lang=page_language(context))
    _written(context.obj, written)


def _written(lang: str, written: tuple[Path, ...]) -> None:
    click.echo(
        say(
            lang,
            f"已写 {len(written)} 个页面；请用浏览器打开 {written[0]}",
            f"{len(written)} pages; open {written[0]} in a browser",
        )
    )


@click.command()
@FOLDER
@SITE
@click.pass_context
def run(context: click.Context, store: Path, output: Path) -> None:
    """Do the main job: build the store, check it, print the diagnosis, write the pages."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from chaingraph import verbs, views
    from chaingraph.graphs.rows import shared_rows

    context.invoke(build, store=store)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:  # SHACL is slow: it runs meanwhile
        checking = pool.submit(violations, store)
        face = opened(store)
        with shared_rows(face):
            results = list(verbs.diagnoses(face))
            for graph, found in results:
                click.echo(views.diagnosis_text(graph, found, lang=context.obj, brief=True) + "\n")
            _written(context.obj, verbs.site(face, output, lang=page_language(context), found=results))
        report(context.obj, checking.result(), "table")

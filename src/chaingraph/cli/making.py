"""The command that makes up data."""

from pathlib import Path

import click

from chaingraph.cli.common import say

__all__ = ["synth"]


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder of the data set; its name goes into every identifier.",
)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="The same seed: the same data.")
@click.option("--products", type=click.IntRange(min=20), default=300, show_default=True)
@click.option("--enterprises", type=click.IntRange(min=10), default=3000, show_default=True)
@click.option("--supplies", type=click.IntRange(min=0), default=0, help="[default: ten times the enterprises]")
@click.option("--regions", type=click.IntRange(min=1, max=500), default=10, show_default=True)
@click.option("--chains", type=click.IntRange(min=0), default=0, help="[default: one for each 150 products]")
@click.option(
    "--hidden",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.3,
    show_default=True,
    help="Share of the makers that no source names.",
)
@click.option(
    "--misspelled",
    type=click.FloatRange(0, 1),
    default=0.1,
    show_default=True,
    help="Share of names spelled otherwise.",
)
@click.option(
    "--share-noise", type=click.FloatRange(0), default=0.2, show_default=True, help="Log-normal error of shares."
)
@click.pass_obj
def synth(
    lang: str, /, output: Path, *, seed: int, hidden: float, misspelled: float, share_noise: float, **size: int
) -> None:
    """Make up an industry network, hide part of it, and write what is left as a data set, with the truth beside it."""
    from chaingraph.synth import Size, hide, make_network, write_data_set

    network = make_network(Size(**size), seed=seed)
    records = hide(network, hidden=hidden, seed=seed, spelled=misspelled, share_noise=share_noise)
    write_data_set(network, records, output)
    made, seen = len(network.makers), len(records.visible())
    firms, supplies = len(network.place), len(network.supplies)
    zh = f"{output}：企业 {firms:,} 家，供应 {supplies:,} 条，生产记录 {made:,} 条，可见 {seen:,} 条；答案在 truth/。"
    en = f"{output}: {firms:,} enterprises, {supplies:,} supplies, {made:,} makers, {seen:,} of them visible; truth/ has the answers."
    click.echo(say(lang, zh, en))

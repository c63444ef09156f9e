"""The command that writes the ontology's page."""

from pathlib import Path

import click

from chaingraph.cli.common import OUT, write

__all__ = ["docs"]


@click.command()
@OUT
@click.pass_context
def docs(context: click.Context, output: Path | None) -> None:
    """Write the ontology's page, such as to -o build/ontology.html: all terms in Chinese and English, one file."""
    from chaingraph.cli.showing import page_language
    from chaingraph.glossary import documentation

    write([documentation(page_language(context))], output)

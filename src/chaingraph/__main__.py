"""``python -m chaingraph``: the command line."""

from chaingraph.cli import main

main()

"""Where ontology, queries and data lie: inside the wheel, or beside ``src/`` in a checkout."""

from pathlib import Path

__all__ = ["data_set", "data_sets", "resource"]

_HERE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Return the path of a file or folder that travels with the package.

    Examples
    --------
    >>> resource("ontology", "chaingraph.ttl").name
    'chaingraph.ttl'
    """
    inside = _HERE / "share"
    root = inside if inside.is_dir() else _HERE.parents[1]
    return root.joinpath(*parts)


def data_sets() -> tuple[Path, ...]:
    """Return the folders of the data sets that travel with the package."""
    return tuple(sorted(card.parent for card in resource("data").glob("*/source.toml")))


def data_set(name: str) -> Path:
    """Return the folder of a data set that travels with the package."""
    return resource("data", name)

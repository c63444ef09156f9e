"""Who makes what where (生产记录): the capability statements of a store as makers, by product."""

from collections.abc import Iterator, Mapping

from rdflib import Dataset

from chaingraph.cells import split
from chaingraph.columns import read_columns
from chaingraph.graphs.rows import grouped, local, number, once, rows, values
from chaingraph.model import Maker
from chaingraph.store import columns_of
from chaingraph.times import holds

__all__ = ["makers_by_product"]


def makers_by_product(
    face: Dataset, within: Mapping[str, frozenset[str]], unnamed: set[str], as_of: str | None
) -> dict[str, tuple[Maker, ...]]:
    """Return the makers of each product, in the order of their rows; those that do not hold as of the time left out."""
    found: dict[str, tuple[Maker, ...]] = once(
        face, f"makers as of {as_of}", lambda: _by_product(face, within, unnamed, as_of)
    )
    return found


def _by_product(
    face: Dataset, within: Mapping[str, frozenset[str]], unnamed: set[str], as_of: str | None
) -> dict[str, tuple[Maker, ...]]:
    found: dict[str, list[Maker]] = {}
    for row, products, stated in _statements(face):
        if not holds(row, as_of=as_of):
            continue
        enterprise = str(row["enterprise"])
        places = {above for place in stated or (enterprise,) for above in (place, *within.get(place, ()))}
        maker = Maker(
            enterprise=enterprise,
            places=frozenset(places - {enterprise}),
            stage=local(row["stage"]) or "producing",
            capacity=number(row["capacity"]),
            unit=row["unit"] or None,
            market_share=number(row["market_share"]),
            status=local(row["status"]),
            valid_from=row["valid_from"] or None,
            as_of=row["as_of"] or None,
            unnamed=enterprise in unnamed,
            evidence=(str(row["source"]),),
        )
        for product in products:
            found.setdefault(product, []).append(maker)
    return {product: tuple(makers) for product, makers in found.items()}


def _statements(face: Dataset) -> Iterator[tuple[Mapping[str, str | None], tuple[str, ...], tuple[str, ...]]]:
    """Yield each statement with its products and places, by row: from the columns, or else by query."""
    columns = columns_of(face)
    if columns is None:
        for group in grouped(rows(face, "makers"), "source").values():
            yield group[0], values(group, "product"), values(group, "place")
        return
    for row in sorted(read_columns(columns, "capabilities"), key=lambda row: row["source"]):
        products, places = (tuple(sorted(set(split(row[name])))) for name in ("product", "place"))
        told = {name: value or None for name, value in row.items()}
        yield {**told, "enterprise": row["producer"]}, products, places

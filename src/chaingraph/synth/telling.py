"""Tables of a made-up network (虚构数据表): what all sources take for granted, and what each of them tells."""

from chaingraph.synth.hiding import SOURCES, Records
from chaingraph.synth.naming import DOCUMENTS, Row, Table, enterprise_id, product_id, region_id
from chaingraph.synth.network import Network

__all__ = ["frame", "told"]

_TIERS = ("upstream", "upstream", "midstream", "midstream", "downstream", "downstream")


def frame(network: Network, name: str) -> dict[str, Table]:
    """Return the tables that all sources take for granted: regions, parks, products, recipes, chains, segments."""
    regions: list[Row] = [(f"region:{name}", "虚构省", "", "frame")]
    regions += [(region_id(name, r), f"虚构{r}市", f"region:{name}", "frame") for r in range(network.size.regions)]
    parks: list[Row] = [
        (f"park:{name}-{r:03d}-{k}", f"虚构{r}市{'东西'[k - 1]}园", region_id(name, r), "frame")
        for r in range(network.size.regions)
        for k in (1, 2)
    ]
    products: list[Row] = [
        (product_id(name, p), "cg:Material" if level < 3 else "cg:DiscreteGood", f"产品{p}", f"product {p}",
         product_id(name, network.general[p]) if p in network.general else "", "frame")
        for p, level in enumerate(network.level)
    ]  # fmt: skip
    recipes, inputs = [], []
    for number, recipe in enumerate(network.recipes):
        curie = f"recipe:{name}-{number:05d}"
        recipes.append((curie, f"配方{number}", product_id(name, recipe.output), "frame"))
        inputs += [
            (curie, f"requirement:{name}-{number:05d}.{k}", product_id(name, p), "true" if must else "false", "frame")
            for k, (some, must) in enumerate(recipe.requirements)
            for p in some
        ]
    segments: dict[tuple[int, int], list[str]] = {}
    for p in network.listed:
        segments.setdefault((network.chain[p], network.level[p]), []).append(product_id(name, p))
    chains = sorted({c for c, _ in segments})
    rows = [
        (f"segment:{name}-{c}.{level}", f"链{c}第{level}环", f"chain:{name}-{c}", f"tier:{_TIERS[level]}",
         f"segment:{name}-{c}.{level + 1}" if (c, level + 1) in segments else "", ";".join(listed), "frame")
        for (c, level), listed in sorted(segments.items())
    ]  # fmt: skip
    return {
        "regions": (("id", "label_zh", "within"), regions),
        "parks": (("id", "label_zh", "located_in"), parks),
        "products": (("id", "type", "label_zh", "label_en", "kind_of"), products),
        "recipes": (("id", "label_zh", "output"), recipes),
        "inputs": (("recipe", "requirement", "product", "essential"), inputs),
        "chains": (("id", "label_zh"), [(f"chain:{name}-{c}", f"虚构链{c}", "frame") for c in chains]),
        "segments": (("id", "label_zh", "chain", "tier", "upstream_of", "product"), list(rows)),
    }


def told(network: Network, records: Records, name: str) -> dict[str, Table]:
    """Return the tables of what the sources tell: enterprises, capabilities, supplies, shortages, completeness."""
    seen: dict[str, tuple[int, str, set[str]]] = {}  # identifier → enterprise, first source, other spellings
    first: dict[int, str] = {}  # maker → identifier of its enterprise in the first source that names it
    capabilities: list[Row] = []
    teller: dict[int, str] = {}

    def known(enterprise: int, source: str, twin: str = "") -> str:
        curie = enterprise_id(name, enterprise, twin)
        seen.setdefault(curie, (enterprise, source, set()))
        return curie

    for source in SOURCES:
        for number in records.named[source]:
            maker = network.makers[number]
            matched = records.spelled.get((source, number))
            curie = known(maker.enterprise, source, source if matched is False else "")
            if matched:
                seen[curie][2].add(f"{_label(maker.enterprise)[:-4]}（{DOCUMENTS[source][:2]}）")
            first.setdefault(number, curie)
            teller.setdefault(number, source)
            capabilities.append(
                (curie, product_id(name, maker.product), _place(network, maker.enterprise, name), maker.capacity,
                 "unit:TONNE", "2024", source)
            )  # fmt: skip
    supplies: list[Row] = [
        (first[supply.maker], known(supply.customer, teller[supply.maker]),
         product_id(name, network.makers[supply.maker].product), told, f"purchases of product {network.makers[supply.maker].product}", "2024",
         teller[supply.maker])
        for supply, told in zip(network.supplies, records.shares, strict=True)
        if supply.maker in first
    ]  # fmt: skip
    enterprises: list[Row] = [
        (curie, "cg:Enterprise", _label(enterprise, curie.count("-") > enterprise_id(name, 0).count("-")),
         ";".join(sorted(others)), _place(network, enterprise, name), source)
        for curie, (enterprise, source, others) in sorted(seen.items())
    ]  # fmt: skip
    shortages: list[Row] = [
        (product_id(name, p), f"shortage:{kind}", region_id(name, r), "2024", "plan")
        for kind, units in (("attract", records.attract), ("strengthen", records.strengthen))
        for p, r in units
    ]
    complete: list[Row] = [(region_id(name, r), product_id(name, p), "2024", "register") for p, r in records.complete]
    return {
        "enterprises": (("id", "type", "label_zh", "alias", "located_in"), enterprises),
        "capabilities": (("producer", "product", "place", "capacity", "unit", "as_of"), capabilities),
        "supplies": (("supplier", "customer", "product", "share", "share_of", "as_of"), supplies),
        "shortages": (("of", "kind", "place", "as_of"), shortages),
        "completeness": (("region", "product", "as_of"), complete),
    }


def _label(enterprise: int, twin: bool = False) -> str:
    return f"虚构第{enterprise}{'工厂' if twin else '有限公司'}"


def _place(network: Network, enterprise: int, name: str) -> str:
    region, park = network.place[enterprise]
    return f"park:{name}-{region:03d}-{park}" if park else region_id(name, region)

"""A small energy-storage chain typed by hand (手写的小产业链), and the tools to type others.

Seen from Changsha (region:430100), by hand:

* cell ← cathode, anode, separator, electrolyte; optional binder. Two cell makers, delta and epsilon.
* ternary-cathode (a kind of cathode) ← precursor, and lithium-hydroxide or lithium-carbonate. One maker: beta.
* precursor: alpha alone. lithium-carbonate: recycler rho, by recycling used cells; lithium-hydroxide: nobody.
* graphite-anode (a kind of anode): gamma alone; the city's plan of 2021 asks for anode makers → weak, not missing.
* separator: nobody anywhere; the plan asks for makers → missing.
* electrolyte: zeta in Jingzhou; the plan asks for makers → missing, made in Jingzhou.
* binder: nobody, no witness → unknown, optional.
* storage-system ← cell: sigma alone. used-cell ← storage-system: no maker known, so rho's input → unknown.
* segment recycling: participant rho; its shortage is stated → weak.
"""

from collections.abc import Iterable

import networkx as nx

from chaingraph.model import Maker, Participant, Reading, Segment, Shortage

CHANGSHA, HUNAN, NINGXIANG, JINGZHOU = "region:430100", "region:430000", "region:430182", "region:421000"
WITHIN = {
    "region:cn": frozenset[str](),
    HUNAN: frozenset({"region:cn"}),
    CHANGSHA: frozenset({HUNAN, "region:cn"}),
    NINGXIANG: frozenset({CHANGSHA, HUNAN, "region:cn"}),
    "region:430102": frozenset({CHANGSHA, HUNAN, "region:cn"}),
    "park:ningxiang": frozenset({NINGXIANG, CHANGSHA, HUNAN, "region:cn"}),
    "region:420000": frozenset({"region:cn"}),
    JINGZHOU: frozenset({"region:420000", "region:cn"}),
}


def row(table: str, number: int) -> str:
    """Name a row: ``data:hand/inputs.csv#row=3``."""
    return f"data:hand/{table}.csv#row={number}"


def at(place: str | None) -> frozenset[str]:
    """Return a place with all that contain it; None: unknown."""
    return frozenset() if place is None else frozenset({place}) | WITHIN.get(place, frozenset())


def empty_chain(within: bool = True) -> nx.DiGraph:
    """Start a chain graph with nothing in it."""
    chain = nx.DiGraph(
        chain="chain:energy-storage",
        label_zh="先进储能材料",
        label_en="advanced energy-storage materials",
        as_of="2024-01-18",
        searched=("document:paper", "document:plan"),
        segments={},
        names={},
        sources={},
        indicators=(),
    )
    if within:
        chain.graph["within"] = WITHIN
    return chain


def add_product(chain: nx.DiGraph, name: str, *, kind_of: Iterable[str] = ()) -> str:
    """Add a product, and the more general ones it is a kind of; keep it when it is there."""
    if name not in chain:
        chain.add_node(
            name,
            kind="product",
            label_zh=name,
            label_en=name,
            makers=(),
            shortages=(),
            complete=(),
            segments=(),
            material="cg:Material",
        )
    for general in kind_of:
        add_product(chain, general)
        chain.add_edge(name, general, role="kind_of", evidence=(kind_row(name),), status="reported")
    return name


def kind_row(product: str) -> str:
    """Name the row that says what *product* is a kind of."""
    return f"data:hand/products.csv#{product}"


def add_recipe(
    chain: nx.DiGraph,
    name: str,
    outputs: Iterable[str],
    inputs: Iterable[Iterable[str]],
    *,
    optional: Iterable[Iterable[str]] = (),
    status: str = "assumed",
) -> None:
    """Add a recipe: each input is a list of alternatives. Rows of recipes and inputs bear the recipe's name."""
    evidence = (f"data:hand/recipes.csv#{name}",)
    chain.add_node(name, kind="recipe", label_zh=name, label_en=name, status=status, evidence=evidence)
    for output in outputs:
        chain.add_edge(name, add_product(chain, output), role="output", evidence=evidence, status=status)
    for essential, group in ((True, inputs), (False, optional)):
        for alternatives in group:
            names = [add_product(chain, each) for each in alternatives]
            requirement = f"requirement:{name.partition(':')[2]}.{names[0].partition(':')[2]}"
            chain.add_node(requirement, kind="requirement", label_zh="", label_en="", essential=essential)
            for rank, each in enumerate(names, 1):
                said = (input_row(name, each),)
                chain.add_edge(each, requirement, role="alternative", rank=rank, evidence=said, status=status)
            said = tuple(sorted(input_row(name, each) for each in names))
            chain.add_edge(requirement, name, role="requires", evidence=said, status=status)


def input_row(recipe: str, product: str) -> str:
    """Name the row that says *recipe* takes *product*."""
    return f"data:hand/inputs.csv#{recipe}.{product}"


def add_maker(chain: nx.DiGraph, product: str, enterprise: str, place: str | None = CHANGSHA, **more: object) -> None:
    """Add a capability statement; its row bears the names of enterprise and product."""
    maker = Maker(enterprise=enterprise, places=at(place), evidence=(maker_row(enterprise, product),), **more)
    chain.nodes[product]["makers"] += (maker,)


def maker_row(enterprise: str, product: str) -> str:
    """Name the row that says *enterprise* makes *product*."""
    return f"data:hand/capabilities.csv#{enterprise}.{product}"


def shortage(number: int, kind: str = "attract", place: str = CHANGSHA, **more: object) -> Shortage:
    """Make a shortage statement of the plan of 2021."""
    return Shortage(kind=kind, places=frozenset({place}), as_of="2021", evidence=(row("shortages", number),), **more)


def add_segment(chain: nx.DiGraph, name: str, products: Iterable[str], **more: object) -> None:
    """Add a segment; its row bears its name."""
    segment: Segment = {
        "label_zh": name,
        "label_en": name,
        "tier": None,
        "upstream_of": (),
        "products": tuple(products),
        "participants": (),
        "shortages": (),
        "evidence": (f"data:hand/segments.csv#{name}",),
    }
    chain.graph["segments"][name] = segment | more
    for product in segment["products"]:
        chain.nodes[product]["segments"] += (name,)


def chain_graph() -> nx.DiGraph:
    """Type the chain that this module's first lines describe."""
    chain = empty_chain()
    add_product(chain, "product:ternary-cathode", kind_of=["product:cathode"])
    add_product(chain, "product:graphite-anode", kind_of=["product:anode"])
    add_recipe(
        chain,
        "recipe:cell",
        ["product:cell"],
        [["product:cathode"], ["product:anode"], ["product:separator"], ["product:electrolyte"]],
        optional=[["product:binder"]],
    )
    add_recipe(
        chain,
        "recipe:ternary-cathode",
        ["product:ternary-cathode"],
        [["product:precursor"], ["product:lithium-hydroxide", "product:lithium-carbonate"]],
    )
    add_recipe(chain, "recipe:system", ["product:storage-system"], [["product:cell"]])
    add_recipe(chain, "recipe:recycling", ["product:lithium-carbonate"], [["product:used-cell"]])
    add_recipe(chain, "recipe:use", ["product:used-cell"], [["product:storage-system"]])
    add_maker(chain, "product:precursor", "enterprise:alpha", "park:ningxiang", capacity=50_000, unit="unit:TON")
    add_maker(chain, "product:ternary-cathode", "enterprise:beta", capacity=100_000, unit="unit:TON")
    add_maker(chain, "product:graphite-anode", "enterprise:gamma", NINGXIANG)
    add_maker(chain, "product:cell", "enterprise:delta")
    add_maker(chain, "product:cell", "enterprise:epsilon")
    add_maker(chain, "product:electrolyte", "enterprise:zeta", JINGZHOU)
    add_maker(chain, "product:storage-system", "enterprise:sigma")
    add_maker(chain, "product:lithium-carbonate", "enterprise:rho")
    chain.nodes["product:anode"]["shortages"] = (shortage(2),)
    chain.nodes["product:separator"]["shortages"] = (shortage(3),)
    chain.nodes["product:electrolyte"]["shortages"] = (shortage(4),)
    rho = Participant(enterprise="enterprise:rho", places=at(CHANGSHA), evidence=(row("participations", 2),))
    order = ["precursor", "cathode", "cell", "system", "recycling", "anode", "separator", "electrolyte"]
    after = {
        "precursor": "cathode",
        "cathode": "cell",
        "anode": "cell",
        "separator": "cell",
        "electrolyte": "cell",
    }
    after["cell"] = "system"
    products = {name: [f"product:{name}"] for name in order} | {
        "system": ["product:storage-system"],
        "recycling": [],
    }
    for name in order:
        add_segment(
            chain,
            f"segment:{name}",
            products[name],
            upstream_of=(f"segment:{after[name]}",) if name in after else (),
            tier="tier:circular" if name == "recycling" else None,
            participants=(rho,) if name == "recycling" else (),
            shortages=(shortage(5),) if name == "recycling" else (),
        )
    chain.graph["indicators"] = (
        Reading(
            indicator="indicator:local-supply-rate",
            subject="chain:energy-storage",
            kind="target",
            value=0.3,
            unit="unit:UNITLESS",
            as_of="2023",
            evidence=(row("indicator_values", 2),),
        ),
    )
    return chain


def supply_graph() -> nx.MultiDiGraph:
    """Type the supplies of two cell makers, epsilon's cathode supplier changed in 2023.

    delta: cathode from beta (Changsha, 60 million yuan), electrolyte from zeta (Jingzhou, 40 million), separator from
    eta, whose place nobody told, without value. epsilon: 40 % of its materials were cathode from an unnamed enterprise
    in Jingzhou until 2023, since then from an unnamed one in Ningxiang.
    """
    supply = nx.MultiDiGraph(searched=("document:paper",), names={}, sources={}, within=WITHIN)
    places = {
        "beta": CHANGSHA,
        "delta": CHANGSHA,
        "epsilon": NINGXIANG,
        "zeta": JINGZHOU,
        "eta": None,
        "unnamed-jingzhou": JINGZHOU,
        "unnamed-ningxiang": NINGXIANG,
    }
    for name, place in places.items():
        unnamed = name.startswith("unnamed")
        supply.add_node(f"enterprise:{name}", label_zh=name, label_en=name, places=at(place), unnamed=unnamed)
    add_supply(supply, 2, "beta", "delta", "cathode", value=60e6, unit="unit:CNY")
    add_supply(supply, 3, "zeta", "delta", "electrolyte", value=40e6, unit="unit:CNY")
    add_supply(supply, 4, "eta", "delta", "separator")
    of = "materials used"
    add_supply(supply, 5, "unnamed-jingzhou", "epsilon", "cathode", share=0.4, share_of=of, ended_by="2023")
    add_supply(supply, 6, "unnamed-ningxiang", "epsilon", "cathode", share=0.4, share_of=of, valid_from="2023")
    return supply


def add_supply(
    supply: nx.MultiDiGraph, number: int, supplier: str, customer: str, product: str, **more: object
) -> None:
    """Add the supply statement in row *number* of supplies.csv."""
    told = dict.fromkeys(("share", "share_of", "value", "unit", "valid_from", "valid_until", "as_of", "ended_by"))
    key = row("supplies", number)
    supply.add_edge(
        f"enterprise:{supplier}",
        f"enterprise:{customer}",
        key=key,
        **(told | {"products": (f"product:{product}",), "evidence": (key,), "status": "reported"} | more),
    )

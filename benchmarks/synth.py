"""A made-up industry network as a data set of tables: seeded, any size, in the form of real data sets."""

import csv
import random
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

CARD = """id = "{name}"
title_zh = "虚构产业网络（测速用）"
title_en = "Made-up industry network (for benchmarks)"
licence = "CC0-1.0"
publisher = "chaingraph contributors"
region = "region:430100"

"""
DOCUMENT = """[[document]]
id = "document:{name}-{number}"
title_zh = "虚构文献{number}"
issued = "2024"
lines = 10000000
"""
REGIONS = ("430100", "430200", "430300", "430400", "430500", "430600", "430700", "430800", "430900", "431000")


def write(folder: Path, *, supplies: int, seed: int = 42, documents: int = 20) -> None:
    """Write a data set with *supplies* supply relationships among supplies / 8 enterprises.

    Sizes of enterprises follow a Pareto law (shape 1.35); customers take from products that go into what they make;
    35 in 100 supplies stay in the customer's region.
    """
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    name = folder.name
    text = CARD.format(name=name) + "\n".join(DOCUMENT.format(name=name, number=n) for n in range(documents))
    (folder / "source.toml").write_text(text, encoding="utf-8")

    firms, goods = max(supplies // 8, 50), max(supplies // 100, 40)

    def table(stem: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        with (folder / f"{stem}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([*header, "source", "line"])
            for number, row in enumerate(rows, start=1):
                writer.writerow([*row, f"document:{name}-{rng.randrange(documents)}", number])

    segments = 12
    table("chains", ("id", "label_zh"), [(f"chain:{name}", "虚构链")])
    table("segments", ("id", "label_zh", "chain", "upstream_of", "product"),
          [(f"segment:{name}-{s}", f"环节{s}", f"chain:{name}", f"segment:{name}-{s + 1}" if s + 1 < segments else "",
            ";".join(f"product:{name}-{p}" for p in range(s, goods, segments * max(1, goods // 120))))
           for s in range(segments)])  # fmt: skip
    table("products", ("id", "type", "label_zh", "label_en", "kind_of"),
          [(f"product:{name}-{p}", "cg:Material", f"产品{p}", f"product {p}",
            f"product:{name}-{p - segments * 2}" if p % 5 == 4 and p >= segments * 2 else "") for p in range(goods)])  # fmt: skip
    makes = [[] for _ in range(firms)]
    region = [rng.choices(REGIONS, weights=[1 / (r + 1) for r in range(len(REGIONS))])[0] for _ in range(firms)]
    table("enterprises", ("id", "type", "label_zh", "label_en", "located_in"),
          [(f"enterprise:{name}-{f}", "cg:Enterprise", f"企业{f}", f"enterprise {f}", f"region:{region[f]}")
           for f in range(firms)])  # fmt: skip
    capabilities = []
    makers: list[list[int]] = [[] for _ in range(goods)]
    for f in range(firms):
        for _ in range(1 + (rng.random() < 0.3)):
            p = rng.randrange(goods)
            makes[f].append(p)
            makers[p].append(f)
            capabilities.append(
                (
                    f"enterprise:{name}-{f}",
                    f"product:{name}-{p}",
                    f"region:{region[f]}",
                    int(rng.paretovariate(1.35) * 1000),
                    "unit:TONNE",
                )
            )
    table("capabilities", ("producer", "product", "place", "capacity", "unit"), capabilities)
    inputs, needs = [], []
    for p in range(goods):
        wanted = [q for q in {p - 1 - rng.randrange(segments) for _ in range(rng.randrange(1, 4))} if q >= 0]
        needs.append(wanted)
        inputs += [(f"recipe:{name}-{p}", f"requirement:{name}-{p}.{q}", f"product:{name}-{q}") for q in sorted(wanted)]
    table("recipes", ("id", "label_zh", "output"),
          [(f"recipe:{name}-{p}", f"配方{p}", f"product:{name}-{p}") for p in range(goods) if needs[p]])  # fmt: skip
    table("inputs", ("recipe", "requirement", "product"), inputs)
    table(
        "supplies",
        ("supplier", "customer", "product", "share", "valid_from"),
        _supplies(rng, name, supplies, makes, makers, needs, region),
    )
    table("shortages", ("of", "kind", "place"),
          [(f"product:{name}-{p}", "shortage:attract", "region:430100") for p in range(0, goods, 17)])  # fmt: skip


def _supplies(rng, name, count, makes, makers, needs, region):  # type: ignore[no-untyped-def]
    firms, done = len(makes), 0
    while done < count:
        customer = (
            min(int(rng.paretovariate(1.35)) * 7 + rng.randrange(firms), firms - 1)
            if rng.random() < 0.3
            else rng.randrange(firms)
        )
        wanted = needs[rng.choice(makes[customer])]
        product = rng.choice(wanted) if wanted else 0
        offering = makers[product]
        if not offering:
            continue
        near = [f for f in offering if region[f] == region[customer]] if rng.random() < 0.35 else offering
        supplier = rng.choice(near or offering)
        if supplier == customer:
            continue
        done += 1
        yield (f"enterprise:{name}-{supplier}", f"enterprise:{name}-{customer}", f"product:{name}-{product}",
               f"0.{rng.randrange(1, 20):02d}", 2015 + rng.randrange(9))  # fmt: skip


if __name__ == "__main__":
    write(Path(sys.argv[1]), supplies=int(sys.argv[2]))

"""Are the options of an analysis read from text as what it takes, and is what cannot be read named in both languages?"""

import pytest
from rdflib import Dataset

import chaingraph as cg
from chaingraph.calls import find
from chaingraph.errors import ChaingraphError

HERE = {"chain": "chain:battery", "region": "region:990100"}


def refusal(mini: Dataset, name: str, **given: str) -> tuple[str, str]:
    with pytest.raises(ChaingraphError) as caught:
        find(mini, name, **given)
    return caught.value.text("zh"), caught.value.text("en")


def test_what_is_unknown_and_what_is_missing_are_named_at_once(mini: Dataset) -> None:
    zh, en = refusal(mini, "missing-links", colour="red")
    assert zh == "missing-links：参数有误：未知参数 colour，缺少参数 chain；可用：chain=…, region=…, alpha=…, as_of=…。"
    assert en.startswith("missing-links: wrong parameters: colour is unknown, chain is missing; use: chain=…")


def test_weights_that_are_named_take_the_place_of_the_usual_ones(mini: Dataset) -> None:
    chain = cg.chain_graph(mini, HERE["chain"])
    weights = {**cg.analysis.rating.WEIGHTS, "sole": 3.0, "stated": 0.0}
    said = find(mini, "ratings", **HERE, weights="sole:3;stated:0", thresholds="watch:0.1")
    assert said == cg.analysis.rating.ratings(
        chain,
        region=HERE["region"],
        weights=weights,
        thresholds={**cg.analysis.rating.THRESHOLDS, "watch": 0.1},
    )
    assert said != find(mini, "ratings", **HERE)


def test_one_number_stands_for_all_where_one_for_each_would_do(mini: Dataset) -> None:
    without, (first, *_) = find(mini, "systemic-risk"), find(mini, "systemic-risk", final_share="0.5")
    assert first.upstream == pytest.approx(first.own), "nobody sells to the first in the chain"
    assert all(one.upstream is None for one in without)
    assert "应为数字" in refusal(mini, "systemic-risk", final_share="")[0]


@pytest.mark.parametrize(
    ("name", "given", "zh", "en"),
    [
        ("ratings", {"weights": "abc"}, "weights=abc：应写作 名称:数字", "write name:number, such as concentration:"),
        ("ratings", {"thresholds": "9"}, "thresholds=9：应写作 名称:数字", "such as watch:0.2;weak:0.4;critical:0.65"),
        ("ratings", {"weights": "sole:x"}, "weights=sole:x：应为数字", "must be a number"),
        ("ratings", {"half": "inf"}, "half=inf：应为数字", "must be a number"),
        ("missing-links", {"alpha": "nan"}, "alpha=nan：应为数字", "must be a number"),
        ("rating-robustness", {"draws": "0"}, "draws=0：应为不小于 1 的整数", "a whole number, 1 or more"),
        ("rating-robustness", {"draws": "1.5"}, "draws=1.5：应为不小于 1 的整数", "a whole number, 1 or more"),
        ("rating-robustness", {"seed": "-1"}, "seed=-1：应为不小于 0 的整数", "a whole number, 0 or more"),
        ("missing-links", {"as_of": "2024-13"}, "2024-13：不是日期", "not a date"),
    ],
)
def test_an_option_that_cannot_be_read_is_named(
    mini: Dataset, name: str, given: dict[str, str], zh: str, en: str
) -> None:
    told = refusal(mini, name, **HERE, **given)
    assert zh in told[0]
    assert en in told[1]


@pytest.mark.parametrize(("before", "after"), [("2025", "2024"), ("2024", "2024-12"), ("2024-01", "2023")])
def test_the_first_of_two_dates_is_the_earlier(mini: Dataset, before: str, after: str) -> None:
    zh, en = refusal(mini, "switched-suppliers", before=before, after=after, region=HERE["region"])
    assert zh == f"before={before}：应早于 after。"
    assert en == f"before={before}: must be earlier than after."

"""Does a name lead to the one thing that has it, and a thing to its names?"""

import pytest
from rdflib import Dataset

from chaingraph import names
from chaingraph.errors import QueryError
from chaingraph.names import all_labels, labels, resolve
from chaingraph.store import build
from chaingraph.vocabulary import curie
from conftest import Write


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("product:separator", "product:separator"),
        ("https://w3id.org/chaingraph/id/product/separator", "product:separator"),
        ("电池产业链", "chain:battery"),
        ("battery chain", "chain:battery"),
        ("电池", "chain:battery"),
        ("NCM", "product:ternary-cathode"),
        ("990100", "region:990100"),
        ("未具名企业@邻市", "enterprise:unnamed-electrolyte"),
        ("  Alpha Cell ", "enterprise:alpha-cell"),
    ],
    ids=["curie", "iri", "zh", "en", "alias", "alias-en", "notation", "mark", "spaces"],
)
def test_a_name_leads_to_its_thing(mini: Dataset, text: str, thing: str) -> None:
    assert curie(resolve(mini, text)) == thing


@pytest.mark.parametrize("kind", ["product", "segment"])
def test_a_name_of_several_kinds_is_read_by_the_kind_asked_for(mini: Dataset, kind: str) -> None:
    assert curie(resolve(mini, "隔膜", kind=kind)) == f"{kind}:separator"


def test_a_name_that_only_a_thing_of_another_kind_has_is_refused(mini: Dataset) -> None:
    with pytest.raises(QueryError) as caught:
        resolve(mini, "NCM", kind="segment")
    assert caught.value.text("zh") == "NCM：叫这个名字的是 product:ternary-cathode，不是 segment。"
    assert caught.value.text("en") == "NCM: product:ternary-cathode has this name, but that is no segment."


def test_a_park_may_stand_for_a_region(mini: Dataset) -> None:
    assert curie(resolve(mini, "东园", kind="region")).startswith("park:")


def test_a_kind_that_is_none_of_things_takes_any(mini: Dataset) -> None:
    assert curie(resolve(mini, "NCM", kind="subject")) == "product:ternary-cathode"


@pytest.mark.parametrize("kind", ["", "subject"])
def test_a_name_of_several_things_is_refused_with_all_of_them(mini: Dataset, kind: str) -> None:
    with pytest.raises(QueryError) as caught:
        resolve(mini, "隔膜", kind=kind)
    assert caught.value.text("zh") == "隔膜：有多个同名事物：product:separator, segment:separator。"
    assert caught.value.text("en") == "隔膜: several things have this name: product:separator, segment:separator."


@pytest.mark.parametrize("text", ["石墨烯", "甲 电芯", "甲:乙", "alpha cell", '"', "x> <y"])
def test_a_name_that_nothing_has_is_refused(mini: Dataset, text: str) -> None:
    with pytest.raises(QueryError) as caught:
        resolve(mini, text)
    assert "图谱中没有叫这个名字的事物" in caught.value.text("zh")
    assert "nothing in the store has this name" in caught.value.text("en")


@pytest.mark.parametrize(
    ("text", "kind", "meant"),
    [
        ("Alpha Cel", "enterprise", "Alpha Cell"),
        ("Est Park", "region", "East Park"),  # a park may stand for a region
        ("三元证极材", "product", "三元正极材料"),
        ("Alpha Cel", "region", ""),
        ("隔莫", "chain", ""),
    ],
)
def test_a_name_that_is_nearly_that_of_a_thing_of_the_kind_is_asked_for(
    mini: Dataset, text: str, kind: str, meant: str
) -> None:
    with pytest.raises(QueryError) as caught:
        resolve(mini, text, kind=kind)
    assert caught.value.text("en").endswith(f"Did you mean {meant}?" if meant else "has this name.")


def test_the_names_of_other_kinds_do_not_hide_a_near_one(write: Write) -> None:
    """As many enterprises as are looked up, each named much like the park that is meant, but longer."""
    many = "".join(f"enterprise:e{n},cg:Enterprise,示例东园{n:04d}号公司,document:plan,1\n" for n in range(300))
    tables = {
        "enterprises": f"id,type,label_zh,source,line\n{many}",
        "parks": "id,label_zh,source,line\npark:east,示例东园区,document:plan,1\n",
    }
    with pytest.raises(QueryError) as caught:
        resolve(build([write(tables)]), "示例东园号", kind="region")
    assert caught.value.text("zh").endswith("是否指 示例东园区？")


@pytest.mark.parametrize("text", ["", " "])
def test_no_name_is_refused(mini: Dataset, text: str) -> None:
    with pytest.raises(QueryError) as caught:
        resolve(mini, text, kind="chain")
    assert caught.value.text("zh") == "chain=：没有给出名称。"


def test_a_misspelt_curie_is_refused(mini: Dataset) -> None:
    with pytest.raises(QueryError) as caught:
        resolve(mini, "product:Separator")
    assert "类型:名称" in caught.value.text("zh")


def test_a_decomposed_name_leads_to_its_thing(write: Write) -> None:
    """Names are stored composed; some keyboards and file systems decompose them."""
    face = build([write({"regions": "id,label_zh,source,line\nregion:one,Caf\u00e9,document:plan,1\n"})])
    assert curie(resolve(face, "Cafe\u0301")) == "region:one"


def test_a_hidden_name_leads_to_its_thing(write: Write) -> None:
    """As misread by a scanner; ``names.csv`` adds a further name to a thing of another row."""
    rows = "enterprise:a,cg:Enterprise,正极公司,正級公司,document:plan,1\n"
    tables = {
        "enterprises": f"id,type,label_zh,hidden,source,line\n{rows}",
        "names": "thing,alias,source,line\nenterprise:a,老正极;Old Cathode,document:plan,2\n",
    }
    face = build([write(tables)])
    assert {curie(resolve(face, name)) for name in ("正級公司", "老正极", "Old Cathode")} == {"enterprise:a"}


def test_labels_are_given_in_both_languages(mini: Dataset) -> None:
    assert labels(mini, ["product:separator", "region:990100"]) == {
        "product:separator": ("隔膜", "separator"),
        "region:990100": ("示例市", "Sample City"),
    }


def test_one_language_stands_in_for_the_other_and_the_curie_for_both(write: Write) -> None:
    face = build([write({"regions": "id,label_zh,source,line\nregion:one,一市,document:plan,1\n"})])
    assert labels(face, ["region:one", "region:none"]) == {
        "region:one": ("一市", "一市"),
        "region:none": ("region:none", "region:none"),
    }


def test_labels_of_many_things_are_the_same(mini: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    things = ["product:separator", "enterprise:alpha-cell", "status:reported", "region:none"]
    few = labels(mini, things)
    monkeypatch.setattr(names, "_MANY", 1)
    assert all_labels(mini, things) == few
    assert few["status:reported"][1] != "status:reported"

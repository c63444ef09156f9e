"""Words of proofs (论证用语): the claim of a finding, the steps of its proof, and its fields, in both languages."""

from typing import Final

from chaingraph.views.bilingual import Both
from chaingraph.views.wording import GRADE, RATE_OUTCOME, STATE

__all__ = ["CLAIM", "FACT", "STEP"]

CLAIM: Final = {
    **STATE,
    "no-maker": Both("资料中本地无人生产", "no maker here on record"),
    "bought-elsewhere": Both("本地有产而向外地采购", "made here, bought elsewhere"),
    "capacity": Both("本地产能不足", "capacity too small"),
    "one-maker": Both("资料中本地只有一家", "only one maker on record"),
    "unused": Both("本地有产，资料中本地无人使用", "made here, no use here on record"),
    "both": Both("文件与测算一致", "stated and found"),
    "stated-only": Both("文件有，测算无", "stated, not found"),
    "same-product": Both("同一产品", "the same product"),
    "kind": Both("同类产品", "a kind of it"),
    "alternative": Both("可替代投入", "another alternative of the requirement"),
    "recipe": Both("另一配方的投入", "an input of another recipe"),
    **GRADE,
    "found-only": Both("测算有，文件无", "found, not stated"),
    **RATE_OUTCOME,
    "sole": Both("只有一家企业", "one maker only"),
    "stated": Both("文件称短缺", "called short by a document"),
}

WHY: Final = {
    "solved": Both("另有文件称已解决", "another document calls it solved"),
    "makers": Both(
        "资料中本地有多家，或一条记录可代表多家",
        "several makers here on record, or one record that may stand for several",
    ),
    "participants": Both(
        "本地有企业参与只列此项的环节，视为生产", "somebody here takes part in a segment that lists it alone"
    ),
    "kinds": Both("其下位产品被算作短缺，不是它本身", "special kinds of it are found short, not it itself"),
    "not-linked": Both("资料未载明用于何处", "nothing on record is made from it"),
    "not-demanded": Both("用它的产品不在本地生产", "what is made from it is not made here"),
}
"""Why a shortage that documents state is not found."""

CHANGED: Final = {
    "segment": Both("环节", "segment"),
    "missing": Both("缺链", "missing link"),
    "gap": Both("本地配套缺口", "local gap"),
    "weak": Both("弱链", "weak link"),
    "rate": Both("本地配套率", "local supply rate"),
}
"""What changes when something goes or comes."""

STEP: Final = {
    "listed": Both("环节与产品相属：{what}", "Segment and product belong together: {what}"),
    "developing": Both("培育或规划中：{who}", "Developing or planning it: {who}"),
    "unplaced": Both("生产但所在地不详：{who}", "Makers whose place is not told: {who}"),
    "nearest": Both("最近的生产企业：{who}（{where}）", "Nearest makers: {who} ({where})"),
    "stated": Both("文件要求{kind}{subject}（{where}）", "A document asks to {kind} {subject} ({where})"),
    "complete": Both("有名录声明已列全{where}的企业", "A listing declares itself complete for {where}"),
    "solved": Both("但有文件称已攻克", "But a document calls it mastered"),
    "blocks": Both(
        "缺它则本地建不成：{what}（最小不动点）", "Could not be built up here without it: {what} (least fixpoint)"
    ),
    "held": Both("参与该环节：{who}", "Taking part in the segment: {who}"),
    "rests": Both("其余依据", "Further evidence"),
}


FACT: Final = {
    "makers": Both("本地企业", "makers here"),
    "held_by": Both("本地企业", "held here by"),
    "enterprise": Both("企业", "enterprise"),
    "enterprises": Both("同时停产的企业", "stopping together"),
    "inputs": Both("直接投入", "direct inputs"),
    "users": Both("直接用于", "directly used for"),
    "customers": Both("本地客户", "customers here"),
    "possible_customers": Both("可能的客户", "possible customers"),
    "learned": Both("比照的同级地区", "compared with the records of"),
    "used_for": Both("用于", "used for"),
    "suppliers_elsewhere": Both("外地供应商", "suppliers elsewhere"),
    "supplied_from": Both("来自", "supplied from"),
    "makers_elsewhere": Both("外地企业", "makers elsewhere"),
    "made_in": Both("产地", "made in"),
    "needed_by": Both("需要它的本地产品", "products here that need it"),
    "segments": Both("环节", "segments"),
    "products": Both("产品", "products"),
    "product": Both("产品", "product"),
    "loses": Both("停产将波及", "would stop with it"),
    "stops": Both("停产将波及", "would stop with it"),
    "lost": Both("不再有", "lost"),
    "gained": Both("新有", "gained"),
    "kept": Both("仍有", "kept"),
    "removed": Both("去掉", "removed"),
    "direct": Both("失去最后一家企业", "lose their last maker"),
    "added": Both("新增", "added"),
    "idle": Both("无法再生产的企业", "enterprises that can no longer produce"),
    "lacks": Both("缺", "lacks"),
    "offer": Both("可替代的产品", "product offered instead"),
    "offers": Both("可供产品", "products offered"),
    "place_unknown": Both("所在地不详的企业", "makers whose place is not told"),
    "developing": Both("培育中", "developing it"),
    "dominates": Both("必经它才能到达", "reached through it alone"),
    "separates": Both("没有它即断开", "cut off without it"),
    "switch": Both("改由本地供应效果最大的外地供应商", "supplier elsewhere that a local one would best replace"),
    "of": Both("对象", "of"),
    "sole": Both("资料中唯一企业", "only maker on record"),
    "alternatives": Both("可替代投入", "would do instead"),
    "blocks": Both("缺它则本地建不成", "could not be built up here without it"),
    "chosen": Both("选中企业", "chosen"),
    "closes": Both("填补的缺口", "gaps closed"),
    "leaves": Both("尚可由其他候选企业填补", "gaps that other candidates could close"),
    "nobody": Both("没有候选企业的缺口", "gaps without any candidate"),
    "affected": Both("受影响企业", "would lose inputs"),
    "essential": Both("客户不可缺的产品", "products its customers cannot do without"),
    "directly": Both("其中直接", "of these, directly"),
    "exposed": Both("另有各自可使其停产的企业", "others each of which alone stops it"),
    "kinds": Both("其所产同类", "kinds of it made here"),
    "made": Both("本地所产", "made here"),
    "makers_here": Both("可对接的本地企业", "makers here to match with"),
    "neighbours": Both("相近的本地产品", "near it, made here"),
    "near": Both("本地的上下游产品", "its inputs and users made here"),
    "never_changed": Both("等级始终不变", "label never changes"),
    "inherited": Both("所指的上位产品", "asked of the more general"),
    "participants": Both("参与企业", "taking part"),
    "looked_in": Both("检索过的来源", "sources searched"),
    "sources": Both("检索过的来源", "sources searched"),
    "value_of": Both("数值所属", "value of"),
    "target_places": Both("目标所定地区", "places that the target is set for"),
}
"""What a field of a finding says of the things that it names."""

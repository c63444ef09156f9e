"""Words of lists (清单用语): headings of columns and values of findings, in Chinese and English."""

from collections.abc import Mapping
from typing import Final

from chaingraph.views.bilingual import Both
from chaingraph.views.wording import RATE_OUTCOME, ROLE, SHORTAGE, SIGN, STAGE, STATE, STATUS, TIER, VERB

__all__ = ["heading", "value"]

_HEADINGS: Final = {
    "subject": "对象", "enterprise": "企业", "segment": "环节", "cluster": "集群", "role": "角色", "as_of": "时点",
    "product": "产品", "stage": "阶段", "place": "地点", "park": "园区", "project": "项目", "chain": "产业链",
    "tie": "关联方式", "undertaken_by": "承担单位", "progress": "进展", "level": "级别", "standing": "达到或争创",
    "kind": "类型", "state": "状态", "tasked_with": "承担任务", "target_date": "完成时限", "policy": "政策",
    "task": "任务", "number": "文号", "publisher": "发布单位", "valid_from": "起始", "valid_until": "截止",
    "concerns": "涉及", "honour": "荣誉", "batch": "批次（第几批）", "used_in": "应用领域", "status": "陈述性质",
    "tier": "上下游", "step": "其上游环节数（个）", "input": "投入", "recipe": "配方", "process": "工艺", "verb": "政策动作",
    "makers": "本地企业", "participants": "参与企业", "made": "本地已产", "products": "产品", "developing": "本地培育中",
    "customers": "本地需求企业", "needed_by": "用于", "makers_elsewhere": "外地企业", "makers_here": "本地可供企业", "responsible": "责任单位", "named": "是否具名", "found_as": "候选理由", "made_in": "外地所在",
    "place_unknown": "所在地不详", "blocks": "缺它配不齐", "segments": "所属环节", "witness": "缺失依据",
    "sole": "资料中只有一家", "loses": "停产波及", "rank": "名次", "score": "得分", "gap": "缺口", "offers": "可供产品",
    "places": "所在地", "stated": "文件要求", "supplier": "供应商", "customer": "客户", "share": "份额",
    "share_of": "份额口径", "holds": "当时有效", "ended_by": "已终止（不晚于）", "replaces": "取代", "direction": "流向",
    "from": "供方所在地", "to": "需方所在地", "person": "人员", "title": "职务", "organization": "单位",
    "instrument": "机制、清单或基金", "part_of": "属于", "field": "主导领域", "investment": "投资额", "of": "对象范围",
    "target": "目标值", "comparator": "数值关系", "target_time": "目标期", "target_places": "目标地区", "target_basis": "目标口径", "value": "数值", "value_time": "数值时点",
    "value_kind": "数值性质", "comparable": "可比", "differs": "不可比之处", "reached": "是否达到", "distance": "差距",
    "unit": "单位", "indicator": "指标", "basis": "口径", "rate": "本地配套率", "lower": "下界", "upper": "上界",
    "coverage": "覆盖率", "supplies": "供应记录（条）", "local": "本地", "cause": "原因", "used_for": "可用于",
    "suppliers_elsewhere": "外地供应商", "outcome": "对照结果", "found": "测算结果", "why": "原因",
    "shortages": "短缺记录", "capacity": "产能", "member": "成员", "part": "名录", "lost": "失去的供应商",
    "gained": "新增的供应商", "kept": "保留的供应商", "apart": "相隔层级", "at_once": "已在产供",
    "possible_customers": "可能的本地需求企业", "need_possible": "需求是否确定", "layer": "帕累托层", "among_first": "进入前十的比例", "region": "地区",
    "subject_kind": "类别", "thing": "事物", "for": "入选理由", "against": "不利或待核实", "scope": "统计口径", "local_maker": "本地企业", "numerator": "本地数", "denominator": "来源明确数", "need_status": "需求依据", "market_share": "市场占有率",
    "actual": "实际值", "forecast": "预计值", "chart": "走势", "comparison": "是否可比", "rung": "阶梯", "holders": "具名企业数（家）",
    "recipient": "获得者", "tasks": "任务数（项）", "publisher_of": "发布单位", "detail": "具体内容",
}  # fmt: skip
_HEADINGS_EN: Final = {
    "of": "set for", "valid_until": "valid through", "for": "reasons for", "against": "reasons against", "tie": "tied by", "from": "supplier at", "to": "customer at", "verb": "policy verb",
    "as_of": "as of", "made": "made here", "blocks": "not built up without it", "sole": "only one on record",
    "loses": "stops with it", "stated": "documents ask to", "witness": "shown by", "makers": "local makers",
    "customers": "local customers", "step": "segments upstream of it", "status": "status of statement",
    "standing": "reached or aimed at", "field": "leading field", "need_status": "need rests on", "need_possible": "is the need certain", "ended_by": "ended by",
}  # fmt: skip
_OWN: Final = {
    ("investment-targets", "enterprise"): Both("候选企业", "candidate"),
    ("investment-targets", "places"): Both("候选企业所在地", "candidate at"),
    ("chiefs", "instrument"): Both("五长及分工", "chief and part"),
}  # fmt: skip
_STATE: Final = {key: Both(f"{SIGN[key]} {both.zh}", f"{SIGN[key]} {both.en}") for key, both in STATE.items()}
_VALUES: Final[Mapping[str, Mapping[str, Both]]] = {
    "state": _STATE | {"inferred": Both("推断缺失", "missing, inferred")},
    "gap": _STATE | {"bought-elsewhere": Both("本地有产而外购", "made here, bought elsewhere")},
    "verb": VERB,
    "tier": TIER | {key.partition(":")[2]: both for key, both in TIER.items()},
    "stated": SHORTAGE,
    "method": {"exact": Both("精确", "exact"), "greedy": Both("贪心", "greedy")},
    "aim": {"gaps": Both("填补缺口", "gaps"), "rate": Both("配套率", "rate")},
    "stage": STAGE,
    "role": ROLE,
    "status": STATUS,
    "need_status": STATUS,
    "witness": {"shortage": Both("文件要求", "a document asks"), "complete": Both("名录已列全", "a complete listing")},
    "tie": {
        "segment": Both("文件写明环节", "named segment"),
        "chain": Both("文件写明产业链", "named chain"),
        "product": Both("由产品推得", "by product"),
    },
    "kind": {
        "cg:TargetValue": Both("目标", "target"), "cg:ActualValue": Both("实际", "actual"),
        "cg:ForecastValue": Both("预计", "forecast"),
    },
    "comparator": {
        "eq": Both("等于", "exactly"), "ge": Both("不低于", "at least"), "gt": Both("超过", "more than"),
        "le": Both("不超过", "at most"), "lt": Both("低于", "less than"), "approx": Both("约", "about"),
    },
    "value_kind": {"actual": Both("实际", "actual"), "forecast": Both("预计", "forecast")},
    "differs": {
        "unit": Both("单位", "unit"), "subject": Both("对象", "subject"),
        "scope": Both("口径", "scope"), "period": Both("时期", "period"),
        "basis": Both("计算口径", "basis"), "region": Both("地区", "region"),
    },
    "for": {
        "honour": Both("获得荣誉", "holds an honour"), "lead": Both("龙头或链主企业", "lead enterprise or chain owner"),
        "producing": Both("已在本链投产", "produces for the chain"),
        "supplies-here": Both("供应本地客户", "supplies customers of the region"),
    },
    "against": {
        "unnamed": Both("文件未具名", "not named by its document"),
        "developing": Both("本链产品只在培育或规划，未见投产", "only develops or plans products of the chain"),
        "supply-ended": Both("有供应已终止", "a supply of it has ended"),
    },
    "found_as": {
        "maker-elsewhere": Both("外地生产企业", "maker elsewhere"), "place-unknown": Both("所在地不详", "place not told"),
        "developing": Both("本地在培育", "developing it here"),
        "supplier-on-record": Both("现有外地供应商", "supplier from elsewhere on record"),
    },
    "named": {"yes": Both("具名", "named"), "no": Both("未具名", "not named")},
    "rung": {
        "3": Both("③ 单项冠军", "3 single champion"), "2": Both("② 小巨人", "2 little giant"),
        "1": Both("① 专精特新", "1 specialised"),
    },
    "holds": {"yes": Both("是", "yes"), "no": Both("否", "no"), "possible": Both("可能", "possibly")},
    "direction": {"in": Both("流入", "in"), "out": Both("流出", "out")},
    "cause": {
        "no-maker": Both("资料中无本地企业生产", "no local maker on record"), "developing": Both("本地培育中", "being developed here"),
        "bought-elsewhere": Both("本地有产而外购", "made here, bought elsewhere"),
        "capacity": Both("本地产能不足", "local capacity too small"),
        "one-maker": Both("资料中本地只有一家", "only one local maker on record"),
        "unused": Both("资料中本地无人使用", "no use here on record"),
    },
    "found": {
        "no-maker": Both("资料中无本地企业", "no local maker on record"), "developing": Both("培育中", "being developed"),
        "sole-maker": Both("资料中只有一家", "only maker on record"),
    },
    "outcome": {
        "both": Both("文件与测算一致", "stated and found"),
        "stated-only": Both("只有文件称缺", "stated, not found"), "found-only": Both("只有测算为缺", "found, not stated"),
        **RATE_OUTCOME,
    },
    "why": {
        "makers": Both("已知有多家", "several makers are known"), "solved": Both("文件称已解决", "said to be solved"),
        "not-demanded": Both("本地无需求记录", "not demanded here"),
        "participants": Both("本地有企业参与该环节", "an enterprise here takes part in its segment"),
        "kinds": Both("缺口见于其下位产品", "found of special kinds of it"),
        "not-linked": Both("资料未载明用于何处", "nothing on record is made from it"),
    },
    "basis": {
        "supplier-count": Both("按供应商个数", "by supplier count"), "product": Both("按客户与产品个数", "by product"),
        "value": Both("按金额", "by value"), "share": Both("按用料份额", "by share of materials"),
    },
    "unit": {
        "gap": Both("项缺口", "gaps"), "supplier": Both("家供应商", "suppliers"),
        "customer × product": Both("客户×产品", "customer × product"),
    },
}  # fmt: skip


def heading(column: str, *, of: str = "") -> Both:
    """Return the heading of a column, where it has another in some question or analysis (*of*), that.

    Examples
    --------
    >>> heading("undertaken_by")
    Both(zh='承担单位', en='undertaken by')
    """
    if (of, column) in _OWN:
        return _OWN[of, column]
    english = _HEADINGS_EN.get(column, column.replace("_", " "))
    return Both(_HEADINGS.get(column, english), english)


def value(column: str, text: str) -> Both | None:
    """Return what a fixed value of a column is called; None when it is not one of those known."""
    return _VALUES.get(column, {}).get(text)

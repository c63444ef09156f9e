"""Fixed words of the pages and the printed diagnosis (用语), in Chinese and English, with the signs of states."""

from typing import Final

from chaingraph.views.bilingual import Both

__all__ = [
    "ABOUT",
    "BASIS",
    "CHECK",
    "FEW",
    "GRADE",
    "KIND",
    "LEVELS",
    "RATE_OUTCOME",
    "READING",
    "ROLE",
    "SHORTAGE",
    "SIGN",
    "STAGE",
    "STATE",
    "STATUS",
    "TIER",
    "VERB",
    "advised",
]

LEVELS: Final = ("missing", "weak", "developing", "unknown", "present")
"""States of a segment or product, the worst first."""

SIGN: Final = {
    "present": "✓",
    "weak": "▲",
    "missing": "✕",
    "developing": "△",
    "unknown": "?",
    "inferred": "×",
    "not-demanded": "–",
}

STATE: Final = {
    "present": Both("已有", "Present"),
    "weak": Both("薄弱", "Weak"),
    "missing": Both("缺失", "Missing"),
    "developing": Both("培育中", "Developing"),
    "unknown": Both("不明", "Unknown"),
    "inferred": Both("推断缺失", "Missing, inferred"),
    "not-demanded": Both("无需求", "Not demanded"),
}

ABOUT: Final = {
    "present": Both("有已知本地生产企业", "Local makers are known"),
    "weak": Both("本地生产企业很少，或只靠一家", "Few local makers, or one alone"),
    "missing": Both(
        "无已知本地企业，且文件要求引进或替代，或名录声明已列全",
        "No known local maker, and a document wants it attracted or substituted, or a listing is complete",
    ),
    "developing": Both(
        "本地企业在培育，未见投产的记载", "Developed by local enterprises; none is said to produce it yet"
    ),
    "unknown": Both("资料中没有本地生产企业，也没有缺失的依据", "No local maker in the data, and no proof of absence"),
    "inferred": Both(
        "检索过的资料都没有提到本地企业，按概率推断为缺失",
        "No source searched names a local maker; missing by probability",
    ),
    "not-demanded": Both("资料中本地无人需要它", "Nobody here is known to need it"),
}

VERB: Final = {
    "build": Both("建链", "build"),
    "supplement": Both("补链", "supplement"),
    "extend": Both("延链", "extend"),
    "strengthen": Both("强链", "strengthen"),
}

CHECK: Final = Both("先核实", "verify first")
"""What stands instead of a verb where it is not known whether anything is missing."""


def advised(verb: str | None, state: str | None = None) -> Both | None:
    """Return what is to be done of a thing in a state: its policy verb, of an unknown one to verify first.

    Examples
    --------
    >>> advised("supplement", "missing"), advised("supplement", "unknown")
    (Both(zh='补链', en='supplement'), Both(zh='先核实', en='verify first'))
    """
    return CHECK if state == "unknown" else VERB.get(verb or "")


TIER: Final = {
    "tier:upstream": Both("上游", "Upstream"),
    "tier:midstream": Both("中游", "Midstream"),
    "tier:downstream": Both("下游", "Downstream"),
    "tier:circular": Both("循环利用", "Recycling"),
}

KIND: Final = {
    "segment": Both("环节", "Segment"),
    "product": Both("产品", "Product"),
    "enterprise": Both("企业", "Enterprise"),
    "recipe": Both("配方", "Recipe"),
    "requirement": Both("投入要求", "Requirement"),
    "flow": Both("投入关系", "Input"),
    "kind_of": Both("属于同类", "Kind of"),
    "stage": Both("上下游关系", "Upstream of"),
    "makes": Both("生产", "Makes"),
    "chain": Both("产业链", "Chain"),
    "sector": Both("行业", "Sector"),
    "cluster": Both("集群", "Cluster"),
    "process": Both("工艺", "Process"),
    "region": Both("地区", "Region"),
    "park": Both("园区", "Park"),
    "site": Both("厂区", "Site"),
    "project": Both("项目", "Project"),
    "organization": Both("机构", "Organization"),
    "person": Both("人员", "Person"),
    "policy": Both("政策", "Policy"),
    "task": Both("任务", "Task"),
    "instrument": Both("机制与工具", "Instrument"),
    "event": Both("活动", "Event"),
    "honour": Both("荣誉", "Honour"),
    "indicator": Both("指标", "Indicator"),
    "catalogue": Both("名录", "Catalogue"),
    "document": Both("文件", "Document"),
    "other": Both("其他", "Other"),
}

SHORTAGE: Final = {
    "attract": Both("引进", "attract"),
    "break-through": Both("突破", "break through"),
    "substitute": Both("国产化替代", "substitute"),
    "strengthen": Both("加强", "strengthen"),
    "develop": Both("发展", "develop"),
}

STAGE: Final = {
    "producing": Both("已投产", "producing"),
    "developing": Both("培育中", "developing"),
    "planned": Both("规划中", "planned"),
}

STATUS: Final = {
    "reported": Both("文件载明", "stated in a document"),
    "assumed": Both("行业常识（假定）", "general industry knowledge (assumed)"),
    "planned": Both("规划", "planned"),
    "measured": Both("实测", "measured"),
}

READING: Final = {
    "target": Both("目标", "target"),
    "actual": Both("实际", "actual"),
    "forecast": Both("预计", "forecast"),
}

BASIS: Final = {
    "supplier-count": Both("按供应商个数", "by number of suppliers"),
    "product": Both("按客户与产品个数", "by customer and product"),
    "value": Both("按金额", "by value"),
    "share": Both("按用料份额", "by share of materials"),
}

FEW: Final = 3
"""Supplies below which a rate says little."""

RATE_OUTCOME: Final = {
    "reached": Both("测算已达目标", "computed rate reaches it"),
    "not-reached": Both("测算未达目标", "computed rate does not reach it"),
    "open": Both("可比，尚不能判断", "comparable, left open"),
    "not-comparable": Both("不可比", "not comparable"),
}
"""What a computed local supply rate says of a stated target."""

GRADE: Final = {
    "strong": Both("稳固", "strong"),
    "watch": Both("关注", "watch"),
    "weak": Both("薄弱", "weak"),
    "critical": Both("危急", "critical"),
}
"""Labels of a rating."""

ROLE: Final = {
    "lead": Both("龙头企业", "lead enterprise"),
    "chain-owner": Both("链主企业", "chain owner"),
    "supporting": Both("配套企业", "supporting enterprise"),
    "member": Both("成员", "member"),
}

"""Headings of columns on the pages of answers (列名), where the lists of the packs have none."""

from typing import Final

__all__ = ["heading"]

_ZH: Final = {
    "actual_from": "实际值起", "actual_scope": "实际值口径", "actual_source": "实际值依据", "actual_until": "实际值止（不含）",
    "asked_by": "提出者", "catalogue": "名录", "conflict": "矛盾之处", "data_set": "数据集", "document": "文件",
    "downstream": "下游产品", "essential": "是否必需", "event": "活动", "first": "首行", "how": "方式", "issued": "发布日期",
    "kind_of": "上位产品", "last": "末行", "lines": "所在行", "made_here_by": "本地企业", "named": "所列名称",
    "needed_for": "用于", "new_supplier": "新供应商", "next": "下一环节", "not_before": "不早于", "note": "备注",
    "object": "宾语", "organizer": "主办单位", "origin": "来源地", "other": "另一方", "other_time": "另一时间",
    "other_value": "另一数值", "periods": "时期数", "property": "属性", "quantity": "数量", "reaches": "可达",
    "relation": "关系", "requirement": "投入要求", "rows": "行数", "section": "章节", "short": "短缺",
    "source": "依据（数据行）", "statement": "陈述", "target_from": "目标起", "target_until": "目标止（不含）", "time": "时间",
    "unnamed": "未具名", "who": "何人", "with": "合作方", "within": "所属", "evidence": "依据", "alternatives": "可替代投入",
    "possible": "是否存疑", "need_possible": "需求是否存疑", "substitutes": "替代", "elsewhere": "外地", "before": "之前",
    "after": "之后", "label": "等级", "index": "指数", "stops": "停产", "optional": "可选投入", "recipes": "配方",
    "available": "可得", "lacks": "缺少", "what": "事项", "low": "下界", "high": "上界", "near": "相近者",
    "purchases": "采购条数", "upstream": "上游", "concentration": "集中度", "density": "密度", "draws": "抽样次数",
    "best": "最好名次", "worst": "最差名次", "dominates": "支配", "separates": "分隔", "method": "方法", "total": "合计",
    "by": "由何", "changes": "各项变化", "direct": "直接失去的产品", "directly": "直接支配", "exposed": "另有单独致停的企业",
    "fixpoint": "不动点", "idle": "停摆的企业", "inherited": "短缺所属上位产品", "iterations": "迭代次数", "kinds": "特定种类",
    "learned": "据以校准的地区", "move": "翻转所需变动", "need": "需求总量", "offer": "所供产品", "own": "自身占比",
    "parts": "块数", "predicted": "预期误判比例", "present": "实际存在的概率", "rated": "已评数", "round": "轮次",
    "screened": "是否初筛", "solved": "已解决（数据行）", "sourced": "有供应记录数", "switch": "可改用本地的外地供应商",
    "terms": "分项", "tolerance": "容差", "wanted": "所需投入数", "also_stops": "自身也停产", "candidate_status": "候选依据的性质",
    "changed_share": "等级变动比例", "held_by": "本地占有者", "known_after": "之后归属已知数", "known_before": "之前归属已知数",
    "left_out": "未计入条数", "local_after": "之后本地数", "local_before": "之前本地数", "looked_in": "检索之处",
    "nature_known": "投入性质已知比例", "never_changed": "等级不变者", "note_en": "说明（英文）", "note_zh": "说明",
    "once_started": "启动后可维持", "refused_en": "未计算的原因（英文）", "refused_zh": "未计算的原因", "share_after": "之后本地占比",
    "share_before": "之前本地占比", "supplied_from": "供应来自", "switched_rate": "改用后的配套率", "unnamed_customers": "未具名客户数",
    "value_comparator": "数值的比较关系", "value_of": "数值所属", "weighed_by": "加权方式",
    "enterprises": "企业组合", "size": "企业数", "component": "连通部分", "trophic_level": "链位层级", "upstreamness": "上游度",
    "inputs": "直接投入", "users": "直接用于", "compared": "比较的地区数", "neighbours": "相近的本地产品", "aim": "目标", "bound": "上界", "chosen": "选中企业",
    "closes": "填补的缺口", "leaves": "他人可填补的缺口", "nobody": "无候选的缺口", "shortfall": "与上界的差距", "proven": "是否已证最优",
    "cost": "成本", "rate_before": "现配套率", "rate_after": "引进后配套率",
    "added": "新增", "removed": "去掉", "changed": "变化", "affected": "受影响", "meaning": "含义", "parameter": "参数",
}  # fmt: skip


def heading(column: str, lang: str) -> str:
    """Return the heading of a column in one language.

    Examples
    --------
    >>> heading("source", "zh"), heading("made_here_by", "en")
    ('依据（数据行）', 'made here by')
    """
    from chaingraph.packs.words import heading as known

    return _ZH.get(column) or known(column).zh if lang == "zh" else known(column).en

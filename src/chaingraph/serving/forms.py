"""Questions and analyses as forms (问题表单): fields with hints, defaults and an example, in one language."""

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from chaingraph.queries import Query, list_queries

__all__ = ["THEMES", "Field", "Form", "analyses", "analysis", "by_theme", "question", "questions"]

THEMES: Final = {
    "analyses": ("测算", "Analyses"),
    "gaps": ("缺口与薄弱环节", "Gaps and weak links"),
    "chains": ("产业链", "Chains"),
    "makers": ("产供企业", "Makers"),
    "products": ("产品与投入", "Products and inputs"),
    "supply": ("供应关系", "Supply"),
    "places": ("地区与园区", "Places"),
    "clusters": ("产业集群", "Clusters"),
    "projects": ("项目", "Projects"),
    "policies": ("政策与任务", "Policies and tasks"),
    "targets": ("指标与目标", "Indicators and targets"),
    "honours": ("荣誉", "Honours"),
    "organizations": ("机构", "Organizations"),
    "people": ("人员", "People"),
    "events": ("活动", "Events"),
    "evidence": ("依据与来源", "Evidence and sources"),
}
"""Themes of the questions in the order shown, by name: (zh, en)."""

_LABELS: Final = {
    "region": ("地区", "region"), "chain": ("产业链", "chain"), "enterprise": ("企业", "enterprise"),
    "product": ("产品", "product"), "as_of": ("时点", "as of"), "thing": ("事物", "thing"),
    "indicator": ("指标", "indicator"), "catalogue": ("目录", "catalogue"), "document": ("文件", "document"),
    "policy": ("政策", "policy"), "requirement": ("投入要求", "requirement"), "cluster": ("集群", "cluster"),
    "supplier": ("供应商", "supplier"), "segment": ("环节", "segment"), "row": ("数据行", "row"),
    "subject": ("对象", "subject"), "honour": ("荣誉", "honour"), "recipient": ("获得者", "recipient"),
    "park": ("园区", "park"), "field": ("领域", "field"), "publisher": ("发布单位", "publisher"),
    "project": ("项目", "project"), "customer": ("客户", "customer"), "organization": ("机构", "organization"),
    "sector": ("行业", "sector"), "origin": ("来源地", "origin"), "basis": ("口径", "basis"),
    "before": ("前一时点", "before"), "after": ("后一时点", "after"), "remove": ("去掉", "remove"),
    "add": ("新增（产品或 产品@地点）", "add (product or product@place)"), "given": ("视为可得的产品", "products taken as given"),
    "elsewhere": ("计入外地", "count elsewhere"), "weights": ("权重", "weights"), "mode": ("方式", "mode"),
    "alpha": ("显著性水平", "alpha"), "thresholds": ("阈值", "thresholds"), "half": ("半值个数", "half"),
    "k": ("引进家数", "k"), "aim": ("目标（gaps 或 rate）", "aim (gaps or rate)"),
    "least": ("至少几个地区", "least"),
    "draws": ("抽样次数", "draws"), "seed": ("随机种子", "seed"), "joined": ("合并", "joined"),
    "final_share": ("最终消费份额", "final share"), "tolerance": ("容差", "tolerance"), "spread": ("传播", "spread"),
    "most": ("最多条数", "at most"),
}  # fmt: skip
_UNNAMED: Final = ("alpha", "basis", "elsewhere", "weights", "mode", "thresholds", "half", "draws", "seed", "joined")
_NUMBERS: Final = (
    "final_share",
    "tolerance",
    "spread",
    "most",
    "as_of",
    "before",
    "after",
    "add",
    "remove",
    "given",
    "k",
    "aim",
    "least",
)
_CHAIN: Final = {"chain": "先进储能材料"}
_EXAMPLES: Final[Mapping[str, Mapping[str, str] | None]] = {
    "local-supply-rate": {"region": "长沙"},
    "nested-supply-rates": {"region": "长沙"},
    "rate-targets": {"chain": "工程机械"},
    "brokers": {"region": "长沙"},
    "systemic-risk": {"most": "20"},
    "substitutes": _CHAIN | {"enterprise": "长远锂科"},
    "switched-suppliers": {"before": "2023", "after": "2024-01"},
    "relatedness": None,
    "what-if": _CHAIN | {"remove": "中伟新能源", "add": "隔膜"},
}
"""Examples of analyses; of any other the chain alone. None: the data that come along speak of too few regions."""
_KEPT: Final = ("workers",)
"""Options of analyses that are not for a server: it does one thing at a time for everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One parameter: how it is written, what it is called, what stands in it."""

    name: str
    label: str
    value: str
    needed: bool
    default: str = ""
    named: bool = False
    """Whether it names a thing of the store, so that names can be suggested."""
    date: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A question or an analysis that can be asked by name."""

    verb: str
    name: str
    title: str
    theme: str
    fields: tuple[Field, ...]
    example: str | None = None
    """What stands after the ``?`` of its address for its example; None when it has none."""

    @property
    def path(self) -> str:
        """Address without parameters."""
        return f"/{self.verb}/{self.name}"

    @property
    def ready(self) -> bool:
        """Whether everything needed is given."""
        return all(field.value or not field.needed for field in self.fields)

    @property
    def given(self) -> dict[str, str]:
        """Return the parameters that are filled in."""
        return {field.name: field.value for field in self.fields if field.value}

    @property
    def command(self) -> str:
        """The same on the command line."""
        return shlex.join(["chaingraph", self.verb, self.name, *(f"{key}={text}" for key, text in self.given.items())])

    @property
    def python(self) -> str:
        """The same in Python."""
        given = "".join(f", {key}={text!r}" for key, text in self.given.items())
        return f"cg.{self.verb}(store, {self.name!r}{given})"


def question(query: Query, values: Mapping[str, str], lang: str) -> Form:
    """Return the form of a question."""
    example = {name: str(text) for name, text in query.example.items()}
    return Form(
        verb="ask",
        name=query.name,
        title=query.title(lang),
        theme=query.theme,
        fields=tuple(
            Field(
                name=name,
                label=_label(name, lang),
                value=values.get(name, ""),
                needed=name not in query.defaults,
                default=str(query.defaults.get(name, "")),
                named=sort == "iri",
                date=sort == "date",
            )
            for name, sort in query.parameters.items()
        ),
        example=urlencode(example) if example else None,
    )


def questions(lang: str) -> tuple[Form, ...]:
    """Return the forms of all questions, by theme and then by name."""
    order = list(THEMES)
    forms = [question(query, {}, lang) for query in list_queries()]
    return tuple(sorted(forms, key=lambda one: order.index(one.theme) if one.theme in order else len(order)))


def analysis(name: str, values: Mapping[str, str], lang: str) -> Form:
    """Return the form of an analysis."""
    from chaingraph import calls

    function, example = calls.list_analyses()[name], _EXAMPLES.get(name, _CHAIN)
    needed = calls.needed(function)
    options = [option for option in calls.parameters(function) if option not in _KEPT]
    return Form(
        verb="find",
        name=name,
        title=calls.title(function, lang),
        theme="analyses",
        fields=tuple(
            Field(
                name=option,
                label=_label(option, lang),
                value=values.get(option, ""),
                needed=option in needed,
                named=option not in (*_UNNAMED, *_NUMBERS),
                date=option in ("as_of", "before", "after"),
            )
            for option in options
        ),
        example=None if example is None else urlencode(example),
    )


def analyses(lang: str) -> tuple[Form, ...]:
    """Return the forms of all analyses."""
    from chaingraph import calls

    return tuple(analysis(name, {}, lang) for name in calls.list_analyses())


def by_theme(forms: Iterable[Form], lang: str) -> list[tuple[str, str, list[Form]]]:
    """Group forms: name of the theme, what it is called, its forms."""
    found: dict[str, list[Form]] = {}
    for form in forms:
        found.setdefault(form.theme, []).append(form)
    return [(theme, THEMES.get(theme, (theme, theme))[lang != "zh"], listed) for theme, listed in found.items()]


def _label(name: str, lang: str) -> str:
    plain = name.replace("_", " ")
    return _LABELS.get(name, (plain, plain))[lang != "zh"]

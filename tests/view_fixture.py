"""A made-up battery chain for the pages, typed by hand: eight segments, four states, two documents."""

import networkx as nx

from chaingraph.model import Maker, Participant, Reading, Shortage

CITY, PROVINCE, COUNTRY = "region:430100", "region:430000", "region:cn"
PLAN, NEWS = "document:plan", "document:news"
PLACES = {
    "park:high": {CITY, PROVINCE, COUNTRY},
    "park:east": {CITY, PROVINCE, COUNTRY},
    "park:lake": {CITY, PROVINCE, COUNTRY},
    "region:430182": {CITY, PROVINCE, COUNTRY},
    "region:421000": {"region:420000", COUNTRY},
    CITY: {PROVINCE, COUNTRY},
}
NAMES = {
    CITY: ("星城市", "Star City"),
    PROVINCE: ("南湖省", "South Lake Province"),
    COUNTRY: ("全国", "the country"),
    "region:430182": ("宁县", "Ning County"),
    "region:421000": ("外州市", "Outer City"),
    "region:420000": ("北湖省", "North Lake Province"),
    "park:high": ("星城高新区", "Star City High-tech Zone"),
    "park:east": ("星城经开区", "Star City Economic Development Zone"),
    "park:lake": ("望湖产业园", "Lakeview Industrial Park"),
    PLAN: ("关于推动制造业发展的意见（星发〔2021〕3号）", "Opinions on developing manufacturing (Xingfa 2021 No. 3)"),
    NEWS: ("星城晚报：链上的企业", "Star City Evening News: firms on the chain"),
    "document:recipes": ("锂离子电池通用配方（行业常识）", "General recipe of a lithium-ion cell"),
    "organization:bureau": ("星城市工业和信息化局", "Star City Bureau of Industry"),
    "indicator:local-rate": ("本地配套率", "Local supply rate"),
    "indicator:output": ("产业产值", "Output value"),
    "unit:FRACTION": ("%", "%"),
    "unit:CNY": ("元", "yuan"),
    "unit:TON": ("吨", "t"),
}
SEGMENTS = {
    "segment:precursor": (
        "前驱体",
        "Precursors",
        "upstream",
        ["segment:cathode"],
        ["ternary-precursor", "lfp-precursor"],
    ),
    "segment:cathode": (
        "正极材料",
        "Cathode materials",
        "upstream",
        ["segment:cell"],
        ["ternary-cathode", "lfp-cathode", "lco-cathode"],
    ),
    "segment:anode": ("负极材料", "Anode materials", "upstream", ["segment:cell"], ["graphite-anode", "silicon-anode"]),
    "segment:separator": ("隔膜", "Separators", "upstream", ["segment:cell"], ["separator"]),
    "segment:electrolyte": ("电解液", "Electrolytes", "upstream", ["segment:cell"], ["electrolyte"]),
    "segment:cell": ("电芯", "Cells", "midstream", ["segment:pack"], ["cell", "blade-cell"]),
    "segment:pack": (
        "模组与电池系统",
        "Modules and battery packs",
        "midstream",
        ["segment:storage"],
        ["module", "bms"],
    ),
    "segment:storage": (
        "储能系统",
        "Energy storage systems",
        "downstream",
        ["segment:recycling"],
        ["storage-cabinet", "home-storage"],
    ),
    "segment:recycling": ("废旧电池回收", "Battery recycling", "circular", ["segment:precursor"], ["recovered-salts"]),
}
PRODUCTS = {
    "ternary-precursor": ("三元前驱体", "Ternary precursor"),
    "lfp-precursor": ("磷酸铁前驱体", "Iron phosphate precursor"),
    "ternary-cathode": ("三元正极材料", "Ternary cathode material"),
    "lfp-cathode": ("磷酸铁锂正极材料", "Lithium iron phosphate cathode material"),
    "lco-cathode": ("钴酸锂正极材料", "Lithium cobalt oxide cathode"),
    "graphite-anode": ("人造石墨负极", "Synthetic graphite anode"),
    "silicon-anode": ("硅碳负极", "Silicon-carbon anode"),
    "separator": ("锂电池隔膜", "Battery separator"),
    "electrolyte": ("电解液", "Electrolyte"),
    "cell": ("锂离子电芯", "Lithium-ion cell"),
    "blade-cell": ("刀片电池", "Blade cell"),
    "module": ("电池模组", "Battery module"),
    "bms": ("电池管理系统", "Battery management system"),
    "storage-cabinet": ("工商业储能柜", "Commercial storage cabinet"),
    "home-storage": ("户用储能系统", "Home storage system"),
    "recovered-salts": ("再生镍钴锰盐", "Recovered nickel, cobalt and manganese salts"),
    "nickel-sulfate": ("硫酸镍", "Nickel sulfate"),
    "lithium-carbonate": ("碳酸锂", "Lithium carbonate"),
    "copper-foil": ("锂电铜箔", "Copper foil"),
    "lithium-salt": ("六氟磷酸锂", "Lithium hexafluorophosphate"),
}
# enterprise: names, place, what it makes, line of the news
ENTERPRISES = {
    "zhongxin": (
        "中信新能源",
        "Zhongxin New Energy",
        "park:high",
        ["ternary-precursor", "lfp-precursor", "recovered-salts"],
        41,
    ),
    "changyuan": ("长源锂科", "Changyuan Lithium", "park:high", ["ternary-cathode", "lfp-cathode"], 42),
    "shanlan": ("山岚能源", "Shanlan Energy", "park:high", ["ternary-cathode", "lco-cathode"], 42),
    "ruixiang": ("瑞翔新材", "Ruixiang Materials", "region:430182", ["lco-cathode"], 44),
    "xingcheng": ("星城石墨", "Xingcheng Graphite", "region:430182", ["graphite-anode"], 45),
    "huaxing": ("华星电池", "Huaxing Battery", "park:lake", ["cell"], 46),
    "biya": ("比雅电池", "Biya Battery", "park:lake", ["blade-cell", "cell", "module"], 47),
    "sangda": ("桑达电源", "Sangda Power", "park:east", ["cell", "module", "storage-cabinet"], 48),
    "kebo": ("科博检测", "Kebo Controls", "park:east", ["bms"], 49),
    "lansi": ("蓝思储能科技", "Lansi Storage Technology", "park:east", ["storage-cabinet", "home-storage"], 50),
    "bangpu": (
        "邦朴循环科技有限公司",
        "Bangpu Recycling Technology Co., Ltd.",
        "region:430182",
        ["recovered-salts"],
        51,
    ),
    "jingmen": ("外州隔膜科技", "Outer Separator Technology", "region:421000", ["separator"], 60),
    "tianci": ("天赐盐业", "Tianci Salts", None, ["lithium-salt"], 61),
}
RECIPES = {
    "ternary-cathode": ([["ternary-precursor"], ["lithium-carbonate"]], True),
    "lfp-cathode": ([["lfp-precursor"], ["lithium-carbonate"]], True),
    "ternary-precursor": ([["nickel-sulfate", "recovered-salts"]], True),
    "cell": (
        [
            ["ternary-cathode", "lfp-cathode", "lco-cathode"],
            ["graphite-anode", "silicon-anode"],
            ["separator"],
            ["electrolyte"],
            ["copper-foil"],
        ],
        True,
    ),
    "electrolyte": ([["lithium-salt"]], True),
    "module": ([["cell"], ["bms"]], False),
    "storage-cabinet": ([["module"]], False),
    "home-storage": ([["module"]], True),
}
SEARCHED = (NEWS, PLAN)


def around(place):
    return frozenset() if place is None else frozenset({place, *PLACES[place]})


def battery_chain():
    """Separator and electrolyte: the plan's line 153 asks to attract makers. Home storage: one maker alone."""
    graph = nx.DiGraph()
    sources = {}

    def row(table, number, document, first, last=None, status="reported"):
        name = f"data:star/{table}.csv#row={number}"
        sources[name] = ((document, NAMES[document][0], first, last or first, status),)
        return name

    def shortage(number, kind, line):
        evidence = (row("shortages", number, PLAN, line),)
        return Shortage(
            kind=kind, places=frozenset({CITY}), as_of="2021", tasked_with=("organization:bureau",), evidence=evidence
        )

    lacking = {
        "separator": (shortage(2, "attract", 153),),
        "electrolyte": (shortage(3, "attract", 153),),
        "blade-cell": (shortage(4, "strengthen", 155),),
    }
    makers = {product: [] for product in PRODUCTS}
    names = dict(NAMES)
    number = 1
    for enterprise, (zh, en, place, made, line) in ENTERPRISES.items():
        names[f"enterprise:{enterprise}"] = (zh, en)
        for product in made:
            number += 1
            makers[product].append(
                Maker(
                    enterprise=f"enterprise:{enterprise}", places=around(place), as_of="2023",
                    stage="planned" if product == "recovered-salts" and enterprise == "zhongxin" else "producing",
                    capacity=100000.0 if product == "ternary-precursor" else None, unit="unit:TON" if product == "ternary-precursor" else None,
                    evidence=(row("capabilities", number, NEWS, line),),
                )
            )  # fmt: skip
    part = {product: name for name, (*_, listed) in SEGMENTS.items() for product in listed}
    for product, (zh, en) in PRODUCTS.items():
        graph.add_node(
            f"product:{product}", kind="product", label_zh=zh, label_en=en, makers=tuple(makers[product]),
            shortages=lacking.get(product, ()), complete=(), material="cg:Material",
            segments=(part[product],) if product in part else (),
        )  # fmt: skip
    number = 1
    for output, (requirements, assumed) in RECIPES.items():
        recipe, status = f"recipe:{output}", "assumed" if assumed else "reported"
        graph.add_node(
            recipe,
            kind="recipe",
            label_zh=f"{PRODUCTS[output][0]}配方",
            label_en=f"Recipe of {PRODUCTS[output][1]}",
            status=status,
            evidence=(),
        )
        stated = (row("recipes", number + 1, "document:recipes" if assumed else NEWS, 10 + number, status=status),)
        graph.add_edge(recipe, f"product:{output}", role="output", status=status, evidence=stated)
        for inputs in requirements:
            requirement = f"requirement:{output}.{inputs[0]}"
            graph.add_node(requirement, kind="requirement", label_zh="", label_en="", essential=inputs[0] != "bms")
            graph.add_edge(requirement, recipe, role="requires", status=status, evidence=())
            for rank, one in enumerate(inputs):
                number += 1
                evidence = (row("inputs", number, "document:recipes" if assumed else NEWS, 20 + number, status=status),)
                graph.add_edge(
                    f"product:{one}", requirement, role="alternative", rank=rank, status=status, evidence=evidence
                )
    graph.add_edge(
        "product:blade-cell",
        "product:cell",
        role="kind_of",
        status="reported",
        evidence=(row("products", 12, NEWS, 47),),
    )
    segments = {}
    for number, (name, (zh, en, tier, upstream_of, listed)) in enumerate(SEGMENTS.items(), start=2):
        taking = (
            Participant(
                enterprise="enterprise:changyuan",
                places=around("park:high"),
                role="role:lead",
                evidence=(row("participations", 2, PLAN, 125),),
            ),
        )
        segments[name] = {
            "label_zh": zh, "label_en": en, "tier": f"tier:{tier}", "upstream_of": tuple(upstream_of),
            "products": tuple(f"product:{product}" for product in listed),
            "participants": taking if name == "segment:cathode" else (),
            "shortages": (shortage(5, "attract", 153),) if name == "segment:anode" else (),
            "evidence": (row("segments", number, PLAN, 125),),
        }  # fmt: skip
    readings = (
        Reading(
            indicator="indicator:output",
            subject="chain:battery",
            kind="target",
            value=5.0e10,
            unit="unit:CNY",
            comparator="ge",
            as_of="2023",
            evidence=(row("indicator_values", 2, PLAN, 151),),
        ),
        Reading(
            indicator="indicator:output",
            subject="chain:battery",
            kind="actual",
            value=1.0e11,
            unit="unit:CNY",
            comparator="gt",
            as_of="2022",
            evidence=(row("indicator_values", 3, NEWS, 76),),
        ),
        Reading(
            indicator="indicator:local-rate",
            subject="enterprise:huaxing",
            kind="actual",
            value=0.4,
            unit="unit:FRACTION",
            as_of="2023",
            scope="用材",
            evidence=(row("indicator_values", 4, NEWS, 72),),
        ),
    )
    graph.graph.update(
        chain="chain:battery", label_zh="先进储能材料产业链（虚构）", label_en="Battery materials chain (made up)", as_of="2023-07",
        searched=SEARCHED, segments=segments, names=names, sources=sources, indicators=readings,
        within={place: frozenset(places) for place, places in PLACES.items()} | {PROVINCE: frozenset({COUNTRY}), COUNTRY: frozenset()},
    )  # fmt: skip
    return graph


def battery_supply():
    """Two local suppliers and one from elsewhere to one maker of cells; half of the cathode material is told."""
    graph = nx.MultiDiGraph(searched=SEARCHED)
    for enterprise, (zh, en, place, *_) in ENTERPRISES.items():
        graph.add_node(f"enterprise:{enterprise}", label_zh=zh, label_en=en, places=around(place), unnamed=False)
    for number, (supplier, product) in enumerate(
        (("changyuan", "ternary-cathode"), ("shanlan", "lco-cathode"), ("jingmen", "separator")), start=2
    ):
        graph.add_edge(
            f"enterprise:{supplier}", "enterprise:huaxing", key=f"data:star/supplies.csv#row={number}", products=(f"product:{product}",),
            share=0.4 if number == 2 else None, share_of="用材", value=None, unit=None, valid_from=None, valid_until=None, as_of="2023",
            ended_by=None, status="reported", evidence=(f"data:star/capabilities.csv#row={number}",),
        )  # fmt: skip
    return graph


HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    "<!--<script>alert(3)</script>",
    "{{ 7*7 }}{% for x in y %}{{ x }}{% endfor %}",
    "${alert(4)}`+alert(5)+`",
    '"onmouseover="alert(6)" x="',
    "' onfocus='alert(7)' autofocus='",
    "javascript:alert(8)",
    '<a href="javascript:alert(9)">href</a>',
    "<svg/onload=alert(10)>",
    "<iframe srcdoc='<script>alert(11)</script>'></iframe>",
    "]]><script>alert(12)</script>",
    "\\u003cscript\\u003ealert(13)\\u003c/script\\u003e",
    "&lt;script&gt;alert(14)&lt;/script&gt;",
    "\u202egnp.exe\u202c \u2066abc\u2069",
    "line\u2028break\u2029here\nand\r\ttab",
    "nul\x00bell\x07escape\x1b[31m",
    "x" * 3000,
    "隔" * 2000,
    "</style><style>body{display:none}</style>",
    "</title><script>alert(15)</script>",
    "<b>multi</b> *bold* _ital_ `code`",
    "<meta http-equiv=refresh content='0;url=http://example.invalid/'>",
    "<link rel=stylesheet href=//example.invalid/x.css>",
    "__proto__",
    "constructor",
    "\ud800 lone surrogate",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324a\u0317\u030b",
    "=cmd|' /C calc'!A0",
    "   ",
    "<ScRiPt>alert(16)</sCrIpT>",
    "<script\x0b>alert(17)</script>",
    "<script/x>alert(18)</script\t>",
    "<script src=//example.invalid/x.js></script>",
    "<script src=data:text/javascript,alert(19)></script>",
    "<script type=module>import 'https://example.invalid/x.js'</script>",
    "</SCRIPT ><img src=x onerror=alert(20)>",
    "</script\n><svg onload=alert(21)>",
    "--><script>alert(22)</script><!--",
    "<!-- -- ><script>alert(23)</script>",
    "<!doctype html><body onload=alert(24)>",
    "<![CDATA[<script>alert(25)</script>]]>",
    "<?xml version='1.0'?><?xml-stylesheet href='javascript:alert(26)'?>",
    "<img/src/onerror=alert(27)>",
    "<img src=`x` onerror=`alert(28)`>",
    "<img src=x:alert(29) onerror=eval(src)>",
    "<image src=x onerror=alert(30)>",
    "<video><source onerror=alert(31)></video>",
    "<audio src=x onerror=alert(32)>",
    "<body onhashchange=alert(33)><a href=#>x</a>",
    "<input autofocus onfocus=alert(34)>",
    "<select onfocus=alert(35) autofocus><option>x</select>",
    "<details open ontoggle=alert(36)><summary>x</summary></details>",
    "<marquee onstart=alert(37)>x</marquee>",
    "<div onpointerenter=alert(38) style='position:fixed;inset:0'>x</div>",
    "<form action=javascript:alert(39)><button>x</button></form>",
    "<button formaction=javascript:alert(40)>x</button>",
    "<isindex action=javascript:alert(41)>",
    "<object data=javascript:alert(42)></object>",
    "<embed src=javascript:alert(43)>",
    "<iframe src=javascript:alert(44)></iframe>",
    "<math><mtext><script>alert(45)</script></mtext></math>",
    "<svg><script>alert(46)</script></svg>",
    "<svg><animate onbegin=alert(47) attributeName=x></svg>",
    "<svg><a xlink:href=javascript:alert(48)><text>x</text></a></svg>",
    "<svg><use href='data:image/svg+xml,<svg onload=alert(49)>'></use></svg>",
    "<template><script>alert(50)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(51)>'>",
    "<textarea></textarea><script>alert(52)</script>",
    "<plaintext><xmp><listing>",
    "<base href=https://example.invalid/>",
    "<table background=javascript:alert(53)>",
    "<style>@import 'https://example.invalid/x.css';</style>",
    "<p style='background:url(https://example.invalid/x.png)'>x</p>",
    "x; background: url(https://example.invalid/y.png)",
    "expression(alert(54))",
    "*/ } body { display: none } /*",
    "data:text/html,<script>alert(55)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCg1Nik8L3NjcmlwdD4=",
    "java\tscript:alert(57)",
    "\x01javascript:alert(58)",
    "vbscript:msgbox(59)",
    "//example.invalid/%2e%2e/x",
    "https://example.invalid/?q=</script>",
    "file:///etc/passwd",
    "../../../../etc/passwd",
    "C:\\Windows\\win.ini",
    "&#60;script&#62;alert(60)&#60;/script&#62;",
    "&#x3c;img src=x onerror=alert(61)&#x3e;",
    "&lt;img src=x onerror=alert(62)&gt;",
    "&amp;lt;script&amp;gt;alert(63)",
    "&nbsp;&zwj;&bogus;&#0;&#x110000;",
    "%3Cscript%3Ealert(64)%3C/script%3E",
    "\\x3cscript\\x3ealert(65)\\x3c/script\\x3e",
    "\uff1cscript\uff1ealert(66)\uff1c/script\uff1e",
    "{{constructor.constructor('alert(67)')()}}",
    "{% raw %}{{ config }}{% endraw %}{# comment #}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "<%= 7*7 %><%- include('x') %>",
    "#{7*7} @(7*7) [[7*7]] [(7*7)]",
    "%s%n%x%d {0.__class__} %(name)s $(id) `id`",
    "toString",
    "hasOwnProperty",
    "valueOf",
    "__defineGetter__",
    "prototype",
    "null",
    "undefined",
    "NaN",
    "true",
    "-1e999",
    "",
    "\u0000",
    "\u200b\u200c\u200d\u2060\ufeff",
    "\u202a\u202b\u202d\u202e\u2066\u2067\u2068",
    "\u0645\u0631\u062d\u0628\u0627 abc \u05e9\u05dc\u05d5\u05dd",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466" * 60,
    "\ufdfd" * 80,
    "e\u0301" * 500,
    "\ud83d",
    "\udc00\ud800",
    "\ufffe\uffff",
    "a\x85b\x0bc\x0cd",
    "'; DROP TABLE enterprises; --",
    "}} UNION { ?s ?p ?o } #",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "\t=1+1",
    "[link](javascript:alert(68))",
    "![x](https://example.invalid/x.png)",
    "(" * 400,
    "<" * 2000,
    "\"'" * 300,
    "\\" * 301,
    "长" * 40 + "\n" * 40 + "沙",
)
"""Names that would run, break or disguise something if a page took them for more than text."""


def hostile_chain(first=0):
    """The battery chain with a hostile name on everything that has a name, the list begun at its *first*."""
    graph = battery_chain()
    hostile = HOSTILE[first:] + HOSTILE[:first]
    names = graph.graph["names"]
    for number, thing in enumerate(sorted([*names, *(node for node in graph if node not in names)])):
        text = hostile[number % len(hostile)]
        names[thing] = (text, text[::-1] if number % 2 else text)
    for number, (_, data) in enumerate(sorted(graph.nodes(data=True))):
        data["label_zh"] = hostile[number % len(hostile)]
        data["label_en"] = None if number % 5 == 0 else hostile[(number + 7) % len(hostile)]
    for number, about in enumerate(graph.graph["segments"].values()):
        about["label_zh"] = hostile[number]
        about["label_en"] = hostile[-number]
    graph.graph["label_zh"] = hostile[1] + hostile[0]
    graph.graph["label_en"] = hostile[20]
    graph.graph["as_of"] = hostile[0]
    graph.graph["aliases"] = dict.fromkeys(list(graph)[:3], hostile)
    graph.graph["sources"] = {
        row: tuple(
            (document, hostile[number % len(hostile)], first, last, hostile[0])
            for document, _, first, last, _ in stands
        )
        for number, (row, stands) in enumerate(sorted(graph.graph["sources"].items()))
    }
    return graph

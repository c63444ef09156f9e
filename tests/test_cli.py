"""Does every command do its job on mini, and is what goes wrong one line that says what to mend?"""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from rdflib import Dataset

from chaingraph import checks, cli
from chaingraph.checks import Violation, check
from chaingraph.store import build, export, open_store
from conftest import CARD, Write

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data"
COMMANDS = (
    *("ask", "build", "check", "cite", "coverage", "diagnose", "diff", "docs", "draw", "export", "find", "list"),
    *("push", "report", "run", "serve", "site", "sparql", "synth", "tables", "why"),
)


class Result(NamedTuple):
    code: int
    out: str
    err: str


Call = Callable[..., Result]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of mini on disk."""
    path = tmp_path_factory.mktemp("mini") / "store"
    build([DATA / "mini"], path)
    return path


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C")


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run the command line in this process."""

    def _call(*words: object) -> Result:
        monkeypatch.setattr(sys, "argv", ["chaingraph", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return Result(int(ended.value.code or 0), *capsys.readouterr())

    return _call


def chaingraph(*words: object, **environment: str) -> subprocess.Popen[str]:
    """Run the command line in a process of its own."""
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    return subprocess.Popen(
        [sys.executable, "-m", "chaingraph", *map(str, words)],
        env={**keep, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1", **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


# ---- Help and starting


def test_the_commands_are_those_of_this_test() -> None:
    assert sorted(cli.commands.commands) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(call: Call, name: str) -> None:
    found = call(name, "--help")
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith(f"Usage: chaingraph {name} ")
    assert re.search(r"^  [A-Z].*\.$", found.out, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("words", [["--help"], ["-h"]])
def test_help_lists_every_command(call: Call, words: list[str]) -> None:
    assert set(COMMANDS) <= set(re.findall(r"^  ([a-z]+) ", call(*words).out, flags=re.MULTILINE))


HEAVY = (
    "rdflib",
    "pyoxigraph",
    "oxrdflib",
    "pandas",
    "networkx",
    "numpy",
    "pyvis",
    "pyshacl",
    "owlready2",
    "yaml",
    "jinja2",
    "SPARQLWrapper",
)
LOADED = f"""
import sys
sys.argv = ["chaingraph", *sys.argv[1:]]
import chaingraph
if sys.argv[1:]:
    from chaingraph.cli import main
    try:
        main()
    except SystemExit:
        pass
sys.stderr.write(" ".join(name for name in {HEAVY!r} if name in sys.modules))
"""


@pytest.mark.parametrize(
    "words", [[], ["--help"], ["build", "--help"], ["diagnose", "-h"], ["--lang", "zh", "list", "--help"]]
)
def test_help_loads_no_library(words: list[str]) -> None:
    """So that it is there at once."""
    child = subprocess.run(
        [sys.executable, "-c", LOADED, *words],
        env={"PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert child.stderr == ""
    assert ("Usage" in child.stdout) is bool(words)


# ---- Language


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
    ],
)
def test_the_locale_chooses_the_language(
    call: Call, store: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], lang: str
) -> None:
    monkeypatch.delenv("LC_ALL")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("没有这个分析" in call("find", "nothing", "--store", store).err) is (lang == "zh")


@pytest.mark.parametrize("words", [["--lang", "zh"], ["--lang=zh"]])
def test_the_option_chooses_the_language_of_answers_and_errors(call: Call, store: Path, words: list[str]) -> None:
    assert "没有这个查询" in call(*words, "ask", "nothing", "--store", store).err
    assert call(*words, "check", "--store", store).out == "检查完毕：错误 0，提示 0\n"


def test_the_option_is_stronger_than_the_locale(call: Call, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "there is no such query" in call("--lang", "en", "ask", "nothing", "--store", store).err
    assert "there is no such query" in call("--lang=en", "ask", "nothing", "--store", store).err


@pytest.mark.parametrize(
    "environment", [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"LANG": "POSIX"}]
)
def test_chinese_is_printed_under_any_locale(store: Path, environment: dict[str, str]) -> None:
    child = chaingraph("--lang", "zh", "check", "--store", store, **environment)
    assert child.communicate() == ("检查完毕：错误 0，提示 0\n", "")


# ---- Errors


def failing(store: Path, tmp_path: Path) -> dict[str, tuple[list[object], str, str]]:
    """Calls that fail: words, and a part of the one line in Chinese and in English."""
    here: list[object] = ["--store", store]
    none = tmp_path / "none"
    (tmp_path / "bad.rq").write_text("SELECT * { ?s", encoding="utf-8")
    (tmp_path / "outside.rq").write_text("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", encoding="utf-8")
    (tmp_path / "update.rq").write_text("DROP ALL", encoding="utf-8")
    (tmp_path / "gbk.rq").write_bytes("# 隔膜".encode("gbk"))
    return {
        **{
            name: ([*words, "--store", none], "请先运行 chaingraph build", "run chaingraph build first")
            for name, words in {
                "check": ["check"],
                "ask": ["ask", "makers-of-product", "product=隔膜"],
                "find": ["find", "missing-links", "chain=电池"],
                "diagnose": ["diagnose"],
                "export": ["export", tmp_path / "graph.nq"],
                "site": ["site", "-o", tmp_path / "site"],
                "draw": ["draw", "chain", "chain=电池"],
            }.items()
        },
        "no-query": (["ask", "nothing", *here], "没有这个查询", "no such query"),
        "no-parameter": (["ask", "makers-of-product", *here], "缺少参数 product", "parameter product is missing"),
        "odd-parameter": (
            ["ask", "makers-of-product", "product=隔膜", "colour=red", *here],
            "未知参数 colour",
            "unknown parameter colour",
        ),
        "no-name": (
            ["ask", "makers-of-product", "product=石墨烯", *here],
            "没有叫这个名字的事物",
            "nothing in the store has this name",
        ),
        "no-equals": (["ask", "makers-of-product", "隔膜", *here], "应写作 名称=值", "write key=value"),
        "no-key": (["find", "missing-links", "=电池", *here], "应写作 名称=值", "write key=value"),
        "no-analysis": (["find", "nothing", *here], "没有这个分析", "no such analysis"),
        "no-chain": (
            ["find", "missing-links", *here],
            "缺少参数 chain；可用：chain=…",
            "chain is missing; use: chain=…",
        ),
        "odd-option": (
            ["find", "missing-links", "chain=电池", "colour=red", *here],
            "未知参数 colour",
            "colour is unknown",
        ),
        "odd-flag": (
            ["find", "weak-links", "chain=电池", "elsewhere=maybe", *here],
            "应为 true 或 false",
            "true or false",
        ),
        "empty-chain": (["find", "missing-links", "chain=chain:none", *here], "没有这个事物", "knows no such thing"),
        "odd-region": (
            ["find", "missing-links", "chain=电池", "region=region:nowhere", *here],
            "region:nowhere",
            "region:nowhere",
        ),
        "odd-date": (["find", "missing-links", "chain=电池", "as_of=today", *here], "不是日期", "not a date"),
        "odd-basis": (["find", "local-supply-rate", "basis=weight", *here], "口径", "basis"),
        "odd-diagnosis": (["diagnose", "chain=电池", "colour=red", *here], "未知参数", "unknown parameter"),
        "odd-view": (["draw", "nothing", *here], "没有这个查询", "no such query"),
        "view-without-chain": (["draw", "chain", *here], "参数：chain=…", "parameters: chain=…"),
        "view-in-french": (["draw", "chain", "chain=电池", "lang=fr", *here], "应为 zh 或 en", "must be zh or en"),
        "bad-query": (["sparql", tmp_path / "bad.rq", *here], "查询有误", "SPARQL: error at"),
        "outside": (
            ["sparql", tmp_path / "outside.rq", *here],
            "不允许 SERVICE",
            "SERVICE is refused",
        ),
        "update": (["sparql", tmp_path / "update.rq", *here], "只能查询，不能修改", "this is an update"),
        "not-utf-8": (["sparql", tmp_path / "gbk.rq", *here], "gbk.rq#byte=2：不是 UTF-8", "gbk.rq#byte=2: not UTF-8"),
        "store-is-a-file": (["build", DATA / "mini", "--store", tmp_path / "bad.rq"], "bad.rq", "bad.rq"),
        "no-card": (["build", tmp_path, *here], "缺少数据卡 source.toml", "has no card; write source.toml"),
    }


CASES = [
    *(
        "ask",
        "bad-query",
        "check",
        "diagnose",
        "draw",
        "empty-chain",
        "export",
        "find",
        "no-analysis",
        "no-card",
        "no-chain",
    ),
    *(
        "no-equals",
        "no-key",
        "no-name",
        "no-parameter",
        "no-query",
        "not-utf-8",
        "odd-basis",
        "odd-date",
        "odd-diagnosis",
    ),
    *(
        "odd-flag",
        "odd-option",
        "odd-parameter",
        "odd-region",
        "odd-view",
        "outside",
        "site",
        "store-is-a-file",
        "update",
    ),
    *("view-in-french", "view-without-chain"),
]


@pytest.mark.parametrize("name", CASES)
def test_what_goes_wrong_is_one_line_with_exit_status_2(call: Call, store: Path, tmp_path: Path, name: str) -> None:
    words, zh, en = failing(store, tmp_path)[name]
    for lang, part in (("zh", zh), ("en", en)):
        found = call("--lang", lang, *words)
        assert (found.code, found.out, found.err.count("\n")) == (2, "", 1), found.err
        assert part in found.err
        assert "Traceback" not in found.err


def test_every_failing_call_is_tried(store: Path, tmp_path: Path) -> None:
    assert sorted(failing(store, tmp_path)) == sorted(CASES)


def test_each_fault_of_a_data_set_is_one_line(call: Call, tmp_path: Path) -> None:
    found = call("build", DATA / "faulty" / "many", "--store", tmp_path / "store")
    assert (found.code, found.out) == (2, "")
    lines = found.err.splitlines()
    assert "many/enterprises.csv#row=5,label_zh: must not be empty." in lines
    assert all(line.startswith("many/") for line in lines)
    assert not (tmp_path / "store" / "CURRENT").exists()


def test_an_error_in_a_process_of_its_own(tmp_path: Path) -> None:
    child = chaingraph("check", "--store", tmp_path / "none", LANG="zh_CN.UTF-8")
    out, err = child.communicate()
    assert (child.returncode, out, err.count("\n")) == (2, "", 1)
    assert err.endswith("这里没有可读的图谱；请先运行 chaingraph build。\n")


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (["nothing"], "没有命令 'nothing'（", "No such command 'nothing'."),
        (["chek"], "没有命令 'chek'；是否指 'check'？", "Did you mean 'check'?"),
        (
            ["build", "nowhere"],
            "没有这个文件夹；随附的数据集：changsha、reference",
            "data sets that come along: changsha",
        ),
        (["ask"], "缺少 NAME", "Missing argument 'NAME'."),
        (["check", "--colour"], "没有选项 --colour", "No such option '--colour'."),
        (
            ["check", "--format", "xml"],
            "--format 的值“xml”有误，应为 table、csv、json 之一",
            "'xml' is not one of 'table', 'csv', 'json'.",
        ),
        (["list", "more"], "多出 more", "unexpected extra argument (more)"),
        (["synth", "x", "--products", "3"], "应为不小于 20 的整数", "3 is not in the range x>=20."),
        (["sparql", "nowhere.rq"], "file 的值“nowhere.rq”有误：没有这个文件", "No such file or directory"),
        (["tables", "suppli"], "没有这个表；是否指 supplies？", "no such table; did you mean supplies?"),
    ],
)
def test_a_wrong_use_is_one_line_with_exit_status_2(call: Call, words: list[str], zh: str, en: str) -> None:
    for lang, part in (("zh", zh), ("en", en)):
        found = call("--lang", lang, *words)
        assert (found.code, found.out, found.err.count("\n")) == (2, "", 1)
        assert part in found.err


def test_an_unknown_language_is_told_in_that_of_the_locale(call: Call) -> None:
    found = call("--lang", "fr", "list")
    assert (found.code, found.out, found.err.count("\n")) == (2, "", 1)
    assert "'fr' is not one of 'zh', 'en'." in found.err


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["ask", "makers-of-prodct", "product=隔膜"], "did you mean makers-of-product?"),
        (["find", "missing-link", "chain=电池"], "did you mean missing-links?"),
        (["find", "missing-links", "chain=电"], "Did you mean 电池 or 电池产业链?"),
    ],
)
def test_a_name_that_is_nearly_right_is_offered(call: Call, store: Path, words: list[str], wanted: str) -> None:
    found = call(*words, "--store", store)
    assert (found.code, found.err.count("\n")) == (2, 1)
    assert wanted in found.err


@pytest.mark.parametrize("words", [["sparql", "all.rq"], ["export", "/dev/stdout"]], ids=["table", "export"])
def test_a_pipe_that_is_closed_early_is_no_error(store: Path, tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "all.rq").write_text("SELECT * { ?s ?p ?o }", encoding="utf-8")
    child = chaingraph(*(tmp_path / word if word == "all.rq" else word for word in words), "--store", store)
    assert child.stdout
    assert child.stderr
    assert child.stdout.readline()
    child.stdout.close()
    assert child.stderr.read() == ""
    child.stderr.close()
    child.wait()


# ---- Build, check, list


def test_build_says_how_much_there_is(call: Call, tmp_path: Path, mini: Dataset) -> None:
    count = len(list(export(mini)))
    path = tmp_path / "store"
    assert call("build", DATA / "mini", "--store", path) == (0, f"{path}: {count:,} statements\n", "")
    assert "".join(export(open_store(path))) == "".join(export(mini))


def test_build_without_folders_takes_those_that_come_along(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mini: Dataset
) -> None:
    monkeypatch.setattr("chaingraph.paths.data_sets", lambda: (DATA / "mini",))
    assert call("build", "--store", tmp_path).code == 0
    assert "".join(export(open_store(tmp_path))) == "".join(export(mini))


def test_mini_conforms(mini: Dataset) -> None:
    assert check(mini) == ()


def test_check_of_mini_says_so(call: Call, store: Path) -> None:
    assert call("check", "--store", store) == (0, "checked: 0 errors, 0 warnings\n", "")


@pytest.mark.parametrize(("form", "empty"), [("csv", "severity,check,rows,subject,message\n"), ("json", "[]\n")])
def test_check_without_violations_is_still_a_file(call: Call, store: Path, form: str, empty: str) -> None:
    assert call("check", "--store", store, "--format", form) == (0, empty, "checked: 0 errors, 0 warnings\n")


ENTERPRISES = "id,type,label_zh,source,line\nenterprise:a,cg:Enterprise,甲,document:plan,1\n"
PRODUCTS = "id,type,label_zh,source,line\nproduct:cell,cg:DiscreteGood,电芯,document:plan,1\n"
SELF = "supplier,customer,product,source,line\nenterprise:a,enterprise:a,product:cell,document:plan,7\n"
RECIPES = "id,label_zh,output,source,line\nrecipe:a,甲法,product:cell,document:plan,1\n"
INPUTS = """recipe,requirement,product,essential,source,line
recipe:a,requirement:a.x,product:cell,true,document:plan,2
recipe:a,requirement:a.x,product:cell,false,document:plan,3
"""


@pytest.fixture
def broken(write: Write, tmp_path: Path) -> Path:
    """A store in which an enterprise supplies itself, and two rows of one requirement contradict one another."""
    tables = {"enterprises": ENTERPRISES, "products": PRODUCTS, "supplies": SELF, "recipes": RECIPES, "inputs": INPUTS}
    folder = write(tables)
    build([folder], tmp_path / "store")
    return tmp_path / "store"


def test_a_query_that_finds_something_names_the_row(broken: Path) -> None:
    (found,) = [v for v in check(open_store(broken)) if v.check == "supply-to-self"]
    assert (found.severity, found.rows) == ("error", ("data:tiny/supplies.csv#row=2",))


def test_a_shape_that_is_broken_names_the_rows(broken: Path) -> None:
    """inputs.csv rows 2 and 3 do not agree on what is essential."""
    (found,) = [v for v in check(open_store(broken)) if v.check == "tab:InputRequirement.essential"]
    assert found == Violation(
        severity="error",
        check="tab:InputRequirement.essential",
        rows=("data:tiny/inputs.csv#row=2", "data:tiny/inputs.csv#row=3"),
        subject="requirement:a.x",
        zh="同一投入要求各行的 essential 须一致。",
        en="The rows of one input requirement must agree on essential.",
    )


def test_check_of_a_broken_store_has_exit_status_1_and_lists_the_rows(call: Call, broken: Path) -> None:
    found = call("check", "--store", broken, "--format", "json")
    assert found.code == 1
    rows = {violation["check"]: violation for violation in json.loads(found.out)}
    assert rows["supply-to-self"]["rows"] == "data:tiny/supplies.csv#row=2"
    assert rows["supply-to-self"]["severity"] == "error"
    assert re.fullmatch(r"checked: [1-9]\d* errors, \d+ warnings\n", found.err)


def test_rows_that_are_equal_are_a_warning(call: Call, write: Write, tmp_path: Path) -> None:
    """In every cell, the order of several values and the source included: only then is it the same statement again."""
    firms = "id,type,label_zh,source,line\n" + "".join(
        f"enterprise:{name},cg:Enterprise,{name}厂,document:plan,1\n" for name in "abc"
    )
    supplies = """supplier,customer,product,note,source,line
enterprise:a,enterprise:b,product:cell;product:pack,,document:plan,7
enterprise:a,enterprise:b,product:cell,,document:plan,7
enterprise:a,enterprise:b,product:cell;product:pack,,document:plan,8
enterprise:a,enterprise:b,product:cell;product:pack,see below,document:plan,7
enterprise:a,enterprise:b, product:pack;product:cell ,,document:plan,7
enterprise:c,enterprise:b,product:cell,,document:plan,7
enterprise:a,enterprise:b,product:cell;product:pack,,document:plan,7
"""
    products = PRODUCTS + "product:pack,cg:DiscreteGood,电池包,document:plan,1\n"
    twice = RECIPES + "recipe:b,乙法,product:cell,document:plan,1\n"
    inputs = """recipe,requirement,product,essential,source,line
recipe:a,requirement:a.x,product:pack,true,document:plan,2
recipe:b,requirement:b.x,product:pack,true,document:plan,2
recipe:b,requirement:b.x,product:pack,true,document:plan,2
"""
    tables = {"enterprises": firms, "products": products, "supplies": supplies, "recipes": twice, "inputs": inputs}
    build([write(tables)], tmp_path / "store")
    found = [one for one in check(open_store(tmp_path / "store")) if one.check == "row-stands-twice"]
    assert [(one.severity, one.rows) for one in found] == [
        ("warning", ("data:tiny/inputs.csv#row=3", "data:tiny/inputs.csv#row=4")),
        (
            "warning",
            ("data:tiny/supplies.csv#row=2", "data:tiny/supplies.csv#row=6", "data:tiny/supplies.csv#row=8"),
        ),
    ]
    told = call("check", "--store", tmp_path / "store")
    assert "与此行完全相同" in found[0].zh
    assert "data:tiny/supplies.csv#row=6, data:tiny/supplies.csv#row=8" in told.out
    assert told.code == 0


@pytest.mark.parametrize(("lang", "part"), [("zh", "供方与需方相同"), ("en", "Supplier and customer are the same")])
def test_violations_are_told_in_the_language(call: Call, broken: Path, lang: str, part: str) -> None:
    found = call("--lang", lang, "check", "--store", broken)
    (line,) = [line for line in found.out.splitlines() if "supply-to-self" in line]
    assert "data:tiny/supplies.csv#row=2" in line
    assert part in line


def test_warnings_alone_are_no_failure(call: Call, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hint = Violation(
        severity="warning", check="x", rows=("data:mini/a.csv#row=2",), subject="product:cell", zh="提示", en="hint"
    )
    monkeypatch.setattr(checks, "check", lambda _: (hint,))
    found = call("check", "--store", store)
    assert found.code == 0
    assert found.out.endswith("checked: 0 errors, 1 warnings\n")


def test_list_names_what_there_is_with_its_parameters(call: Call) -> None:
    rows = {(row["verb"], row["name"]): row for row in json.loads(call("list", "--format", "json").out)}
    assert {name for verb, name in rows if verb == "ask"} == {
        path.stem for path in (ROOT / "queries" / "ask").glob("*.rq")
    }
    assert rows["find", "missing-links"]["parameters"] == "chain=… [region=…] [alpha=…] [as_of=…]"
    assert "[chain=…] [cluster=…]" in rows["find", "local-supply-rate"]["parameters"]
    assert ("draw", "chain") in rows


def test_list_asks_in_the_language(call: Call) -> None:
    texts = {}
    for lang in ("zh", "en"):
        rows = json.loads(call("--lang", lang, "list", "--format", "json").out)
        texts[lang] = next(row["what"] for row in rows if row["name"] == "makers-of-product")
    assert texts["zh"].endswith("？")
    assert texts["en"].endswith("?")


# ---- Ask, SPARQL, find


def test_an_answer_as_csv(call: Call, store: Path) -> None:
    """Separators are made by zeta-separator alone: capabilities.csv row 7."""
    found = call("ask", "makers-of-product", "product=隔膜", "--store", store, "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(found.out))
    assert (row["enterprise"], row["product"], row["place"], row["source"]) == (
        *("enterprise:zeta-separator", "product:separator", "region:990200", "data:mini/capabilities.csv#row=7"),
    )


def test_an_answer_as_json(call: Call, store: Path) -> None:
    found = call("ask", "makers-of-product", "product=product:separator", "--store", store, "--format", "json")
    (row,) = json.loads(found.out)
    assert row["enterprise"] == "enterprise:zeta-separator"
    assert row["capacity"] is None


@pytest.mark.parametrize(("lang", "name"), [("zh", "己隔膜"), ("en", "Zeta Separator")])
def test_an_answer_as_table_has_names_and_the_row(call: Call, store: Path, lang: str, name: str) -> None:
    found = call("--lang", lang, "ask", "makers-of-product", "product=隔膜", "--store", store)
    assert len(found.out.splitlines()) == 3
    assert found.out.splitlines()[2].startswith(name)
    assert "data:mini/capabilities.csv#row=7" in found.out


def test_an_empty_answer_has_its_columns(call: Call, store: Path) -> None:
    found = call("ask", "makers-of-product", "product=电解液", "--store", store, "--format", "csv")
    assert (found.code, found.out.count("\n")) == (0, 1)
    assert found.out.startswith("enterprise,product,place,")


@pytest.mark.parametrize(
    ("text", "form", "wanted"),
    [
        ("SELECT (1 AS ?x) {}", "csv", "x\n1\n"),
        ("ASK {}", "csv", "answer\ntrue\n"),
        ("SELECT ('=1+1' AS ?x) {}", "csv", "x\n'=1+1\n"),
        ("SELECT ('隔膜' AS ?x) {}", "table", "x\n----\n隔膜\n"),
        ("SELECT ?x { FILTER(false) }", "json", "[]\n"),
    ],
)
def test_sparql_from_a_file(call: Call, store: Path, tmp_path: Path, text: str, form: str, wanted: str) -> None:
    (tmp_path / "q.rq").write_text(text, encoding="utf-8")
    assert call("sparql", tmp_path / "q.rq", "--store", store, "--format", form) == (0, wanted, "")


def test_sparql_from_standard_input(call: Call, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO("SELECT ('隔膜' AS ?x) {}".encode()), encoding="utf-8")
    )
    assert call("sparql", "-", "--store", store, "--format", "csv").out == "x\n隔膜\n"


@pytest.mark.parametrize(
    ("name", "subject", "evidence"),
    [
        ("missing-links", "product:separator", "data:mini/shortages.csv#row=2"),
        ("local-gaps", "product:separator", "data:mini/inputs.csv#row=4"),
        ("weak-links", "product:anode", "data:mini/capabilities.csv#row=5"),
        ("segment-states", "segment:separator", "data:mini/segments.csv#row=5"),
        ("stands-on-one", "enterprise:gamma-precursor", "data:mini/capabilities.csv#row=4"),
    ],
)
@pytest.mark.parametrize("form", ["csv", "json"])
def test_findings_with_their_rows(call: Call, store: Path, form: str, name: str, subject: str, evidence: str) -> None:
    found = call("find", name, "chain=电池", "--store", store, "--format", form)
    assert found.code == 0
    rows = json.loads(found.out) if form == "json" else list(csv.DictReader(io.StringIO(found.out)))
    (row,) = [row for row in rows if row["subject"] == subject]
    assert evidence in (row["evidence"] if form == "json" else row["evidence"].split("; "))


def test_the_region_is_that_of_the_card_unless_named(call: Call, store: Path) -> None:
    """In the next city separators are made."""
    words = ["find", "missing-links", "chain=电池", "--store", store, "--format", "json"]
    here, there = (json.loads(call(*words, *more).out) for more in ([], ["region=邻市"]))
    assert "product:separator" in {row["subject"] for row in here}
    assert "product:separator" not in {row["subject"] for row in there}


@pytest.mark.parametrize(("as_of", "numbers"), [("2021", [2]), ("2023", [3, 4, 5, 6])])
def test_a_rate_counts_the_supplies_of_its_year(call: Call, store: Path, as_of: str, numbers: list[int]) -> None:
    """Row 2 has ended since; in its year it counts."""
    found = call("find", "local-supply-rate", f"as_of={as_of}", "--store", store, "--format", "json")
    (row,) = json.loads(found.out)
    assert row["evidence"] == [f"data:mini/supplies.csv#row={n}" for n in numbers]


def test_an_option_that_is_false_is_false(call: Call, store: Path) -> None:
    words = ["find", "weak-links", "chain=电池", "--store", store, "--format", "json"]
    assert call(*words, "elsewhere=false").out == call(*words).out


# ---- Export


def test_an_export_is_the_whole_store(call: Call, store: Path, tmp_path: Path, mini: Dataset) -> None:
    assert call("export", tmp_path / "new" / "graph.nq", "--store", store) == (0, "", "")
    assert (tmp_path / "new" / "graph.nq").read_bytes() == "".join(export(mini)).encode()


def test_an_export_replaces_a_file_as_a_whole(
    call: Call, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until the new one is complete the old one stays, and nothing half written is left."""
    target = tmp_path / "graph.nq"
    target.write_text("old", encoding="utf-8")

    def broken_off(_: Dataset) -> Iterator[str]:
        yield "<urn:a> <urn:b> <urn:c> .\n"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("chaingraph.cli.exporting.texts", lambda _: broken_off)
    found = call("export", target, "--store", store)
    assert (found.code, found.err) == (2, "chaingraph: [Errno 28] No space left on device\n")
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_an_export_through_a_link_keeps_the_link(call: Call, store: Path, tmp_path: Path) -> None:
    real, link = tmp_path / "real.nq", tmp_path / "link.nq"
    real.write_text("old", encoding="utf-8")
    link.symlink_to(real)
    assert call("export", link, "--store", store).code == 0
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") != "old"


def test_an_export_to_standard_output(store: Path, mini: Dataset) -> None:
    child = chaingraph("export", "/dev/stdout", "--store", store)
    assert child.communicate() == ("".join(export(mini)), "")
    assert Path("/dev/stdout").is_symlink()


@pytest.mark.parametrize("target", ["/proc/none/graph.nq", "/dev/null/graph.nq"])
def test_where_nothing_can_be_written_one_line_says_so(call: Call, store: Path, target: str) -> None:
    found = call("export", target, "--store", store)
    assert (found.code, found.err.count("\n")) == (2, 1)
    assert "Traceback" not in found.err


# ---- Diagnosis and pages


@pytest.mark.parametrize(
    ("lang", "parts"),
    [("zh", ["电池产业链", "隔膜", "己隔膜"]), ("en", ["battery chain", "separator", "Zeta Separator"])],
)
def test_the_diagnosis_names_what_is_missing_and_who_makes_it_elsewhere(
    call: Call, store: Path, lang: str, parts: list[str]
) -> None:
    found = call("--lang", lang, "diagnose", "chain=电池", "region=示例市", "--store", store)
    assert (found.code, found.err) == (0, "")
    assert [part for part in parts if part not in found.out] == []


def test_the_diagnosis_cites_the_line_that_asks_for_separators(call: Call, store: Path) -> None:
    """shortages.csv row 2 stands on line 10 of the plan."""
    found = call("--lang", "zh", "diagnose", "--store", store)
    assert re.search(r"隔膜.*示例市产业规划.*第10行", found.out)


def test_a_page_is_one_file(call: Call, store: Path, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    assert call("draw", "chain", "chain=电池", "--store", store, "-o", target) == (0, "", "")
    text = target.read_text(encoding="utf-8")
    assert text.lstrip().lower().startswith("<!doctype html")
    assert "己隔膜" in text


def test_a_page_goes_to_standard_output(call: Call, store: Path) -> None:
    found = call("draw", "makers-of-product", "product=隔膜", "--store", store)
    assert (found.code, found.err) == (0, "")
    assert "己隔膜" in found.out


@pytest.mark.parametrize(
    "form", ["SELECT ?x ?y { ?x cg:kindOf ?y }", "CONSTRUCT { ?x cg:kindOf ?y } WHERE { ?x cg:kindOf ?y }"]
)
def test_any_query_can_be_drawn(call: Call, store: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / "kinds.rq"
    file.write_text(f"PREFIX cg: <https://w3id.org/chaingraph/ont#>\n{form}", encoding="utf-8")
    found = call("draw", file, "--store", store)
    assert (found.code, found.err) == (0, "")
    assert "三元正极" in found.out


def test_the_site_has_an_index_and_a_page_per_chain(call: Call, store: Path, tmp_path: Path) -> None:
    found = call("site", "--store", store, "-o", tmp_path / "site")
    pages = sorted(path.name for path in (tmp_path / "site").iterdir())
    assert found == (0, f"{len(pages)} pages; open {tmp_path / 'site' / 'index.html'} in a browser\n", "")
    assert [name for name in pages if not name.startswith(("list-", "suppliers-"))] == [
        "battery.html",
        "index.html",
    ]
    index = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert [name for name in pages if name != "index.html" and f'href="./{name}"' not in index] == []


RUN = """
import sys
from pathlib import Path
from chaingraph import cli, paths
folder = Path(sys.argv.pop(1))
paths.data_sets = lambda: (folder,)
cli.main()
"""


def test_run_does_it_all(tmp_path: Path, write: Write) -> None:
    """Build, check, diagnosis and pages, in a folder whose path has spaces and Chinese characters."""
    folder = tmp_path / "甲 乙"
    folder.mkdir()
    child = subprocess.run(
        [sys.executable, "-c", RUN, str(DATA / "mini"), "--lang", "zh", "run"],
        env={"PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C", "PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (child.returncode, child.stderr) == (0, "")
    assert "隔膜" in child.stdout
    assert child.stdout.endswith("检查完毕：错误 0，提示 0\n")
    assert (folder / "build" / "site" / "index.html").is_file()


def test_run_fails_when_the_check_fails(tmp_path: Path, write: Write) -> None:
    segments = "id,label_zh,chain,product,source,line\nsegment:a,甲,chain:a,product:cell,document:plan,1\n"
    regions = "id,label_zh,source,line\nregion:a,甲市,document:plan,1\n"
    card = CARD.replace("\n", '\nregion = "region:a"\n', 1)
    folder = write(
        {
            "enterprises": ENTERPRISES,
            "products": PRODUCTS,
            "supplies": SELF,
            "regions": regions,
            "chains": "id,label_zh,source,line\nchain:a,甲链,document:plan,1\n",
            "segments": segments,
        },
        card=card,
    )
    child = subprocess.run(
        [sys.executable, "-c", RUN, str(folder), "run"],
        env={"PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C", "PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (child.returncode, child.stderr) == (1, "")
    assert "data:tiny/supplies.csv#row=2" in child.stdout

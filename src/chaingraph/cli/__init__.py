"""The command line: arguments, printing, exit codes. What a command does stands in the other modules."""

import os
import re
import sys

import click

from chaingraph.cli.asking import ask, find, list_, sparql
from chaingraph.cli.building import build, check, coverage, tables
from chaingraph.cli.citing import cite
from chaingraph.cli.common import language, say
from chaingraph.cli.documenting import docs
from chaingraph.cli.explaining import diff, why
from chaingraph.cli.exporting import export
from chaingraph.cli.making import synth
from chaingraph.cli.pushing import push
from chaingraph.cli.reporting import report
from chaingraph.cli.serving import serve
from chaingraph.cli.showing import diagnose, draw, run, site
from chaingraph.errors import ChaingraphError, meant

__all__ = ["commands", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default=language,
    show_default="of the locale",
    help="Language of messages and answers.",
)
@click.version_option(package_name="chaingraph")
@click.pass_context
def commands(context: click.Context, lang: str) -> None:
    """Industry chains and enterprises as a knowledge graph (产业链知识图谱)."""
    context.obj = lang


for _command in (
    ask,
    build,
    check,
    cite,
    coverage,
    diagnose,
    diff,
    docs,
    draw,
    export,
    find,
    list_,
    push,
    report,
    run,
    serve,
    site,
    sparql,
    synth,
    tables,
    why,
):
    commands.add_command(_command)


def main() -> None:
    """Run the command line; what a user can mend is one line per fault and exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = commands(prog_name="chaingraph", standalone_mode=False)
    except ChaingraphError as error:
        _stop(error.text(_chosen()))
    except click.Abort:
        _stop(say(_chosen(), "已中断。", "interrupted."), code=130)
    except click.ClickException as error:
        _stop(_usage(error, _chosen()))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:  # a file that is not there, or may not be written
        _stop(_of_a_file(error, _chosen()))
    except UnicodeError as error:
        _stop(f"chaingraph: {error}")
    sys.exit(code if isinstance(code, int) else 0)


def _stop(text: str, *, code: int = 2) -> None:
    click.echo(text, err=True)
    sys.exit(code)


def _chosen() -> str:
    """Return the language asked for in the words of the command, else that of the locale."""
    words = " ".join(sys.argv[1:]).replace("--lang=", "--lang ").split()
    chosen = next((words[i + 1] for i, word in enumerate(words[:-1]) if word == "--lang"), "")
    return chosen if chosen in ("zh", "en") else language()


def _of_a_file(error: OSError, lang: str) -> str:
    """Say in one line what is wrong with a file."""
    known = {PermissionError: "没有权限", FileNotFoundError: "没有这个文件", IsADirectoryError: "是文件夹，不是文件",
             NotADirectoryError: "是文件，不是文件夹", FileExistsError: "已存在同名文件"}  # fmt: skip
    zh = known.get(type(error), error.strerror or str(error))
    return say(lang, f"{error.filename or 'chaingraph'}：{zh}。", f"chaingraph: {error}")


def _usage(error: click.ClickException, lang: str) -> str:
    """Say in one line what is wrong with the words of a command, and where its help is."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    where = context.command_path if context else "chaingraph"
    text = " ".join(error.format_message().split())
    if isinstance(error, click.MissingParameter) and error.param is not None:
        zh, en = f"缺少 {error.param.make_metavar(context) if context else error.param.name}", text
    elif isinstance(error, click.NoSuchOption):
        zh, en = (
            f"没有选项 {error.option_name}；{meant(error.option_name, error.possibilities or ())[0]}".rstrip("；"),
            text,
        )
    elif isinstance(error, click.BadParameter) and error.param is not None:
        given = re.search(r": '?([^' ]+)'?[ :]", text)
        zh, en = f"{error.param.opts[0]} 的值“{given[1] if given else ''}”有误{_allowed(error.param.type)}", text
    elif text.startswith("No such command"):
        told = text.removeprefix("No such command").rstrip(".")
        zh, en = f"没有命令{told.replace('. Did you mean', '；是否指').replace('?', '？')}", text
    elif text.startswith("Got unexpected extra argument"):
        zh, en = f"多出 {text.partition('(')[2].rstrip(')')}", text
    else:
        zh, en = f"用法有误：{text}", text
    return say(lang, f"{where}：{zh}（见 {where} --help）", f"{where}: {en} (see {where} --help)")


def _allowed(kind: click.ParamType) -> str:  # type: ignore[type-arg]
    """Say in Chinese what a parameter of this kind takes."""
    match kind:
        case click.Choice(choices=choices):
            return f"，应为 {'、'.join(map(str, choices))} 之一"
        case click.IntRange(min=least, max=most):
            return f"，应为{f'不小于 {least} ' if least is not None else ''}{f'不大于 {most} ' if most is not None else ''}的整数"
        case click.types.IntParamType():
            return "，应为整数"
        case click.File() | click.Path():
            return "：没有这个文件或文件夹，或不能读写"
        case _:
            return ""

"""The page of one thing (事物页面): two tables, all text escaped, nothing loaded from outside."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import urlencode

from jinja2 import Environment, Template

__all__ = ["Cell", "Group", "page"]


class Cell(NamedTuple):
    """A text to show, where it leads to, and its identifier."""

    text: str
    address: str = ""
    short: str = ""
    lang: str = ""


class Group(NamedTuple):
    """A property with its values, and how many more there are."""

    name: Cell
    values: list[Cell]
    more: int


_WORDS: Final = {
    "zh": {
        "said": "所述内容",
        "used": "被引用于",
        "more": "另有 {} 项，见 RDF",
        "forms": "其他格式",
        "other": "English",
        "home": "首页",
    },
    "en": {
        "said": "What is said of it",
        "used": "Where it is used",
        "more": "{} more, see the RDF",
        "forms": "Other formats",
        "other": "中文",
        "home": "Home",
    },
}
_TEXT: Final = """\
<!doctype html>
<html lang="{{ lang }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ name }}</title>
<link rel="alternate" type="text/turtle" href="?{{ query }}format=text/turtle">
<style>
body { font: 16px/1.5 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; color: #222; background: #fff }
h1 { font-size: 1.6rem; margin-bottom: 0 } h2 { font-size: 1.1rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-top: 1px solid #ccc; overflow-wrap: anywhere }
th { width: 30%; font-weight: normal } th a { color: #444 } a { color: #0b5394 } small, code { color: #555; font-size: .8rem } ul { margin: 0; padding: 0; list-style: none }
</style>
</head>
<body>
<nav><a href="/">{{ words.home }}</a> · <a href="?{{ query }}lang={{ other }}" lang="{{ other }}">{{ words.other }}</a></nav>
<main>
<h1>{{ name }}</h1>
<p>{{ second }}{% if second %}<br>{% endif %}<code>{{ iri }}</code></p>
{% for title, groups in ((words.said, said), (words.used, used)) if groups %}
<h2>{{ title }}</h2>
<table>
{% for group in groups %}
<tr><th scope="row">{{ show(group.name) }}</th><td><ul>
{% for value in group["values"] %}<li>{{ show(value) }}</li>
{% endfor %}{% if group.more %}<li><small>{{ words.more.format(group.more) }}</small></li>{% endif %}</ul></td></tr>
{% endfor %}
</table>
{% endfor %}
<p>{{ words.forms }}: {% for label, media in forms %}<a href="?{{ query }}format={{ media }}">{{ label }}</a> {% endfor %}</p>
</main>
</body>
</html>
"""
_SHOW: Final = """\
{%- macro show(cell) -%}
{%- if cell.address %}<a href="{{ cell.address }}" title="{{ cell.short }}">{{ cell.text }}</a>
{%- else %}<span{% if cell.lang %} lang="{{ cell.lang }}"{% endif %}>{{ cell.text }}</span>{% if cell.lang %} <small>{{ cell.lang }}</small>{% endif %}
{%- endif -%}
{%- endmacro -%}
"""
_FORMS: Final = (
    ("Turtle", "text/turtle"),
    ("N-Triples", "application/n-triples"),
    ("JSON-LD", "application/ld%2Bjson"),
    ("RDF/XML", "application/rdf%2Bxml"),
)


@lru_cache(maxsize=1)
def _template() -> Template:
    return Environment(autoescape=True, trim_blocks=True).from_string(_SHOW + _TEXT)


def page(*, iri: str, names: tuple[str, str], said: Iterable[Group], used: Iterable[Group], lang: str) -> str:
    """Return the page of a thing in one language; the other is one link away."""
    part = iri.partition("#")[2]
    zh = lang == "zh"
    return _template().render(
        iri=iri,
        name=names[0 if zh else 1],
        second=names[1 if zh else 0] if names[0] != names[1] else "",
        said=list(said),
        used=list(used),
        lang=lang,
        other="en" if zh else "zh",
        query=f"{urlencode({'part': part})}&" if part else "",
        words=_WORDS[lang],
        forms=_FORMS,
    )

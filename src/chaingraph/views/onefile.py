"""One HTML file that needs nothing else (单文件页面): templates, escaped data, and a policy that bars foreign scripts."""

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Final

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

__all__ = ["Page", "embedded", "page", "static"]

_HERE: Final = files("chaingraph.views")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_UNSAFE: Final = str.maketrans({mark: f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"})
_ENVIRONMENT: Final = Environment(
    loader=FunctionLoader(lambda name: _HERE.joinpath("templates", name).read_text(encoding="utf-8")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Page(str):
    """A page as text; a notebook shows it in place, without network."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        inside = escape(str(self))
        return f'<iframe srcdoc="{inside}" sandbox="allow-scripts allow-downloads allow-modals" style="width:100%;height:640px;border:0"></iframe>'


def static(name: str) -> str:
    """Read a script or style sheet of this package."""
    return _HERE.joinpath("static", name).read_text(encoding="utf-8")


def embedded(value: object) -> str:
    r"""Write data as JSON that can end no script element and open no comment.

    Examples
    --------
    >>> embedded(["</script><!--", "a\u2028b"])
    '["\\u003c/script\\u003e\\u003c!--","a\\u2028b"]'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.translate(_UNSAFE)


def page(template: str, *, data: object, scripts: Iterable[str], styles: Iterable[str], **values: object) -> Page:
    """Render a template with everything it needs inside, and a policy by which only *scripts* may run.

    Parameters
    ----------
    template
        Name of a file under ``templates/``; it extends ``base.html.j2``.
    data
        What the scripts read, JSON-like; put into the page as text that is never run.
    scripts, styles
        Sources of the package's own scripts and style sheets, in the order they take effect.
    values
        What the template shows; escaped by the template engine.

    Returns
    -------
    Page
        The whole page, LF line ends. Write it as UTF-8.
    """
    sources = [script.replace("\r\n", "\n").replace("\r", "\n") for script in scripts]
    allowed = " ".join(f"'sha256-{_digest(source)}'" for source in sources)
    policy = (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'"
    )
    text = _ENVIRONMENT.get_template(template).render(
        policy=policy,
        scripts=[_trusted(source, "script") for source in sources],
        styles=[_trusted(style, "style") for style in styles],
        data=Markup(embedded(data)),  # noqa: S704 (every character that HTML could read is escaped)
        **values,
    )
    return Page(_SURROGATE.sub("\ufffd", text))


def _digest(source: str) -> str:
    return base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


def _trusted(source: str, element: str) -> Markup:
    """Pass a file of a package through unescaped; it must not end its own element."""
    if f"</{element}" in source.lower() or "<!--" in source:
        msg = f"A package file cannot be put inside a {element} element: it would end it."
        raise ValueError(msg)
    return Markup(source)  # noqa: S704

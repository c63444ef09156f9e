"""Pages of the server (服务页面): templates with all text escaped, and the policies by which nothing foreign runs in them."""

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

__all__ = ["DRAWN", "OURS", "PLAIN", "embedded", "render"]

PLAIN: Final = "default-src 'none'; style-src 'self' 'unsafe-inline'; form-action 'self'; base-uri 'none'"
"""Policy of a page without scripts."""
OURS: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
"""Policy of a page with our own scripts, which may ask this server and nobody else."""
DRAWN: Final = (
    "sandbox allow-scripts allow-modals allow-downloads; default-src 'none'; script-src 'unsafe-inline'; "
    "style-src 'unsafe-inline'; img-src data:"
)
"""Policy of a picture: it carries its scripts, names them by hash in a policy of its own, and reaches nothing."""

_HERE: Final = files("chaingraph.serving")
_UNSAFE: Final = str.maketrans({mark: f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"})


def render(template: str, *, lang: str, **values: Any) -> str:
    """Return a page in one language, ``zh`` or ``en``; the other is one link away."""
    return _environment().get_template(template).render(lang=lang, zh=lang == "zh", **values)


def embedded(value: object) -> Markup:
    r"""Write data as JSON that can end no script element and open no comment.

    Examples
    --------
    >>> str(embedded(["</script><!--"]))
    '["\\u003c/script\\u003e\\u003c!--"]'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.translate(_UNSAFE))  # noqa: S704 (every character that HTML could read is escaped)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(lambda name: _HERE.joinpath("templates", name).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

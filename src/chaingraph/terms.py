"""Writing RDF terms as N-Triples text, safely."""

from typing import Final

import pyoxigraph as ox

from chaingraph.vocabulary import PREFIXES

__all__ = ["literal", "node"]

_ESCAPES: Final = str.maketrans(
    {
        "\\": "\\\\",
        '"': '\\"',
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        **{chr(code): f"\\u{code:04X}" for code in (*range(9), 11, 12, *range(14, 32), 127)},
    }
)


def node(iri: str) -> str:
    """Return an IRI in angle brackets.

    Raises
    ------
    ValueError
        The text is not an absolute IRI (RFC 3987).
    """
    return str(ox.NamedNode(iri))


def literal(text: str, *, lang: str | None = None, datatype: str | None = None) -> str:
    r"""Return a literal, escaped; *datatype* is a local name of XSD.

    Examples
    --------
    >>> literal("隔膜", lang="zh")
    '"隔膜"@zh'
    >>> literal('a "b"')
    '"a \\"b\\""'
    >>> literal("0.4", datatype="decimal")
    '"0.4"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    quoted = f'"{text.translate(_ESCAPES)}"'
    if lang:
        return f"{quoted}@{lang}"
    return f"{quoted}^^<{PREFIXES['xsd']}{datatype}>" if datatype else quoted

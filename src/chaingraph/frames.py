"""Answers as tables (带类型的数据表): any SPARQL, or a named question, as a DataFrame whose columns have types."""

import datetime as dt
import re
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from rdflib import Dataset

from chaingraph.errors import meant
from chaingraph.queries import answer, find_query, select
from chaingraph.vocabulary import CG, PREFIXES, curie

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ask", "sparql"]

_XSD: Final = PREFIXES["xsd"]
_INTEGERS: Final = frozenset(
    f"{_XSD}{name}"
    for name in (
        *("integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger"),
        *("negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
)
_NUMBERS: Final = _INTEGERS | {f"{_XSD}{name}" for name in ("decimal", "double", "float")}
_DAY, _MOMENT, _MONTH, _YEAR = (frozenset({f"{_XSD}{name}"}) for name in ("date", "dateTime", "gYearMonth", "gYear"))
_WORDS: Final = {"true": True, "1": True, "false": False, "0": False}
_OUR_PREFIX: Final = re.compile(rf"PREFIX\s+([\w-]+):\s*<{re.escape(CG)}>", re.IGNORECASE)
_OUR_TERM: Final = re.compile(rf"<{re.escape(CG)}([A-Za-z]\w*)>")
_PLAIN_DATE: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
Term = Any
Values = Sequence[str | None]


def sparql(face: Dataset, text: str) -> "pd.DataFrame":
    """Run SPARQL on all graphs together, embedded or remote, and return the answer as a table with typed columns.

    Parameters
    ----------
    text
        SELECT: a column per variable; CONSTRUCT, DESCRIBE: ``subject``, ``predicate``, ``object``; ASK: ``answer``.

    Returns
    -------
    pandas.DataFrame
        A column whose values are all of one sort has its type: ``Int64`` for integers (Python's own where one has more
        than 64 bits), ``Float64`` for decimals and doubles, ``boolean``, ``datetime64[s]`` for days,
        ``datetime64[us, UTC]`` or without a zone for moments, ``period`` for months and for years. All else is
        ``string``: IRIs as CURIEs, text, and dates of unlike precision as in ISO 8601. What is unbound is NA (NaT for
        dates). ``attrs["languages"]`` tells the language tags in each column that has any.

    Raises
    ------
    QueryError
        The text is not SPARQL 1.1, changes something, or would reach outside the store.

    Warns
    -----
    UserWarning
        The answer is empty, and the text names a class or property that the ontology has not.

    Examples
    --------
    >>> import chaingraph as cg
    >>> sparql(cg.build([]), "SELECT ?n ?rate { VALUES (?n ?rate) { (1 0.5) (2 UNDEF) } } ORDER BY ?n")
       n  rate
    0  1   0.5
    1  2  <NA>
    """
    frame = _frame(select(face, text))
    if frame.empty and (unknown := _unknown_terms(face, text)):
        warnings.warn("\n".join(unknown), stacklevel=2)
    return frame


def _unknown_terms(face: Dataset, text: str) -> list[str]:
    """Say of each term of our ontology's namespace in a query that the ontology has not, which may have been meant."""
    prefixes = "|".join(map(re.escape, {"cg", *_OUR_PREFIX.findall(text)}))
    named = set(_OUR_TERM.findall(text)) | set(re.findall(rf"(?<![\w:])(?:{prefixes}):([A-Za-z]\w*)", text))
    if not named:
        return []
    found = select(face, f'SELECT DISTINCT ?t {{ ?t a ?kind FILTER(STRSTARTS(STR(?t), "{CG}")) }}')
    known = {row[0].value.removeprefix(CG) for row in found}
    asked = {name: meant(name, known) for name in sorted(named - known)}
    return [
        f"cg:{name}：本体里没有这个词。{zh} / the ontology has no such term. {en}" for name, (zh, en) in asked.items()
    ]


def ask(face: Dataset, name: str, /, **values: str) -> "pd.DataFrame":
    """Ask the question *name* of `queries/ask` and return the answer as a table, typed as by `sparql`.

    Parameters
    ----------
    values
        The parameters: a CURIE, an IRI or a name that only one thing has; numbers and texts as they are.

    Raises
    ------
    QueryError
        There is no such question, or a parameter is missing, unknown or faulty.
    """
    query = find_query(name)
    return _frame(answer(face, query, values), list(query.columns))


def _frame(found: Any, order: Sequence[str] = ()) -> "pd.DataFrame":
    import pandas as pd

    columns = _columns(found)
    columns = {name: columns[name] for name in order} if order else columns
    frame = pd.DataFrame({name: _typed(terms) for name, terms in columns.items()}, columns=list(columns))
    spoken = {name: _languages(terms) for name, terms in columns.items()}
    frame.attrs["languages"] = {name: tags for name, tags in spoken.items() if tags}
    return frame


def _columns(found: Any) -> Mapping[str, list[Term]]:
    if hasattr(found, "variables"):
        names = [variable.value for variable in found.variables]
        rows = [tuple(solution) for solution in found]
        return {name: [row[place] for row in rows] for place, name in enumerate(names)}
    if hasattr(found, "__iter__"):
        triples = list(found)
        return {name: [getattr(triple, name) for triple in triples] for name in ("subject", "predicate", "object")}
    return {"answer": [bool(found)]}


def _languages(terms: Iterable[Term]) -> tuple[str, ...]:
    return tuple(sorted({tag for term in terms if (tag := getattr(term, "language", None))}))


def _typed(terms: Sequence[Term]) -> Any:
    """Return an array of the type that all terms have in common; text when there is none or a value does not fit it."""
    import pandas as pd

    if terms and isinstance(terms[0], bool):
        return pd.array(terms, dtype="boolean")
    kinds = {_kind(term) for term in terms if term is not None}
    texts: Values = [None if term is None else term.value for term in terms]
    for allowed, make in _MAKERS:
        if kinds and kinds <= allowed:
            try:
                return make(texts)
            except (ValueError, KeyError, OverflowError):
                break
    return pd.array([_text(term) for term in terms], dtype="string")


def _kind(term: Term) -> str:
    datatype = getattr(term, "datatype", None)
    return datatype.value if datatype is not None else ""


def _text(term: Term) -> str | None:
    if term is None:
        return None
    text: str = getattr(term, "value", None) or str(term)
    return curie(text) if type(term).__name__ == "NamedNode" else getattr(term, "value", text)


def _integers(texts: Values) -> Any:
    import pandas as pd

    found = [None if text is None else int(text) for text in texts]
    if all(value is None or -(2**63) <= value < 2**63 for value in found):
        return pd.array(found, dtype="Int64")
    return pd.array([pd.NA if value is None else value for value in found], dtype="object")


def _decimals(texts: Values) -> Any:
    import pandas as pd

    return pd.array([None if text is None else float(text) for text in texts], dtype="Float64")


def _booleans(texts: Values) -> Any:
    import pandas as pd

    return pd.array([None if text is None else _WORDS[text] for text in texts], dtype="boolean")


def _days(texts: Values) -> Any:
    import pandas as pd

    return pd.array([_nat(text, dt.date.fromisoformat) for text in texts], dtype="datetime64[s]")


def _moments(texts: Values) -> Any:
    """Return moments; in UTC when all have a zone, without one when none has."""
    import pandas as pd

    found = [_nat(text, dt.datetime.fromisoformat) for text in texts]
    zoned = {value.tzinfo is not None for value in found if not pd.isna(value)}
    if len(zoned) > 1:
        raise ValueError(texts)
    return pd.array(found, dtype="datetime64[us, UTC]" if True in zoned else "datetime64[us]")


def _nat(text: str | None, read: Callable[[str], Any]) -> Any:
    import pandas as pd

    return pd.NaT if text is None else read(text)


def _periods(length: str) -> Callable[[Values], Any]:
    def make(texts: Values) -> Any:
        import pandas as pd

        if not all(text is None or _PLAIN_DATE.fullmatch(text) for text in texts):
            raise ValueError(texts)
        return pd.array(
            [_nat(text, lambda one: pd.Period(one, length)) for text in texts], dtype=pd.PeriodDtype(length)
        )

    return make


_MAKERS: Final[tuple[tuple[frozenset[str], Callable[[Values], Any]], ...]] = (
    (_INTEGERS, _integers),
    (_NUMBERS, _decimals),
    (frozenset({f"{_XSD}boolean"}), _booleans),
    (_DAY, _days),
    (_MOMENT, _moments),
    (_MONTH, _periods("M")),
    (_YEAR, _periods("Y")),
)

"""Which identifier was meant (建议的标识) by a name that stands in its place in a table."""

from collections.abc import Iterable, Iterator

from rdflib import SKOS

from chaingraph.cells import NoIdentifierError, split
from chaingraph.errors import Fault, QueryError
from chaingraph.references import References
from chaingraph.schema import Column, ontology
from chaingraph.vocabulary import curie, iri

__all__ = ["offered"]

_NAMES = ("label_zh", "label_en", "alias", "hidden")
_MOST = 3  # identifiers offered for one name


def offered(faults: Iterable[Fault], references: References, tables: Iterable[Iterable[list[str]]]) -> Iterator[Fault]:
    """Yield the faults; where a name stands in place of an identifier, with the identifiers of that name that fit.

    Parameters
    ----------
    references
        What the tables declare, and the cells that were read.
    tables
        The rows of each table, its header first; read only if there is such a fault.
    """
    wrong = {error.zh: (error.text, column) for error, column in references.unread(NoIdentifierError)}
    known = _identifiers({text for text, _ in wrong.values()}, tables) if wrong else {}
    near = {
        zh: [one for one in sorted(known.get(text, ())) if _fits(one, column, references)][:_MOST]
        for zh, (text, column) in wrong.items()
    }
    for fault in faults:
        if ours := near.get(fault.zh):
            zh, en = f"是否指 {'、'.join(ours)}？", f" Did you mean {' or '.join(ours)}?"
            yield fault._replace(zh=f"{fault.zh}{zh}", en=f"{fault.en}{en}")
        else:
            yield fault


def _fits(text: str, column: Column, references: References) -> bool:
    try:
        target = iri(text)
    except QueryError:  # a fault of its own
        return False
    return target in column.options if column.options else references.wrong(target, column.classes) is None


def _identifiers(names: set[str], tables: Iterable[Iterable[list[str]]]) -> dict[str, set[str]]:
    """Return the identifiers of things that bear one of the names, in the tables or in the ontology."""
    found: dict[str, set[str]] = {}
    for subject, label in (
        pair for said in (SKOS.prefLabel, SKOS.altLabel) for pair in ontology().subject_objects(said)
    ):
        if str(label) in names:
            found.setdefault(str(label), set()).add(curie(str(subject)))
    for table in tables:
        rows = iter(table)
        header = [name.strip() for name in next(rows, [])]
        me = next((header.index(name) for name in ("id", "thing") if name in header), None)
        places = [header.index(name) for name in _NAMES if name in header]
        if me is None:
            continue
        for row in rows:
            for name in {part for place in places if place < len(row) for part in split(row[place])} & names:
                found.setdefault(name, set()).add(row[me].strip())
    return found

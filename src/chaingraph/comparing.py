"""Two builds compared (版本比较): which rows and statements came and went, and which findings changed by it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from hashlib import blake2b
from itertools import chain as joined
from itertools import groupby
from typing import Final

from rdflib import Dataset

from chaingraph.findings import Finding, as_text
from chaingraph.store import export
from chaingraph.verbs import diagnoses
from chaingraph.vocabulary import PREFIXES, curie

__all__ = ["Change", "compare"]

_ROW: Final = re.compile(rf"(?<=<){re.escape(PREFIXES['data'])}([^>#]+)#row=\d+(?=>)")
_IRI: Final = re.compile(r"<([^>]*)>")
_ASIDE: Final = ("subject", "evidence", "searched")
_IDENTITY: Final = ("cause", "basis")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two builds: *after* is "" for what went, *before* for what came.

    ``what`` is ``row`` (of a table: its content, whatever its number), ``statement`` or the kind of a finding; ``field``
    is the column of a finding that changed, "" when the whole came or went.
    """

    change: str  # added, removed or changed
    what: str
    subject: str
    chain: str = ""
    field: str = ""
    before: str = ""
    after: str = ""


def compare(old: Dataset, new: Dataset, *, region: str | None = None, as_of: str | None = None) -> tuple[Change, ...]:
    """Return how two builds differ: rows of tables, other stated statements, findings about every chain.

    Rows are told apart by what they say, not by their number: one that is put in above others is one difference.
    Conclusions are not listed, since they follow from what is. Of findings the evidence is left out for the same reason:
    its rows may have other numbers.

    Parameters
    ----------
    region, as_of
        Seen from where and when the findings are made; None: the data sets' own region, the whole time.
    """
    return (*_statements(old, new), *_findings(old, new, region=region, as_of=as_of))


def _statements(old: Dataset, new: Dataset) -> Iterator[Change]:
    before, after = (Counter(key for key, _ in _blocks(face)) for face in (old, new))
    gone, come = before - after, after - before
    for face, wanted, change in ((old, gone, "removed"), (new, come, "added")):
        left = Counter(wanted)
        for key, lines in _blocks(face):
            if left[key] > 0:
                left[key] -= 1
                yield from _told(change, lines)


def _blocks(face: Dataset) -> Iterator[tuple[bytes, tuple[str, ...]]]:
    """Yield each row with all that it says, and each other statement alone, with a digest of its content."""
    for subject, group in groupby(export(face, inferred=False), key=lambda line: line.partition(" ")[0]):
        lines = tuple(group)
        for block in [lines] if _ROW.search(subject) else [(line,) for line in lines]:
            text = "".join(sorted(_ROW.sub(r"\1", line) for line in block))
            yield blake2b(text.encode(), digest_size=16).digest(), block


def _told(change: str, lines: tuple[str, ...]) -> Iterator[Change]:
    subject = curie(lines[0][1 : lines[0].index(">")])
    says = "; ".join(_IRI.sub(lambda match: curie(match[1]), _content(line)) for line in lines)
    what = "row" if subject.startswith("data:") and "#row=" in subject else "statement"
    before, after = (says, "") if change == "removed" else ("", says)
    yield Change(change=change, what=what, subject=subject, before=before, after=after)


def _content(line: str) -> str:
    """Return predicate and object of a line of N-Quads."""
    return line.partition(" ")[2].rpartition(" <")[0]


def _findings(old: Dataset, new: Dataset, *, region: str | None, as_of: str | None) -> Iterator[Change]:
    before, after = (_found(face, region=region, as_of=as_of) for face in (old, new))
    for key in sorted({*before, *after}):
        chain, what, subject, *_ = key
        one, other = before.get(key), after.get(key)
        if one is None or other is None:
            change = "added" if one is None else "removed"
            texts = {"after": _brief(other)} if one is None else {"before": _brief(one)}
            yield Change(change=change, what=what, subject=subject, chain=chain, **texts)
            continue
        for name in one:
            if one[name] != other[name]:
                yield Change(
                    change="changed", what=what, subject=subject, chain=chain, field=name,
                    before=one[name], after=other[name],
                )  # fmt: skip


def _found(face: Dataset, *, region: str | None, as_of: str | None) -> dict[tuple[str, ...], dict[str, str]]:
    found = {}
    for _, one in diagnoses(face, region=region, as_of=as_of):
        for finding in joined(one.segments, one.missing, one.gaps, one.mismatches, one.weak, one.alone, one.rates):
            own = _fields(finding)
            parts = tuple(own.get(name, "") for name in _IDENTITY)
            found[one.chain, type(finding).__name__, finding.subject, *parts] = own
    return found


def _fields(finding: Finding) -> dict[str, str]:
    return {f.name: as_text(getattr(finding, f.name)) for f in fields(finding) if f.name not in _ASIDE}


def _brief(own: Mapping[str, str] | None) -> str:
    return " ".join(f"{name}={text}" for name, text in (own or {}).items() if text not in ("", "false"))

"""Findings (研判结论): claims that a planner may act on, each with the statements it rests on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Finding", "as_text", "merge", "to_frame", "to_records"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A claim about one thing."""

    subject: str
    evidence: tuple[str, ...] = ()  # rows that the claim rests on, sorted
    searched: tuple[str, ...] = ()  # documents in which more was looked for


def merge(evidence: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Join evidence to one sorted tuple without repetition.

    Parameters
    ----------
    evidence
        Row CURIEs, by statement.

    Returns
    -------
    tuple of str
        Each row once.

    Examples
    --------
    >>> merge([("data:mini/inputs.csv#row=4",), ("data:mini/inputs.csv#row=3", "data:mini/inputs.csv#row=4")])
    ('data:mini/inputs.csv#row=3', 'data:mini/inputs.csv#row=4')
    """
    return tuple(sorted(set().union(*evidence)))


def to_frame(
    findings: Sequence[Finding], *, names: Mapping[str, tuple[str, str | None]] | None = None
) -> "pd.DataFrame":
    """Lay findings out as a table, one row per finding.

    Parameters
    ----------
    findings
        Findings in the order wanted; a column that a finding has not is empty in its row.
    names
        Chinese and English name by CURIE, as in ``graph["names"]``; adds the columns ``name_zh`` and ``name_en``
        of the subject. None: no such columns.

    Returns
    -------
    pandas.DataFrame
        Columns in the order of declaration, `evidence` and `searched` last; many values are joined by ``"; "``.
    """
    import pandas as pd

    rows = to_records(findings, names=names)
    return pd.DataFrame(rows, columns=list(rows[0]) if rows else ["subject", "evidence", "searched"])


def to_records(
    findings: Sequence[Finding],
    *,
    names: Mapping[str, tuple[str, str | None]] | None = None,
    joined: bool = True,
) -> list[dict[str, object]]:
    """Lay findings out as dictionaries that all have the columns of `to_frame`; None where a finding has no such field.

    With *joined* many values are one text, else a list.
    """
    own = [field.name for finding in findings for field in fields(finding)]
    last = ["evidence", "searched"]
    columns = ["subject", *(["name_zh", "name_en"] if names is not None else [])]
    columns += [name for name in dict.fromkeys(own) if name not in ("subject", *last)] + last
    rows = []
    for finding in findings:
        row: dict[str, object] = {field.name: getattr(finding, field.name) for field in fields(finding)}
        row = {name: _joined(value) if joined else _listed(value) for name, value in row.items()}
        if names is not None:
            row["name_zh"], row["name_en"] = names.get(finding.subject, (None, None))
        rows.append({name: row.get(name) for name in columns})
    return rows


def as_text(value: object) -> str:
    """Return a value of a record as text: many joined by ``"; "``, nothing for None."""
    if isinstance(value, list | tuple):
        return "; ".join(map(as_text, value))
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, dict):
        return " ".join(f"{key}={as_text(one)}" for key, one in value.items() if one is not None)
    if value is None or value == "":
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _joined(value: object) -> object:
    return as_text(value) if isinstance(value, tuple) else value


def _listed(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {key: _listed(one) for key, one in asdict(value).items()}
    return [_listed(part) for part in value] if isinstance(value, tuple) else value

"""What a finding leads to (政策动作), and how firm it is (依据状态), for the kinds of finding that do not carry it themselves."""

from collections.abc import Iterable, Mapping, Sequence

from chaingraph.analysis.agreement import Agreement
from chaingraph.analysis.availability import Availability
from chaingraph.analysis.rate import LocalSupplyRate
from chaingraph.analysis.rate_targets import RateTarget
from chaingraph.analysis.switched import SwitchedSupplier
from chaingraph.analysis.whatif import WhatIf
from chaingraph.findings import Finding
from chaingraph.model import STATUSES

__all__ = ["firmness", "leads_to"]


def leads_to(finding: Finding) -> str | None:
    """Return the policy verb: build 建链, supplement 补链, extend 延链, strengthen 强链; None: nothing to do, or not known.

    That of the finding itself where it has one. Else *supplement* for what is short or comes from elsewhere (an input
    that is not available, a shortage, a customer's last local supplier lost, a supplier elsewhere that a local one could
    replace, a target of the local supply rate not reached, what a newcomer would bring), and *strengthen* for what hangs
    on few (a sole maker, a wish for better ones, what would be lost).
    """
    if hasattr(finding, "verb"):
        verb: str | None = finding.verb
        return verb
    match finding:
        case Agreement(found="sole-maker") | WhatIf(lost=(_, *_)):
            return "strengthen"
        case Agreement(found=None) if finding.why == "solved" or not {*finding.stated} - {"strengthen", "develop"}:
            return "strengthen" if finding.why != "solved" else None
        case Agreement() | Availability(available=False) | RateTarget(outcome="not-reached") | WhatIf(gained=(_, *_)):
            return "supplement"
        case LocalSupplyRate() if finding.switch:
            return "supplement"
        case SwitchedSupplier() if finding.local_before and not finding.local_after:
            return "supplement"
    return None


def firmness(evidence: Iterable[str], sources: Mapping[str, Sequence[Sequence[object]]]) -> str | None:
    """Return the least firm status of the rows that a finding rests on; None: it rests on none, or none is known.

    Parameters
    ----------
    evidence
        Rows.
    sources
        By row the documents and lines it stands on, the status last, as in ``graph["sources"]``.

    Examples
    --------
    >>> told = {"a": [("document:x", "X", 1, 1, "reported")], "b": [("document:y", "Y", 1, 1, "assumed")]}
    >>> firmness(["a"], told), firmness(["a", "b"], told), firmness([], told)
    ('reported', 'assumed', None)
    """
    found = {str(source[-1]) for row in evidence for source in sources.get(row, ())}
    return max(found & {*STATUSES}, key=STATUSES.index, default=None)

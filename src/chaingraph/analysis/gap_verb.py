"""The policy verb of a gap (补链、延链、建链): what filling it would be called, by who stands beside it in the chain."""

from collections.abc import Container, Mapping

from chaingraph.model import Segment

__all__ = ["gap_verb"]


def gap_verb(entries: Mapping[str, Segment], name: str, held: Container[str], *, fed: bool = False) -> str:
    """Return the verb for a segment that nobody holds, or for a gap in it.

    Parameters
    ----------
    entries
        As in ``graph["segments"]``.
    name
        The segment.
    held
        Segments of the chain that somebody in the region holds.
    fed
        Whether something made in the region is an input of it.

    Returns
    -------
    str
        *supplement* when the segment itself or one directly downstream is held, else *extend* when one directly
        upstream is or it is fed, else *supplement* when any other is held, else *build*.
    """
    if name in held or any(after in held for after in entries[name]["upstream_of"]):
        return "supplement"
    if fed or any(name in entries[before]["upstream_of"] for before in entries if before in held):
        return "extend"
    return "supplement" if any(other in held for other in entries) else "build"

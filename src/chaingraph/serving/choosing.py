"""The form of an answer, or the refusal of a client that takes none of them."""

from collections.abc import Mapping

from chaingraph.errors import QueryError
from chaingraph.serving import media

__all__ = ["NotFoundError", "UnacceptableError", "chosen"]


class NotFoundError(QueryError):
    """There is no such thing or question."""


class UnacceptableError(QueryError):
    """None of the forms that the client takes fits the answer."""


def chosen(accept: str, offers: Mapping[str, str]) -> tuple[str, str]:
    """Return media type and form.

    Raises
    ------
    UnacceptableError
        None of the forms offered is accepted.
    """
    found = media.choose(accept, offers)
    if found is None:
        known = ", ".join(offers)
        raise UnacceptableError.of(f"Accept: {accept[:200]}", zh=f"可用格式：{known}。", en=f"there are: {known}.")
    return found

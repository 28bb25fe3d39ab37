"""Which message bytes are, by their first tag alone: for a file that comes without a stream."""

from collections.abc import Mapping

from lxml.etree import XMLSyntaxError

from verzuimbrug.sivi.catalogue import MessageTable, catalogue
from verzuimbrug.sivi.faults import split_tag
from verzuimbrug.sivi.screening import Nothing, chunks, streaming


class _FoundError(Exception):
    """Stops reading at the first tag, or before it."""

    def __init__(self, tag: str = "") -> None:
        super().__init__(tag)
        self.tag = tag


class _FirstTag(Nothing):
    """Waits for a tag."""

    def doctype(self, _name: str, _public_id: str | None, _system: str | None) -> None:
        """Stop: no message has a document type, and its declarations are not to be read."""
        raise _FoundError

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        """Stop there."""
        raise _FoundError(tag)


def table_of(content: bytes) -> MessageTable | None:
    """Return the table of what the bytes call themselves; None when the catalogue has none.

    Nothing but the beginning is read: whether they are such a message is for the check to say.
    """
    tag = ""
    try:
        # A first tag that has not begun within so many bytes is no message's.
        streaming(_FirstTag()).feed(next(chunks(content), b""))
    except _FoundError as found:
        tag = found.tag
    except XMLSyntaxError:
        pass
    return catalogue().by_namespace(*split_tag(tag))

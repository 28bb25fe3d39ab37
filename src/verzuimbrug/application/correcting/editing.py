"""A corrected version made of the stored message by giving some elements another text.

So nobody has to take the file, with all that it says of persons, to mend one value of it.
"""

from collections.abc import Mapping

from verzuimbrug.application.access import Reader
from verzuimbrug.application.messages.overview import find_open
from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.editing import with_texts
from verzuimbrug.store.message_reads import content_of
from verzuimbrug.store.tenancy import tenant

MOST_BYTES = 5 * 1024 * 1024
"""A larger message is corrected as a file: its whole tree would have to be held."""


def edited(reader: Reader, receipt: str, texts: Mapping[str, str]) -> bytes | Finding | None:
    """The message with these texts by path; a finding says what is in the way.

    None when it is not open to the reader, or its bytes were erased.
    """
    with tenant(reader.arbodienst):
        message = find_open(reader, receipt)
        if message is not None and message.is_beside:
            return Finding("VE509", {"receipt": receipt})
        content = b"" if message is None else content_of(message.number)
    if not content:
        return None
    if len(content) > MOST_BYTES:
        return Finding("VE508", {"limit": str(MOST_BYTES // 2**20)})
    return with_texts(content, texts)

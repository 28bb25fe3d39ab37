"""A dry run of a message that is kept: what would become of it now (VE-1)."""

from verzuimbrug.application.access import Reader
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.messages.overview import find_open
from verzuimbrug.application.trying.dry_run import DryRun, dry_run
from verzuimbrug.store.message_reads import content_of
from verzuimbrug.store.tenancy import tenant


def rehearse_stored(reader: Reader, receipt: str) -> DryRun | None:
    """What its stream would make of a message again, by its settings and what is known now.

    None when it is not open to the reader, or its bytes were erased.
    """
    with tenant(reader.arbodienst):
        message = find_open(reader, receipt)
        content = b"" if message is None else content_of(message.number)
    if message is None or not content:
        return None
    ref = AccountRef(arbodienst=reader.arbodienst, account=message.account_number)
    return dry_run(ref, message.stream, content, reader.principal)

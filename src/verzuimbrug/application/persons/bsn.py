"""Showing a BSN to somebody who asks, once: the look is kept (WN-6, NEN 7513)."""

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.persons.head import read_head
from verzuimbrug.store import person_reads
from verzuimbrug.store.sealed import EMPLOYEE_BSN
from verzuimbrug.store.tenancy import tenant


def show_bsn(reader: Reader, person: int) -> str | None:
    """The BSN of a person with a case that counts, where an account has BSN processing on.

    None when there is none to show. That somebody may ask is for the door to check.
    """
    with tenant(reader.arbodienst):
        head = read_head(reader, person)
        if head is None or head.is_shielded or not head.has_bsn:
            return None
        sealed = person_reads.sealed_bsn(head.id)
        record_access(reader, ReadAction.BSN, employees=[head.id], employer=head.employer.id)
    return EMPLOYEE_BSN.unseal(sealed, head.id, arbodienst=reader.arbodienst).decode()

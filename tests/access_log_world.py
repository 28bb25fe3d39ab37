"""An access log of which some is over the shortest term."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from configuring_world import coupling
from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.access_chain import seal_access, verify_access
from verzuimbrug.application.access_forgetting import forget_access
from verzuimbrug.domain.access_chain import Break, Mark
from verzuimbrug.domain.access_forgetting import LEAST_DAYS
from verzuimbrug.store.models import AccessLog
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True)
class Log:
    """The log of one arbodienst, and the ids of its entries in the order of sealing."""

    reader: Reader
    ids: list[int]

    def forget(self) -> int:
        """Forgets by the shortest term; how many entries went."""
        return forget_access(self.reader, LEAST_DAYS, dry_run=False).entries

    def breaks(self, known: Mark | None = None) -> list[Break]:
        """What a verifier finds."""
        return list(verify_access(self.reader, known).breaks)


def make_log(code: str = "GEZOND", old: int = 3, new: int = 2) -> Log:
    """A sealed log of so many entries that are over the shortest term, and so many that are not."""
    reader = Reader(arbodienst=coupling(code).arbodienst, principal="test")
    now = timezone.now()
    with tenant(reader.arbodienst):
        for each in range(old):
            at = now - timedelta(days=LEAST_DAYS + 10 - each)
            AccessLog.objects.create(
                arbodienst_id=reader.arbodienst, at=at, principal="x", action="case.read"
            )
        for each in range(new):
            record_access(reader, ReadAction.DOSSIER, employees=[each])
    assert not seal_access()
    return Log(reader, ids_of(reader))


def ids_of(reader: Reader) -> list[int]:
    """The ids of the entries that are there."""
    with tenant(reader.arbodienst):
        return list(AccessLog.objects.order_by("id").values_list("id", flat=True))

"""Employers get another code; the old one stays theirs (WG-3)."""

from django.utils import timezone

from verzuimbrug.application.release import release_employers
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import Change, Employer, ReservedCode
from verzuimbrug.store.tenancy import tenant


def rename_employer(arbodienst: int, code: str, new_code: str, by: str) -> Finding | None:
    """Gives the employer another code and reserves the old one; or says why that cannot be.

    What waits for the new code goes on by itself (WG-2).
    """
    with tenant(arbodienst):
        employer = Employer.objects.select_for_update(of=("self",)).filter(code=code).first()
        if employer is None:
            return Finding("CF031", {"code": code})
        taken = _taken(employer, new_code)
        if taken is None:
            _rename(employer, new_code, by)
            release_employers(arbodienst)
        return taken


def _taken(employer: Employer, code: str) -> Finding | None:
    if Employer.objects.filter(code=code).exists():
        return Finding("CF032", {"code": code})
    reserved = ReservedCode.objects.filter(code=code).exclude(employer=employer.id)
    current = reserved.values_list("employer__code", flat=True).first()
    return Finding("CF023", {"code": code, "current": str(current)}) if current else None


def _rename(employer: Employer, code: str, by: str) -> None:
    former = employer.code
    ReservedCode.objects.filter(code=code).delete()
    ReservedCode.objects.create(
        arbodienst_id=employer.arbodienst_id, code=former, employer_id=employer.id
    )
    Employer.objects.filter(id=employer.id).update(code=code)
    Change.objects.create(
        arbodienst_id=employer.arbodienst_id,
        object_kind="employer",
        object_id=employer.id,
        by=by,
        at=timezone.now(),
        fields={"code": [former, code]},
    )

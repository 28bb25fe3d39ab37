"""Employers: which there are, and another code for one; the old one stays theirs (WG-3)."""

from dataclasses import replace

from django.utils import timezone

from verzuimbrug.application.configuration.configure import Configured, edit
from verzuimbrug.application.configuration.entries import Configuration, EmployerEntry
from verzuimbrug.application.configuration.export import stored_configuration
from verzuimbrug.application.employers.import_writing import groups_from, write_employers
from verzuimbrug.domain.employer_code import LONGEST_CODE, may_be_code
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import Arbodienst
from verzuimbrug.store.tenancy import tenant


def list_employers(
    arbodienst: int, group: str | None = None
) -> tuple[EmployerEntry, ...] | Finding:
    """The employers by code; of a group those that are in it today, or will be."""
    stored = _stored(arbodienst)
    if group is None:
        return stored.employers
    if group not in {each.code for each in stored.groups}:
        return Finding("CF013", {"value": group})
    today = timezone.localdate()
    return tuple(each for each in stored.employers if group in groups_from(each, today))


def find_employer(arbodienst: int, code: str) -> EmployerEntry | Finding:
    """The employer that has a code, or had it: its present code is in the entry (WG-3)."""
    employers = _stored(arbodienst).employers
    found = {former: each for each in employers for former in each.former_codes}
    found |= {each.code: each for each in employers}
    return found.get(code) or Finding("CF031", {"code": code})


def export_employers(arbodienst: int, group: str | None, language: str) -> str | Finding:
    """The employers as a CSV file that, imported, changes nothing."""
    found = list_employers(arbodienst, group)
    if isinstance(found, Finding):
        return found
    return write_employers(found, language, timezone.localdate())


def rename_employer(
    arbodienst: int, code: str, new_code: str, *, by: str, dry_run: bool = False
) -> Configured:
    """Gives the employer another code and reserves the old one; or says why that cannot be.

    What waits for the new code goes on by itself (WG-2).
    """

    def change(stored: Configuration) -> Configuration | Finding:
        employers = {employer.code: employer for employer in stored.employers}
        if code not in employers:
            return Finding("CF031", {"code": code})
        if new_code in employers:
            return Finding("CF032", {"code": new_code})
        if not may_be_code(new_code):
            return Finding("EI115", {"code": new_code, "maximum": str(LONGEST_CODE)})
        employer = employers[code]
        former = tuple({*employer.former_codes, code} - {new_code})
        entry = replace(employer, code=new_code, former_codes=former)
        return Configuration(arbodienst=stored.arbodienst, employers=(entry,))

    return edit(arbodienst, change, by=by, dry_run=dry_run)


def _stored(arbodienst: int) -> Configuration:
    with tenant(arbodienst):
        return stored_configuration(Arbodienst.objects.get(id=arbodienst))

"""The case system fetches what is passed on: each fetch leaves a row (NEN 7513; DG-5)."""

from dataclasses import dataclass

from django.utils import timezone

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.pages import Page, Window, cut
from verzuimbrug.application.passed_on.facts import ItemFacts, facts_by_number, passed_on
from verzuimbrug.domain.passed_on import ItemKind
from verzuimbrug.sivi.passed_on import File, file_of
from verzuimbrug.store.models import PassedOnItem
from verzuimbrug.store.passed_on import unsealed
from verzuimbrug.store.tenancy import tenant

_LAST_NUMBER = 2**63 - 1


class ErasedError(Exception):
    """The content of an item is not kept any more: its term is over (DG-8)."""


class MedicalError(Exception):
    """The item is a medical record, which this reader may not fetch (DG-5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """Who fetches, and whether that may be of a medical record."""

    reader: Reader
    medical: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An item with the message of its own that it is kept as."""

    facts: ItemFacts
    xml: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedFile:
    """The file of an item."""

    number: int
    file: File


def list_items(fetching: Fetching, window: Window) -> Page[ItemFacts]:
    """The items by number, without their content: for who missed events of them."""
    with tenant(fetching.reader.arbodienst):
        query = passed_on().filter(id__gt=window.after).order_by("id")
        if not fetching.medical:
            query = query.exclude(kind=ItemKind.MEDICAL_RECORD)
        rows, following = cut(list(query[: window.take]), window, lambda row: row.id)
        facts = facts_by_number(rows)
        if rows:
            employees = {row.employee_id for row in rows if row.employee_id is not None}
            record_access(fetching.reader, ReadAction.PASSED_ON_LISTED, employees=employees)
        return Page(tuple(facts[row.id] for row in rows), following)


def fetch(fetching: Fetching, number: int) -> Fetched | None:
    """An item with its content; None when there is none with the number.

    Raises MedicalError, and ErasedError when its term is over.
    """
    with tenant(fetching.reader.arbodienst):
        found = _open(fetching, number)
        if found is None:
            return None
        row, content = found
        _note(fetching, row, ReadAction.PASSED_ON)
        return Fetched(facts=facts_by_number([row])[row.id], xml=content.decode())


def fetch_file(fetching: Fetching, number: int) -> FetchedFile | None:
    """The file of an item; None when there is none. Raises as `fetch`."""
    with tenant(fetching.reader.arbodienst):
        found = _open(fetching, number)
        file = None if found is None else file_of(found[1])
        if found is None or file is None:
            return None
        _note(fetching, found[0], ReadAction.PASSED_ON_FILE)
        return FetchedFile(number=number, file=file)


def _open(fetching: Fetching, number: int) -> tuple[PassedOnItem, bytes] | None:
    if number > _LAST_NUMBER:
        return None
    row = passed_on().filter(id=number).first()
    if row is None:
        return None
    if row.kind == ItemKind.MEDICAL_RECORD and not fetching.medical:
        raise MedicalError
    whole = PassedOnItem.objects.only("content", "message_id", "position", "arbodienst_id")
    kept = whole.get(id=number)
    if kept.content is None:
        raise ErasedError
    return row, unsealed(kept)


def _note(fetching: Fetching, row: PassedOnItem, action: ReadAction) -> None:
    """Who fetched of whom; from the first time on the term is shorter (DG-8)."""
    employees = [] if row.employee_id is None else [row.employee_id]
    record_access(fetching.reader, action, employees=employees, employer=row.employer_id)
    PassedOnItem.objects.filter(id=row.id, fetched_at=None).update(fetched_at=timezone.now())

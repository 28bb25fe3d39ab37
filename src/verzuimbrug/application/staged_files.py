"""A file stays here between the preview of what it changes and the moment that somebody agrees.

The one who handed it in is the only one who can take it in, once, and not for long. A file that he
hands in for the same purpose takes its place.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import QuerySet
from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.store.models import StagedFile
from verzuimbrug.store.sealed import STAGED_FILE
from verzuimbrug.store.tenancy import tenant

LIFETIME = timedelta(minutes=30)
_LONGEST_NAME = 200


class Purpose(StrEnum):
    """What a file was handed in for."""

    EMPLOYERS = "employers"
    CONFIGURATION = "configuration"
    PORTAL_EMPLOYERS = "portal-employers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A file that was handed in."""

    id: int
    name: str
    content: bytes
    expires_at: datetime


def stage_file(reader: Reader, purpose: Purpose, name: str, content: bytes) -> int:
    """Keeps the file for a while; gives the number by which it is found again."""
    with tenant(reader.arbodienst):
        _of(reader).filter(purpose=purpose).delete()
        row = StagedFile.objects.create(
            arbodienst_id=reader.arbodienst,
            principal=reader.principal,
            purpose=purpose,
            name=name[:_LONGEST_NAME],
            content=STAGED_FILE.seal(content, reader.principal, purpose.value),
            expires_at=timezone.now() + LIFETIME,
        )
        return row.id


def find_staged(reader: Reader, purpose: Purpose, number: int) -> Staged | None:
    """The file; None when there is none of the reader with this number, or no longer."""
    with tenant(reader.arbodienst):
        valid = _of(reader).filter(purpose=purpose, expires_at__gt=timezone.now())
        row = valid.filter(id=number).first()
    if row is None:
        return None
    content = STAGED_FILE.unseal_of(row)
    return Staged(id=row.id, name=row.name, content=content, expires_at=row.expires_at)


def drop_staged(reader: Reader, number: int) -> None:
    """Forgets the file."""
    with tenant(reader.arbodienst):
        _of(reader).filter(id=number).delete()


def forget_expired_files(now: datetime) -> None:
    """Nothing is kept of files of the present tenant that nobody agreed with in time."""
    StagedFile.objects.filter(expires_at__lte=now).delete()


def _of(reader: Reader) -> QuerySet[StagedFile]:
    return StagedFile.objects.filter(principal=reader.principal)

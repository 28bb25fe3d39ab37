"""A file waits for agreement: encrypted, for who handed it in, and not for long."""

from datetime import timedelta

import pytest
from django.utils import timezone

from importing_world import arbodienst
from verzuimbrug.application.access import Reader
from verzuimbrug.application.housekeep import housekeep
from verzuimbrug.application.staged_files import (
    LIFETIME,
    Purpose,
    drop_staged,
    find_staged,
    stage_file,
)
from verzuimbrug.store.models import StagedFile
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CONTENT = b"code;naam\nW1;Een\n"


def _reader(own: int, principal: str = "mies") -> Reader:
    return Reader(arbodienst=own, principal=principal)


def _stage(reader: Reader, content: bytes = CONTENT) -> int:
    return stage_file(reader, Purpose.EMPLOYERS, "werkgevers.csv", content)


def _age(own: int) -> None:
    with tenant(own):
        StagedFile.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def test_who_handed_it_in_finds_it_again() -> None:
    reader = _reader(arbodienst())
    staged = find_staged(reader, Purpose.EMPLOYERS, _stage(reader))

    assert staged is not None
    assert (staged.name, staged.content) == ("werkgevers.csv", CONTENT)
    assert timezone.now() < staged.expires_at <= timezone.now() + LIFETIME


def test_it_is_encrypted() -> None:
    reader = _reader(arbodienst())
    _stage(reader)
    with tenant(reader.arbodienst):
        assert b"Een" not in bytes(StagedFile.objects.get().content)


def test_nobody_else_finds_it_nor_for_another_purpose() -> None:
    own = arbodienst()
    number = _stage(_reader(own))

    assert find_staged(_reader(own, "ander"), Purpose.EMPLOYERS, number) is None
    assert find_staged(_reader(arbodienst("ELDERS")), Purpose.EMPLOYERS, number) is None
    assert find_staged(_reader(own), Purpose.CONFIGURATION, number) is None


def test_another_file_takes_its_place() -> None:
    reader = _reader(arbodienst())
    first = _stage(reader)
    second = _stage(reader, b"anders")

    assert find_staged(reader, Purpose.EMPLOYERS, first) is None
    assert find_staged(reader, Purpose.EMPLOYERS, second) is not None


def test_it_ends() -> None:
    reader = _reader(arbodienst())
    number = _stage(reader)
    drop_staged(_reader(reader.arbodienst, "ander"), number)
    assert find_staged(reader, Purpose.EMPLOYERS, number) is not None
    drop_staged(reader, number)
    assert find_staged(reader, Purpose.EMPLOYERS, number) is None


def test_housekeeping_forgets_what_nobody_agreed_with() -> None:
    reader = _reader(arbodienst())
    number = _stage(reader)
    housekeep()
    assert find_staged(reader, Purpose.EMPLOYERS, number) is not None

    _age(reader.arbodienst)
    assert find_staged(reader, Purpose.EMPLOYERS, number) is None
    housekeep()
    with tenant(reader.arbodienst):
        assert not StagedFile.objects.exists()

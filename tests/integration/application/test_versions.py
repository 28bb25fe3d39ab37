"""Every save makes a version: who, when, what changed, and back."""

import pytest

from configuring_world import ACCOUNT, apply, as_file, coupling, example
from exports_world import EXPORT, exporting
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.configuration.configure import configure
from verzuimbrug.application.configuration.configured_objects import save_object
from verzuimbrug.application.configuration.restore_version import restore_version
from verzuimbrug.application.configuration.versions import (
    KINDS,
    ConfiguredObject,
    Version,
    list_versions,
)
from verzuimbrug.application.employers.employers import rename_employer

pytestmark = pytest.mark.usefixtures("database")

STREAM = (ACCOUNT, "Verzuimmeldingen")
KEYS = {
    "arbodienst": ("GEZOND",),
    "employer group": ("FELISON-VI",),
    "scheme": ("standaard",),
    "conversion table": ("relaties",),
    "employer": ("FLSN1001",),
    "account": (ACCOUNT,),
    "stream": STREAM,
    "export": (EXPORT,),
}


def _object(ref: AccountRef, kind: str = "stream") -> ConfiguredObject:
    return ConfiguredObject(arbodienst=ref.arbodienst, kind=kind, key=KEYS[kind])


def _versions(of: ConfiguredObject) -> tuple[Version, ...]:
    versions = list_versions(of)
    assert versions is not None
    return versions


def _save_mode(mode: str, by: str = "mies") -> None:
    changed = example()
    changed["accounts"][0]["streams"][0]["mode"] = mode
    configure(as_file(changed), by)


def test_a_save_says_who_and_what_changed() -> None:
    ref = coupling()
    _save_mode("approval")

    newest, first = _versions(_object(ref))
    assert (newest.number, newest.by, newest.content["mode"]) == (2, "mies", "approval")
    (difference,) = newest.differences
    assert (difference["field"], difference["before"], difference["after"]) == (
        "mode",
        "live",
        "approval",
    )
    assert (first.number, first.by) == (1, "test")


def test_applying_the_same_makes_no_version() -> None:
    ref = coupling()
    apply(example())
    assert len(_versions(_object(ref))) == 1


def test_back_to_an_earlier_version_is_a_save_too() -> None:
    ref = coupling()
    _save_mode("approval")
    shown = restore_version(_object(ref), 1, by="mies", dry_run=True)
    done = restore_version(_object(ref), 1, by="mies")

    assert [str(one) for one in shown.differences] == [str(one) for one in done.differences]
    assert done.applied
    assert not shown.applied
    newest, _, first = _versions(_object(ref))
    assert newest.content == first.content


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_object_goes_back(kind: str) -> None:
    changed = example()
    changed["conversion_tables"] = [{"code": "relaties", "values": {"1": "2"}}]
    changed["exports"] = exporting()["exports"]
    ref = coupling()
    apply(changed)
    for part in (
        changed["arbodienst"],
        changed["employer_groups"][0],
        changed["classification_schemes"][0],
        changed["conversion_tables"][0],
        changed["employers"][0],
    ):
        part["name"] = "Anders"
    changed["accounts"][0]["culture"] = "en"
    changed["accounts"][0]["streams"][0]["mode"] = "approval"
    changed["exports"][0]["edition"] = "2025"
    apply(changed)

    assert restore_version(_object(ref, kind), 1, by="mies").findings == ()
    newest, between, first = _versions(_object(ref, kind))
    assert newest.content == first.content != between.content


def test_an_employer_keeps_its_present_code() -> None:
    ref = coupling()
    rename_employer(ref.arbodienst, "FLSN1001", "FLSN2", by="test")
    renamed = ConfiguredObject(arbodienst=ref.arbodienst, kind="employer", key=("FLSN2",))

    assert restore_version(renamed, 1, by="mies").findings == ()
    assert _versions(renamed)[0].content["code"] == "FLSN2"


@pytest.mark.parametrize("key", [STREAM, (ACCOUNT, "Anders")])
def test_a_version_that_is_not_there_is_a_finding(key: tuple[str, ...]) -> None:
    ref = coupling()
    of = ConfiguredObject(arbodienst=ref.arbodienst, kind="stream", key=key)
    (finding,) = restore_version(of, 7, by="mies").findings
    assert finding.code == "CF030"


def test_versions_of_another_arbodienst_are_not_there() -> None:
    gezond, fit = coupling("GEZOND"), coupling("FIT")
    _save_mode("approval")

    assert len(_versions(_object(gezond))) == 2
    assert len(_versions(_object(fit))) == 1
    assert list_versions(ConfiguredObject(arbodienst=0, kind="stream", key=STREAM)) is None


def test_an_object_keeps_characters_that_yaml_reads_otherwise() -> None:
    ref = coupling()
    of = _object(ref, "employer group")
    content = {"code": "FELISON-VI", "name": "Groep \U0001f600 \u2029 met een regeleinde"}

    assert save_object(of, content, by="mies").findings == ()
    assert _versions(of)[0].content == content
    faults = save_object(of, {**content, "name": "a\u0085b"}, by="mies").findings
    assert [fault.code for fault in faults] == ["CF036"]

"""Versions as somebody reads them: of one object, of a kind, of everything that is open."""

import pytest

from configuring_world import ACCOUNT, as_file, coupling, example
from verzuimbrug.application.access import Reader
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.configuration.configure import configure
from verzuimbrug.application.configuration.version_reading import (
    find_shown_object,
    page_versions,
    show_version,
)
from verzuimbrug.application.configuration.versions import object_ids
from verzuimbrug.application.pages import Window
from verzuimbrug.domain.authority import Authority
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CLOSED = Authority(employers=frozenset(), accounts=frozenset())


def _reader(ref: AccountRef, authority: Authority | None = None) -> Reader:
    return Reader(arbodienst=ref.arbodienst, principal="test", authority=authority or Authority())


def _id(ref: AccountRef, kind: str, *key: str) -> int:
    with tenant(ref.arbodienst):
        return object_ids(kind)[key]


def test_the_versions_of_one_object_the_newest_first() -> None:
    ref = coupling()
    for name in ("Twee", "Drie"):
        changed = example()
        changed["employers"][0]["name"] = name
        configure(as_file(changed), "mies")
    number = _id(ref, "employer", "FLSN1001")

    first = page_versions(_reader(ref), Window(limit=2), "employer", number)
    assert [(each.number, each.by) for each in first.items] == [(3, "mies"), (2, "mies")]
    assert first.items[0].content["name"] == "Drie"
    assert first.items[0].key == ("FLSN1001",)
    assert first.next is not None
    last = page_versions(_reader(ref), Window(after=first.next), "employer", number)
    assert [each.number for each in last.items] == [1]
    assert show_version(_reader(ref), last.items[0].id) == last.items[0]
    assert show_version(_reader(ref), 10**9) is None


def test_everything_that_was_saved() -> None:
    kinds = [each.kind for each in page_versions(_reader(coupling()), Window()).items]

    assert sorted(set(kinds)) == [
        "account",
        "arbodienst",
        "employer",
        "employer group",
        "scheme",
        "stream",
    ]


def test_what_is_closed_is_not_there() -> None:
    ref = coupling()
    everything, closed = _reader(ref), _reader(ref, CLOSED)
    stream = _id(ref, "stream", ACCOUNT, "Verzuimmeldingen")
    for kind, number in (
        ("employer", _id(ref, "employer", "FLSN1001")),
        ("employer group", _id(ref, "employer group", "FELISON-VI")),
        ("account", ref.account),
        ("stream", stream),
    ):
        found = find_shown_object(everything, kind, number)
        assert found is not None
        assert found.kind == kind
        assert find_shown_object(closed, kind, number) is None
        assert page_versions(closed, Window(), kind, number).items == ()
    assert find_shown_object(everything, "stream", 10**9) is None
    # The scope of an export names employers.
    assert find_shown_object(closed, "export", 1) is None
    kinds = {each.kind for each in page_versions(closed, Window()).items}
    assert kinds == {"arbodienst", "scheme"}


def test_a_group_is_open_by_an_employer_in_it() -> None:
    ref = coupling()
    employers = frozenset({_id(ref, "employer", "FLSN1001")})
    limited = _reader(ref, Authority(employers=employers, accounts=frozenset()))

    group = _id(ref, "employer group", "FELISON-VI")
    found = find_shown_object(limited, "employer group", group)
    assert found is not None
    assert found.key == ("FELISON-VI",)
    assert page_versions(limited, Window(), "employer group", group).items


def test_what_all_share_is_open_and_what_is_not_there_is_not() -> None:
    ref = coupling()
    closed = _reader(ref, CLOSED)

    own = find_shown_object(closed, "arbodienst", ref.arbodienst)
    assert own is not None
    assert own.key == ("GEZOND",)
    assert find_shown_object(closed, "arbodienst", ref.arbodienst + 1) is None
    assert find_shown_object(closed, "scheme", 10**9) is None
    assert find_shown_object(closed, "iets", 1) is None

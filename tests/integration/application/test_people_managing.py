"""People of an arbodienst: invited, given rights, shut out and let in again."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from configuring_world import apply, coupling, example
from people_world import PASSWORD, limit, person, visiting
from verzuimbrug.application.accounts import find_arbodienst
from verzuimbrug.application.users.inviting import (
    OPEN_FOR,
    accept_invitation,
    make_invitation,
    show_invitation,
)
from verzuimbrug.application.users.listing import group_choices, list_colleagues, show_colleague
from verzuimbrug.application.users.managing import (
    WantedRights,
    change_rights,
    invite,
    let_in,
    new_link,
    preview_rights,
    reset_second_factor,
    shut_out,
)
from verzuimbrug.application.users.own import change_own
from verzuimbrug.application.users.people import PersonError
from verzuimbrug.application.users.scopes import ScopeCodes
from verzuimbrug.application.users.visitor import Visitor
from verzuimbrug.store.models import GroupMembership, Invitation, User
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

GROUP = "FELISON-VI"
LIMITED = ScopeCodes(is_limited=True, groups=(GROUP,), employers=("X1",))


def _manager(email: str = "anna@example.nl") -> Visitor:
    configuration = example()
    configuration["employers"] += [{"code": code, "name": code} for code in ("X1", "X2")]
    apply(configuration)
    return visiting(person(find_arbodienst().id, "manage", email))


def _colleague(visitor: Visitor, role: str = "setup", email: str = "ben@example.nl") -> User:
    return person(visitor.reader.arbodienst, role, email)


def test_who_is_invited_chooses_a_password_behind_a_link() -> None:
    visitor = _manager()
    secret = invite(visitor, "ben@example.nl", "Ben", WantedRights(role="setup", scope=LIMITED))

    invited = show_invitation(secret)
    assert invited is not None
    assert (invited.name, invited.email) == ("Ben", "ben@example.nl")
    assert (invited.arbodienst_name, invited.language) == ("Arbodienst Gezond", "nl")
    made = accept_invitation(secret, PASSWORD)
    assert made is not None
    assert User.objects.get(email="ben@example.nl").check_password(PASSWORD)
    assert visiting(made).reader.authority.employers is not None


def test_a_link_opens_once() -> None:
    secret = invite(_manager(), "ben@example.nl", "Ben", WantedRights(role="setup"))
    accept_invitation(secret, PASSWORD)
    assert show_invitation(secret) is None
    assert accept_invitation(secret, "een heel ander wachtwoord") is None
    assert User.objects.get(email="ben@example.nl").check_password(PASSWORD)


def test_a_password_that_will_not_do_leaves_the_link_open() -> None:
    secret = invite(_manager(), "ben@example.nl", "Ben", WantedRights(role="setup"))
    with pytest.raises(PersonError) as weak:
        accept_invitation(secret, "kort")
    assert weak.value.code == "password"
    assert show_invitation(secret) is not None


def test_a_link_that_never_was_opens_nothing() -> None:
    assert show_invitation("nergens") is None
    assert accept_invitation("nergens", PASSWORD) is None


def test_a_link_expires() -> None:
    visitor = _manager()
    secret = invite(visitor, "ben@example.nl", "Ben", WantedRights(role="setup"))
    with tenant(visitor.reader.arbodienst):
        row = Invitation.objects.get()
        Invitation.objects.update(expires_at=row.expires_at - OPEN_FOR)
    assert show_invitation(secret) is None


def test_a_new_link_takes_the_place_of_the_one_before() -> None:
    visitor = _manager()
    first = invite(visitor, "ben@example.nl", "Ben", WantedRights(role="setup"))
    second = new_link(visitor, User.objects.get(email="ben@example.nl").id)
    assert second is not None
    assert show_invitation(first) is None
    assert show_invitation(second) is not None


def test_nobody_is_invited_twice() -> None:
    visitor = _manager()
    invite(visitor, "ben@example.nl", "Ben", WantedRights(role="setup"))
    with pytest.raises(PersonError) as twice:
        invite(visitor, "BEN@example.nl", "Ben", WantedRights(role="setup"))
    assert twice.value.code == "taken"


@pytest.mark.parametrize(
    ("scope", "code", "about"),
    [
        (ScopeCodes(is_limited=True, groups=("WEG",)), "groups", "WEG"),
        (ScopeCodes(is_limited=True, employers=("X1", "WEG")), "employers", "WEG"),
        (ScopeCodes(is_limited=True), "nothing", ""),
    ],
)
def test_nobody_is_limited_to_what_is_not_there(scope: ScopeCodes, code: str, about: str) -> None:
    visitor = _manager()
    with pytest.raises(PersonError) as unknown:
        invite(visitor, "ben@example.nl", "Ben", WantedRights(role="setup", scope=scope))
    assert (unknown.value.code, unknown.value.about) == (code, about)
    assert not User.objects.filter(email="ben@example.nl").exists()


def test_rights_are_shown_before_they_are_changed() -> None:
    visitor = _manager()
    ben = _colleague(visitor)
    shown = preview_rights(visitor, ben.id, WantedRights(role="audit", scope=LIMITED))

    assert shown is not None
    assert (shown.name, shown.reach) == ("Ben", 2)
    assert (shown.before.role, shown.after.role) == ("setup", "audit")
    assert User.objects.get(id=ben.id).role == "setup"


def test_changed_rights_hold_and_are_kept_with_what_they_were() -> None:
    visitor = _manager()
    ben = _colleague(visitor)
    change_rights(visitor, ben.id, WantedRights(role="audit", scope=LIMITED))

    details = show_colleague(visitor.reader, ben.id)
    assert details is not None
    assert (details.colleague.role, details.colleague.scope) == ("audit", LIMITED)
    event = details.events[0]
    assert (event.event, event.by) == ("rights-changed", "user:anna@example.nl")
    assert event.details["before"] == {"role": "setup"}
    assert event.details["after"] == {"role": "audit", "groups": [GROUP], "employers": ["X1"]}


def test_what_stays_the_same_is_not_kept() -> None:
    visitor = _manager()
    ben = _colleague(visitor)
    change = change_rights(visitor, ben.id, WantedRights(role="setup"))
    assert change is not None
    assert not change.changes
    details = show_colleague(visitor.reader, ben.id)
    assert details is not None
    assert [event.event for event in details.events] == ["created"]


def test_nobody_changes_their_own_rights() -> None:
    visitor = _manager()
    _colleague(visitor, "manage")
    for change in (
        lambda: change_rights(visitor, visitor.user, WantedRights(role="audit")),
        lambda: shut_out(visitor, visitor.user),
        lambda: reset_second_factor(visitor, visitor.user),
        lambda: new_link(visitor, visitor.user),
    ):
        with pytest.raises(PersonError) as own:
            change()
        assert own.value.code == "own-rights"


def test_a_beheerder_is_left() -> None:
    visitor = _manager()
    limited = _colleague(visitor, "manage")
    limit(limited, employers=["X1"])
    other = _colleague(visitor, "manage", "cees@example.nl")
    assert shut_out(visitor, other.id) == "Cees"
    User.objects.filter(id=visitor.user).update(is_active=False)
    let_in(visitor, other.id)
    with pytest.raises(PersonError) as last:
        shut_out(visitor, other.id)
    assert last.value.code == "last-manager"


def test_who_is_limited_does_not_take_away_what_is_closed_to_them() -> None:
    """Neither a group of which nobody is a member today."""
    visitor = _manager()
    ben, cees = _colleague(visitor, "manage"), _colleague(visitor, "setup", "cees@example.nl")
    limit(ben, employers=["X1"])
    limit(cees, groups=[GROUP], employers=["X1"])
    with tenant(visitor.reader.arbodienst):
        GroupMembership.objects.all().delete()
    only_theirs = ScopeCodes(is_limited=True, employers=("X1",))
    with pytest.raises(PersonError) as beyond:
        change_rights(
            visiting(User.objects.get(id=ben.id)),
            cees.id,
            WantedRights(role="audit", scope=only_theirs),
        )
    assert beyond.value.code == "beyond-own"
    found = show_colleague(visitor.reader, cees.id)
    assert found is not None
    assert found.colleague.scope.groups == (GROUP,)


def test_who_is_limited_sees_to_people_within_that_only() -> None:
    visitor = _manager()
    ben, cees = _colleague(visitor, "manage"), _colleague(visitor, "setup", "cees@example.nl")
    limit(ben, employers=["X1"])
    by_ben = visiting(User.objects.get(id=ben.id))
    with pytest.raises(PersonError) as beyond:
        change_rights(by_ben, cees.id, WantedRights(role="audit"))
    assert beyond.value.code == "beyond-own"
    with pytest.raises(PersonError):
        new_link(by_ben, cees.id)
    only = ScopeCodes(is_limited=True, employers=("X1",))
    assert invite(by_ben, "dirk@example.nl", "Dirk", WantedRights(role="setup", scope=only))


def test_who_is_shut_out_cannot_open_a_link_and_may_come_back() -> None:
    visitor = _manager()
    secret = invite(visitor, "ben@example.nl", "Ben", WantedRights(role="setup"))
    ben = User.objects.get(email="ben@example.nl")
    shut_out(visitor, ben.id)
    assert show_invitation(secret) is None
    assert new_link(visitor, ben.id) is None
    let_in(visitor, ben.id)
    assert new_link(visitor, ben.id) is not None


def test_a_second_factor_can_be_taken_away() -> None:
    visitor = _manager()
    ben = _colleague(visitor)
    Authenticator.objects.create(user_id=ben.id, type="totp", data={})
    assert [one.has_second_factor for one in list_colleagues(visitor.reader)] == [False, True]
    assert reset_second_factor(visitor, ben.id) == "Ben"
    assert not Authenticator.objects.exists()
    details = show_colleague(visitor.reader, ben.id)
    assert details is not None
    assert details.events[0].details == {"number": 1}


def test_people_of_another_arbodienst_are_not_there() -> None:
    visitor = _manager()
    theirs = person(coupling("FIT").arbodienst, "setup", "ben@example.nl")
    wanted = WantedRights(role="audit")
    assert preview_rights(visitor, theirs.id, wanted) is None
    assert change_rights(visitor, theirs.id, wanted) is None
    assert shut_out(visitor, theirs.id) is None
    assert reset_second_factor(visitor, theirs.id) is None
    assert new_link(visitor, theirs.id) is None
    assert show_colleague(visitor.reader, theirs.id) is None
    assert [one.email for one in list_colleagues(visitor.reader)] == ["anna@example.nl"]


def test_the_list_says_who_has_an_open_link() -> None:
    visitor = _manager()
    invite(visitor, "ben@example.nl", "Ben", WantedRights(role="setup"))
    anna, ben = list_colleagues(visitor.reader)
    assert (anna.invited_until, ben.has_password) == (None, False)
    assert ben.invited_until is not None


def test_groups_to_choose_from() -> None:
    visitor = _manager()
    assert group_choices(visitor.reader) == ((GROUP, "Gezamenlijke relaties Felison"),)


def test_somebody_changes_their_own_name_and_language() -> None:
    visitor = _manager()
    change_own(visitor, name=" Anna Jansen ", language="en")
    change_own(visitor, name="Anna Jansen", language="en")
    changed = visiting(User.objects.get())
    assert (changed.name, changed.language) == ("Anna Jansen", "en")
    details = show_colleague(visitor.reader, visitor.user)
    assert details is not None
    assert [event.event for event in details.events] == ["renamed", "created"]
    with pytest.raises(PersonError):
        change_own(visitor, name="Anna", language="fr")


def test_the_list_takes_the_same_queries_whatever_many() -> None:
    visitor = _manager()
    limit(_colleague(visitor), employers=["X1"])
    few = _queries(visitor)
    for number in range(20):
        limit(_colleague(visitor, "setup", f"n{number}@example.nl"), employers=["X1"])
    assert _queries(visitor) == few


def test_a_link_of_another_kind_invites_nobody() -> None:
    visitor = _manager()
    ben = _colleague(visitor)
    secret = make_invitation(visitor.reader.arbodienst, ben, "test")
    assert show_invitation(secret[:-1]) is None


def _queries(visitor: Visitor) -> int:
    with CaptureQueriesContext(connection) as caught:
        list_colleagues(visitor.reader)
    return len(caught)

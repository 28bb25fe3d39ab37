"""People of an arbodienst: invited, given rights, shut out and let in again, by a beheerder."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from verzuimbrug.application.users.activating import set_active
from verzuimbrug.application.users.inviting import make_invitation
from verzuimbrug.application.users.people import NewPerson, PersonError, create, log_user_event
from verzuimbrug.application.users.scopes import (
    EVERYWHERE,
    FoundScope,
    ScopeCodes,
    find_scope,
    scopes_of,
    store_scope,
)
from verzuimbrug.application.users.second_factor import take_away_factors
from verzuimbrug.application.users.sessions import end_sessions
from verzuimbrug.application.users.visitor import Visitor
from verzuimbrug.domain.permissions import Role
from verzuimbrug.domain.user_changes import Hindrance, Rights, hindrance
from verzuimbrug.store.models import User
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedRights:
    """The role and the scope that somebody is to have."""

    role: str
    scope: ScopeCodes = EVERYWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsChange:
    """What a change of rights comes to: before and after, and at how many employers (None: all)."""

    name: str
    before: WantedRights
    after: WantedRights
    reach: int | None

    @property
    def changes(self) -> bool:
        """Whether anything does."""
        return self.before != self.after


def invite(visitor: Visitor, email: str, name: str, wanted: WantedRights) -> str:
    """Makes somebody who may sign in, and the link by which they choose a password."""
    arbodienst = visitor.reader.arbodienst
    with tenant(arbodienst):
        scope = find_scope(wanted.scope, visitor.reader.authority)
        _check(visitor, None, None, Rights(role=wanted.role, employers=scope.reach))
        person = NewPerson(arbodienst=arbodienst, email=email, name=name, role=wanted.role)
        user = create(person, visitor.reader.principal)
        store_scope(user, scope)
        return make_invitation(visitor.reader.arbodienst, user, visitor.reader.principal)


def preview_rights(visitor: Visitor, user_id: int, wanted: WantedRights) -> RightsChange | None:
    """What the change comes to; None when there is no such person. Raises PersonError."""
    with tenant(visitor.reader.arbodienst):
        user = _find(visitor, user_id)
        return None if user is None else _change(visitor, user, wanted)[0]


def change_rights(visitor: Visitor, user_id: int, wanted: WantedRights) -> RightsChange | None:
    """Gives somebody these rights from now on. Raises PersonError."""
    with tenant(visitor.reader.arbodienst):
        user = _find(visitor, user_id, lock=True)
        if user is None:
            return None
        change, scope = _change(visitor, user, wanted)
        if change.changes:
            User.objects.filter(id=user.id).update(role=wanted.role)
            store_scope(user, scope)
            log_user_event(user, visitor.reader.principal, "rights-changed", _told(change))
        return change


def shut_out(visitor: Visitor, user_id: int) -> str | None:
    """Shuts somebody out, signs them out everywhere; their name. Raises PersonError."""
    return _with(visitor, user_id, lambda user: _set_active(visitor, user, is_active=False))


def let_in(visitor: Visitor, user_id: int) -> str | None:
    """Lets somebody in again who was shut out; their name. Raises PersonError."""
    return _with(visitor, user_id, lambda user: _set_active(visitor, user, is_active=True))


def reset_second_factor(visitor: Visitor, user_id: int) -> str | None:
    """Takes away somebody's second factor, signs them out; their name. Raises PersonError."""

    def reset(user: User) -> None:
        _check_hold(visitor, user)
        taken = take_away_factors(user.id)
        end_sessions(user.id)
        log_user_event(
            user, visitor.reader.principal, "second-factor-taken-away", {"number": taken}
        )

    return _with(visitor, user_id, reset)


def new_link(visitor: Visitor, user_id: int) -> str | None:
    """A new link for somebody to choose a password by; its secret. Raises PersonError."""
    with tenant(visitor.reader.arbodienst):
        user = _find(visitor, user_id, lock=True)
        if user is None or not user.is_active:
            return None
        _check_hold(visitor, user)
        return make_invitation(visitor.reader.arbodienst, user, visitor.reader.principal)


def _set_active(visitor: Visitor, user: User, *, is_active: bool) -> None:
    before = _rights(user)
    _check(visitor, user, before, replace(before, is_active=is_active))
    set_active(user, visitor.reader.principal, is_active=is_active)


def _with(visitor: Visitor, user_id: int, do: Callable[[User], None]) -> str | None:
    with tenant(visitor.reader.arbodienst):
        user = _find(visitor, user_id, lock=True)
        if user is None:
            return None
        do(user)
        return user.name


def _find(visitor: Visitor, user_id: int, *, lock: bool = False) -> User | None:
    """A person of the same arbodienst; with a lock on all of them, so that a beheerder is left."""
    people = User.objects.filter(arbodienst=visitor.reader.arbodienst)
    if lock:
        list(people.select_for_update().order_by("id").values_list("id"))
    return people.filter(id=user_id).first()


def _change(visitor: Visitor, user: User, wanted: WantedRights) -> tuple[RightsChange, FoundScope]:
    scope = find_scope(wanted.scope, visitor.reader.authority)
    before = _rights(user)
    after = Rights(role=wanted.role, employers=scope.reach, is_active=user.is_active)
    _check(visitor, user, before, after)
    shown = scopes_of([user], visitor.reader.authority)[user.id]
    if shown.others:
        # A group without members adds nothing to what somebody may, and would go unseen.
        raise PersonError(Hindrance.BEYOND_OWN.value)
    change = RightsChange(
        name=user.name,
        before=WantedRights(role=user.role, scope=shown),
        after=wanted,
        reach=None if scope.reach is None else len(scope.reach),
    )
    return change, scope


def _rights(user: User) -> Rights:
    reach = find_scope(scopes_of([user])[user.id]).reach if not user.scope_all else None
    return Rights(role=user.role, employers=reach, is_active=user.is_active)


def _check(visitor: Visitor, user: User | None, before: Rights | None, after: Rights) -> None:
    people = User.objects.filter(arbodienst=visitor.reader.arbodienst)
    managers = people.filter(role=Role.MANAGE, is_active=True, scope_all=True).count()
    found = hindrance(
        before,
        after,
        own=visitor.reader.authority.employers,
        is_self=user is not None and user.id == visitor.user,
        managers=managers,
    )
    if found is not None:
        raise PersonError(found.value)


def _check_hold(visitor: Visitor, user: User) -> None:
    """That somebody's sign-in is this visitor's to see to: nobody's own, nobody's with more."""
    if user.id == visitor.user:
        raise PersonError("own-rights")
    rights = _rights(user)
    _check(visitor, user, rights, rights)


def _told(change: RightsChange) -> dict[str, object]:
    return {"before": _written(change.before), "after": _written(change.after)}


def _written(rights: WantedRights) -> dict[str, object]:
    limited = {"groups": rights.scope.groups, "employers": rights.scope.employers}
    return {"role": rights.role, **(limited if rights.scope.is_limited else {})}

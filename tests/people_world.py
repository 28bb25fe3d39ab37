"""People of an arbodienst, in a few words."""

from collections.abc import Iterable

from verzuimbrug.application.users.people import NewPerson, create
from verzuimbrug.application.users.visitor import Visitor, visitor_of
from verzuimbrug.store.models import Employer, EmployerGroup, User, UserScope
from verzuimbrug.store.tenancy import tenant

PASSWORD = "vier paarse olifanten"


def person(arbodienst: int | None, role: str = "manage", email: str = "anna@example.nl") -> User:
    """Somebody who may sign in, with a password once they need one."""
    name = email.partition("@")[0].capitalize()
    return create(NewPerson(arbodienst=arbodienst, email=email, name=name, role=role), "test")


def limit(user: User, *, employers: Iterable[str] = (), groups: Iterable[str] = ()) -> None:
    """Limits somebody to these employers and groups, by code."""
    assert user.arbodienst is not None
    whose = user.arbodienst.id
    with tenant(whose):
        User.objects.filter(id=user.id).update(scope_all=False)
        for one in Employer.objects.filter(code__in=employers):
            UserScope.objects.create(arbodienst_id=whose, user=user, employer=one)
        for each in EmployerGroup.objects.filter(code__in=groups):
            UserScope.objects.create(arbodienst_id=whose, user=user, group=each)


def visiting(user: User) -> Visitor:
    """The visitor that somebody is."""
    visitor = visitor_of(user.id)
    assert visitor is not None
    return visitor

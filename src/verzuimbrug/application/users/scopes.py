"""What people are limited to, by the codes that a person gives and sees. Within the tenant."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from verzuimbrug.application.users.authority import employers_in, members_of_groups
from verzuimbrug.application.users.people import PersonError
from verzuimbrug.store.models import Employer, EmployerGroup, User, UserScope


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeCodes:
    """The groups and employers that somebody is limited to; neither when nothing limits."""

    is_limited: bool = False
    groups: tuple[str, ...] = ()
    employers: tuple[str, ...] = ()


EVERYWHERE = ScopeCodes()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundScope:
    """A scope by the ids of its groups and employers, and the employers that it comes to."""

    groups: tuple[int, ...]
    employers: tuple[int, ...]
    reach: frozenset[int] | None


def find_scope(codes: ScopeCodes) -> FoundScope:
    """The scope with these codes. Raises PersonError for a code that is not there."""
    if not codes.is_limited:
        return FoundScope(groups=(), employers=(), reach=None)
    groups = _ids(EmployerGroup, "groups", codes.groups)
    employers = _ids(Employer, "employers", codes.employers)
    if not groups and not employers:
        raise PersonError("nothing")
    parts = [*((group, None) for group in groups), *((None, employer) for employer in employers)]
    return FoundScope(
        groups=groups, employers=employers, reach=employers_in(parts, members_of_groups())
    )


def store_scope(user: User, scope: FoundScope) -> None:
    """Limits somebody to this from now on."""
    UserScope.objects.filter(user=user).delete()
    whose = {"arbodienst_id": user.arbodienst_id, "user_id": user.id}
    rows = [UserScope(**whose, group_id=group) for group in scope.groups]
    rows += [UserScope(**whose, employer_id=employer) for employer in scope.employers]
    UserScope.objects.bulk_create(rows)
    User.objects.filter(id=user.id).update(scope_all=scope.reach is None)


def scopes_of(people: Iterable[User]) -> Mapping[int, ScopeCodes]:
    """What each of these people is limited to."""
    limited = [one.id for one in people if not one.scope_all]
    groups: dict[int, list[str]] = defaultdict(list)
    employers: dict[int, list[str]] = defaultdict(list)
    rows = UserScope.objects.filter(user__in=limited)
    for user, group, employer in rows.values_list("user", "group__code", "employer__code"):
        (groups if group else employers)[user].append(group or employer)
    found = {
        user: ScopeCodes(
            is_limited=True,
            groups=tuple(sorted(groups[user])),
            employers=tuple(sorted(employers[user])),
        )
        for user in limited
    }
    return defaultdict(ScopeCodes, found)


def _ids(
    model: type[Employer] | type[EmployerGroup], what: str, codes: Sequence[str]
) -> tuple[int, ...]:
    found = dict(model.objects.filter(code__in=codes).values_list("code", "id"))
    unknown = [code for code in codes if code not in found]
    if unknown:
        raise PersonError(what, ", ".join(unknown))
    return tuple(found.values())

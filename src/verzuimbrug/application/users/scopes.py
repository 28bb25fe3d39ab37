"""What people are limited to, by the codes that a person gives and sees. Within the tenant."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, Q, QuerySet, When

from verzuimbrug.application.employers.group_reading import open_groups
from verzuimbrug.application.users.authority import employers_in, members_of_groups
from verzuimbrug.application.users.people import PersonError
from verzuimbrug.domain.authority import EVERYTHING, Authority
from verzuimbrug.store.models import Employer, EmployerGroup, User, UserScope


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeCodes:
    """The groups and employers that somebody is limited to; neither when nothing limits.

    `others` counts those that are closed to who looks.
    """

    is_limited: bool = False
    groups: tuple[str, ...] = ()
    employers: tuple[str, ...] = ()
    others: int = 0


EVERYWHERE = ScopeCodes()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundScope:
    """A scope by the ids of its groups and employers, and the employers that it comes to."""

    groups: tuple[int, ...]
    employers: tuple[int, ...]
    reach: frozenset[int] | None


def find_scope(codes: ScopeCodes, of: Authority = EVERYTHING) -> FoundScope:
    """The scope with these codes. Raises PersonError for a code that is not there.

    What is closed to the authority of who asks is not there.
    """
    if not codes.is_limited:
        return FoundScope(groups=(), employers=(), reach=None)
    groups = _ids(open_groups(of), "groups", codes.groups)
    employers = _ids(open_employers(of), "employers", codes.employers)
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


def open_employers(authority: Authority) -> QuerySet[Employer]:
    """The employers that are open to somebody."""
    if authority.employers is None:
        return Employer.objects.all()
    return Employer.objects.filter(id__in=authority.employers)


def scopes_of(people: Iterable[User], of: Authority = EVERYTHING) -> Mapping[int, ScopeCodes]:
    """What each of these people is limited to, in codes as far as that is open to who asks."""
    limited = [one.id for one in people if not one.scope_all]
    groups: dict[int, list[str]] = defaultdict(list)
    employers: dict[int, list[str]] = defaultdict(list)
    others: Counter[int] = Counter()
    opened = Q(group__in=open_groups(of)) | Q(employer__in=open_employers(of))
    rows = UserScope.objects.filter(user__in=limited).annotate(
        open=Case(When(opened, then=True), default=False)
    )
    for user, is_open, group, employer in rows.values_list(
        "user", "open", "group__code", "employer__code"
    ):
        if is_open:
            (groups if group else employers)[user].append(group or employer)
        else:
            others[user] += 1
    found = {
        user: ScopeCodes(
            is_limited=True,
            groups=tuple(sorted(groups[user])),
            employers=tuple(sorted(employers[user])),
            others=others[user],
        )
        for user in limited
    }
    return defaultdict(ScopeCodes, found)


def _ids(
    there: QuerySet[Employer] | QuerySet[EmployerGroup], what: str, codes: Sequence[str]
) -> tuple[int, ...]:
    found = dict(there.filter(code__in=codes).values_list("code", "id"))
    unknown = [code for code in codes if code not in found]
    if unknown:
        raise PersonError(what, ", ".join(unknown))
    return tuple(found.values())

"""Somebody of each role who can sign in to the console at the end of the story."""

import secrets
from dataclasses import dataclass

from verzuimbrug.cli.story.instance import Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Who signs in, as what, and with which password."""

    email: str
    password: str
    what: str


_ROLES = (
    ("beheerder@gezond.example", "Bo de Beheerder", "manage", "beheerder"),
    ("klantbeheer@gezond.example", "Kim Klantbeheer", "setup", "klantbeheerder"),
    ("felison@gezond.example", "Fae Felison", "setup", "klantbeheerder van {group} alleen"),
    ("auditor@gezond.example", "Ada Auditor", "audit", "auditor: leest en verandert niets"),
    ("platform@verzuimbrug.example", "Pim Platform", "operator", "platformbeheerder"),
)
_LIMITED = "felison@gezond.example"


def make_visitors(instance: Instance, group: str) -> list[SignIn]:
    """Make somebody of each role; one is limited to an employer group."""
    made = []
    for email, name, role, what in _ROLES:
        password = "-".join(secrets.token_hex(3) for _ in range(3))
        create = ("users", "create", email, "--name", name, "--role", role, "--password-stdin")
        instance.run(*create, said=f"{password}\n")
        made.append(SignIn(email=email, password=password, what=what.format(group=group)))
    _limit(instance, group)
    return made


def _limit(instance: Instance, group: str) -> None:
    """As the beheerder would do it on the page of that person."""
    from verzuimbrug.cli.instance import open_instance

    open_instance(instance.data)
    from verzuimbrug.application.users.managing import WantedRights, change_rights
    from verzuimbrug.application.users.people import find
    from verzuimbrug.application.users.scopes import ScopeCodes
    from verzuimbrug.application.users.visitor import visitor_of

    beheerder = visitor_of(find(_ROLES[0][0]).id)
    assert beheerder is not None  # noqa: S101 -- made above
    scope = ScopeCodes(is_limited=True, groups=(group,))
    change_rights(beheerder, find(_LIMITED).id, WantedRights(role="setup", scope=scope))

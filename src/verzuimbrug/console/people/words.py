"""What roles, changes, looks and rules are called on the pages."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verzuimbrug.application.users.people import PersonError
from verzuimbrug.domain.explaining import Rule
from verzuimbrug.domain.permissions import Role

Words = Mapping[str, Promise | str]

ROLES: Words = MappingProxyType(
    {
        Role.MANAGE: _("beheerder"),
        Role.SETUP: _("klantbeheerder"),
        Role.AUDIT: _("auditor"),
        Role.OPERATOR: _("operator of the platform"),
    }
)

ROLE_CHOICES = (
    (Role.SETUP, _("klantbeheerder: sets up couplings, solves what waits")),
    (Role.MANAGE, _("beheerder: also people, keys and settings of the whole arbodienst")),
    (Role.AUDIT, _("auditor: sees everything, changes nothing")),
)

_WRONG: Words = MappingProxyType(
    {
        "taken": _("This address cannot be invited: somebody signs in with it already."),
        "address": _("This is not an e-mail address."),
        "long-address": _("This address is too long: 90 characters at most."),
        "name": _("A name has at most 100 characters, on one line."),
        "role": _("Choose one of the roles."),
        "employers": _("There is no employer with the code %(about)s."),
        "groups": _("There is no group with the code %(about)s."),
        "nothing": _("Choose at least one group or employer, or do not limit."),
        "language": _("Choose one of the languages."),
        "own-rights": _("You do not change your own rights. A colleague who is beheerder does."),
        "last-manager": _(
            "This is the last beheerder of your arbodienst. Make somebody else beheerder first."
        ),
        "beyond-own": _("You can give rights at your own employers only."),
        "arbodienst-code": _("A code has capitals, digits and dashes: two to forty of them."),
        "arbodienst-name": _("A name has at most 200 characters, on one line."),
        "arbodienst-taken": _("There is an arbodienst with this code already."),
    }
)

EVENTS: Words = MappingProxyType(
    {
        "created": _("Sign-in made"),
        "link-made": _("Link made to choose a password"),
        "password-chosen": _("Password chosen"),
        "signed-in": _("Signed in"),
        "rights-changed": _("Rights changed"),
        "deactivated": _("Shut out"),
        "let-in": _("Let in again"),
        "second-factor-taken-away": _("Second factor taken away"),
        "renamed": _("Name changed"),
    }
)

LOOKS: Words = MappingProxyType(
    {
        "employees.read": _("list of persons"),
        "events.read": _("events"),
        "persons.found": _("persons searched"),
        "dossier.read": _("dossier"),
        "case.read": _("absence case"),
        "details.read": _("personal data"),
        "sources.read": _("sources of values"),
        "known.read": _("what was known when"),
        "bsn.shown": _("citizen service number"),
        "person.exported": _("all data of a person as a file"),
        "person.erased": _("person erased"),
        "access-log.forgotten": _("beginning of the access log erased by term"),
        "report.read": _("processing report"),
        "changes.read": _("change log"),
        "changes.shown": _("changes of a message before they were made"),
        "parked.read": _("what waits"),
        "message.tried": _("try-out of a message"),
        "passed-on.fetched": _("fetched what is passed on"),
        "passed-on.file-fetched": _("fetched a file that is passed on"),
        "passed-on.listed": _("list of what is passed on"),
        "messages.compared": _("shadow run of messages"),
        "export.sent": _("sent to a receiver"),
        "export.switched-on": _("export switched on"),
        "export.switched-off": _("export switched off"),
        "export.begun-anew": _("export sent again from the beginning"),
    }
)

RULES: Words = MappingProxyType(
    {
        Rule.ACTIVE: _("May sign in."),
        Rule.ROLE: _("The role has the right that this asks."),
        Rule.EMPLOYER: _("The employer is one of those that this person may see."),
        Rule.COUPLING: _("This person may see every employer that the coupling may touch."),
        Rule.CASE: _(
            "There is an absence case that counts. Without one, name and address are masked."
        ),
    }
)


def told(wrong: PersonError) -> str:
    """Why something cannot be done, in words."""
    return str(_WRONG.get(wrong.code, wrong.about)) % {"about": wrong.about}

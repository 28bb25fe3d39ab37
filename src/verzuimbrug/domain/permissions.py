"""What somebody may do, and which roles may do it: a list that one can read."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Permission(StrEnum):
    """One thing that a key or a person may or may not do."""

    DOSSIERS_READ = "dossiers.read"
    BSN_SHOW = "bsn.show"
    PERSONS_EXPORT = "persons.export"
    PERSONS_ERASE = "persons.erase"
    MESSAGES_READ = "messages.read"
    REPORTS_READ = "reports.read"
    EMPLOYERS_READ = "employers.read"
    EMPLOYERS_WRITE = "employers.write"
    GROUPS_READ = "groups.read"
    GROUPS_WRITE = "groups.write"
    CLASSIFICATIONS_READ = "classifications.read"
    CLASSIFICATIONS_WRITE = "classifications.write"
    ACCOUNTS_READ = "accounts.read"
    ACCOUNTS_WRITE = "accounts.write"
    ACCOUNTS_ACTIVATE = "accounts.activate"
    STREAMS_READ = "streams.read"
    STREAMS_WRITE = "streams.write"
    CREDENTIALS_READ = "credentials.read"
    CREDENTIALS_WRITE = "credentials.write"
    SFTP_KEYS_READ = "sftp-keys.read"
    SFTP_KEYS_WRITE = "sftp-keys.write"
    READINESS_READ = "readiness.read"
    READINESS_WAIVE = "readiness.waive"
    LINKS_READ = "links.read"
    LINKS_WRITE = "links.write"
    CONVERSION_TABLES_READ = "conversion-tables.read"
    CONVERSION_TABLES_WRITE = "conversion-tables.write"
    CONFIGURATION_READ = "configuration.read"
    CONFIGURATION_WRITE = "configuration.write"
    CHANGES_READ = "changes.read"
    HELD_READ = "held.read"
    HELD_DECIDE = "held.decide"
    MESSAGES_CORRECT = "messages.correct"
    UNDO_READ = "undo.read"
    UNDO_WRITE = "undo.write"
    PARKING_READ = "parking.read"
    PARKING_HEAL = "parking.heal"
    PORTAL_DELIVERIES_READ = "portal-deliveries.read"
    PORTAL_DELIVERIES_WRITE = "portal-deliveries.write"
    API_KEYS_READ = "api-keys.read"
    API_KEYS_WRITE = "api-keys.write"
    MESSAGES_DOWNLOAD = "messages.download"
    PEOPLE_READ = "people.read"
    PEOPLE_WRITE = "people.write"
    ACCESS_LOG_READ = "access-log.read"
    SETTINGS_READ = "settings.read"
    SETTINGS_WRITE = "settings.write"
    WEBHOOKS_READ = "webhooks.read"
    WEBHOOKS_WRITE = "webhooks.write"
    PASSED_ON_FETCH = "passed-on.fetch"
    MEDICAL_FETCH = "medical.fetch"
    EXPORTS_READ = "exports.read"
    EXPORTS_WRITE = "exports.write"
    ARBODIENSTEN_READ = "arbodiensten.read"
    ARBODIENSTEN_WRITE = "arbodiensten.write"


class Role(StrEnum):
    """For whom a set of permissions is meant."""

    READ = "read"
    """The case system."""

    PASSED_ON = "passed-on"
    """The case system, where it fetches what is passed on to it; no person has this role."""

    MEDICAL = "medical"
    """The same, medical records too."""

    AUDIT = "audit"
    """The auditor: sees everything and changes nothing."""

    SETUP = "setup"
    """The klantbeheerder: sets up couplings."""

    MANAGE = "manage"
    """The beheerder: also keeps what all couplings of the arbodienst share."""

    OPERATOR = "operator"
    """The platform operator: sees arbodiensten and counts, and no personal data at all."""


class KeyScope(StrEnum):
    """The roles that an API key can have."""

    READ = Role.READ
    PASSED_ON = Role.PASSED_ON
    MEDICAL = Role.MEDICAL
    AUDIT = Role.AUDIT
    SETUP = Role.SETUP
    MANAGE = Role.MANAGE


ARBODIENST_ROLES = (Role.MANAGE, Role.SETUP, Role.AUDIT)
"""The roles of people of an arbodienst, the one that may most first."""


_READING_DOSSIERS = frozenset(
    {
        Permission.DOSSIERS_READ,
        Permission.EMPLOYERS_READ,
        Permission.MESSAGES_READ,
        Permission.REPORTS_READ,
    }
)
_OF_OPERATORS = frozenset({Permission.ARBODIENSTEN_READ, Permission.ARBODIENSTEN_WRITE})
_FETCHING = frozenset({Permission.PASSED_ON_FETCH, Permission.MEDICAL_FETCH})
"""What no person may, nor a key that may anything else: it is for the case system alone (DG-6)."""
_OF_AN_ARBODIENST = frozenset(Permission) - _OF_OPERATORS - _FETCHING
_READING = frozenset(one for one in _OF_AN_ARBODIENST if one.endswith(".read"))
_WHOLE_ARBODIENST = frozenset(
    {
        Permission.ACCESS_LOG_READ,
        Permission.API_KEYS_WRITE,
        Permission.BSN_SHOW,
        Permission.CONFIGURATION_WRITE,
        Permission.CONVERSION_TABLES_WRITE,
        Permission.PEOPLE_WRITE,
        Permission.PERSONS_ERASE,
        Permission.PERSONS_EXPORT,
        Permission.SETTINGS_WRITE,
        Permission.EXPORTS_WRITE,
        Permission.WEBHOOKS_WRITE,
    }
)

ROLES: Mapping[str, frozenset[Permission]] = MappingProxyType(
    {
        Role.READ: _READING_DOSSIERS,
        Role.PASSED_ON: frozenset({Permission.PASSED_ON_FETCH}),
        Role.MEDICAL: _FETCHING,
        Role.AUDIT: _READING,
        Role.SETUP: _OF_AN_ARBODIENST - _WHOLE_ARBODIENST,
        Role.MANAGE: _OF_AN_ARBODIENST,
        Role.OPERATOR: _OF_OPERATORS,
    }
)
"""The permissions of each role."""


def may(role: str, permission: Permission) -> bool:
    """Whether a role may do this; one that is not there may nothing."""
    return permission in ROLES.get(role, frozenset())

"""The configuration (as code) under which an arbodienst can take in what the simulator sends."""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from verzuimbrug.domain.deliveries import MessageKind
from verzuimbrug.portal.people import Employer
from verzuimbrug.portal.profiles import EDITIONS, Profile
from verzuimbrug.sivi.tags import (
    CLASSIFICATION_TAGS,
    DEFAULT_EMPLOYEE_KEY,
    DEFAULT_EMPLOYER_CODE,
    PORTAL_MESSAGES,
)

_CAUSE_TAG = next(tag for tag, name in CLASSIFICATION_TAGS.items() if name == "cause")
_CLASSIFICATIONS = (
    {"code": "ziekte", "name": "Ziekte"},
    {"code": "arbeidsongeval", "name": "Arbeidsongeval"},
    {"code": "regres", "name": "Ongeval door derde"},
)
_BY_CAUSE = {"10": "arbeidsongeval", "11": "regres"}


def configuration(profile: Profile, employers: Iterable[Employer]) -> Mapping[str, Any]:
    """Return the configuration of one coupling, its code tables confirmed: ready but for a load."""
    return {
        "arbodienst": {"code": "GEZOND", "name": "Arbodienst Gezond"},
        "employer_groups": [
            {"code": profile.group, "name": f"Gezamenlijke relaties {profile.account}"}
        ],
        "classification_schemes": [
            {"code": "standaard", "classifications": list(_CLASSIFICATIONS)}
        ],
        "employers": [_employer(profile, employer) for employer in employers],
        "accounts": [_account(profile)],
    }


def as_yaml(configured: Mapping[str, Any]) -> str:
    """Return the text of a configuration file."""
    return yaml.safe_dump(configured, allow_unicode=True, sort_keys=False, width=100)


def _employer(profile: Profile, employer: Employer) -> Mapping[str, Any]:
    return {
        "code": f"{profile.prefix}{employer.number}",
        "name": employer.name,
        "contract_reference": f"DVO-{employer.number}",
        "groups": [profile.group],
        "classifications": "standaard",
    }


def _account(profile: Profile) -> Mapping[str, Any]:
    absence = {
        **_stream(profile, profile.absence_stream, MessageKind.ABSENCE),
        "operations": "generic",
        "operations_confirmed": True,
        "classification": {"default": "ziekte", _CAUSE_TAG: dict(_BY_CAUSE)},
    }
    return {
        "name": profile.account,
        "type": "web-service",
        "portal": profile.name,
        "insurer": "Felison Assuradeuren",
        "scope": {"employer_groups": [profile.group]},
        "culture": "nl",
        "report_recipients": ["klantbeheer@example.nl"],
        "streams": [absence, _stream(profile, profile.employee_stream, profile.employee_kind)],
    }


def _stream(profile: Profile, name: str, kind: MessageKind) -> dict[str, Any]:
    return {
        "name": name,
        "message": PORTAL_MESSAGES[kind],
        "editions": list(EDITIONS),
        "employer_code": f"{profile.prefix}{DEFAULT_EMPLOYER_CODE}",
        "employee_key": DEFAULT_EMPLOYEE_KEY,
    }

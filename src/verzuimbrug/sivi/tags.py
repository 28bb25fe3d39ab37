"""The SIVI tags that other layers need as data: what a stream may name, and its defaults."""

from collections.abc import Mapping
from types import MappingProxyType

from verzuimbrug.domain.deliveries import DOSSIER_KINDS, MessageKind

MESSAGE_KINDS: Mapping[str, MessageKind] = MappingProxyType(
    {
        "Verzuimmeldingen": MessageKind.ABSENCE,
        "WerknemersGegevens": MessageKind.EMPLOYEES,
        "Dienstverbanden": MessageKind.EMPLOYMENTS,
        "VerzuimmeldingenVerzekeraar-Arbodienst": MessageKind.ABSENCE,
        "Documenten": MessageKind.PASSED_ON,
        "MedischeKaart": MessageKind.PASSED_ON,
        "Afspraken": MessageKind.PASSED_ON,
        "AanvraagPreventieveDiensten": MessageKind.PASSED_ON,
        "WerkgeversGegevensBasisregistratie": MessageKind.EMPLOYERS,
        "UitwisselenKoppelcontractgegevens": MessageKind.EMPLOYERS,
    }
)
"""The messages that a stream can carry, by the name of their table (not their root tag)."""

DOSSIER_MESSAGES = tuple(name for name, kind in MESSAGE_KINDS.items() if kind in DOSSIER_KINDS)
"""Those of them that change dossiers."""

PORTAL_MESSAGES: Mapping[MessageKind, str] = MappingProxyType(
    {
        MessageKind.ABSENCE: "Verzuimmeldingen",
        MessageKind.EMPLOYEES: "WerknemersGegevens",
        MessageKind.EMPLOYMENTS: "Dienstverbanden",
    }
)
"""The message of each kind of `DOSSIER_KINDS` that a portal of employers sends."""

DEFAULT_EMPLOYER_CODE = "[IdWrkgvrArbdnst]"
"""The template of the employer code when a stream names none (WG-1)."""

EMPLOYER_TAGS = (
    "HndlsnmOrg",
    "InschrijvingsnrKvK",
    "VestigingsnrHandelsregister",
    "IdWrkgvrArbdnst",
    "AansltnrGeguitwlngArbdnst",
    "IDWrkgvrVerzekeraar",
    "IdWrkgvrUWV",
    "Lhnr",
    "IndERDWGA",
    "IndERDZW",
)
"""The simple tags of the employer group: a template of the employer code may name them (WG-1).

Not every message has each of them; nor each of the link keys.
"""

TAG_ALIASES: Mapping[str, str] = MappingProxyType({"IdWrkgvrArbndst": "IdWrkgvrArbdnst"})
"""Spellings that people type in a mapping, with the tag that is meant."""

DEFAULT_EMPLOYEE_KEY = "IdWrknmr"
PERSONNEL_NUMBER_KEY = "PersNr"
BSN_KEY = "SofiNr"
INSURER_KEYS = ("IdWrknmrVzkr", "IdWrknmrArbdnst")
"""The numbers of an insurer and of an arbodienst for one person; only insurers' messages hold them.
"""
EMPLOYEE_KEYS = (DEFAULT_EMPLOYEE_KEY, PERSONNEL_NUMBER_KEY, *INSURER_KEYS, BSN_KEY)
"""The tags a stream may name as link key (WN-1); the last only when BSN processing is on."""

KEY_WITH_FORMER = DEFAULT_EMPLOYEE_KEY
"""The only link key of which a message can name the former one (WN-3)."""

CLASSIFICATION_TAGS: Mapping[str, str] = MappingProxyType(
    {"OorzkVrzmCd": "cause", "VngntJN": "safety_net", "WAZOCd": "leave"}
)
"""The tags a stream may classify by (VZ-13), each with its attribute of `DeliveredReport`."""


def stands_beside(message: str) -> bool:
    """Whether a stream may carry the message, and it changes no dossier."""
    return message in MESSAGE_KINDS and message not in DOSSIER_MESSAGES


def real_tag(tag: str) -> str:
    """Return the tag that a person means who typed `tag` in a mapping."""
    return TAG_ALIASES.get(tag, tag)

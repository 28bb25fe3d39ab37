"""What is sent to another party, and how: from the file to the settings of an export."""

from collections.abc import Mapping
from typing import Any

from verzuimbrug.application.configuration.document import Section
from verzuimbrug.application.configuration.entries import ExportEntry, Plain
from verzuimbrug.application.configuration.scopes import read_scope
from verzuimbrug.domain.export_persons import STATED
from verzuimbrug.domain.exports import DeliveryKind
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.operations import PRESETS
from verzuimbrug.domain.webhooks import check_url
from verzuimbrug.sivi.fitting import EXPORTED, exported_editions
from verzuimbrug.sivi.tags import PORTAL_MESSAGES

EXPORT_DEFAULTS: Plain = {
    "sender": "",
    "receiver": "",
    "software": "Verzuimbrug",
    "edition": "",
    "messages": sorted(EXPORTED),
    "operations": "generic",
    "test": False,
    "bsn": False,
    "all_persons": False,
    "closed_cases": False,
    "employer_number": [],
    "connection_number": [],
    "stated": {},
    "contact": {},
    "delivery": {},
}
"""The settings of an export in the order of the file; what equals its default is left out."""

STREAM_PLACE = "{stream}"
"""Stands in an address for the name of the stream of a message."""

_IDENTITY, _SOFTWARE = 40, 35
_DELIVERIES = tuple(each.value for each in DeliveryKind)
_GENDERS = ("M", "V", "O")
_ROLES = ("01", "02", "03", "04", "05")
_PORT, _LAST_PORT = 22, 65_535


def read_export(section: Section, faults: list[Finding]) -> ExportEntry:
    """One export with its settings, checked against the catalogue."""
    name = section.required("name", 100)
    scope = read_scope(section, faults)
    settings: dict[str, Any] = {
        "sender": section.required("sender", _IDENTITY),
        "receiver": section.required("receiver", _IDENTITY),
        "software": section.text("software", _SOFTWARE, default=EXPORT_DEFAULTS["software"]),
        **_what(section, faults),
        "operations": section.choice("operations", tuple(PRESETS), "generic"),
        **{flag: section.flag(flag) for flag in ("test", "bsn", "all_persons", "closed_cases")},
        "employer_number": list(section.texts("employer_number")),
        "connection_number": list(section.texts("connection_number")),
        "stated": _stated(section, faults),
        "contact": _contact(section),
        "delivery": _delivery(section, faults),
    }
    section.close()
    kept = {key: settings[key] for key in EXPORT_DEFAULTS if settings[key] != EXPORT_DEFAULTS[key]}
    return ExportEntry(name=name, scope=scope, settings=kept, place=section.place)


def _what(section: Section, faults: list[Finding]) -> Plain:
    """Which messages, and an edition that has them all."""
    messages = section.texts("messages") or EXPORTED
    for message in messages:
        if message not in EXPORTED:
            params = {"value": message, "known": ", ".join(EXPORTED)}
            faults.append(Finding("CF010", params, *section.place_of("messages")))
    edition = section.required("edition")
    for message in messages:
        known = exported_editions(message)
        if edition and known and edition not in known:
            params = {"edition": edition, "message": message, "known": ", ".join(known)}
            faults.append(Finding("CF022", params, *section.place_of("edition")))
    return {"edition": edition, "messages": sorted(messages)}


def _stated(section: Section, faults: list[Finding]) -> Mapping[str, str]:
    """What is sent where a person, employment or employer lacks what an edition demands."""
    stated = section.pairs("stated")
    for name in stated:
        if name not in STATED:
            params = {"key": name, "known": ", ".join(STATED)}
            faults.append(Finding("CF008", params, *section.place_of("stated")))
    return stated


def _contact(section: Section) -> Plain:
    part = section.required_section("contact")
    if part is None:
        return {}
    contact = {
        "surname": part.required("surname", 200),
        "initials": part.required("initials", 6),
        "gender": part.choice("gender", _GENDERS, "O"),
        "phone": part.required("phone", 100),
        "role": part.choice("role", _ROLES, "01").zfill(2),
    }
    part.close()
    return contact


def _delivery(section: Section, faults: list[Finding]) -> Plain:
    part = section.required_section("delivery")
    if part is None:
        return {}
    kind = part.choice("type", _DELIVERIES, DeliveryKind.COLLECT)
    delivery: dict[str, Any] = {"type": kind}
    if kind == DeliveryKind.HTTPS:
        delivery |= _https(part, faults)
    if kind == DeliveryKind.SFTP:
        delivery |= _sftp(part, faults)
    part.close()
    return delivery


def _https(part: Section, faults: list[Finding]) -> Plain:
    url = part.required("url", 500)
    problem = check_url(url.replace(STREAM_PLACE, "s"), private=True) if url else None
    if problem is not None:
        params = {"problem": str(problem)}
        faults.append(Finding("CF044", params, *part.place_of("url")))
    return {"url": url, **_streams(part, faults)}


def _sftp(part: Section, faults: list[Finding]) -> Plain:
    port = part.number("port", _PORT)
    if not 0 < port <= _LAST_PORT:
        faults.append(Finding("CF006", {"value": str(port)}, *part.place_of("port")))
    return {
        "host": part.required("host", 255),
        "port": port,
        "user": part.required("user", 100),
        "folder": part.text("folder", 300, default=STREAM_PLACE),
        **_streams(part, faults),
    }


def _streams(part: Section, faults: list[Finding]) -> Plain:
    """The name of the stream of each message, where it is not that of the message."""
    streams = part.pairs("streams")
    known = tuple(PORTAL_MESSAGES.values())
    for message in streams:
        if message not in known:
            params = {"value": message, "known": ", ".join(EXPORTED)}
            faults.append(Finding("CF010", params, *part.place_of("streams")))
    return {"streams": streams} if streams else {}

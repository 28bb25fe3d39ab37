"""From the file to the settings of a stream, with the usual ones of its portal."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from verzuimbrug.application.configuration.answer_settings import read_answer_codes
from verzuimbrug.application.configuration.beside_settings import without_meaning
from verzuimbrug.application.configuration.codes import as_codes, read_codes, values_of
from verzuimbrug.application.configuration.document import Section
from verzuimbrug.application.configuration.entries import (
    STREAM_DEFAULTS,
    Place,
    StreamEntry,
    without_defaults,
)
from verzuimbrug.application.configuration.guards import read_guards
from verzuimbrug.application.configuration.profiles import PROFILES, editions_of
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.employer_code import TAG
from verzuimbrug.domain.fields import Policy
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.operations import PRESETS
from verzuimbrug.domain.streams import DuplicatePersons, Mode
from verzuimbrug.sivi.mapping.field_names import (
    convertible_fields,
    employee_keys,
    employer_tags,
    employment_fields,
    person_fields,
)
from verzuimbrug.sivi.tags import (
    CLASSIFICATION_TAGS,
    DEFAULT_EMPLOYEE_KEY,
    DEFAULT_EMPLOYER_CODE,
    EMPLOYEE_KEYS,
    MESSAGE_KINDS,
    real_tag,
)

_CODE_OPTIONS = {"trim": True, "upper": False, "strip_zeros": False}


def read_stream(section: Section, portal: str, faults: list[Finding]) -> StreamEntry:
    """One stream with its settings, checked against the catalogue."""
    name = section.required("name", 100)
    message = _message(section, PROFILES.get(portal, {}).get(name, ""), faults)
    editions = _editions(section, message, faults)
    settings: dict[str, Any] = {
        "message": message,
        "editions": editions,
        "operations_per_edition": _operations_per_edition(section, editions, faults),
        "operations_confirmed": _operations_confirmed(section, editions, faults),
        "employer_code": _employer_code(section, message, faults),
        "employee_key": _employee_key(section, message, faults),
        "classification": _classification(section, faults),
        "field_policies": _field_policies(section, message, faults),
        "conversions": _conversions(section, message, faults),
        "employer_code_options": _code_options(section),
        **_handling(section, faults),
    }
    section.close()
    kept = without_defaults(settings)
    for setting in without_meaning(message, kept):
        params = {"setting": setting, "message": message}
        faults.append(Finding("CF043", params, *section.place_of(setting)))
    return StreamEntry(name=name, settings=kept, place=section.place)


def _message(section: Section, usual: str, faults: list[Finding]) -> str:
    if usual or section.text("message"):
        return section.choice("message", tuple(MESSAGE_KINDS), usual)
    known = ", ".join(MESSAGE_KINDS)
    faults.append(Finding("CF021", {"known": known}, *section.place_of("message")))
    return ""


def _editions(section: Section, message: str, faults: list[Finding]) -> list[str]:
    """The editions listed; left out: all that the catalogue has of the message (MSG-1)."""
    known = editions_of(message)
    listed = section.texts("editions")
    for edition in listed:
        if message in MESSAGE_KINDS and edition not in known:
            params = {"edition": edition, "message": message, "known": ", ".join(known)}
            faults.append(Finding("CF022", params, *section.place_of("editions")))
    return sorted(listed or known)


def _employer_code(section: Section, message: str, faults: list[Finding]) -> str:
    """The template, its tags spelt as in the standard, and all in the message (WG-1)."""
    written = section.text("employer_code", default=DEFAULT_EMPLOYER_CODE)
    template = TAG.sub(lambda found: f"[{real_tag(found[1])}]", written)
    place = section.place_of("employer_code")
    tags, text = TAG.findall(template), TAG.sub("", template)
    if not tags or "[" in text or "]" in text:
        faults.append(Finding("CF017", {"template": written}, *place))
    known = employer_tags(message)
    for tag in tags:
        if message in MESSAGE_KINDS and tag not in known:
            params = {"tag": tag, "message": message, "known": ", ".join(known)}
            faults.append(Finding("CF018", params, *place))
    return template


def _employee_key(section: Section, message: str, faults: list[Finding]) -> str:
    """The tag of the link key, which the message must have, if it has persons at all (WN-1)."""
    tag = section.choice("employee_key", EMPLOYEE_KEYS, DEFAULT_EMPLOYEE_KEY)
    known = employee_keys(message)
    if known and tag in EMPLOYEE_KEYS and tag not in known:
        params = {"tag": tag, "message": message, "known": ", ".join(known)}
        faults.append(Finding("CF042", params, *section.place_of("employee_key")))
    return tag


def _handling(section: Section, faults: list[Finding]) -> dict[str, Any]:
    """How the reports of a stream are taken (VZ, VE-1, VE-2)."""
    return {
        "operations": _operations(section, "operations", faults),
        "mode": section.choice("mode", tuple(Mode), Mode.LIVE.value),
        "gaps": section.choice("gaps", ("park", "accept"), "park"),
        "ended_reasons": as_codes(section.texts("ended_reasons")),
        "maternity_leaves": as_codes(section.texts("maternity_leaves")),
        "composite_days": section.number("composite_days", STREAM_DEFAULTS["composite_days"]),
        "oldest_days": section.number("oldest_days", STREAM_DEFAULTS["oldest_days"]),
        "duplicate_persons": section.choice(
            "duplicate_persons", tuple(DuplicatePersons), DuplicatePersons.PARK.value
        ),
        "guards": read_guards(section, faults),
        "answers": read_answer_codes(section, faults),
    }


def _operations(section: Section, key: str, faults: list[Finding]) -> str | dict[str, str]:
    """The name of a preset, or a table of the stream's own: operation by processing code."""
    if section.is_mapping(key):
        table = read_codes(section, key, PRESETS["generic"], faults)
        _words(section.place_of(key), table, tuple(Operation), faults)
        return table
    return section.choice(key, tuple(PRESETS), "generic")


def _operations_per_edition(
    section: Section, editions: Collection[str], faults: list[Finding]
) -> dict[str, str | dict[str, str]]:
    """The tables of editions that have another one than the stream (VZ)."""
    part = section.section("operations_per_edition")
    if part is None:
        return {}
    _accepted(part.names, editions, part.place, faults)
    return {edition: _operations(part, edition, faults) for edition in part.names}


def _operations_confirmed(
    section: Section, editions: Collection[str], faults: list[Finding]
) -> bool | list[str]:
    """Whether a person confirmed the code tables with the sender, of all or of some editions."""
    if not section.is_list("operations_confirmed"):
        return section.flag("operations_confirmed")
    listed = section.texts("operations_confirmed")
    _accepted(listed, editions, section.place_of("operations_confirmed"), faults)
    return sorted(listed)


def _accepted(
    named: Iterable[str], editions: Collection[str], place: Place, faults: list[Finding]
) -> None:
    """The editions named are among those that the stream accepts."""
    for edition in named:
        if edition not in editions:
            params = {"value": edition, "known": ", ".join(editions)}
            faults.append(Finding("CF010", params, *place))


def _classification(section: Section, faults: list[Finding]) -> dict[str, Any]:
    """The default, and a table per tag that a stream may classify by (VZ-13)."""
    part = section.section("classification")
    if part is None:
        return {}
    table: dict[str, Any] = {"default": part.text("default", 60)}
    for tag in CLASSIFICATION_TAGS:
        table[tag] = read_codes(part, tag, values_of(tag), faults)
    part.close()
    return {key: value for key, value in table.items() if value}


def _field_policies(section: Section, message: str, faults: list[Finding]) -> dict[str, str]:
    table = section.pairs("field_policies")
    _words(section.place_of("field_policies"), table, tuple(Policy), faults)
    known = (*person_fields(message), *employment_fields(message))
    _fields(section.place_of("field_policies"), table, known, faults)
    return table


def _conversions(section: Section, message: str, faults: list[Finding]) -> dict[str, str]:
    """The conversion table of each field that has one."""
    tables = section.pairs("conversions")
    _fields(section.place_of("conversions"), tables, convertible_fields(message), faults)
    return tables


def _fields(
    place: Place, named: Iterable[str], known: tuple[str, ...], faults: list[Finding]
) -> None:
    """The fields named are in the messages of the stream; an unknown message has none (CF021)."""
    path, line = place
    for name in named:
        if known and name not in known:
            params = {"value": name, "known": ", ".join(known)}
            faults.append(Finding("CF035", params, f"{path}.{name}", line))


def _code_options(section: Section) -> dict[str, Any]:
    part = section.section("employer_code_options")
    if part is None:
        return {}
    options: dict[str, Any] = {
        name: part.flag(name, default=default) for name, default in _CODE_OPTIONS.items()
    }
    conversion = (
        part.pairs("conversion") if part.is_mapping("conversion") else part.text("conversion", 60)
    )
    part.close()
    chosen = {name: value for name, value in options.items() if value != _CODE_OPTIONS[name]}
    return {**chosen, **({"conversion": conversion} if conversion else {})}


def _words(
    place: Place, table: Mapping[str, str], known: tuple[str, ...], faults: list[Finding]
) -> None:
    """The values of a mapping are known words."""
    path, line = place
    for name, word in table.items():
        if word and word not in known:
            params = {"value": word, "known": ", ".join(known)}
            faults.append(Finding("CF010", params, f"{path}.{name}", line))

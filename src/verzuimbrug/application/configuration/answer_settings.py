"""The codes in answers to a stream, in a file and in the store: what differs from the usual."""

from dataclasses import asdict
from typing import Any

from verzuimbrug.application.configuration.codes import as_code, values_of
from verzuimbrug.application.configuration.document import Section
from verzuimbrug.domain.answer_codes import DEFAULT_CODES
from verzuimbrug.domain.findings import Finding, finding_codes

_TAGS = {
    "received": "SrtRetmldngCd",
    "rejected": "SrtRetmldngCd",
    "fault": "SrtFoutCd",
    "processed": "VrwrkbhdCd",
    "with_remarks": "VrwrkbhdCd",
    "not_processed": "VrwrkbhdCd",
}
"""The codes that the standard has values for."""

_MESSAGE = ("message_code", "message_version")
_LONGEST = 5
"""So many characters has a control code; a message code has so many at most."""


def read_answer_codes(section: Section, faults: list[Finding]) -> dict[str, Any]:
    """The codes that are other than the usual ones."""
    part = section.section("answers")
    if part is None:
        return {}
    usual = asdict(DEFAULT_CODES)
    read: dict[str, Any] = {name: _known(part, name, usual[name], faults) for name in _TAGS}
    read |= {name: _message_code(part, name, usual[name], faults) for name in _MESSAGE}
    read["faults"] = _by_finding(part, "faults", faults)
    read["controls"] = _by_finding(part, "controls", faults)
    read["confirmed"] = part.flag("confirmed")
    part.close()
    return {name: value for name, value in read.items() if value != usual[name]}


def _known(part: Section, name: str, usual: str, faults: list[Finding]) -> str:
    code = as_code(part.text(name, default=usual))
    _check(code, values_of(_TAGS[name]), part.place_of(name), faults)
    return code


def _check(
    value: str, known: tuple[str, ...], place: tuple[str, int], faults: list[Finding]
) -> None:
    if value not in known:
        faults.append(Finding("CF010", {"value": value, "known": ", ".join(known)}, *place))


def _message_code(part: Section, name: str, usual: str, faults: list[Finding]) -> str:
    code = part.text(name, default=usual)
    if len(code) > _LONGEST:
        faults.append(Finding("CF041", {"value": code}, *part.place_of(name)))
    return code


def _by_finding(part: Section, name: str, faults: list[Finding]) -> dict[str, str]:
    """A code for each of some findings: of faults one of the standard, of controls any of five."""
    table = part.pairs(name)
    path, line = part.place_of(name)
    for finding, code in table.items():
        place = (f"{path}.{finding}", line)
        _check(finding, tuple(finding_codes()), place, faults)
        if name == "faults":
            _check(as_code(code), values_of("SrtFoutCd"), place, faults)
        elif len(code) != _LONGEST:
            faults.append(Finding("CF041", {"value": code}, *place))
    return table if name == "controls" else {key: as_code(code) for key, code in table.items()}

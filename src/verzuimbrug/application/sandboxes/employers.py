"""The fictional employers of a sandbox: numbers that its sender uses, and our codes for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verzuimbrug.application.configuration.entries import (
    STREAM_DEFAULTS,
    ConversionEntry,
    EmployerEntry,
    GroupEntry,
    MembershipEntry,
    StreamEntry,
)
from verzuimbrug.application.configuration.import_configuration import employer_code_template
from verzuimbrug.domain.conformance_people import ExampleEmployer
from verzuimbrug.domain.conversion import ConversionTable, Unknown
from verzuimbrug.domain.employer_code import EmployerCodeTemplate
from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.composing import all_employer_tags

GROUP = GroupEntry(code="PROEF", name="Proefwerkgevers")


def _employer(number: str, name: str) -> ExampleEmployer:
    return ExampleEmployer(number=number, name=name, tags=all_employer_tags(number, name))


INSIDE = (_employer("10001", "Proefbakkerij"), _employer("10002", "Proefgarage"))
OUTSIDE = _employer("10003", "Proefwinkel buiten de koppeling")
UNKNOWN = _employer("10009", "Proefbedrijf dat niet bestaat")
_OURS = (*INSIDE, OUTSIDE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeEmployers:
    """The employers of a sandbox, and why some stream can make no code of their numbers."""

    employers: tuple[EmployerEntry, ...]
    findings: tuple[Finding, ...]


def made_employers(
    streams: Sequence[StreamEntry], tables: Sequence[ConversionEntry], scheme: str
) -> MadeEmployers:
    """An employer for each code that the templates of these streams make of our numbers (WG-1).

    Streams with different templates know one number by different codes: each is an employer then.
    """
    by_code = {table.code: _table(table) for table in tables}
    employers: dict[str, EmployerEntry] = {}
    findings = []
    for stream in streams:
        template = employer_code_template({**STREAM_DEFAULTS, **stream.settings}, by_code)
        codes = dict(_codes(template))
        if len(set(codes.values())) < len(_OURS) + 1:
            findings.append(Finding("PB001", {"stream": stream.name}))
        for employer in _OURS:
            if employer.number in codes:
                entry = _entry(codes[employer.number], employer, scheme)
                employers.setdefault(entry.code, entry)
    return MadeEmployers(employers=tuple(employers.values()), findings=tuple(findings))


def _codes(template: EmployerCodeTemplate) -> Iterator[tuple[str, str]]:
    """Each of our numbers of which the template makes a code, with that; UNKNOWN's too."""
    for employer in (*_OURS, UNKNOWN):
        made = template.code_from(employer.tags)
        if not made.missing and not made.unknown:
            yield employer.number, made.code


def _table(entry: ConversionEntry) -> ConversionTable:
    return ConversionTable(
        code=entry.code,
        values=entry.values,
        unknown=Unknown(entry.unknown),
        default=entry.default,
    )


def _entry(code: str, employer: ExampleEmployer, scheme: str) -> EmployerEntry:
    groups = () if employer is OUTSIDE else (MembershipEntry(group=GROUP.code),)
    return EmployerEntry(
        code=code,
        name=employer.name,
        contract_reference="PROEF",
        groups=groups,
        classifications=scheme,
    )

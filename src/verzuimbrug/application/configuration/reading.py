"""From the file to the configuration: every entry as it stands, every fault with its place."""

from datetime import date
from ipaddress import ip_network

from verzuimbrug.application.configuration.document import Section, read_document
from verzuimbrug.application.configuration.employer_details import read_details
from verzuimbrug.application.configuration.entries import (
    AccountEntry,
    ArbodienstEntry,
    Configuration,
    ConversionEntry,
    EmployerEntry,
    GroupEntry,
    MembershipEntry,
    Place,
    SchemeEntry,
)
from verzuimbrug.application.configuration.export_settings import read_export
from verzuimbrug.application.configuration.retention_terms import read_retention
from verzuimbrug.application.configuration.scopes import read_scope
from verzuimbrug.application.configuration.streams import read_stream
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.mail_times import ReportMail
from verzuimbrug.domain.registration_numbers import registration_number

KINDS = ("web-service", "sftp")
PORTALS = ("verzekeringsinzicht", "vdd", "other")
CULTURES = ("nl", "en")
REPORT_MAILS = tuple(each.value for each in ReportMail)
UNKNOWN_VALUES = ("keep", "default", "finding")

MOST_FAULTS = 1000
"""So many faults of one file are told."""

_NAME = 200
_EMPLOYER_CODE = 200
_CODE = 60
_NOTES = 1000


def read_configuration(content: bytes) -> tuple[Configuration | None, tuple[Finding, ...]]:
    """What the file says, and all that is wrong with how it says it.

    None when it cannot be read, or does not name its arbodienst.
    """
    faults: list[Finding] = []
    document = read_document(content, faults)
    configuration = _configuration(document, faults) if document else None
    return configuration, _told(faults)


def _told(faults: list[Finding]) -> tuple[Finding, ...]:
    """The faults, the first `MOST_FAULTS` of them, and how many more there are."""
    more = len(faults) - MOST_FAULTS
    if more <= 0:
        return tuple(faults)
    return (*faults[:MOST_FAULTS], Finding("CF037", {"count": str(more)}))


def _configuration(document: Section, faults: list[Finding]) -> Configuration | None:
    configuration = Configuration(
        arbodienst=_arbodienst(document.required_section("arbodienst"), faults),
        groups=tuple(_group(part) for part in document.sections("employer_groups")),
        schemes=tuple(_scheme(part) for part in document.sections("classification_schemes")),
        conversion_tables=tuple(
            _conversion(part) for part in document.sections("conversion_tables")
        ),
        employers=tuple(_employer(part, faults) for part in document.sections("employers")),
        accounts=tuple(_account(part, faults) for part in document.sections("accounts")),
        exports=tuple(read_export(part, faults) for part in document.sections("exports")),
    )
    document.close()
    return configuration if configuration.arbodienst.code else None


def _arbodienst(section: Section | None, faults: list[Finding]) -> ArbodienstEntry:
    if section is None:
        return ArbodienstEntry(code="", name="")
    entry = ArbodienstEntry(
        code=section.required("code", 40),
        name=section.required("name", _NAME),
        retention=read_retention(section, faults),
    )
    section.close()
    return entry


def _group(section: Section) -> GroupEntry:
    entry = GroupEntry(
        code=section.required("code", _CODE),
        name=section.required("name", _NAME),
        notes=section.text("notes", _NOTES),
        is_open=section.flag("open", default=True),
        place=section.place,
    )
    section.close()
    return entry


def _conversion(section: Section) -> ConversionEntry:
    entry = ConversionEntry(
        code=section.required("code", _CODE),
        name=section.text("name", _NAME),
        unknown=section.choice("unknown", UNKNOWN_VALUES, "keep"),
        default=section.text("default", _NAME),
        values=section.pairs("values"),
        place=section.place,
    )
    section.close()
    return entry


def _scheme(section: Section) -> SchemeEntry:
    classifications = {}
    code, name = section.required("code", _CODE), section.text("name", _NAME)
    for part in section.sections("classifications"):
        classifications[part.required("code", _CODE)] = part.required("name", _NAME)
        part.close()
    section.close()
    return SchemeEntry(code=code, name=name, classifications=classifications, place=section.place)


def _employer(section: Section, faults: list[Finding]) -> EmployerEntry:
    groups = [_membership(part, faults) for part in section.texts_or_sections("groups")]
    entry = EmployerEntry(
        code=section.required("code", _EMPLOYER_CODE),
        name=section.required("name", _NAME),
        former_codes=tuple(sorted(section.texts("former_codes"))),
        kvk_number=_number(section, "kvk_number", faults),
        payroll_tax_number=_number(section, "payroll_tax_number", faults),
        external_ids=section.pairs("external_ids"),
        contract_reference=section.text("contract_reference", 100),
        start=section.day("start"),
        end=section.day("end"),
        groups=tuple({membership.group: membership for membership in groups}.values()),
        classifications=section.text("classifications", _CODE),
        **read_details(section),
        place=section.place,
    )
    _in_order(entry.start, entry.end, section.place_of("end"), faults)
    section.close()
    return entry


def _number(section: Section, key: str, faults: list[Finding]) -> str:
    """A registration number; a KvK number that lost its leading zeros gets them back."""
    written = section.text(key, 20)
    number = registration_number(key, written)
    if number is None:
        faults.append(Finding("CF026", {"key": key, "value": written}, *section.place_of(key)))
    return number or ""


def _membership(part: str | Section, faults: list[Finding]) -> MembershipEntry:
    if isinstance(part, str):
        return MembershipEntry(group=part)
    entry = MembershipEntry(
        group=part.required("code", _CODE),
        start=part.day("from"),
        end=part.day("until"),
        run_out=part.day("run_out_until"),
    )
    _in_order(entry.start, entry.end, part.place_of("until"), faults)
    if entry.run_out and (entry.end is None or entry.run_out < entry.end):
        params = {"end": str(entry.end or ""), "run_out": str(entry.run_out)}
        faults.append(Finding("CF027", params, *part.place_of("run_out_until")))
    part.close()
    return entry


def _in_order(start: date | None, end: date | None, place: Place, faults: list[Finding]) -> None:
    if start and end and end < start:
        params = {"start": start.isoformat(), "end": end.isoformat()}
        faults.append(Finding("CF025", params, *place))


def _account(section: Section, faults: list[Finding]) -> AccountEntry:
    portal = section.choice("portal", PORTALS, "other")
    entry = AccountEntry(
        name=section.required("name", _NAME),
        kind=section.choice("type", KINDS, "web-service"),
        portal=portal,
        insurer=section.text("insurer", _NAME),
        underwriting_agent=section.text("underwriting_agent", _NAME),
        scope=read_scope(section, faults),
        culture=section.choice("culture", CULTURES, "nl"),
        report_recipients=_recipients(section, faults),
        report_mail=section.choice("report_mail", REPORT_MAILS, ReportMail.DAILY),
        bsn=section.flag("bsn"),
        allowed_addresses=_addresses(section, faults),
        streams=tuple(read_stream(part, portal, faults) for part in section.sections("streams")),
        place=section.place,
    )
    if entry.insurer and entry.underwriting_agent:
        faults.append(Finding("CF015", {}, *section.place_of("underwriting_agent")))
    section.close()
    return entry


def _recipients(section: Section, faults: list[Finding]) -> tuple[str, ...]:
    recipients = section.texts("report_recipients")
    for address in recipients:
        name, at, domain = address.partition("@")
        if not (name and at and domain) or "@" in domain or any(map(str.isspace, address)):
            place = section.place_of("report_recipients")
            faults.append(Finding("CF014", {"value": address}, *place))
    return recipients


def _addresses(section: Section, faults: list[Finding]) -> tuple[str, ...]:
    """Addresses and networks (CIDR) from which the account may come."""
    addresses = section.texts("allowed_addresses")
    for address in addresses:
        try:
            ip_network(address)
        except ValueError:
            place = section.place_of("allowed_addresses")
            faults.append(Finding("CF028", {"value": address}, *place))
    return addresses

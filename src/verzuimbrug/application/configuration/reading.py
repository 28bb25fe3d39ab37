"""From the file to the configuration: every entry as it stands, every fault with its place."""

from verzuimbrug.application.configuration.document import Section, read_document
from verzuimbrug.application.configuration.entries import (
    AccountEntry,
    ArbodienstEntry,
    Configuration,
    EmployerEntry,
    GroupEntry,
    MembershipEntry,
    SchemeEntry,
    ScopeEntry,
)
from verzuimbrug.application.configuration.streams import read_stream
from verzuimbrug.domain.findings import Finding

KINDS = ("web-service", "sftp")
PORTALS = ("verzekeringsinzicht", "vdd", "other")
CULTURES = ("nl", "en")

_NAME = 200
_EMPLOYER_CODE = 200
_CODE = 60


def read_configuration(content: bytes) -> tuple[Configuration | None, tuple[Finding, ...]]:
    """What the file says, and all that is wrong with how it says it.

    None when it cannot be read, or does not name its arbodienst.
    """
    faults: list[Finding] = []
    document = read_document(content, faults)
    configuration = _configuration(document, faults) if document else None
    return configuration, tuple(faults)


def _configuration(document: Section, faults: list[Finding]) -> Configuration | None:
    configuration = Configuration(
        arbodienst=_arbodienst(document.required_section("arbodienst")),
        groups=tuple(_group(part) for part in document.sections("employer_groups")),
        schemes=tuple(_scheme(part) for part in document.sections("classification_schemes")),
        employers=tuple(_employer(part, faults) for part in document.sections("employers")),
        accounts=tuple(_account(part, faults) for part in document.sections("accounts")),
    )
    document.close()
    return configuration if configuration.arbodienst.code else None


def _arbodienst(section: Section | None) -> ArbodienstEntry:
    if section is None:
        return ArbodienstEntry(code="", name="")
    entry = ArbodienstEntry(code=section.required("code", 40), name=section.required("name", _NAME))
    section.close()
    return entry


def _group(section: Section) -> GroupEntry:
    entry = GroupEntry(
        code=section.required("code", _CODE),
        name=section.required("name", _NAME),
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
        contract_reference=section.text("contract_reference", 100),
        groups=tuple({membership.group: membership for membership in groups}.values()),
        classifications=section.text("classifications", _CODE),
        place=section.place,
    )
    section.close()
    return entry


def _membership(part: str | Section, faults: list[Finding]) -> MembershipEntry:
    if isinstance(part, str):
        return MembershipEntry(group=part)
    start, end = part.day("from"), part.day("until")
    if start and end and end < start:
        params = {"start": start.isoformat(), "end": end.isoformat()}
        faults.append(Finding("CF025", params, *part.place_of("until")))
    entry = MembershipEntry(group=part.required("code", _CODE), start=start, end=end)
    part.close()
    return entry


def _account(section: Section, faults: list[Finding]) -> AccountEntry:
    portal = section.choice("portal", PORTALS, "other")
    entry = AccountEntry(
        name=section.required("name", _NAME),
        kind=section.choice("type", KINDS, "web-service"),
        portal=portal,
        insurer=section.text("insurer", _NAME),
        underwriting_agent=section.text("underwriting_agent", _NAME),
        scope=_scope(section, faults),
        culture=section.choice("culture", CULTURES, "nl"),
        report_recipients=_recipients(section, faults),
        bsn=section.flag("bsn"),
        streams=tuple(read_stream(part, portal, faults) for part in section.sections("streams")),
        place=section.place,
    )
    if entry.insurer and entry.underwriting_agent:
        faults.append(Finding("CF015", {}, *section.place_of("underwriting_agent")))
    section.close()
    return entry


def _scope(account: Section, faults: list[Finding]) -> ScopeEntry:
    section = account.required_section("scope")
    if section is None:
        return ScopeEntry()
    entry = ScopeEntry(
        everything=section.flag("all"),
        employer_groups=tuple(sorted(section.texts("employer_groups"))),
        employers=tuple(sorted(section.texts("employers"))),
    )
    if entry.everything and (entry.employer_groups or entry.employers):
        faults.append(Finding("CF016", {}, *section.place))
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

"""The employer codes that a portal says it will send: a list that a person pastes (GR-1)."""

from collections.abc import Mapping
from dataclasses import dataclass

from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.configuration.import_configuration import read_configurations
from verzuimbrug.application.spreadsheets import SheetRow, read_rows
from verzuimbrug.domain.deliveries import MessageKind
from verzuimbrug.domain.employer_code import EmployerCodeTemplate
from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.tags import MESSAGE_KINDS
from verzuimbrug.store.models import PortalEmployer, Stream
from verzuimbrug.store.tenancy import tenant

_LONGEST = 200
_HEADINGS = frozenset(
    {"code", "werkgevercode", "relatienummer", "aansluitnummer", "aansluitnummer arbodienst"}
)
"""What the first cell of a list says when it is a heading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalList:
    """What handing in a list came to. With findings nothing was changed."""

    findings: tuple[Finding, ...] = ()
    count: int = 0
    added: int = 0
    removed: int = 0


def read_portal_employers(content: bytes) -> tuple[Mapping[str, str], tuple[Finding, ...]]:
    """The codes of a list with their names, and what is wrong with it; nothing is kept."""
    rows = read_rows(content, _is_heading)
    if isinstance(rows, Finding):
        return {}, (rows,)
    names: dict[str, str] = {}
    findings = []
    for row in _without_heading(rows):
        code, name = (text if isinstance(text, str) else "" for text in (*row.cells, "")[:2])
        if not code or len(code) > _LONGEST or not code.isprintable():
            findings.append(Finding("GR110", {"line": str(row.number)}, line=row.number))
        names.setdefault(code, name[:_LONGEST])
    if not names:
        findings.append(Finding("GR111"))
    return names, tuple(findings)


def portal_employers(ref: AccountRef) -> Mapping[str, str]:
    """The codes of the list that the account has, with names, as the portal writes them."""
    with tenant(ref.arbodienst):
        rows = PortalEmployer.objects.filter(account=ref.account).order_by("code")
        return dict(rows.values_list("code", "name"))


def set_portal_employers(ref: AccountRef, content: bytes, by: str) -> PortalList:
    """Makes this the list of the account, in place of the one before.

    It is CSV or XLSX: a row has a code as the portal writes it, and in the next column a name.
    """
    names, findings = read_portal_employers(content)
    if findings:
        return PortalList(findings=findings)
    with tenant(ref.arbodienst):
        rows = PortalEmployer.objects.filter(account=ref.account)
        before = dict(rows.values_list("code", "name"))
        rows.delete()
        PortalEmployer.objects.bulk_create(
            PortalEmployer(
                arbodienst_id=ref.arbodienst, account_id=ref.account, code=code, name=name
            )
            for code, name in names.items()
        )
        changed = PortalList(
            count=len(names),
            added=len(names.keys() - before.keys()),
            removed=len(before.keys() - names.keys()),
        )
        if names != before:
            details = {"count": changed.count, "added": changed.added, "removed": changed.removed}
            log_event(ref, by, "portal-employers-set", details)
    return changed


def remove_portal_employers(ref: AccountRef, by: str) -> int:
    """Takes the list of the account away; gives how many codes it had."""
    with tenant(ref.arbodienst):
        count, _ = PortalEmployer.objects.filter(account=ref.account).delete()
        if count:
            log_event(ref, by, "portal-employers-removed", {"count": count})
    return count


def listed_codes(account: int) -> Mapping[str, str] | None:
    """The codes of the list as our template makes them, with names; None without a list.

    The list holds what the portal puts in one tag: a template of one tag makes our code of it.
    With any other template the list is taken to hold our codes. Within the tenant.
    """
    names = dict(PortalEmployer.objects.filter(account=account).values_list("code", "name"))
    if not names:
        return None
    template = _template(account)
    return {_our_code(template, code): name for code, name in names.items()}


def _is_heading(text: str) -> bool:
    return text.strip().casefold() in _HEADINGS


def _without_heading(rows: tuple[SheetRow, ...]) -> tuple[SheetRow, ...]:
    first = rows[0].cells[0] if rows else ""
    return rows[1:] if isinstance(first, str) and _is_heading(first) else rows


def _template(account: int) -> EmployerCodeTemplate | None:
    """The template of the account's stream with absence, or else of its first."""
    streams = Stream.objects.filter(account=account).order_by("id").values_list("id", flat=True)
    found = list(read_configurations(list(streams)).values())
    found.sort(key=lambda each: MESSAGE_KINDS[each.message] is not MessageKind.ABSENCE)
    return found[0].employer_code if found else None


def _our_code(template: EmployerCodeTemplate | None, code: str) -> str:
    if template is None or len(template.tags) != 1:
        return code
    return template.code_from({template.tags[0]: code}).code

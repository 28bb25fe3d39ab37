"""The stored configuration of an arbodienst, as a configuration file says it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Q
from django.utils import timezone

from verzuimbrug.application.configuration.entries import (
    AccountEntry,
    ArbodienstEntry,
    Configuration,
    ConversionEntry,
    EmployerEntry,
    GroupEntry,
    MembershipEntry,
    SchemeEntry,
    ScopeEntry,
    StreamEntry,
    without_defaults,
)
from verzuimbrug.application.configuration.export_storing import stored_exports
from verzuimbrug.application.configuration.memberships import running_memberships
from verzuimbrug.application.configuration.retention_terms import stored_retention
from verzuimbrug.application.configuration.sealing import unseal_persons
from verzuimbrug.application.configuration.writing import write_configuration
from verzuimbrug.store.models import (
    AccountScope,
    Arbodienst,
    Classification,
    ClassificationScheme,
    ClientAccount,
    ConversionTable,
    Employer,
    EmployerGroup,
    ExportScope,
    ReservedCode,
    Stream,
)
from verzuimbrug.store.tenancy import tenant

_PERIOD = ("employer_id", "group_id", "starts_on", "ends_on", "run_out_until")
_EMPLOYER = (
    "id",
    "code",
    "name",
    "kvk_number",
    "payroll_tax_number",
    "external_ids",
    "contract_reference",
    "starts_on",
    "ends_on",
    "scheme_id",
    "addresses",
    "contact",
    "contact_persons",
    "arbodienst_id",
    "departments",
)


def export_configuration(arbodienst: Arbodienst) -> str:
    """The YAML that, applied, changes nothing."""
    with tenant(arbodienst.id):
        return write_configuration(stored_configuration(arbodienst))


def stored_configuration(arbodienst: Arbodienst, *, with_employers: bool = True) -> Configuration:
    """What the store holds, within the tenant. Memberships that are over today are left out.

    Without its employers, which may be thousands, where nobody asks for them.
    """
    today = timezone.localdate()
    groups = dict(EmployerGroup.objects.values_list("id", "code"))
    schemes = dict(ClassificationScheme.objects.values_list("id", "code"))
    employers = _named_employers()
    return Configuration(
        arbodienst=ArbodienstEntry(
            code=arbodienst.code, name=arbodienst.name, retention=stored_retention()
        ),
        groups=tuple(
            GroupEntry(code=group.code, name=group.name, notes=group.notes, is_open=group.is_open)
            for group in EmployerGroup.objects.order_by("code")
        ),
        schemes=_schemes(),
        conversion_tables=tuple(
            ConversionEntry(
                code=table.code,
                name=table.name,
                unknown=table.unknown,
                default=table.default,
                values=table.values,
            )
            for table in ConversionTable.objects.order_by("code")
        ),
        employers=_employers(groups, schemes, today) if with_employers else (),
        accounts=_accounts(groups, employers),
        exports=stored_exports(groups, employers),
    )


def _named_employers() -> Mapping[int, str]:
    """The codes of the employers that scopes name."""
    of_accounts = AccountScope.objects.filter(employer__isnull=False).values("employer_id")
    of_exports = ExportScope.objects.filter(employer__isnull=False).values("employer_id")
    named = Employer.objects.filter(Q(id__in=of_accounts) | Q(id__in=of_exports))
    return dict(named.values_list("id", "code"))


def _schemes() -> tuple[SchemeEntry, ...]:
    names: dict[int, dict[str, str]] = defaultdict(dict)
    for row in Classification.objects.all():
        names[row.scheme_id][row.code] = row.name
    return tuple(
        SchemeEntry(code=scheme.code, name=scheme.name, classifications=names[scheme.id])
        for scheme in ClassificationScheme.objects.order_by("code")
    )


def _employers(
    groups: Mapping[int, str], schemes: Mapping[int, str], today: date
) -> tuple[EmployerEntry, ...]:
    memberships: dict[int, dict[int, MembershipEntry]] = defaultdict(dict)
    # Of thousands, rows cost much less than objects.
    periods = running_memberships(today).values_list(*_PERIOD, named=True)
    for row in periods:
        memberships[row.employer_id][row.group_id] = MembershipEntry(
            group=groups[row.group_id],
            start=row.starts_on,
            end=row.ends_on,
            run_out=row.run_out_until,
        )
    former: dict[int, list[str]] = defaultdict(list)
    for owner, code in ReservedCode.objects.order_by("code").values_list("employer_id", "code"):
        former[owner].append(code)
    return tuple(
        EmployerEntry(
            code=employer.code,
            name=employer.name,
            former_codes=tuple(former[employer.id]),
            kvk_number=employer.kvk_number,
            payroll_tax_number=employer.payroll_tax_number,
            external_ids=employer.external_ids,
            contract_reference=employer.contract_reference,
            start=employer.starts_on,
            end=employer.ends_on,
            groups=tuple(memberships[employer.id].values()),
            classifications=schemes.get(employer.scheme_id or 0, ""),
            addresses=employer.addresses,
            contact=employer.contact,
            contact_persons=unseal_persons(employer),
            departments=employer.departments,
        )
        for employer in Employer.objects.order_by("code").values_list(*_EMPLOYER, named=True)
    )


def _accounts(groups: Mapping[int, str], employers: Mapping[int, str]) -> tuple[AccountEntry, ...]:
    scopes: dict[int, list[AccountScope]] = defaultdict(list)
    for scope in AccountScope.objects.all():
        scopes[scope.account_id].append(scope)
    streams: dict[int, list[StreamEntry]] = defaultdict(list)
    for stream in Stream.objects.order_by("id"):
        entry = StreamEntry(name=stream.name, settings=without_defaults(stream.settings))
        streams[stream.account_id].append(entry)
    return tuple(
        _account(
            account, _scope(account, scopes[account.id], groups, employers), streams[account.id]
        )
        for account in ClientAccount.objects.order_by("name")
    )


def _account(
    account: ClientAccount, scope: ScopeEntry, streams: Sequence[StreamEntry]
) -> AccountEntry:
    return AccountEntry(
        name=account.name,
        kind=account.kind,
        portal=account.portal,
        insurer=account.insurer,
        underwriting_agent=account.underwriting_agent,
        scope=scope,
        culture=account.culture,
        report_recipients=tuple(account.report_recipients),
        report_mail=account.report_mail,
        bsn=account.bsn,
        allowed_addresses=tuple(account.allowed_addresses),
        streams=tuple(streams),
    )


def _scope(
    account: ClientAccount,
    rows: Sequence[AccountScope],
    groups: Mapping[int, str],
    employers: Mapping[int, str],
) -> ScopeEntry:
    return ScopeEntry(
        everything=account.scope_all,
        employer_groups=tuple(sorted(groups[row.group_id] for row in rows if row.group_id)),
        employers=tuple(sorted(employers[row.employer_id] for row in rows if row.employer_id)),
    )

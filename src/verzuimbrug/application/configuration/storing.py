"""Writes the objects of a configuration that are new or differ; a query or two per table."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from verzuimbrug.application.configuration.differences import Difference
from verzuimbrug.application.configuration.entries import (
    AccountEntry,
    Configuration,
    EmployerEntry,
    SchemeEntry,
)
from verzuimbrug.application.configuration.export_storing import store_exports
from verzuimbrug.application.configuration.memberships import store_memberships
from verzuimbrug.application.configuration.retention_terms import store_retention
from verzuimbrug.application.configuration.sealing import seal_persons, unseal_persons
from verzuimbrug.store.models import (
    AccountScope,
    Classification,
    ClassificationScheme,
    ClientAccount,
    ConversionTable,
    Employer,
    EmployerGroup,
    ReservedCode,
    Stream,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """The keys of the objects to write, by kind."""

    arbodienst: int
    differences: Collection[Difference]

    def names(self, kind: str) -> set[str]:
        """The code or name of each object of a kind; of a stream its account's name."""
        return {found.key[0] for found in self.differences if found.kind == kind}

    def streams(self) -> set[tuple[str, ...]]:
        """Account and name of each stream."""
        return {found.key for found in self.differences if found.kind == "stream"}

    def renames(self) -> dict[str, str]:
        """The new code of each employer that gets another, by its present code (WG-3)."""
        return {
            str(found.before): found.key[0]
            for found in self.differences
            if found.kind == "employer" and found.field == "code"
        }


def store_configuration(wanted: Configuration, touched: Touched, today: date) -> None:
    """Writes, within the tenant, what is new or differs."""
    if touched.names("arbodienst"):
        store_retention(wanted.arbodienst, touched.arbodienst)
    _store_groups(wanted, touched)
    _store_schemes(wanted, touched)
    _store_conversions(wanted, touched)
    _rename_employers(touched)
    _store_employers(wanted, touched, today)
    _store_accounts(wanted, touched)
    _store_streams(wanted, touched)
    names = touched.names("export")
    store_exports([each for each in wanted.exports if each.name in names], touched.arbodienst)


def _store_groups(wanted: Configuration, touched: Touched) -> None:
    names = touched.names("employer group")
    rows = [
        EmployerGroup(
            arbodienst_id=touched.arbodienst,
            code=group.code,
            name=group.name,
            notes=group.notes,
            is_open=group.is_open,
        )
        for group in wanted.groups
        if group.code in names
    ]
    EmployerGroup.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["arbodienst", "code"],
        update_fields=["name", "notes", "is_open"],
    )


def _store_conversions(wanted: Configuration, touched: Touched) -> None:
    names = touched.names("conversion table")
    rows = [
        ConversionTable(
            arbodienst_id=touched.arbodienst,
            code=table.code,
            name=table.name,
            unknown=table.unknown,
            default=table.default,
            values=table.values,
        )
        for table in wanted.conversion_tables
        if table.code in names
    ]
    ConversionTable.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["arbodienst", "code"],
        update_fields=["name", "unknown", "default", "values"],
    )


def _store_schemes(wanted: Configuration, touched: Touched) -> None:
    names = touched.names("scheme")
    schemes = [scheme for scheme in wanted.schemes if scheme.code in names]
    rows = [
        ClassificationScheme(arbodienst_id=touched.arbodienst, code=scheme.code, name=scheme.name)
        for scheme in schemes
    ]
    ClassificationScheme.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["arbodienst", "code"], update_fields=["name"]
    )
    _store_classifications(schemes, touched.arbodienst)


def _store_classifications(schemes: Collection[SchemeEntry], arbodienst: int) -> None:
    """The classifications of these schemes are as listed, no more and no less."""
    ids = dict(ClassificationScheme.objects.values_list("code", "id"))
    touched = [ids[scheme.code] for scheme in schemes]
    Classification.objects.filter(scheme__in=touched).delete()
    Classification.objects.bulk_create(
        Classification(arbodienst_id=arbodienst, scheme_id=ids[scheme.code], code=code, name=name)
        for scheme in schemes
        for code, name in scheme.classifications.items()
    )


def _rename_employers(touched: Touched) -> None:
    """Employers get their new codes; nothing else of them changes by it (WG-3)."""
    renames = touched.renames()
    employers = list(Employer.objects.filter(code__in=renames))
    for employer in employers:
        persons = unseal_persons(employer)
        employer.code = renames[employer.code]
        employer.contact_persons = seal_persons(persons, employer.code, touched.arbodienst)
    Employer.objects.bulk_update(employers, ["code", "contact_persons"])


def _store_employers(wanted: Configuration, touched: Touched, today: date) -> None:
    names = touched.names("employer")
    employers = [employer for employer in wanted.employers if employer.code in names]
    schemes = dict(ClassificationScheme.objects.values_list("code", "id"))
    rows = [
        Employer(
            arbodienst_id=touched.arbodienst,
            code=employer.code,
            name=employer.name,
            kvk_number=employer.kvk_number,
            payroll_tax_number=employer.payroll_tax_number,
            external_ids=employer.external_ids,
            contract_reference=employer.contract_reference,
            starts_on=employer.start,
            ends_on=employer.end,
            scheme_id=schemes.get(employer.classifications),
            addresses=employer.addresses,
            contact=employer.contact,
            contact_persons=seal_persons(
                employer.contact_persons, employer.code, touched.arbodienst
            ),
            departments=employer.departments,
        )
        for employer in employers
    ]
    Employer.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["arbodienst", "code"],
        update_fields=[
            "name",
            "kvk_number",
            "payroll_tax_number",
            "external_ids",
            "contract_reference",
            "starts_on",
            "ends_on",
            "scheme",
            "addresses",
            "contact",
            "contact_persons",
            "departments",
        ],
    )
    _reserve_codes(employers, touched.arbodienst)
    store_memberships(employers, touched.arbodienst, today)


def _reserve_codes(employers: Collection[EmployerEntry], arbodienst: int) -> None:
    """Former codes stay reserved; one that is in use again by its employer no longer is (WG-3)."""
    ids = dict(Employer.objects.values_list("code", "id"))
    ReservedCode.objects.filter(code__in=ids).delete()
    ReservedCode.objects.bulk_create(
        (
            ReservedCode(arbodienst_id=arbodienst, code=code, employer_id=ids[employer.code])
            for employer in employers
            for code in employer.former_codes
        ),
        ignore_conflicts=True,
    )


def _store_accounts(wanted: Configuration, touched: Touched) -> None:
    names = touched.names("account")
    accounts = [account for account in wanted.accounts if account.name in names]
    ClientAccount.objects.bulk_create(
        [_account(account, touched.arbodienst) for account in accounts],
        update_conflicts=True,
        unique_fields=["arbodienst", "name"],
        update_fields=[
            "kind",
            "portal",
            "insurer",
            "underwriting_agent",
            "scope_all",
            "culture",
            "report_recipients",
            "report_mail",
            "bsn",
            "allowed_addresses",
        ],
    )
    _store_scopes(accounts, touched.arbodienst)


def _account(account: AccountEntry, arbodienst: int) -> ClientAccount:
    return ClientAccount(
        arbodienst_id=arbodienst,
        name=account.name,
        kind=account.kind,
        portal=account.portal,
        insurer=account.insurer,
        underwriting_agent=account.underwriting_agent,
        scope_all=account.scope.everything,
        culture=account.culture,
        report_recipients=list(account.report_recipients),
        report_mail=account.report_mail,
        bsn=account.bsn,
        allowed_addresses=list(account.allowed_addresses),
    )


def _store_scopes(accounts: Collection[AccountEntry], arbodienst: int) -> None:
    ids = dict(ClientAccount.objects.values_list("name", "id"))
    groups = dict(EmployerGroup.objects.values_list("code", "id"))
    employers = dict(Employer.objects.values_list("code", "id"))
    rows = []
    for account in accounts:
        parts = [{"group_id": groups[code]} for code in account.scope.employer_groups]
        parts += [{"employer_id": employers[code]} for code in account.scope.employers]
        rows += [
            AccountScope(arbodienst_id=arbodienst, account_id=ids[account.name], **part)
            for part in parts
        ]
    AccountScope.objects.filter(account__in=[ids[account.name] for account in accounts]).delete()
    AccountScope.objects.bulk_create(rows)


def _store_streams(wanted: Configuration, touched: Touched) -> None:
    ids = dict(ClientAccount.objects.values_list("name", "id"))
    keys = touched.streams()
    rows = [
        Stream(
            arbodienst_id=touched.arbodienst,
            account_id=ids[account.name],
            name=stream.name,
            settings=stream.settings,
        )
        for account in wanted.accounts
        for stream in account.streams
        if (account.name, stream.name) in keys
    ]
    Stream.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["arbodienst", "account", "name"],
        update_fields=["settings"],
    )

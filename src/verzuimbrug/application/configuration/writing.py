"""From a configuration to the file that says it: what has its default is left out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml

from verzuimbrug.application.configuration.entries import (
    AccountEntry,
    ArbodienstEntry,
    Configuration,
    ConversionEntry,
    EmployerEntry,
    ExportEntry,
    GroupEntry,
    MembershipEntry,
    Plain,
    SchemeEntry,
    ScopeEntry,
    StreamEntry,
)
from verzuimbrug.domain.mail_times import ReportMail


def write_configuration(configuration: Configuration) -> str:
    """The YAML text."""
    sections = {
        "employer_groups": [plain_group(group) for group in configuration.groups],
        "classification_schemes": [plain_scheme(scheme) for scheme in configuration.schemes],
        "conversion_tables": [plain_conversion(table) for table in configuration.conversion_tables],
        "employers": [plain_employer(employer) for employer in configuration.employers],
        "accounts": [_whole_account(account) for account in configuration.accounts],
        "exports": [plain_export(export) for export in configuration.exports],
    }
    document = {
        "arbodienst": plain_arbodienst(configuration.arbodienst),
        **{name: entries for name, entries in sections.items() if entries},
    }
    text: str = yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return text


class _Dumper(yaml.SafeDumper):
    """Writes every occurrence in full."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401 -- as in PyYAML
        """Always."""
        del data
        return True


def plain_arbodienst(arbodienst: ArbodienstEntry) -> Plain:
    """The tenant as in the file."""
    retention = dict(sorted((arbodienst.retention or {}).items()))
    return _filled({"code": arbodienst.code, "name": arbodienst.name, "retention": retention})


def plain_group(group: GroupEntry) -> Plain:
    """A group as in the file."""
    fields = {"code": group.code, "name": group.name, "notes": group.notes}
    return _filled(fields) if group.is_open else {**_filled(fields), "open": False}


def plain_scheme(scheme: SchemeEntry) -> Plain:
    """A scheme as in the file."""
    rows = [{"code": code, "name": name} for code, name in sorted(scheme.classifications.items())]
    return _filled({"code": scheme.code, "name": scheme.name, "classifications": rows})


def plain_conversion(table: ConversionEntry) -> Plain:
    """A conversion table as in the file."""
    fields = {
        "code": table.code,
        "name": table.name,
        "unknown": "" if table.unknown == "keep" else table.unknown,
        "default": table.default,
        "values": dict(sorted(table.values.items())),
    }
    return _filled(fields)


def plain_employer(employer: EmployerEntry) -> Plain:
    """An employer as in the file."""
    memberships = sorted(employer.groups, key=lambda membership: membership.group)
    fields = {
        "code": employer.code,
        "name": employer.name,
        "former_codes": list(employer.former_codes),
        "kvk_number": employer.kvk_number,
        "payroll_tax_number": employer.payroll_tax_number,
        "external_ids": dict(sorted(employer.external_ids.items())),
        "contract_reference": employer.contract_reference,
        "start": _day(employer.start),
        "end": _day(employer.end),
        "groups": [_membership(membership) for membership in memberships],
        "classifications": employer.classifications,
        "addresses": _ordered(employer.addresses),
        "contact": _ordered(employer.contact),
        "contact_persons": [_ordered(each) for each in employer.contact_persons],
        "departments": _ordered(employer.departments),
    }
    return _filled(fields)


def _membership(membership: MembershipEntry) -> str | Plain:
    fields = {
        "code": membership.group,
        "from": _day(membership.start),
        "until": _day(membership.end),
        "run_out_until": _day(membership.run_out),
    }
    filled = _filled(fields)
    return filled if len(filled) > 1 else membership.group


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def plain_account(account: AccountEntry) -> Plain:
    """An account as in the file, without its streams."""
    fields = {
        "name": account.name,
        "type": account.kind,
        "portal": account.portal,
        "insurer": account.insurer,
        "underwriting_agent": account.underwriting_agent,
        "scope": _scope(account.scope),
        "culture": account.culture,
        "report_recipients": list(account.report_recipients),
        "report_mail": "" if account.report_mail == ReportMail.DAILY else account.report_mail,
        "bsn": account.bsn,
        "allowed_addresses": list(account.allowed_addresses),
    }
    return {key: value for key, value in fields.items() if value or key == "scope"}


def _scope(scope: ScopeEntry) -> Plain:
    fields = {
        "all": scope.everything,
        "employer_groups": list(scope.employer_groups),
        "employers": list(scope.employers),
    }
    return _filled(fields)


def plain_stream(stream: StreamEntry) -> Plain:
    """A stream as in the file."""
    settings = {key: _ordered(value) for key, value in stream.settings.items()}
    return {"name": stream.name, **settings}


def plain_export(export: ExportEntry) -> Plain:
    """An export as in the file."""
    settings = {key: _ordered(value) for key, value in export.settings.items()}
    return {"name": export.name, "scope": _scope(export.scope), **settings}


def _ordered(value: Any) -> Any:  # noqa: ANN401 -- whatever a setting holds
    """The same, with the keys of every mapping in order: the store does not keep theirs."""
    if isinstance(value, Mapping):
        return {key: _ordered(value[key]) for key in sorted(value)}
    return value


def _whole_account(account: AccountEntry) -> Plain:
    streams = [plain_stream(stream) for stream in account.streams]
    return _filled({**plain_account(account), "streams": streams}) | {
        "scope": _scope(account.scope)
    }


def _filled(fields: Plain) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value}

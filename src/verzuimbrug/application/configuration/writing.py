"""From a configuration to the file that says it: what has its default is left out."""

from typing import Any

import yaml

from verzuimbrug.application.configuration.entries import (
    AccountEntry,
    Configuration,
    EmployerEntry,
    GroupEntry,
    MembershipEntry,
    Plain,
    SchemeEntry,
    ScopeEntry,
    StreamEntry,
)


def write_configuration(configuration: Configuration) -> str:
    """The YAML text."""
    sections = {
        "employer_groups": [plain_group(group) for group in configuration.groups],
        "classification_schemes": [plain_scheme(scheme) for scheme in configuration.schemes],
        "employers": [plain_employer(employer) for employer in configuration.employers],
        "accounts": [_whole_account(account) for account in configuration.accounts],
    }
    arbodienst = configuration.arbodienst
    document = {
        "arbodienst": {"code": arbodienst.code, "name": arbodienst.name},
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


def plain_group(group: GroupEntry) -> Plain:
    """A group as in the file."""
    return {"code": group.code, "name": group.name}


def plain_scheme(scheme: SchemeEntry) -> Plain:
    """A scheme as in the file."""
    rows = [{"code": code, "name": name} for code, name in sorted(scheme.classifications.items())]
    return _filled({"code": scheme.code, "name": scheme.name, "classifications": rows})


def plain_employer(employer: EmployerEntry) -> Plain:
    """An employer as in the file."""
    memberships = sorted(employer.groups, key=lambda membership: membership.group)
    fields = {
        "code": employer.code,
        "name": employer.name,
        "contract_reference": employer.contract_reference,
        "groups": [_membership(membership) for membership in memberships],
        "classifications": employer.classifications,
    }
    return _filled(fields)


def _membership(membership: MembershipEntry) -> str | Plain:
    if membership.start is None and membership.end is None:
        return membership.group
    start, end = membership.start, membership.end
    fields = {
        "code": membership.group,
        "from": start.isoformat() if start else "",
        "until": end.isoformat() if end else "",
    }
    return _filled(fields)


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
        "bsn": account.bsn,
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
    return {"name": stream.name, **stream.settings}


def _whole_account(account: AccountEntry) -> Plain:
    streams = [plain_stream(stream) for stream in account.streams]
    return _filled({**plain_account(account), "streams": streams}) | {
        "scope": _scope(account.scope)
    }


def _filled(fields: Plain) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value}

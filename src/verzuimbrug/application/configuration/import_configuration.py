"""From the stored settings of streams to the import configurations of the rules."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from verzuimbrug.application.configuration.entries import STREAM_DEFAULTS
from verzuimbrug.application.configuration.guards import as_guards
from verzuimbrug.domain.classification import ClassificationTable
from verzuimbrug.domain.conversion import ConversionTable, Unknown
from verzuimbrug.domain.deliveries import MessageKind, Operation
from verzuimbrug.domain.employer_code import EmployerCodeTemplate
from verzuimbrug.domain.fields import FieldRules, Policy
from verzuimbrug.domain.operations import PRESETS, CaseRules
from verzuimbrug.domain.scope import Scope
from verzuimbrug.domain.streams import DuplicatePersons, ImportConfiguration, Mode
from verzuimbrug.sivi.mapping.field_names import employment_fields, person_fields
from verzuimbrug.sivi.tags import CLASSIFICATION_TAGS, MESSAGE_KINDS, stands_beside
from verzuimbrug.store import models
from verzuimbrug.store.models import AccountScope, ClientAccount, Stream
from verzuimbrug.store.settings_reads import read_settings


def read_configurations(streams: Collection[int]) -> Mapping[int, ImportConfiguration]:
    """The configuration per stream of the present tenant: one query, however many streams.

    A stream of persons without reports has the case rules of the account's stream that has them:
    by those it is told which cases were open when an employer left (WG-4).
    """
    made = _made_of(read_settings(streams))
    return {stream: made[stream] for stream in streams}


@lru_cache(maxsize=64)
def _made_of(settings: str) -> Mapping[int, ImportConfiguration]:
    """The configurations of settings as stored: making them costs a batch more than reading them.

    What they are made of is all there is to know them by, so that none is ever out of date.
    """
    stored: Mapping[str, Any] = json.loads(settings)
    accounts = {each["id"]: ClientAccount(**each) for each in stored["accounts"] or ()}
    scopes: dict[int, list[AccountScope]] = defaultdict(list)
    for each in stored["scopes"] or ():
        scopes[each["account_id"]].append(AccountScope(**each))
    tables = _conversions(stored["tables"] or ())
    made = {
        stream.id: import_configuration(
            accounts[stream.account_id], scopes[stream.account_id], stream, tables
        )
        for stream in (Stream(**each) for each in stored["streams"] or ())
    }
    # The newest comes first, so that of several the oldest stays.
    rules = {each.account: each.case_rules for each in made.values() if _has_reports(each)}
    return {stream: _with_case_rules(each, rules) for stream, each in made.items()}


def _has_reports(configuration: ImportConfiguration) -> bool:
    return MESSAGE_KINDS.get(configuration.message) is MessageKind.ABSENCE


def _with_case_rules(
    configuration: ImportConfiguration, of_accounts: Mapping[int, CaseRules]
) -> ImportConfiguration:
    has_own = _has_reports(configuration) or stands_beside(configuration.message)
    if has_own or configuration.account not in of_accounts:
        return configuration
    return replace(configuration, case_rules=of_accounts[configuration.account])


def read_conversions() -> Mapping[str, ConversionTable]:
    """The named conversion tables of the present tenant, by code."""
    return _conversions(
        models.ConversionTable.objects.values("code", "values", "unknown", "default")
    )


def _conversions(rows: Iterable[Mapping[str, Any]]) -> Mapping[str, ConversionTable]:
    return {
        row["code"]: ConversionTable(**{**row, "unknown": Unknown(row["unknown"])}) for row in rows
    }


def import_configuration(
    account: ClientAccount,
    scopes: Sequence[AccountScope],
    stream: Stream,
    tables: Mapping[str, ConversionTable],
) -> ImportConfiguration:
    """The import configuration of a stream, of its account, the account's scope and tables."""
    settings = {**STREAM_DEFAULTS, **stream.settings}
    message = settings["message"]
    return ImportConfiguration(
        account=account.id,
        scope=_scope(account, scopes),
        message=message,
        editions=tuple(settings["editions"]),
        employer_code=employer_code_template(settings, tables),
        employee_key=settings["employee_key"],
        mode=Mode(settings["mode"]),
        bsn=account.bsn,
        case_rules=case_rules_of(settings),
        classification=_classification(settings["classification"]),
        person_fields=_field_rules(settings, person_fields(message), tables),
        employment_fields=_field_rules(settings, employment_fields(message), tables),
        duplicate_persons=DuplicatePersons(settings["duplicate_persons"]),
        guards=as_guards(settings["guards"]),
    )


def employer_code_template(
    settings: Mapping[str, Any], tables: Mapping[str, ConversionTable]
) -> EmployerCodeTemplate:
    """How a stream with these settings, all of them, makes employer codes (WG-1)."""
    options = dict(settings["employer_code_options"])
    conversion = _conversion(options.pop("conversion", {}), tables)
    return EmployerCodeTemplate(
        template=settings["employer_code"], conversion=conversion, **options
    )


def _conversion(
    named: str | Mapping[str, str], tables: Mapping[str, ConversionTable]
) -> ConversionTable:
    """A table by code, or one in the settings; a code without a table knows no value."""
    if not isinstance(named, str):
        return ConversionTable(values=named)
    return tables.get(named) or ConversionTable(code=named, unknown=Unknown.FINDING)


def _field_rules(
    settings: Mapping[str, Any], names: Collection[str], tables: Mapping[str, ConversionTable]
) -> FieldRules:
    """What the settings say of fields with these names (WN-5)."""
    policies, conversions = settings["field_policies"], settings["conversions"]
    return FieldRules(
        policies={name: Policy(policies[name]) for name in policies if name in names},
        conversions={
            name: _conversion(conversions[name], tables) for name in conversions if name in names
        },
    )


def _scope(account: ClientAccount, scopes: Sequence[AccountScope]) -> Scope:
    return Scope(
        all_employers=account.scope_all,
        groups=frozenset(row.group_id for row in scopes if row.group_id),
        employers=frozenset(row.employer_id for row in scopes if row.employer_id),
    )


def case_rules_of(settings: Mapping[str, Any]) -> CaseRules:
    """The rules of cases by these settings of a stream, all of them (VZ)."""
    confirmed = settings["operations_confirmed"]
    return CaseRules(
        operations=_operations(settings["operations"]),
        operations_per_edition={
            edition: _operations(table)
            for edition, table in settings["operations_per_edition"].items()
        },
        operations_confirmed=confirmed if isinstance(confirmed, bool) else frozenset(confirmed),
        accept_gaps=settings["gaps"] == "accept",
        ended_reasons=frozenset(settings["ended_reasons"]),
        maternity_leaves=frozenset(settings["maternity_leaves"]),
        composite_days=settings["composite_days"],
        oldest_days=settings["oldest_days"],
    )


def _operations(table: str | Mapping[str, str]) -> Mapping[str, Operation]:
    if isinstance(table, str):
        return PRESETS[table]
    return {code: Operation(word) for code, word in table.items()}


def _classification(table: Mapping[str, Any]) -> ClassificationTable:
    by_attribute = {CLASSIFICATION_TAGS[tag]: table.get(tag, {}) for tag in CLASSIFICATION_TAGS}
    return ClassificationTable(default=table.get("default"), **by_attribute)

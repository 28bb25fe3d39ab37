"""From the stored settings of streams to the import configurations of the rules."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from verzuimbrug.application.configuration.entries import STREAM_DEFAULTS
from verzuimbrug.domain.classification import ClassificationTable
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.employer_code import EmployerCodeTemplate
from verzuimbrug.domain.fields import Policy
from verzuimbrug.domain.operations import PRESETS, CaseRules
from verzuimbrug.domain.scope import Scope
from verzuimbrug.domain.streams import DuplicatePersons, ImportConfiguration, Mode
from verzuimbrug.sivi.tags import CLASSIFICATION_TAGS
from verzuimbrug.store.models import AccountScope, ClientAccount, Stream


def read_configurations(streams: Collection[int]) -> Mapping[int, ImportConfiguration]:
    """The configuration per stream of the present tenant: three queries, however many streams."""
    found = list(Stream.objects.filter(id__in=streams))
    accounts = {
        account.id: account
        for account in ClientAccount.objects.filter(id__in={s.account_id for s in found})
    }
    scopes: dict[int, list[AccountScope]] = defaultdict(list)
    for scope in AccountScope.objects.filter(account_id__in=accounts):
        scopes[scope.account_id].append(scope)
    return {
        stream.id: import_configuration(
            accounts[stream.account_id], scopes[stream.account_id], stream
        )
        for stream in found
    }


def import_configuration(
    account: ClientAccount, scopes: Sequence[AccountScope], stream: Stream
) -> ImportConfiguration:
    """The import configuration of a stream, of its account and the account's scope."""
    settings = {**STREAM_DEFAULTS, **stream.settings}
    return ImportConfiguration(
        account=account.id,
        scope=_scope(account, scopes),
        message=settings["message"],
        editions=tuple(settings["editions"]),
        employer_code=EmployerCodeTemplate(
            template=settings["employer_code"], **settings["employer_code_options"]
        ),
        employee_key=settings["employee_key"],
        mode=Mode(settings["mode"]),
        bsn=account.bsn,
        case_rules=_case_rules(settings),
        classification=_classification(settings["classification"]),
        field_policies={
            name: Policy(policy) for name, policy in settings["field_policies"].items()
        },
        duplicate_persons=DuplicatePersons(settings["duplicate_persons"]),
    )


def _scope(account: ClientAccount, scopes: Sequence[AccountScope]) -> Scope:
    return Scope(
        all_employers=account.scope_all,
        groups=frozenset(row.group_id for row in scopes if row.group_id),
        employers=frozenset(row.employer_id for row in scopes if row.employer_id),
    )


def _case_rules(settings: Mapping[str, Any]) -> CaseRules:
    return CaseRules(
        operations=_operations(settings["operations"]),
        operations_confirmed=settings["operations_confirmed"],
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

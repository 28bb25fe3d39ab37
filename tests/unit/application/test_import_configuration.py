"""From stored settings to the import configuration of the rules."""

from typing import Any

from verzuimbrug.application.configuration.import_configuration import import_configuration
from verzuimbrug.domain.classification import ClassificationTable
from verzuimbrug.domain.conversion import ConversionTable, Unknown
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.employer_code import EmployerCodeTemplate
from verzuimbrug.domain.fields import FieldRules, Policy
from verzuimbrug.domain.guards import Guard, Limit
from verzuimbrug.domain.operations import PRESETS, CaseRules
from verzuimbrug.domain.scope import Scope
from verzuimbrug.domain.streams import DuplicatePersons, ImportConfiguration, Mode
from verzuimbrug.store.models import AccountScope, ClientAccount, Stream

_BASIC = {
    "message": "Verzuimmeldingen",
    "editions": ["2025", "2026"],
    "employer_code": "FLSN[IdWrkgvrArbdnst]",
    "employee_key": "IdWrknmr",
}

_TABLES = {"GENDER": ConversionTable(code="GENDER", values={"1": "M"}, unknown=Unknown.DEFAULT)}


def _configuration(**settings: Any) -> ImportConfiguration:  # noqa: ANN401 -- what YAML can hold
    account = ClientAccount(id=7, bsn=True)
    scopes = [AccountScope(group_id=1), AccountScope(employer_id=2)]
    return import_configuration(account, scopes, Stream(settings={**_BASIC, **settings}), _TABLES)


def test_settings_left_out_have_the_defaults_of_the_rules() -> None:
    assert _configuration() == ImportConfiguration(
        account=7,
        scope=Scope(groups=frozenset({1}), employers=frozenset({2})),
        message="Verzuimmeldingen",
        editions=("2025", "2026"),
        employer_code=EmployerCodeTemplate(template="FLSN[IdWrkgvrArbdnst]"),
        employee_key="IdWrknmr",
        bsn=True,
    )


def test_case_rules_are_taken_over() -> None:
    rules = _configuration(
        operations="verbs",
        operations_confirmed=True,
        gaps="accept",
        ended_reasons=["03"],
        maternity_leaves=["01"],
        composite_days=29,
        oldest_days=10,
    ).case_rules
    assert rules == CaseRules(
        operations=PRESETS["verbs"],
        operations_confirmed=True,
        accept_gaps=True,
        ended_reasons=frozenset({"03"}),
        maternity_leaves=frozenset({"01"}),
        composite_days=29,
        oldest_days=10,
    )


def test_own_table_of_operations_is_taken_over() -> None:
    rules = _configuration(operations={"09": "withdraw"}).case_rules
    assert rules.operations == {"09": Operation.WITHDRAW}


def test_classification_is_taken_over_by_tag() -> None:
    tags = {"default": "z", "OorzkVrzmCd": {"10": "a"}, "VngntJN": {"J": "v"}, "WAZOCd": {"1": "w"}}
    table = _configuration(classification=tags).classification
    assert table == ClassificationTable(
        default="z", cause={"10": "a"}, safety_net={"J": "v"}, leave={"1": "w"}
    )


def test_the_rest_is_taken_over() -> None:
    configuration = _configuration(
        mode="approval",
        duplicate_persons="create",
        field_policies={"surname": "never", "department": "always"},
        employer_code_options={"upper": True, "conversion": {"1": "A"}},
        guards={"keys_changed": {"more_than": 3}},
    )
    assert configuration.mode == Mode.APPROVAL
    assert configuration.duplicate_persons == DuplicatePersons.CREATE
    assert configuration.guards.limits[Guard.KEYS_CHANGED] == Limit(more_than=3)
    assert configuration.person_fields == FieldRules(policies={"surname": Policy.NEVER})
    assert configuration.employment_fields == FieldRules(policies={"department": Policy.ALWAYS})
    assert configuration.employer_code.code_from({"IdWrkgvrArbdnst": "1"}).code == "FLSNA"


def test_named_table_is_the_one_of_that_code() -> None:
    configuration = _configuration(
        employer_code_options={"conversion": "GENDER"}, conversions={"gender": "GENDER"}
    )
    assert configuration.employer_code.conversion == _TABLES["GENDER"]
    assert configuration.person_fields.conversions == {"gender": _TABLES["GENDER"]}
    assert configuration.employment_fields.conversions == {}


def test_code_without_a_table_knows_no_value() -> None:
    table = _configuration(employer_code_options={"conversion": "GONE"}).employer_code.conversion
    assert table == ConversionTable(code="GONE", unknown=Unknown.FINDING)


def test_tables_of_operations_and_their_confirmation_are_per_edition() -> None:
    rules = _configuration(
        operations_per_edition={"2025": "verbs", "2026": {"01": "change"}},
        operations_confirmed=["2025"],
    ).case_rules
    assert rules.operation("03", "2025") is Operation.END
    assert rules.operation("01", "2026") is Operation.CHANGE
    assert rules.operation("03", "2027") is Operation.WITHDRAW
    assert [rules.confirms(edition) for edition in ("2025", "2026")] == [True, False]

"""Persons, employments, absence cases and the reports that made them."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from verzuimbrug.store.models.tenant import TenantModel, tenant_key


class Employee(TenantModel):
    """A person at an employer. `fields` and `stamps` hold the latest value of each field (WN-5).

    `birth_date` and `match_name` repeat two fields in the form that WN-4 compares. One that is
    hidden was made by messages that are undone, all of them (VE-4).
    """

    employer = tenant_key("Employer")
    birth_date = models.DateField(null=True)
    match_name = models.TextField(default="")
    fields: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    stamps: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    bsn = models.BinaryField(null=True)
    bsn_index = models.BinaryField(null=True)
    hidden = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(fields=["arbodienst", "employer", "birth_date"], name="employee_birth"),
            models.Index(fields=["arbodienst", "birth_date", "id"], name="employee_born"),
            models.Index(fields=["arbodienst", "employer", "id"], name="employee_at"),
            models.Index(
                fields=["arbodienst", "match_name", "id"],
                opclasses=["int4_ops", "text_pattern_ops", "int8_ops"],
                name="employee_named",
            ),
        ]


class LinkKey(TenantModel):
    """The key by which an account knows a person at an employer; former keys stay (WN-3).

    `by_hand`: a person said so. One that is hidden was said by undone messages only (VE-4).
    """

    account = tenant_key("ClientAccount")
    employer = tenant_key("Employer")
    key = models.CharField(max_length=100)
    employee = tenant_key("Employee")
    superseded = models.BooleanField(default=False)
    by_hand = models.BooleanField(default=False, db_default=False)
    hidden = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "account", "employer", "key"], name="link_key"
            ),
        ]
        indexes = [
            models.Index(fields=["arbodienst", "employee"], name="link_key_employee"),
            models.Index(fields=["arbodienst", "key"], name="link_key_itself"),
        ]


class Employment(TenantModel):
    """An employment of a person, as one account numbers it (WN-7); hidden as in `Employee`."""

    employee = tenant_key("Employee")
    account = tenant_key("ClientAccount")
    number = models.CharField(max_length=100)
    former = ArrayField(models.CharField(max_length=100), default=list)
    fields: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    stamps: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    hidden = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "employee", "account", "number"], name="employment_number"
            ),
        ]


class Statement(TenantModel):
    """What one message said of one person or employment, as its stream takes it (WN-5, VE-4).

    The fields of an object are those of its statements that are not undone: per field the one with
    the latest stamp. `position` is that of the person in the message; `key` and `key_old` are the
    link keys, or the numbers of the employment, that it named.
    """

    message = tenant_key("Message")
    position = models.IntegerField()
    object_kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    employee = tenant_key("Employee")
    key = models.CharField(max_length=100)
    key_old = models.CharField(max_length=100, null=True)
    stamp: "models.JSONField[Any, Any]" = models.JSONField()
    fields: "models.JSONField[Any, Any]" = models.JSONField()
    bsn = models.BinaryField(null=True)
    undone = tenant_key("Undo", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "object_kind", "object_id", "message", "position"],
                name="statement_place",
            ),
        ]
        indexes = [
            models.Index(fields=["arbodienst", "message"], name="statement_message"),
            models.Index(fields=["arbodienst", "employee"], name="statement_employee"),
        ]


class CaseAlias(TenantModel):
    """A former key of a case, and the key that it leads to now (VZ-1).

    `direct` is the key that `message` said takes its place; `key` what that leads to in turn.
    """

    account = tenant_key("ClientAccount")
    employer = tenant_key("Employer")
    former = models.CharField(max_length=100)
    key = models.CharField(max_length=100)
    direct = models.CharField(max_length=100, null=True)
    message = tenant_key("Message", null=True)
    undone = tenant_key("Undo", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "account", "employer", "former"], name="case_alias"
            ),
        ]


class AbsenceCase(TenantModel):
    """A case that has started: the state after the fold of its reports (VZ-3).

    One whose start was taken back is hidden, with the state it had last (VE-4).
    """

    account = tenant_key("ClientAccount")
    employer = tenant_key("Employer")
    key = models.CharField(max_length=100)
    employee = tenant_key("Employee")
    first_day = models.DateField()
    recovered_on = models.DateField(null=True)
    status = models.CharField(max_length=10)
    periods: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    cause = models.CharField(max_length=10)
    safety_net = models.CharField(max_length=10)
    leave = models.CharField(max_length=10, null=True)
    end_reason = models.CharField(max_length=10, null=True)
    expected_recovery = models.DateField(null=True)
    last_sequence = models.IntegerField()
    employment = models.CharField(max_length=100, null=True)
    classification = models.CharField(max_length=60, null=True)
    continues = tenant_key("AbsenceCase", null=True)
    released_gaps = ArrayField(models.IntegerField(), default=list)
    hidden = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "account", "employer", "key"], name="case_key"
            ),
        ]
        indexes = [models.Index(fields=["arbodienst", "employee"], name="case_employee")]


class AbsenceReport(TenantModel):
    """One report: what it said (`content`), what became of it (`state`) and why (`findings`).

    The set of a case are the rows of its key that have an employee. Of the reports with one number
    at most one is applied; the database holds that too. Free text may hold medical facts: it is
    kept encrypted and shown nowhere (VZ-14). `standing` is what people said of it
    (`domain.reports.Standing`), `undone` the undo that took it back (VE-4); `received_key` the key
    of its case as received.
    """

    message = tenant_key("Message")
    position = models.IntegerField()
    account = tenant_key("ClientAccount")
    employer_code = models.TextField()
    employer = tenant_key("Employer", null=True)
    employee = tenant_key("Employee", null=True)
    link_key = models.CharField(max_length=100, null=True)
    case_key = models.CharField(max_length=100, null=True)
    received_key = models.CharField(max_length=100, null=True)
    sequence = models.IntegerField()
    content: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    employment = models.CharField(max_length=100, null=True)
    received_on = models.DateField()
    impossible_year = models.BooleanField(default=False)
    free_text = models.BinaryField(null=True)
    state = models.CharField(max_length=10)
    findings: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    codes = ArrayField(models.CharField(max_length=5), default=list)
    standing = models.CharField(max_length=10, default="free", db_default="free")
    undone = tenant_key("Undo", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "message", "position"], name="report_place"
            ),
            models.UniqueConstraint(
                fields=["arbodienst", "account", "employer", "case_key", "sequence"],
                condition=models.Q(state="applied"),
                name="report_applied_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["arbodienst", "case_key", "account", "employer"], name="report_case"
            ),
            models.Index(fields=["arbodienst", "employer_code", "message"], name="report_employer"),
            models.Index(
                fields=["arbodienst", "message"],
                include=["codes"],
                name="report_remarked",
                condition=~models.Q(codes=[]),
            ),
            models.Index(fields=["arbodienst", "state", "id"], name="report_state"),
            models.Index(
                fields=["arbodienst", "account", "employer_code", "id"],
                include=["codes", "employer", "link_key", "case_key", "employee", "message"],
                name="report_parked",
                condition=models.Q(state="parked"),
            ),
            models.Index(
                fields=["arbodienst", "received_on"],
                include=["account", "message"],
                name="report_noted",
                condition=models.Q(state__in=("conflict", "held", "parked", "refused")),
            ),
            models.Index(
                fields=["arbodienst", "id"],
                include=["account", "message"],
                name="report_disputed",
                condition=models.Q(state__in=("conflict", "held")) & ~models.Q(standing="held"),
            ),
            models.Index(
                fields=["arbodienst", "undone"],
                name="report_undone",
                condition=models.Q(undone__isnull=False),
            ),
        ]

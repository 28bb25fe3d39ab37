"""Employers, groups, classifications and conversion tables."""

from typing import Any

from django.db import models

from verzuimbrug.store.models.tenant import TenantModel, tenant_key


class ClassificationScheme(TenantModel):
    """The kinds of absence that employers know, as a named set."""

    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arbodienst", "code"], name="scheme_code"),
        ]


class Classification(TenantModel):
    """One kind of absence of a scheme."""

    scheme = tenant_key("ClassificationScheme")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "scheme", "code"], name="classification_code"
            ),
        ]


class Employer(TenantModel):
    """A client of the arbodienst, with its employer code (WG-3).

    It is a client from `starts_on` up to and including `ends_on`. `external_ids` gives, by the
    name of another system, the employer's id there. `addresses` and `departments` hold texts by
    name, by kind and by code; `contact` an address or number by kind. `contact_persons` is sealed.
    """

    code = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    kvk_number = models.CharField(max_length=8, blank=True)
    payroll_tax_number = models.CharField(max_length=12, blank=True)
    external_ids: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    contract_reference = models.CharField(max_length=100, blank=True)
    scheme = tenant_key("ClassificationScheme", null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    addresses: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    contact: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    contact_persons = models.BinaryField(default=bytes)
    departments: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arbodienst", "code"], name="employer_code"),
        ]


class ReservedCode(TenantModel):
    """A former code of an employer: no other employer may take it (WG-3)."""

    code = models.CharField(max_length=200)
    employer = tenant_key("Employer")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arbodienst", "code"], name="reserved_code"),
        ]


class EmployerGroup(TenantModel):
    """A named set of employers, recognisable for account management.

    One that is not open keeps its members and takes no new ones.
    """

    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    notes = models.TextField(blank=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arbodienst", "code"], name="group_code"),
        ]


class GroupMembership(TenantModel):
    """An employer's time in a group, from `starts_on` up to and including `ends_on` (WG-4).

    After that, up to and including `run_out_until`, cases that were open go on.
    """

    group = tenant_key("EmployerGroup")
    employer = tenant_key("Employer")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    run_out_until = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["arbodienst", "employer"], name="membership_employer")]


class ConversionTable(TenantModel):
    """A named table from received value to our value, for any stream that names it.

    `unknown` says what a value that the table does not have becomes: `keep`, `default`, `finding`.
    """

    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200, blank=True)
    unknown = models.CharField(max_length=10, default="keep")
    default = models.CharField(max_length=200, blank=True)
    values: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arbodienst", "code"], name="conversion_code"),
        ]


class ConfigurationVersion(TenantModel):
    """What one save made of one configured object: the object as a file says it, and what changed.

    `kind` and `object_id` say which object; `number` counts from 1. Rows are added, never changed.
    """

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    number = models.IntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    content: "models.JSONField[Any, Any]" = models.JSONField()
    differences: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "kind", "object_id", "number"], name="version_number"
            ),
        ]

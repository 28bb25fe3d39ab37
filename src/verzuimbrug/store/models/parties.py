"""Employers, groups and classifications."""

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
    """A client of the arbodienst, with its employer code (WG-3)."""

    code = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    contract_reference = models.CharField(max_length=100, blank=True)
    scheme = tenant_key("ClassificationScheme", null=True)

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
    """A named set of employers, recognisable for account management."""

    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arbodienst", "code"], name="group_code"),
        ]


class GroupMembership(TenantModel):
    """An employer's time in a group, from `starts_on` up to and including `ends_on` (WG-4)."""

    group = tenant_key("EmployerGroup")
    employer = tenant_key("Employer")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["arbodienst", "employer"], name="membership_employer")]

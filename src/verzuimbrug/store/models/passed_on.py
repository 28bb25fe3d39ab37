"""What is passed on to the case system as it is (DG)."""

from django.db import models

from verzuimbrug.store.models.tenant import TenantModel, tenant_key


class PassedOnItem(TenantModel):
    """One item of a message, once whatever runs again (docs/adr/0031-messages-passed-on.md).

    `id` is the number by which it is fetched. `content` is the item as a message of its own,
    compressed and encrypted; None while it waits for its employer, and once it was erased.
    `key` is the link key as its stream knows it, `employee` who that was when it was passed on.
    `replaces` is the version before it: the same sender's item with the same id, or its former id.
    """

    message = tenant_key("Message")
    position = models.IntegerField()
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=10)
    account = tenant_key("ClientAccount")
    employer_code = models.TextField()
    employer = tenant_key("Employer", null=True)
    key = models.CharField(max_length=100, null=True)
    employee = tenant_key("Employee", null=True)
    item = models.CharField(max_length=40, null=True)
    former = models.CharField(max_length=40, null=True)
    dated = models.DateField(null=True)
    case_key = models.CharField(max_length=40, null=True)
    has_file = models.BooleanField(default=False)
    replaces = tenant_key("PassedOnItem", null=True)
    content = models.BinaryField(null=True)
    at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "message", "position"], name="passed_on_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["arbodienst", "account", "employer", "kind", "item"],
                name="passed_on_version",
                condition=models.Q(item__isnull=False),
            ),
            models.Index(
                fields=["arbodienst", "account", "employer", "kind", "former"],
                name="passed_on_former",
                condition=models.Q(former__isnull=False),
            ),
            models.Index(
                fields=["arbodienst", "replaces"],
                name="passed_on_replaces",
                condition=models.Q(replaces__isnull=False),
            ),
            models.Index(
                fields=["arbodienst", "at"],
                name="passed_on_kept",
                condition=models.Q(content__isnull=False, at__isnull=False),
            ),
        ]

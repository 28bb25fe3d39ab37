"""Delivered messages: the bytes, what became of them, what waits, what is answered."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from verzuimbrug.domain.editions import NOT_TAKEN
from verzuimbrug.store.models.tenant import TenantModel, tenant_key


class MessageState(models.TextChoices):
    """Each message is in exactly one state; a duplicate delivery is a `Redelivery`."""

    RECEIVED = "received"
    PROCESSED = "processed"
    HELD = "held"
    REJECTED = "rejected"
    FAILED = "failed"


class Message(TenantModel):
    """One delivered file. `receipt` is the number the sender got; findings are about the whole.

    `shown` is the digest of the changes that were shown of it, `approval` what a person approved of
    a held one (VE-2). `corrects` is the message that this one takes the place of; `undone` the undo
    that took it back (VE-4); `portal_delivery` the initial load or reconciliation it belongs to;
    `reply_to` is what answers about its reports need (AN-2); `software` is what the sender says
    that it uses.
    """

    receipt = models.CharField(max_length=40)
    account = tenant_key("ClientAccount")
    stream = tenant_key("Stream")
    file_name = models.CharField(max_length=300)
    door = models.CharField(max_length=20)
    sha256 = models.BinaryField()
    size = models.IntegerField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.RECEIVED)
    dry_run = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True)
    message = models.CharField(max_length=100, default="")
    edition = models.CharField(max_length=10, default="")
    sender = models.CharField(max_length=40, default="")
    software = models.CharField(max_length=35, default="", db_default="")
    reference = models.CharField(max_length=512, default="")
    stages: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    findings: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    codes = ArrayField(models.CharField(max_length=5), default=list)
    dry_report: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    reply_to: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    shown = models.CharField(max_length=64, default="", db_default="")
    approval: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    corrects = tenant_key("Message", null=True)
    undone = tenant_key("Undo", null=True)
    portal_delivery = tenant_key("PortalDelivery", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arbodienst", "receipt"], name="message_receipt"),
            models.UniqueConstraint(
                fields=["arbodienst", "stream", "sha256"], name="message_bytes"
            ),
        ]
        indexes = [
            models.Index(fields=["arbodienst", "sender", "reference"], name="message_reference"),
            models.Index(fields=["arbodienst", "reference"], name="message_own_reference"),
            models.Index(fields=["arbodienst", "stream", "id"], name="message_of_stream"),
            models.Index(fields=["arbodienst", "received_at"], name="message_received"),
            models.Index(fields=["arbodienst", "state", "id"], name="message_state"),
            models.Index(
                fields=["arbodienst", "stream", "received_at"],
                include=["edition", "sender", "software"],
                name="message_stream",
            ),
            models.Index(
                fields=["arbodienst", "stream", "received_at"],
                include=["edition"],
                name="message_wrong_edition",
                condition=models.Q(codes__overlap=list(NOT_TAKEN)),
            ),
            models.Index(
                fields=["arbodienst", "received_at"],
                include=["account", "id", "state", "codes", "undone"],
                name="message_noted",
                condition=models.Q(state__in=("failed", "held", "rejected")) | ~models.Q(codes=[]),
            ),
            models.Index(
                fields=["arbodienst", "id"],
                name="message_dry_run",
                condition=models.Q(dry_run=True),
            ),
            models.Index(
                fields=["arbodienst", "id"],
                include=["codes"],
                name="message_remarked",
                condition=~models.Q(codes=[]),
            ),
            models.Index(
                fields=["arbodienst", "corrects"],
                name="message_corrects",
                condition=models.Q(corrects__isnull=False),
            ),
            models.Index(
                fields=["arbodienst", "portal_delivery", "id"],
                name="message_portal_delivery",
                condition=models.Q(portal_delivery__isnull=False),
            ),
            models.Index(
                fields=["arbodienst", "id"],
                include=["account"],
                name="message_held",
                condition=models.Q(
                    state=MessageState.HELD, undone__isnull=True, portal_delivery__isnull=True
                ),
            ),
            models.Index(
                fields=["arbodienst", "undone"],
                name="message_undone",
                condition=models.Q(undone__isnull=False),
            ),
        ]


class ShownChanges(TenantModel):
    """A part of the list of changes that a dry run or a held message was shown with, encrypted.

    `content` is the compressed JSON of `domain.change_list`; the parts in order are the list.
    """

    message = tenant_key("Message")
    part = models.IntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "message", "part"], name="shown_changes_part"
            ),
        ]


class MessageBody(TenantModel):
    """The bytes of a message as received, encrypted; `id` is the message's id."""

    id = models.BigIntegerField(primary_key=True)
    content = models.BinaryField()


class Redelivery(TenantModel):
    """The same bytes on the same stream again: answered with the first receipt (MSG-5)."""

    message = tenant_key("Message")
    door = models.CharField(max_length=20)
    received_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["arbodienst", "message"], name="redelivery_message")]


class Look(TenantModel):
    """That somebody looked at a rejected message: it asks for attention no more."""

    message = tenant_key("Message")
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arbodienst", "message"], name="look_message"),
        ]


class Waiting(TenantModel):
    """A part of a message that waits outside a case: for an employer, a person, a decision.

    `persons` are how many persons of the message the part holds.
    """

    message = tenant_key("Message")
    cause = models.CharField(max_length=20)
    account = tenant_key("ClientAccount")
    employer_code = models.TextField()
    employer = tenant_key("Employer", null=True)
    key = models.CharField(max_length=100, null=True)
    persons = models.IntegerField(default=1, db_default=1)
    stamp: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    since = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["arbodienst", "message"], name="waiting_message"),
            models.Index(fields=["arbodienst", "account", "employer", "key"], name="waiting_key"),
            models.Index(fields=["arbodienst", "cause", "employer_code"], name="waiting_code"),
        ]


class Awaited(TenantModel):
    """A person that a message waited for, also after a newer one took its place (WN-2).

    An undo of the newer one needs it: what stood behind that one counts again (VE-4).
    """

    message = tenant_key("Message")
    account = tenant_key("ClientAccount")
    employer = tenant_key("Employer")
    key = models.CharField(max_length=100)
    stamp: "models.JSONField[Any, Any]" = models.JSONField()
    since = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["arbodienst", "message"], name="awaited_message"),
            models.Index(fields=["arbodienst", "account", "employer", "key"], name="awaited_key"),
        ]


class Answer(TenantModel):
    """A message back to the sender, kept until it is acknowledged (AN-1).

    `said` is what it says of the reports of its message, by position (AN-2).
    """

    account = tenant_key("ClientAccount")
    message = tenant_key("Message")
    kind = models.CharField(max_length=40)
    file_name = models.CharField(max_length=300)
    content = models.BinaryField()
    made_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    said: "models.JSONField[Any, Any]" = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "message", "kind"],
                condition=models.Q(said__isnull=True),
                name="answer_message_kind",
            ),
        ]
        indexes = [
            models.Index(
                fields=["arbodienst", "account", "id"],
                name="answer_open",
                condition=models.Q(acknowledged_at__isnull=True),
            ),
            models.Index(
                fields=["arbodienst", "message", "id"],
                name="answer_said",
                condition=models.Q(said__isnull=False),
            ),
        ]


class AnswerDue(TenantModel):
    """A message of which reports were decided that its sender may not have been told of (AN-2).

    There may be several of one message: nobody waits for another to add one.
    """

    message = tenant_key("Message")

"""What messages propose for employers, and which message was the last to say something (WG-5)."""

from typing import Any

from django.db import models

from verzuimbrug.domain.employer_proposals import ProposalState
from verzuimbrug.store.models.tenant import TenantModel, tenant_key


class EmployerProposal(TenantModel):
    """One thing to approve, as one employer group of a message says it.

    `subject` is a hash of the employer code, or of what none could be made of; `source` is the name
    of the message. `content` is sealed: it may hold contact persons. `digest` is that of the same
    said of the same.
    """

    message = tenant_key("Message")
    account = tenant_key("ClientAccount")
    position = models.IntegerField()
    kind = models.CharField(max_length=20)
    employer_code = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=64)
    source = models.CharField(max_length=100)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=20, default=ProposalState.OPEN.value)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "message", "position", "kind"], name="proposal_place"
            ),
        ]
        indexes = [
            models.Index(fields=["arbodienst", "state", "id"], name="proposal_state"),
            models.Index(fields=["arbodienst", "account", "digest"], name="proposal_digest"),
        ]


class EmployerWord(TenantModel):
    """The stamp of the last message of a kind that said something of an employer (WN-5)."""

    account = tenant_key("ClientAccount")
    source = models.CharField(max_length=100)
    subject = models.CharField(max_length=64)
    stamp: "models.JSONField[Any, Any]" = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "account", "source", "subject"], name="employer_word"
            ),
        ]

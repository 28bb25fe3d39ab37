"""Texts of mails that somebody wrote, version by version."""

from django.db import models

from verzuimbrug.store.models.tenant import TenantModel


class MailTextVersion(TenantModel):
    """One save of the text of one kind of mail in one language; the newest holds.

    One that `is_default` has no text of its own: the text of the product holds again.
    """

    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    number = models.IntegerField()
    is_default = models.BooleanField(default=False)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "kind", "language", "number"], name="mail_text_number"
            ),
        ]

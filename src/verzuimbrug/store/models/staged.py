"""Files that somebody handed in and looks at before they are taken in."""

from django.db import models

from verzuimbrug.store.models.tenant import TenantModel


class StagedFile(TenantModel):
    """A file between its preview and its import, encrypted; of whom, what for, and until when."""

    principal = models.CharField(max_length=120)
    purpose = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "principal", "purpose"], name="staged_file_of"
            ),
        ]

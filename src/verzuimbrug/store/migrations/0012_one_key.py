"""One unique key for rows that come with every message: (arbodienst, id), and none on the id alone.

See docs/adr/0049-what-a-row-costs.md.
"""

from django.db import migrations

_GROWING = (
    "absencereport",
    "answer",
    "change",
    "event",
    "linkkey",
    "message",
    "statement",
)
_ONE_KEY = "; ".join(
    f"ALTER TABLE store_{name} DROP CONSTRAINT store_{name}_pkey" for name in _GROWING
)
_TAKES_A_LITTLE = "SET LOCAL lock_timeout = '10s'"


class Migration(migrations.Migration):
    """After checkpoints of the access log."""

    dependencies = [("store", "0011_access_checkpoints")]

    operations = [
        migrations.RunSQL(_TAKES_A_LITTLE, migrations.RunSQL.noop),
        migrations.RunSQL(_ONE_KEY, migrations.RunSQL.noop),
    ]

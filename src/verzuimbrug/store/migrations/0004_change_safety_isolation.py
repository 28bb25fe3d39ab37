"""Row-level security and rights for what change safety added."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from verzuimbrug.store.isolation import grant, isolate, refer

NEW = (
    "PortalDelivery",
    "PortalMessage",
    "PortalPerson",
    "PortalReport",
    "Reminder",
    "ShownChanges",
    "Statement",
    "Undo",
)
REFERENCES = {
    "AbsenceReport": ("undone",),
    "CaseAlias": ("message", "undone"),
    "Change": ("undo",),
    "Message": ("corrects", "portal_delivery", "undone"),
}


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Isolates the new tables, then what refers to them."""
    tables = [apps.get_model("store", name) for name in NEW]
    isolate(editor, tables)
    for table in tables:
        grant(editor, table)
    for name, fields in REFERENCES.items():
        refer(editor, apps.get_model("store", name), fields)


class Migration(migrations.Migration):
    """After the tables are made."""

    dependencies = [("store", "0003_change_safety")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]

"""Times the row-by-row import of messages that lie ready in memory.

Usage: python timing.py DATABASE-URL FOLDER, a folder with schema.xsd, employers.json and messages
by name. Prints as JSON how long it took and what stands in the tables afterwards.
"""

import json
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from lxml import etree
from psycopg.conninfo import conninfo_to_dict


def main(url: str, folder: Path) -> None:
    """Make the tables, import, and tell."""
    _set_up(url)
    # Models can only be read once Django is set up.
    from importing import Importer  # noqa: PLC0415
    from models import Case, Employer, Employment, Message, Person, Report  # noqa: PLC0415

    tables = (Employer, Message, Person, Employment, Case, Report)
    with connection.schema_editor() as editor:
        for model in tables:
            editor.create_model(model)
    known = json.loads((folder / "employers.json").read_text(encoding="utf-8"))
    Employer.objects.bulk_create(Employer(code=code, name=name) for code, name in known.items())
    importer = Importer(etree.XMLSchema(file=str(folder / "schema.xsd")))
    messages = [file.read_bytes() for file in sorted(folder.glob("*.xml"))]
    begun, processor = time.perf_counter(), time.process_time()
    reports = sum(importer.import_message(message) for message in messages)
    told = {
        "seconds": time.perf_counter() - begun,
        "processor": time.process_time() - processor,
        "messages": len(messages),
        "reports": reports,
        "cases": Case.objects.count(),
        "recovered": Case.objects.filter(recovered_on__isnull=False).count(),
    }
    sys.stdout.write(json.dumps(told))


def _set_up(url: str) -> None:
    named = conninfo_to_dict(url)
    database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": named["dbname"],
        "USER": named["user"],
        "PASSWORD": named["password"],
        "HOST": named["host"],
        "PORT": named["port"],
        # One connection for all of it.
        "CONN_MAX_AGE": None,
    }
    settings.configure(
        DATABASES={"default": database},
        INSTALLED_APPS=[],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

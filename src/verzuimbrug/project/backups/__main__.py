"""`python -m verzuimbrug.project.backups`: what `verzuimbrug backup` and `restore` start."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import django
import psycopg


def main(arguments: Sequence[str]) -> int:
    """Back up or restore the instance of the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verzuimbrug.project.settings")
    django.setup()
    from verzuimbrug.project.backups.errors import BackupError  # noqa: PLC0415 -- once Django is up
    from verzuimbrug.project.embedded import EmbeddedServerError  # noqa: PLC0415
    from verzuimbrug.project.migrate import InstallationError  # noqa: PLC0415

    given = _parser().parse_args(arguments)
    try:
        return _back_up(given) if given.what == "backup" else _restore(given)
    except (BackupError, EmbeddedServerError, InstallationError, psycopg.Error) as problem:
        sys.stderr.write(f"verzuimbrug: {str(problem).strip()}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m verzuimbrug.project.backups")
    parser.add_argument("what", choices=["backup", "restore"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--base", action="store_true")
    parser.add_argument("--replace", action="store_true")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--wal", type=Path)
    parser.add_argument("--until", type=datetime.fromisoformat)
    return parser


def _back_up(given: argparse.Namespace) -> int:
    from django.conf import settings  # noqa: PLC0415 -- once Django is up

    from verzuimbrug.project.backups.manifest import Kind  # noqa: PLC0415
    from verzuimbrug.project.backups.taking import back_up  # noqa: PLC0415

    kind = Kind.BASE if given.base else Kind.DUMP
    made = back_up(settings.DATA_FOLDER, given.folder, kind)
    sys.stdout.write(f"{made.kind} of {sum(made.counts.values()):,} rows in {given.folder}\n")
    sys.stdout.write("the keys are not in it: keep the folder keys/ elsewhere\n")
    return 0


def _restore(given: argparse.Namespace) -> int:
    from django.conf import settings  # noqa: PLC0415 -- once Django is up

    from verzuimbrug.project.backups import replacing  # noqa: PLC0415

    asked = replacing.Asked(
        replace=given.replace, dry_run=given.dry_run, archive=given.wal, moment=given.until
    )
    return replacing.restore(settings.DATA_FOLDER, given.folder, asked, sys.stdout.write)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

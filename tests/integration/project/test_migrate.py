"""The installation checks hold for the database that the migration makes."""

import psycopg
import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from pytest_django import Settings

from sending_world import go_live, report, sick, take
from verzuimbrug.project import embedded
from verzuimbrug.project.migrate import InstallationError, migrate

pytestmark = pytest.mark.usefixtures("database")


def test_migrated_database_passes_the_checks() -> None:
    assert run_checks(tags=[Tags.database], databases=["owner", "default"]) == []


def test_migrating_again_changes_nothing(
    database_server: embedded.Server, owner_connection: psycopg.Connection
) -> None:
    count = "SELECT count(*) FROM django_migrations"
    before = owner_connection.execute(count).fetchone()

    migrate(database_server.data)

    assert owner_connection.execute(count).fetchone() == before


def test_a_database_from_before_the_first_release_is_refused(
    database_server: embedded.Server, owner_connection: psycopg.Connection
) -> None:
    # Not a number of the sequence: emptying the database begins that anew.
    made = "id, app, name, applied) VALUES (0, 'store', '0003_change_safety', now())"
    owner_connection.execute(f"INSERT INTO django_migrations ({made}")
    try:
        with pytest.raises(InstallationError, match="before the first release"):
            migrate(database_server.data)
    finally:
        owner_connection.execute("DELETE FROM django_migrations WHERE name = '0003_change_safety'")


def test_models_have_no_changes_without_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_application_owns_nothing(owner_connection: psycopg.Connection) -> None:
    owned = owner_connection.execute(
        "SELECT relname FROM pg_class WHERE relowner = 'verzuimbrug_app'::regrole"
    )

    assert owned.fetchall() == []


def test_another_index_key_is_refused(database_server: embedded.Server, settings: Settings) -> None:
    migrate(database_server.data)
    settings.INDEX_KEY = b"another" * 4
    with pytest.raises(InstallationError, match="not the index key"):
        migrate(database_server.data)


def test_values_sealed_as_before_keys_could_be_rotated_are_refused(
    database_server: embedded.Server, owner_connection: psycopg.Connection
) -> None:
    take(go_live(), sick(report()))
    owner_connection.execute("UPDATE store_messagebody SET content = '\\x01' || content")
    with pytest.raises(InstallationError, match="before the first release"):
        migrate(database_server.data)

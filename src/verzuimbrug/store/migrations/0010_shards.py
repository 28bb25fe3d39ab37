"""What a message costs less: its employer's part of the queue, statistics and keys nobody needs.

See docs/adr/0047-work-by-employer.md.
"""

from django.db import migrations, models

_NO_STATISTICS = """
DO $$
DECLARE
    field record;
BEGIN
    FOR field IN
        SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name LIKE 'store\\_%' AND data_type = 'jsonb'
    LOOP
        EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET STATISTICS 0',
                       field.table_name, field.column_name);
    END LOOP;
END $$
"""
"""No plan depends on what is in these columns; gathering statistics of them takes long."""

_HELD_BY_ANOTHER_KEY = """
DO $$
DECLARE
    known record;
BEGIN
    FOR known IN
        SELECT c.conrelid::regclass AS name, c.conname FROM pg_constraint c
        WHERE c.contype = 'f' AND c.confrelid = 'store_arbodienst'::regclass
        AND c.connamespace = 'public'::regnamespace AND EXISTS (
            SELECT FROM pg_constraint o JOIN pg_attribute a
                ON a.attrelid = o.conrelid AND a.attnum = ANY(o.conkey)
            WHERE o.contype = 'f' AND o.conrelid = c.conrelid AND cardinality(o.conkey) = 2
            GROUP BY o.oid HAVING bool_and(a.attnotnull))
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', known.name, known.conname);
    END LOOP;
END $$
"""
"""A row that refers to a row of its arbodienst needs no key of its own to the arbodienst."""


class Migration(migrations.Migration):
    """After erasing."""

    dependencies = [("store", "0009_erasing")]

    operations = [
        migrations.AddField(
            model_name="work", name="shard", field=models.SmallIntegerField(null=True)
        ),
        migrations.RunSQL(_NO_STATISTICS, migrations.RunSQL.noop),
        migrations.RunSQL(_HELD_BY_ANOTHER_KEY, migrations.RunSQL.noop),
    ]

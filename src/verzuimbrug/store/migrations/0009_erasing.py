"""What a trail to which is added only says of one person can be taken out, and nothing else of it.

The application role may call a function; it gets no right to remove rows (docs/adr/0046-one-person-on-request.md).
"""

from django.db import migrations

from verzuimbrug.store.isolation import APPLICATION_ROLE, CURRENT_TENANT

_FUNCTION = f"""
CREATE FUNCTION store_erase_trail(person bigint, accounts bigint[], words text[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM store_change
        WHERE arbodienst_id = {CURRENT_TENANT} AND employee_id = person;
    DELETE FROM store_accountevent
        WHERE arbodienst_id = {CURRENT_TENANT} AND account_id = ANY(accounts)
        AND event = 'reminder' AND EXISTS (
            SELECT 1 FROM jsonb_array_elements(details->'subjects') AS subject
            WHERE subject ?| words);
$$
"""


class Migration(migrations.Migration):
    """After the chain of the access log."""

    dependencies = [("store", "0008_retention")]

    operations = [
        migrations.RunSQL(
            [
                _FUNCTION,
                "REVOKE ALL ON FUNCTION store_erase_trail(bigint, bigint[], text[]) FROM PUBLIC",
                (
                    "GRANT EXECUTE ON FUNCTION store_erase_trail(bigint, bigint[], text[]) "
                    f"TO {APPLICATION_ROLE}"
                ),
            ],
            "DROP FUNCTION store_erase_trail(bigint, bigint[], text[])",
        ),
    ]

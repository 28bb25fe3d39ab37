"""Reads the settings that messages are processed by, as one text: whoever reads can keep it."""

from collections.abc import Collection

from verzuimbrug.store.sql import select

_ACCOUNTS = "SELECT account_id FROM store_stream WHERE id = ANY(%s)"
_SETTINGS = (
    "SELECT json_build_object("
    "'streams', (SELECT json_agg(json_build_object("
    "'id', s.id, 'account_id', s.account_id, 'settings', s.settings) ORDER BY s.id DESC) "
    f"FROM store_stream s WHERE s.account_id IN ({_ACCOUNTS})), "
    "'accounts', (SELECT json_agg(json_build_object("
    "'id', a.id, 'bsn', a.bsn, 'scope_all', a.scope_all) ORDER BY a.id) "
    f"FROM store_clientaccount a WHERE a.id IN ({_ACCOUNTS})), "
    "'scopes', (SELECT json_agg(json_build_object("
    "'account_id', c.account_id, 'group_id', c.group_id, 'employer_id', c.employer_id) "
    f"ORDER BY c.id) FROM store_accountscope c WHERE c.account_id IN ({_ACCOUNTS})), "
    "'tables', (SELECT json_agg(json_build_object("
    "'code', t.code, 'values', t.values, 'unknown', t.unknown, 'default', t.\"default\") "
    "ORDER BY t.id) FROM store_conversiontable t))::text"
)


def read_settings(streams: Collection[int]) -> str:
    """The settings of these streams of the present tenant and of all beside them, as JSON.

    An object with the rows of `streams` (newest first), `accounts`, `scopes` and `tables`; one
    without rows is null. The same settings are the same text.
    """
    ((settings,),) = select(_SETTINGS, *[sorted(streams)] * 3)
    return str(settings)

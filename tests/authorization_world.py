"""Two arbodiensten, one of which has everything, and all who may come to a door of theirs."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

from authorization_objects_world import beside, everything, objects_of
from doors_world import Coupling
from readiness_world import OTHER
from sending_world import go_live
from verzuimbrug.application.access import Reader
from verzuimbrug.application.exports.access import make_collecting_key
from verzuimbrug.application.exports.making import make
from verzuimbrug.application.exports.managing import list_exports, switch_export
from verzuimbrug.application.sign_in import apikeys
from verzuimbrug.application.sign_in.issuing import issue, revoke
from verzuimbrug.domain.permissions import Role
from verzuimbrug.project import embedded
from verzuimbrug.store.models import Credential, KeyMark
from verzuimbrug.store.models.tenant import TenantModel
from verzuimbrug.store.sql import select
from verzuimbrug.store.tenancy import tenant

_REVOKED_KEY = "vervallen"

NOBODY = "nobody"
PORTALS = ("portal", "other_portal", "foreign_portal", "revoked_portal")
"""Who signs in with a customer code and a token."""

KEYS = (*apikeys.SCOPES, "foreign_manage", "foreign_medical", "revoked_manage")
"""Who signs in with a key; of our arbodienst there is one for each role."""

RECEIVERS = ("receiver", "foreign_receiver")
"""Who collects with a key of its own."""

PRINCIPALS = (NOBODY, *PORTALS, *KEYS, *RECEIVERS)
FOREIGN = frozenset({"foreign_portal", "foreign_manage", "foreign_medical", "foreign_receiver"})
"""Who is of another arbodienst."""

STRANGERS = FOREIGN | {"other_portal"}
"""To whom what we name is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Who signs in with what, and the names of objects: of ours, and of none."""

    ours: Coupling
    portals: Mapping[str, Coupling]
    keys: Mapping[str, str]
    names: Mapping[str, Any]
    missing: Mapping[str, Any]

    @property
    def texts(self) -> dict[str, str]:
        """The names that tell something when they are read somewhere."""
        return {each: name for each, name in self.names.items() if isinstance(name, str)}

    def headers(self, principal: str) -> dict[str, str]:
        """What somebody sends along."""
        if principal in self.keys:
            return {"Authorization": f"Bearer {self.keys[principal]}"}
        if principal in self.portals:
            return self.portals[principal].basic
        return {}

    def pair(self, principal: str) -> tuple[str, str]:
        """A customer code and a token; who has none tries what he has."""
        if principal in self.portals:
            return self.portals[principal].code, self.portals[principal].token
        return principal, self.keys.get(principal, "")


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside holds until the end of the block, and then never was."""
    with transaction.atomic():
        yield
        connection.check_constraints()
        transaction.set_rollback(True)


def state(of: Coupling, *, whole: bool) -> str:
    """A digest of all rows of an arbodienst, or of those that name the account."""
    column, value = ("arbodienst_id", of.arbodienst) if whole else ("account_id", of.account)
    digests = [
        f"SELECT md5(string_agg(t::text, '|' ORDER BY t.id)) FROM {table} t WHERE {column} = %s"  # noqa: S608 -- names of our own tables
        for table in _tables_with(column)
    ]
    with tenant(of.arbodienst):
        rows = select(" UNION ALL ".join(digests), *[value] * len(digests))
    return " ".join(row or "-" for (row,) in rows)


def _tables_with(column: str) -> Iterable[str]:
    for model in apps.get_models():
        columns = {field.column for field in model._meta.local_fields}
        if issubclass(model, TenantModel) and column in columns:
            yield model._meta.db_table


@contextmanager
def standing(server: embedded.Server) -> Iterator[World]:
    """The world, until the end of the block."""
    models = set(apps.get_app_config("store").get_models()) - {KeyMark}
    tables = [model._meta.db_table for model in models]
    yield _world()
    connection.close()
    with psycopg.connect(server.owner_url, autocommit=True) as owner:
        names = sql.SQL(", ").join(map(sql.Identifier, tables))
        owner.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))


def _world() -> World:
    """An arbodienst that has everything, one beside it, and who signs in at both."""
    # Every part stands by itself: what is the same object twice would be one in a file.
    configuration = json.loads(json.dumps(everything()))
    ours = go_live(configuration)
    other = go_live(configuration, account=OTHER)
    theirs = go_live(json.loads(json.dumps(beside())), account="Portaal")
    names = objects_of(ours)
    _keep_used(ours.arbodienst)
    return World(
        ours=ours,
        portals=dict(zip(PORTALS, (ours, other, theirs, _revoked(ours)), strict=True)),
        keys={
            **dict(zip(KEYS, _keys(ours.arbodienst, theirs.arbodienst), strict=True)),
            **{name: receiver_of(of) for name, of in zip(RECEIVERS, (ours, theirs), strict=True)},
        },
        names=names,
        missing={each: _of_none(name) for each, name in names.items()},
    )


def receiver_of(of: Coupling) -> str:
    """The key of the receiver of its export, which is on and has something to collect."""
    reader = Reader(arbodienst=of.arbodienst, principal="test")
    (export,) = list_exports(reader)
    key = make_collecting_key(reader, export.id)
    assert key is not None
    assert switch_export(reader, export.id, is_enabled=True) is None
    while make(of.arbodienst, export.id):
        pass
    return key


def _keep_used(arbodienst: int) -> None:
    """Tokens as used to the end of the test: that one is, is no change that a request makes."""
    with tenant(arbodienst):
        Credential.objects.update(last_used_at=datetime.now(UTC) + timedelta(days=1))


def _revoked(of: Coupling) -> Coupling:
    """The account, with a token that opened it before."""
    issued = issue(of.ref, "test")
    revoke(of.ref, "test", issued.credential)
    return replace(of, code=issued.customer_code or "", token=issued.token)


def _keys(ours: int, theirs: int) -> Iterator[str]:
    for role in apikeys.SCOPES:
        yield _used(apikeys.create(ours, role, role))
    yield _used(apikeys.create(theirs, "manage", Role.MANAGE))
    yield _used(apikeys.create(theirs, "medical", Role.MEDICAL))
    yield apikeys.create(ours, _REVOKED_KEY, Role.MANAGE)
    apikeys.revoke(ours, _REVOKED_KEY)


def _used(key: str) -> str:
    """The key, used within the hour: that is kept once, and is no change that a request makes."""
    assert apikeys.verify(key, "192.0.2.1")
    return key


def _of_none(name: Any) -> Any:  # noqa: ANN401 -- a text or a number
    """A name of the same length that nothing has."""
    return name[::-1] if isinstance(name, str) else name + 900_000

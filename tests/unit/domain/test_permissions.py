"""Who may do what."""

import pytest

from verzuimbrug.domain.permissions import (
    ARBODIENST_ROLES,
    ROLES,
    KeyScope,
    Permission,
    Role,
    may,
)

OF_OPERATORS = [Permission.ARBODIENSTEN_READ, Permission.ARBODIENSTEN_WRITE]
OF_AN_ARBODIENST = [one for one in Permission if one not in OF_OPERATORS]
WRITING = [one for one in Permission if not one.endswith(".read")]


def test_every_role_has_permissions() -> None:
    assert set(ROLES) == set(Role)
    assert all(ROLES.values())


@pytest.mark.parametrize("role", ["read", "audit"])
@pytest.mark.parametrize("permission", WRITING)
def test_readers_change_nothing(role: str, permission: Permission) -> None:
    assert not may(role, permission)


@pytest.mark.parametrize("permission", [one for one in OF_AN_ARBODIENST if one not in WRITING])
def test_an_auditor_sees_everything(permission: Permission) -> None:
    assert may("audit", permission)


def test_a_case_system_sees_dossiers_and_not_how_couplings_are_set_up() -> None:
    assert may("read", Permission.DOSSIERS_READ)
    assert not may("read", Permission.ACCOUNTS_READ)


@pytest.mark.parametrize(
    "permission",
    [
        Permission.API_KEYS_WRITE,
        Permission.CONFIGURATION_WRITE,
        Permission.CONVERSION_TABLES_WRITE,
        Permission.ACCESS_LOG_READ,
        Permission.BSN_SHOW,
        Permission.PEOPLE_WRITE,
        Permission.SETTINGS_WRITE,
        Permission.WEBHOOKS_WRITE,
    ],
)
def test_what_couplings_share_is_for_the_beheerder(permission: Permission) -> None:
    assert may("manage", permission)
    assert not may("setup", permission)


def test_each_role_has_what_the_one_before_it_reads() -> None:
    assert ROLES["read"] < ROLES["audit"] < ROLES["manage"]
    assert ROLES["setup"] < ROLES["manage"]
    assert ROLES["audit"] - ROLES["setup"] == {Permission.ACCESS_LOG_READ}


def test_the_operator_of_the_platform_sees_nothing_of_an_arbodienst() -> None:
    assert ROLES["operator"] == set(OF_OPERATORS)
    assert ROLES["operator"].isdisjoint(ROLES["manage"])


def test_no_key_and_nobody_of_an_arbodienst_is_an_operator() -> None:
    assert {*KeyScope} == {*Role} - {Role.OPERATOR}
    assert {*ARBODIENST_ROLES} < {*KeyScope}


@pytest.mark.parametrize("role", ["", "beheerder", "READ"])
def test_a_role_that_is_not_there_may_nothing(role: str) -> None:
    assert not any(may(role, permission) for permission in Permission)

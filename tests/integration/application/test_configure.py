"""Configuration as code: applied whole or not at all; twice is once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies as st

from configuring_world import ACCOUNT, apply, as_file, coupling, example
from strategies.configurations import names
from verzuimbrug.application.accounts import AccountRef, find_account, find_arbodienst
from verzuimbrug.application.configuration.configure import configure
from verzuimbrug.application.configuration.export import export_configuration
from verzuimbrug.application.employers import rename_employer
from verzuimbrug.domain.scope import Membership
from verzuimbrug.store.models import (
    AccountEvent,
    Arbodienst,
    Change,
    Classification,
    ClientAccount,
    Employer,
    GroupMembership,
    Stream,
)
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def _today() -> date:
    return timezone.localdate()


def _memberships(ref: AccountRef) -> list[Membership]:
    with tenant(ref.arbodienst):
        rows = GroupMembership.objects.order_by("id")
        return [Membership(group=1, start=row.starts_on, end=row.ends_on) for row in rows]


def _exported() -> bytes:
    return export_configuration(find_arbodienst()).encode()


def _lines(configuration: dict[str, Any]) -> list[str]:
    return [str(difference) for difference in apply(configuration).differences]


def test_applying_twice_changes_nothing() -> None:
    assert apply(example()).differences
    assert apply(example()).differences == ()


def test_applying_what_was_exported_changes_nothing() -> None:
    apply(example())
    assert configure(_exported(), "test").differences == ()


def test_exported_configuration_is_equal_after_a_round_trip() -> None:
    apply(example())
    first = _exported()
    configure(first, "test")
    assert _exported() == first


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(code=names, name=names, scope=st.booleans())
def test_any_names_survive_apply_and_export(code: str, name: str, scope: bool) -> None:  # noqa: FBT001
    configuration = example()
    configuration["employers"].append({"code": code, "name": name, "contract_reference": name})
    part = {"all": True} if scope else {"employers": [code], "employer_groups": ["FELISON-VI"]}
    configuration["accounts"][0]["scope"] = part

    apply(configuration)

    assert apply(configuration).differences == ()
    assert configure(_exported(), "test").differences == ()


def test_dry_run_shows_the_differences_and_changes_nothing() -> None:
    outcome = apply(example(), dry_run=True)
    kinds = [difference.kind for difference in outcome.differences]

    assert (
        kinds == ["arbodienst", "employer group", "scheme", "employer", "account"] + ["stream"] * 2
    )
    assert not outcome.applied
    assert not Arbodienst.objects.exists()


def test_a_fault_stops_everything() -> None:
    wrong = example()
    wrong["accounts"][0]["streams"][0]["mode"] = "life"
    wrong["employers"][0]["groups"] = ["ONBEKEND"]
    outcome = configure(as_file(wrong), "test")

    assert [finding.code for finding in outcome.findings] == ["CF010", "CF013"]
    assert not Arbodienst.objects.exists()


def test_unreadable_file_is_a_finding() -> None:
    assert [finding.code for finding in configure(b"- x", "test").findings] == ["CF002"]


def test_what_changed_is_said_field_by_field() -> None:
    ref = coupling()
    changed = example()
    changed["arbodienst"]["name"] = "Arbodienst Fit"
    changed["employers"][0]["name"] = "De Korenbloem"
    changed["accounts"][0]["streams"][0]["mode"] = "approval"

    assert _lines(changed) == [
        '~ arbodienst GEZOND: name: "Arbodienst Gezond" -> "Arbodienst Fit"',
        '~ employer FLSN1001: name: "Bakkerij De Korenbloem B.V." -> "De Korenbloem"',
        f'~ stream {ACCOUNT} / Verzuimmeldingen: mode: "live" -> "approval"',
    ]
    with tenant(ref.arbodienst):
        assert Employer.objects.get().name == "De Korenbloem"
        assert Stream.objects.get(name="Verzuimmeldingen").settings["mode"] == "approval"


def test_what_the_file_leaves_out_stays() -> None:
    ref = coupling()
    outcome = apply({"arbodienst": {"code": "GEZOND", "name": "Arbodienst Gezond"}})

    assert outcome.differences == ()
    assert outcome.kept == (
        ACCOUNT,
        f"{ACCOUNT} / Verzuimmeldingen",
        f"{ACCOUNT} / WerknemersGegevens",
    )
    with tenant(ref.arbodienst):
        assert (Employer.objects.count(), Stream.objects.count()) == (1, 2)


def test_status_is_no_configuration() -> None:
    ref = coupling()
    with tenant(ref.arbodienst):
        ClientAccount.objects.update(status="active")
    changed = example()
    changed["accounts"][0]["culture"] = "en"
    apply(changed)

    with tenant(ref.arbodienst):
        account = ClientAccount.objects.get()
    assert (account.culture, account.status) == ("en", "active")


def test_classifications_are_as_listed() -> None:
    ref = coupling()
    changed = example()
    changed["classification_schemes"][0]["classifications"] = [{"code": "ziekte", "name": "Ziek"}]
    apply(changed)

    with tenant(ref.arbodienst):
        assert list(Classification.objects.values_list("code", "name")) == [("ziekte", "Ziek")]


def test_membership_from_a_file_holds_since_always() -> None:
    assert _memberships(coupling()) == [Membership(group=1)]


def test_unlinking_ends_the_membership_at_once() -> None:
    ref = coupling()
    unlinked = example()
    del unlinked["employers"][0]["groups"]
    apply(unlinked)

    (membership,) = _memberships(ref)
    assert membership.end == _today() - timedelta(days=1)
    assert apply(unlinked).differences == ()


def test_unlinking_on_the_first_day_leaves_nothing() -> None:
    dated = example()
    dated["employers"][0]["groups"] = [{"code": "FELISON-VI", "from": _today().isoformat()}]
    apply(dated)
    dated["employers"][0]["groups"] = []
    apply(dated)
    assert _memberships(find_account(ACCOUNT)) == []


def test_linking_again_starts_another_membership() -> None:
    ref = coupling()
    unlinked = example()
    del unlinked["employers"][0]["groups"]
    apply(unlinked)
    apply(example())

    first, second = _memberships(ref)
    assert first.end is not None
    assert second == Membership(group=1)
    assert apply(example()).differences == ()


def test_end_date_of_a_membership_is_kept_and_may_pass() -> None:
    ref = coupling()
    ended, ended_on = example(), _today() - timedelta(days=3)
    ended["employers"][0]["groups"] = [{"code": "FELISON-VI", "until": ended_on.isoformat()}]
    apply(ended)

    assert _memberships(ref) == [Membership(group=1, end=ended_on)]
    assert apply(ended).differences == ()


def test_future_end_date_survives_export() -> None:
    dated, last = example(), _today() + timedelta(days=30)
    dated["employers"][0]["groups"] = [{"code": "FELISON-VI", "until": last.isoformat()}]
    apply(dated)

    assert f"until: '{last.isoformat()}'".encode() in _exported()
    assert configure(_exported(), "test").differences == ()


def test_changes_of_an_account_are_logged() -> None:
    ref = coupling()
    with tenant(ref.arbodienst):
        event = AccountEvent.objects.get()
    assert (event.account_id, event.by, event.event) == (ref.account, "test", "configured")
    assert [row["kind"] for row in event.details["differences"]] == ["account", "stream", "stream"]


def test_arbodiensten_stand_side_by_side() -> None:
    coupling("GEZOND")
    coupling("FIT")
    changed = example("FIT")
    changed["employers"][0]["name"] = "Anders"
    apply(changed)

    with tenant(find_arbodienst("GEZOND").id):
        assert Employer.objects.get().name == "Bakkerij De Korenbloem B.V."


def test_former_code_of_an_employer_stays_reserved() -> None:
    ref = coupling()
    assert rename_employer(ref.arbodienst, "FLSN1001", "FLSN2002", "test") is None

    (finding,) = configure(as_file(example()), "test").findings
    assert (finding.code, finding.params["current"]) == ("CF023", "FLSN2002")
    with tenant(ref.arbodienst):
        assert Change.objects.get().fields == {"code": ["FLSN1001", "FLSN2002"]}


def test_employer_may_take_its_former_code_back() -> None:
    ref = coupling()
    rename_employer(ref.arbodienst, "FLSN1001", "FLSN2002", "test")
    assert rename_employer(ref.arbodienst, "FLSN2002", "FLSN1001", "test") is None
    assert apply(example()).differences == ()


@pytest.mark.parametrize(
    ("code", "new", "finding"),
    [("X", "Y", "CF031"), ("FLSN1001", "FLSN1002", "CF032"), ("FLSN1002", "OUD", "CF023")],
)
def test_employer_gets_no_code_of_another(code: str, new: str, finding: str) -> None:
    configuration = example()
    configuration["employers"] = [{"code": "OUD", "name": "A"}, {"code": "FLSN1002", "name": "B"}]
    configuration["accounts"] = []
    apply(configuration)
    arbodienst = find_arbodienst().id
    rename_employer(arbodienst, "OUD", "FLSN1001", "test")

    refused = rename_employer(arbodienst, code, new, "test")
    assert refused is not None
    assert refused.code == finding

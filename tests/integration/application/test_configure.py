"""Configuration as code: applied whole or not at all; twice is once."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies as st

from configuring_world import ACCOUNT, apply, as_file, coupling, example
from retention_world import set_terms, with_terms
from rigour import tries
from strategies.configurations import consistent_configurations, names
from verzuimbrug.application.accounts import AccountRef, find_account, find_arbodienst
from verzuimbrug.application.configuration.configure import configure
from verzuimbrug.application.configuration.entries import Configuration
from verzuimbrug.application.configuration.export import export_configuration
from verzuimbrug.application.configuration.reading import read_configuration
from verzuimbrug.application.configuration.writing import write_configuration
from verzuimbrug.application.employers.employers import rename_employer
from verzuimbrug.domain.scope import Membership
from verzuimbrug.store.models import (
    AccountEvent,
    Arbodienst,
    Classification,
    ClientAccount,
    ConversionTable,
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


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=tries(8))
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


def _rename(arbodienst: int, code: str, new: str) -> list[str]:
    return [one.code for one in rename_employer(arbodienst, code, new, by="test").findings]


def test_former_code_of_an_employer_stays_reserved() -> None:
    ref = coupling()
    assert _rename(ref.arbodienst, "FLSN1001", "FLSN2002") == []

    (finding,) = configure(as_file(example()), "test").findings
    assert (finding.code, finding.params["current"]) == ("CF023", "FLSN2002")


def test_employer_may_take_its_former_code_back() -> None:
    ref = coupling()
    _rename(ref.arbodienst, "FLSN1001", "FLSN2002")
    assert _rename(ref.arbodienst, "FLSN2002", "FLSN1001") == []
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
    _rename(arbodienst, "OUD", "FLSN1001")

    assert _rename(arbodienst, code, new) == [finding]


def test_a_rename_shows_itself_first() -> None:
    ref = coupling()
    shown = rename_employer(ref.arbodienst, "FLSN1001", "FLSN2", by="test", dry_run=True)

    assert [str(one) for one in shown.differences] == [
        '~ employer FLSN2: code: "FLSN1001" -> "FLSN2"',
        '~ employer FLSN2: former_codes: null -> ["FLSN1001"]',
    ]
    assert apply(example()).differences == ()


def test_a_file_renames_by_naming_the_former_code() -> None:
    ref = coupling()
    changed = example()
    changed["employers"][0] |= {"code": "FLSN2", "former_codes": ["FLSN1001"]}
    with tenant(ref.arbodienst):
        before = Employer.objects.get().id
    apply(changed)

    with tenant(ref.arbodienst):
        employer = Employer.objects.get()
    assert (employer.id, employer.code) == (before, "FLSN2")
    assert apply(changed).differences == ()


def test_a_new_account_of_a_portal_gets_its_stream() -> None:
    vdd = example()
    vdd["accounts"][0] |= {"portal": "vdd", "streams": []}
    apply(vdd)

    stored = stored_streams()
    assert {name: one["message"] for name, one in stored.items()} == {"VZ": "Verzuimmeldingen"}
    assert stored["VZ"]["employer_code"] == "[IdWrkgvrArbdnst]"
    assert apply(vdd).differences == ()


def test_an_account_of_no_known_portal_gets_no_streams() -> None:
    other = example()
    other["accounts"][0] |= {"portal": "other", "streams": []}
    apply(other)
    assert stored_streams() == {}


def stored_streams() -> dict[str, Any]:
    with tenant(find_arbodienst().id):
        return dict(Stream.objects.values_list("name", "settings"))


def test_a_conversion_table_is_kept_and_its_streams_are_looked_at_again() -> None:
    ref = coupling()
    changed = example()
    changed["conversion_tables"] = [{"code": "relaties", "values": {"1": "2"}}]
    options = {"employer_code_options": {"conversion": "relaties"}}
    changed["accounts"][0]["streams"][0] |= options
    apply(changed)
    changed["conversion_tables"][0]["unknown"] = "finding"

    assert _lines(changed) == ['~ conversion table relaties: unknown: null -> "finding"']
    with tenant(ref.arbodienst):
        assert ConversionTable.objects.get().unknown == "finding"


def test_a_membership_in_its_run_out_is_exported() -> None:
    coupling()
    ending = example()
    today = _today()
    ending["employers"][0]["groups"] = [
        {"code": "FELISON-VI", "until": today - timedelta(days=9), "run_out_until": today}
    ]
    apply(ending)

    assert apply(ending).differences == ()
    assert f"run_out_until: '{today}'".encode() in _exported()


_CODES = count()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=tries(8))
@given(consistent_configurations)
def test_an_export_makes_the_same_instance_of_an_empty_one(wanted: Configuration) -> None:
    code, other = f"A{next(_CODES)}", f"B{next(_CODES)}"
    assert configure(write_configuration(_named(wanted, code)).encode(), "test").findings == ()
    exported = _read(export_configuration(find_arbodienst(code)))

    copied = write_configuration(_named(exported, other))
    assert configure(copied.encode(), "test").findings == ()
    assert export_configuration(find_arbodienst(other)) == copied


def _named(configuration: Configuration, code: str) -> Configuration:
    return replace(configuration, arbodienst=replace(configuration.arbodienst, code=code))


def _read(file: str) -> Configuration:
    read, _ = read_configuration(file.encode())
    assert read is not None
    return read


def test_terms_that_are_not_named_stay_and_none_take_them_away() -> None:
    set_terms(example(), messages=400, proposals=60)
    assert not apply(example()).differences
    house = Arbodienst.objects.get()
    assert "retention:\n    messages: 400\n    proposals: 60\n" in export_configuration(house)

    changed = apply(with_terms(example(), messages=400))
    assert [(each.field, each.after) for each in changed.differences] == [
        ("retention", {"messages": 400})
    ]
    set_terms(example())
    assert "retention" not in export_configuration(house)


def test_a_term_that_is_too_short_is_refused() -> None:
    refused = configure(as_file(with_terms(example(), messages=29, proposals=99999)), "test")
    assert [(each.code, each.path) for each in refused.findings] == [
        ("CF045", "arbodienst.retention.messages"),
        ("CF045", "arbodienst.retention.proposals"),
    ]

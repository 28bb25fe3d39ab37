"""The list of couplings and the page of one: what is shown, to whom, in how many queries."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from configuring_world import ACCOUNT, apply, coupling
from console_world import sign_in
from couplings_world import page_of, visitor
from people_world import limit, person
from readiness_world import in_order, signed_in
from sending_world import deliver, go_live, report, sick, take
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.couplings.outcome import work_out
from verzuimbrug.store.models import Arbodienst

pytestmark = pytest.mark.usefixtures("database")


def test_without_couplings_the_list_says_how_they_get_there() -> None:
    client = Client()
    sign_in(client, person(_empty_arbodienst()))

    page = page_of(client, "/koppelingen/")

    assert "Er zijn nog geen koppelingen." in page
    assert "Nieuwe koppeling" in page


def _empty_arbodienst() -> int:
    apply({"arbodienst": {"code": "LEEG", "name": "Leeg"}})
    return Arbodienst.objects.get(code="LEEG").id


def test_the_list_shows_how_each_coupling_goes_and_what_waits() -> None:
    live = go_live(in_order())
    take(live, sick(report("VG1")), sick(report("VG2"), number="9999"))

    page = page_of(visitor(live.ref), "/koppelingen/")

    assert ACCOUNT in page
    assert "30 dagen: 29 er kwam niets binnen, 1 met bevindingen" in page
    assert f'href="/koppelingen/{live.account}/"' in page
    assert "Nieuwe koppeling" in page


def test_who_may_only_look_is_not_offered_a_new_coupling() -> None:
    page = page_of(visitor(coupling(), "audit"), "/koppelingen/")

    assert "Nieuwe koppeling" not in page


def test_the_operator_of_the_platform_may_not_look_at_couplings() -> None:
    client = Client()
    sign_in(client, person(None, "operator"))

    assert client.get("/koppelingen/").status_code == 403


def test_the_page_of_a_coupling_is_its_way_to_going_live() -> None:
    ref = signed_in().ref

    page = page_of(visitor(ref), f"/koppelingen/{ref.account}/")

    for title in ("Werkgevergroep", "Klantaccount", "Importkoppelingen", "Gereedheid"):
        assert title in page
    assert "wacht op" in page
    assert f'hx-get="/koppelingen/{ref.account}/stappen/"' in page


def test_the_steps_come_anew_with_readiness_worked_out() -> None:
    ref = signed_in().ref
    client = visitor(ref)

    steps = page_of(client, f"/koppelingen/{ref.account}/stappen/")
    page = page_of(client, f"/koppelingen/{ref.account}/")

    assert "Werkgevercodes" in steps
    assert "<html" not in steps
    assert "hx-get" not in page


def test_a_live_coupling_has_its_cockpit_on_the_same_address() -> None:
    live = go_live(in_order())
    receipt = deliver(live, sick(report("VG1")))

    page = page_of(visitor(live.ref), f"/koppelingen/{live.account}/")

    assert receipt in page
    assert "Laatste 30 dagen" in page
    assert "ging live" in page


@pytest.mark.parametrize("place", ["", "stappen/", "klantaccount/", "gereedheid/", "status/"])
def test_a_coupling_of_somebody_else_is_not_there(place: str) -> None:
    ref, other = coupling(), coupling("ANDERS")
    client = visitor(ref)

    for number in (other.account, 10**12):
        assert client.get(f"/koppelingen/{number}/{place}").status_code == 404


def test_a_coupling_that_is_closed_to_somebody_is_not_there() -> None:
    live = go_live(in_order())
    user = person(live.arbodienst, "setup")
    limit(user)
    client = Client()
    sign_in(client, user)

    assert ACCOUNT not in page_of(client, "/koppelingen/")
    assert client.get(f"/koppelingen/{live.account}/").status_code == 404


def test_the_pages_ask_as_much_whatever_there_is() -> None:
    live = go_live(in_order())
    take(live, sick(report("VG1")))
    work_out(live.ref)
    client = visitor(live.ref)
    few = _counts(client, live.ref)

    configuration = in_order()
    for number in range(5):
        configuration["accounts"].append({"name": f"Koppeling {number}", "scope": {"all": True}})
    apply(configuration)
    take(live, *(sick(report(f"VG{n}"), key=f"w-{n}") for n in range(2, 12)))

    assert _counts(client, live.ref) == few


def _counts(client: Client, ref: AccountRef) -> list[int]:
    counts = []
    for path in ("/koppelingen/", f"/koppelingen/{ref.account}/"):
        with CaptureQueriesContext(connection) as asked:
            page_of(client, path)
        counts.append(len(asked))
    return counts

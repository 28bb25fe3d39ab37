"""Pages of people and rights."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from configuring_world import apply, example
from console_world import agreed, confirmed, person, visit
from people_world import PASSWORD, person as somebody
from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.users.visitor import visitor_of
from verzuimbrug.store.models import Arbodienst, Employer, User, UserScope
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def _arbodienst() -> Arbodienst:
    apply(example())
    return Arbodienst.objects.get(code="GEZOND")


def _manager() -> tuple[User, Client]:
    user = person("manage", _arbodienst())
    return user, visit(user)


def _page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_colleagues_are_listed_with_role_and_second_factor() -> None:
    user, client = _manager()
    person("audit", user.arbodienst)
    page = _page(client, "/beheer/mensen/")
    assert page.count('<th scope="row">') == 2
    assert "auditor" in page
    assert "/beheer/mensen/uitnodigen/" in page


def test_who_may_not_change_people_sees_them_without_buttons() -> None:
    user, _ = _manager()
    client = visit(person("audit", user.arbodienst))
    assert "/uitnodigen/" not in _page(client, "/beheer/mensen/")
    assert "/rechten/" not in _page(client, f"/beheer/mensen/{user.id}/")
    assert client.get("/beheer/mensen/uitnodigen/").status_code == 403


def test_an_invitation_goes_from_form_to_password() -> None:
    user, client = _manager()
    new = {
        "name": "Ben Bos",
        "email": "ben@example.nl",
        "role": "setup",
        "limited": "on",
        "groups": ["FELISON-VI"],
        "employers": "FLSN1001\n",
    }
    page = client.post("/beheer/mensen/uitnodigen/", new).content.decode()
    found = re.search(r"http://testserver(/uitnodiging/[\w-]+/)", page)
    assert found is not None

    guest = Client()
    assert "Welkom, Ben Bos" in _page(guest, found[1])
    short = guest.post(found[1], {"password": "kort", "again": "kort"})
    assert "12" in short.content.decode()
    other = guest.post(found[1], {"password": PASSWORD, "again": "anders"})
    assert "niet hetzelfde" in other.content.decode()
    given = {"password": PASSWORD, "again": PASSWORD}
    assert guest.post(found[1], given).headers["Location"] == "/aanmelden/"
    assert guest.get(found[1]).status_code == 404

    ben = User.objects.get(email="ben@example.nl")
    visitor = visitor_of(ben.id)
    assert visitor is not None
    assert visitor.reader.authority.employers is not None
    with tenant(user.arbodienst_id or 0):
        assert UserScope.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"email": "anna@example.nl"}, "kan niet worden uitgenodigd"),
        ({"limited": "on"}, "Kies ten minste"),
        ({"limited": "on", "employers": "WEG"}, "de code WEG"),
        ({"role": "operator"}, "role"),
        ({"name": "\x07"}, "Een naam heeft"),
    ],
)
def test_an_invitation_that_will_not_do_says_why(changed: dict[str, str], told: str) -> None:
    _, client = _manager()
    User.objects.update(email="anna@example.nl")
    new = {"name": "Ben", "email": "ben@example.nl", "role": "setup", **changed}
    assert told in client.post("/beheer/mensen/uitnodigen/", new).content.decode()
    assert User.objects.count() == 1


def test_rights_are_shown_before_they_change_and_can_be_taken_back() -> None:
    user, client = _manager()
    ben = person("setup", user.arbodienst)
    address, new = (
        f"/beheer/mensen/{ben.id}/rechten/",
        {"role": "audit", "limited": "on", "employers": "FLSN1001"},
    )
    shown = client.post(address, new).content.decode()
    assert "was klantbeheerder en wordt auditor" in " ".join(shown.split())
    assert "1 werkgever is open" in shown
    assert User.objects.get(id=ben.id).role == "setup"

    answer = client.post(address, confirmed(shown))
    assert answer.headers["Location"] == f"/beheer/mensen/{ben.id}/"
    assert User.objects.get(id=ben.id).role == "audit"
    page = _page(client, f"/beheer/mensen/{ben.id}/")
    undo = re.search(r'href="(/beheer/mensen/\d+/rechten/\?[^"]+)"', page)
    assert undo is not None
    back = _page(client, undo[1].replace("&amp;", "&"))
    assert '<option value="setup" selected>' in back


def test_rights_that_stay_the_same_need_no_confirmation() -> None:
    user, client = _manager()
    ben = person("setup", user.arbodienst)
    page = client.post(f"/beheer/mensen/{ben.id}/rechten/", {"role": "setup"}).content.decode()
    assert "wijzigt niets" in page
    assert '<button class="main"' not in page


def test_nobody_takes_away_their_own_rights() -> None:
    user, client = _manager()
    own = client.post(f"/beheer/mensen/{user.id}/rechten/", {"role": "audit"})
    assert "Uw eigen rechten" in own.content.decode()
    for act in ("buitensluiten", "link"):
        agreed(client, f"/beheer/mensen/{user.id}/{act}/")
        assert "Uw eigen rechten" in _page(client, f"/beheer/mensen/{user.id}/")
    assert User.objects.get().role == "manage"


def test_who_is_shut_out_is_gone_at_once_and_can_be_let_in_again() -> None:
    user, client = _manager()
    ben = person("setup", user.arbodienst)
    theirs = visit(ben)
    assert "kan zich niet meer aanmelden" in _page(
        client, f"/beheer/mensen/{ben.id}/buitensluiten/"
    )
    agreed(client, f"/beheer/mensen/{ben.id}/buitensluiten/")
    assert theirs.get("/stijl/").status_code == 302
    page = _page(client, f"/beheer/mensen/{ben.id}/")
    assert f'href="/beheer/mensen/{ben.id}/toelaten/"' in page
    agreed(client, f"/beheer/mensen/{ben.id}/toelaten/")
    assert User.objects.get(id=ben.id).is_active


def test_a_second_factor_is_taken_away() -> None:
    user, client = _manager()
    ben = person("setup", user.arbodienst)
    agreed(client, f"/beheer/mensen/{ben.id}/tweede-factor/")
    assert "Tweede factor weggehaald" in _page(client, f"/beheer/mensen/{ben.id}/")


def test_a_new_link_is_shown_once() -> None:
    user, client = _manager()
    ben = person("setup", user.arbodienst)
    assert "kiest een nieuw wachtwoord" in _page(client, f"/beheer/mensen/{ben.id}/link/")
    made = agreed(client, f"/beheer/mensen/{ben.id}/link/").content.decode()
    assert "/uitnodiging/" in made


def test_nobody_is_acted_on_who_is_another_than_was_shown() -> None:
    user, client = _manager()
    ben = person("setup", user.arbodienst)
    place = f"/beheer/mensen/{ben.id}/buitensluiten/"
    shown = confirmed(_page(client, place))
    User.objects.filter(id=ben.id).update(role="manage")

    assert "Sinds u keek is er iets gewijzigd." in client.post(place, shown).content.decode()
    assert User.objects.get(id=ben.id).is_active
    assert "Sinds u keek" not in client.post(place).content.decode(), "nothing was agreed with"


def test_rights_that_come_to_something_else_by_then_are_shown_again() -> None:
    user, client = _manager()
    ben = person("setup", user.arbodienst)
    place = f"/beheer/mensen/{ben.id}/rechten/"
    shown = client.post(place, {"role": "audit"}).content.decode()
    User.objects.filter(id=ben.id).update(role="manage")

    again = client.post(place, confirmed(shown)).content.decode()

    assert "Sinds u keek is er iets gewijzigd." in again
    assert "was beheerder en wordt auditor" in " ".join(again.split())
    assert User.objects.get(id=ben.id).role == "manage"


@pytest.mark.parametrize("what", ["", "rechten/", "link/", "buitensluiten/", "verwijderen/"])
def test_who_is_of_another_arbodienst_is_not_there(what: str) -> None:
    _, client = _manager()
    theirs = person("setup")
    assert client.get(f"/beheer/mensen/{theirs.id}/{what}").status_code == 404


def test_an_act_that_is_not_there() -> None:
    user, client = _manager()
    assert client.post(f"/beheer/mensen/{user.id}/verwijderen/").status_code == 404


def test_one_changes_ones_own_name_and_language() -> None:
    _, client = _manager()
    client.post("/account/", {"name": "Kim", "language": "en"})
    page = _page(client, "/account/")
    assert "Your account" in page
    assert 'value="Kim"' in page
    assert (
        "Choose"
        not in client.post("/account/", {"name": "\x07", "language": "nl"}).content.decode()
    )


def test_one_signs_out_everywhere_else() -> None:
    _, client = _manager()
    assert "Hier blijft u aangemeld." in _page(client, "/account/elders-afmelden/")
    agreed(client, "/account/elders-afmelden/")
    assert "0 andere browsers" in _page(client, "/account/")


def _look(user: User, *employees: int) -> None:
    arbodienst = user.arbodienst_id or 0
    with tenant(arbodienst):
        at = Employer.objects.get().id
        reader = Reader(arbodienst=arbodienst, principal=f"user:{user.email}")
        record_access(reader, ReadAction.REPORT, employees=employees, employer=at)


def test_the_access_log_is_shown_filtered_and_as_a_file() -> None:
    user, client = _manager()
    _look(user, *range(1, 8))
    page = _page(client, "/beheer/inzage/?dossier=3")
    assert "verwerkingsverslag" in page
    assert "en nog 2" in page
    assert 'href="/beheer/inzage/csv/?dossier=3"' in page
    assert "Niemand heeft gekeken" in _page(client, "/beheer/inzage/?dossier=9")
    assert "verwerkingsverslag" in _page(client, "/beheer/inzage/?dossier=x&na=x")
    lines = b"".join(client.get("/beheer/inzage/csv/")).decode().splitlines()
    assert lines[0] == "\ufeffmoment;wie;vastgelegd als;wat;werkgever;dossiers"
    assert lines[1].endswith("FLSN1001 Bakkerij De Korenbloem B.V.;1 2 3 4 5 6 7")


def test_whose_looks_are_shown_stands_in_the_address_by_number() -> None:
    user, client = _manager()
    _look(user, 1)
    page = _page(client, "/beheer/inzage/")
    assert f'<option value="{user.id}">Kim de Wit</option>' in page
    assert "user%3A" not in page
    assert "verwerkingsverslag" in _page(client, f"/beheer/inzage/?wie={user.id}")
    other = person("audit", user.arbodienst)
    assert "Niemand heeft gekeken" in _page(client, f"/beheer/inzage/?wie={other.id}")


def test_the_access_log_is_not_for_a_klantbeheerder() -> None:
    user, _ = _manager()
    client = visit(person("setup", user.arbodienst))
    assert client.get("/beheer/inzage/").status_code == 403
    assert client.get("/beheer/inzage/csv/").status_code == 403


def test_the_access_log_takes_the_same_queries_whatever_many() -> None:
    user, client = _manager()
    _look(user, 1)
    few = _queries(client, "/beheer/inzage/")
    for number in range(40):
        _look(user, number)
    assert _queries(client, "/beheer/inzage/") == few


def test_it_is_explained_why_somebody_sees_something() -> None:
    user, client = _manager()
    asked = f"/beheer/uitleg/?wie={user.id}&soort=employer&naam="
    page = _page(client, asked + "FLSN1001")
    assert "Ja, Kim de Wit (beheerder) ziet dit" in page
    assert "employers.read" in page
    assert "bestaat niet" in _page(client, asked + "WEG")
    assert "<h2>" not in _page(client, "/beheer/uitleg/")
    assert "<h2>" not in _page(client, "/beheer/uitleg/?wie=0&soort=employer&naam=X")


def _operator() -> Client:
    return visit(somebody(None, "operator"))


def test_the_operator_sees_arbodiensten_and_makes_one() -> None:
    client = _operator()
    assert "nog geen arbodienst" in _page(client, "/beheer/arbodiensten/")
    new = {
        "code": "FIT",
        "name": "Arbo Fit",
        "manager_name": "Ben",
        "manager_email": "ben@example.nl",
    }
    wrong = client.post("/beheer/arbodiensten/nieuw/", {**new, "code": "fit"}).content.decode()
    assert "hoofdletters" in wrong
    assert "/uitnodiging/" in client.post("/beheer/arbodiensten/nieuw/", new).content.decode()
    assert "Arbo Fit" in _page(client, "/beheer/arbodiensten/")


def test_the_operator_sees_nothing_else() -> None:
    client = _operator()
    for address in ("/beheer/mensen/", "/beheer/inzage/", "/beheer/uitleg/"):
        assert client.get(address).status_code == 403


def test_nobody_of_an_arbodienst_sees_the_others() -> None:
    _, client = _manager()
    assert client.get("/beheer/arbodiensten/").status_code == 403


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    return len(caught)

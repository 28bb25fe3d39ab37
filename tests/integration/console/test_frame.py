"""What holds for every page: who gets in, the language, the headers, what is not there."""

import pytest
from django.test import Client

from console_world import person, visit

pytestmark = pytest.mark.usefixtures("database")


def test_who_is_not_signed_in_is_led_to_sign_in_and_back() -> None:
    answer = Client().get("/stijl/?a=1")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/aanmelden/?next=%2Fstijl%2F%3Fa%3D1"


def test_a_part_of_a_page_leads_the_whole_page_to_sign_in() -> None:
    answer = Client().get("/stijl/", headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"] == "/aanmelden/?next=%2Fstijl%2F"


def test_who_was_shut_out_is_nobody_any_more() -> None:
    user = person("manage")
    client = visit(user)
    user.is_active = False
    user.save()

    assert client.get("/stijl/").status_code == 302


def test_dutch_first_and_english_by_choice() -> None:
    client = visit(person("manage"))
    before = client.get("/stijl/").content.decode()
    client.post("/weergave/", {"language": "en", "next": "/stijl/"})
    after = client.get("/stijl/").content.decode()

    assert 'lang="nl"' in before
    assert "Stijlpagina" in before
    assert 'lang="en"' in after
    assert "Style page" in after


def test_light_and_dark_by_choice_or_as_the_device_says() -> None:
    client = visit(person("manage"))
    client.post("/weergave/", {"theme": "dark"})
    dark = client.get("/stijl/").content.decode()
    client.post("/weergave/", {"theme": "system"})
    system = client.get("/stijl/").content.decode()

    assert 'data-theme="dark"' in dark
    assert "data-theme" not in system


def test_a_choice_leads_back_to_pages_of_ours_only() -> None:
    answer = Client().post("/weergave/", {"theme": "dark", "next": "https://elsewhere.example/"})

    assert answer.headers["Location"] == "/"


def test_pages_are_strict_and_kept_by_nobody() -> None:
    answer = visit(person("manage")).get("/stijl/")

    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_doors_for_machines_get_nothing_of_the_pages() -> None:
    answer = Client().get("/api/v1/employers")

    assert "Content-Security-Policy" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert "Vary" not in answer.headers


def test_what_is_not_there_is_a_page_too() -> None:
    answer = visit(person("manage")).get("/bestaat-niet/")

    assert answer.status_code == 404
    assert "Deze pagina is er niet" in answer.content.decode()


def test_a_form_without_the_mark_of_its_page_is_refused_in_words() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/weergave/", {"theme": "dark"})

    assert answer.status_code == 403
    assert "De pagina stond te lang open" in answer.content.decode()


def test_rail_has_what_the_role_may_see() -> None:
    operator = visit(person("operator")).get("/meer/").content.decode()
    auditor = visit(person("audit")).get("/meer/").content.decode()

    assert "Dossiers" not in operator
    assert "Beheer" in auditor

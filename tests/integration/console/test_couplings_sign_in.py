"""What a portal signs in with, on the pages: links shown once, for two people; keys; revoking."""

import re
from urllib.parse import urlencode

import asyncssh
import pytest

from configuring_world import ACCOUNT, apply, coupling, example
from console_world import confirmed
from couplings_world import agree, page_of, post, visitor
from readiness_world import signed_in
from verzuimbrug.application.accounts import AccountRef, find_account
from verzuimbrug.application.sftp.keys import list_keys
from verzuimbrug.application.sign_in.handover import open_link
from verzuimbrug.application.sign_in.issuing import issue
from verzuimbrug.application.sign_in.listing import list_credentials

pytestmark = pytest.mark.usefixtures("database")

TWO = {"code_to": "kim@example.nl", "token_to": "ali@example.nl"}


def _secrets(page: str) -> list[str]:
    return re.findall(r"/overdracht/([\w-]+)</output>", page)


def _sftp() -> AccountRef:
    configuration = example()
    configuration["accounts"][0]["type"] = "sftp"
    apply(configuration)
    return find_account(ACCOUNT)


def test_code_and_token_are_two_links_for_two_people_shown_once() -> None:
    ref = coupling()
    client, place = visitor(ref), f"/koppelingen/{ref.account}/inloggegevens/"
    assert "Nog geen klantcode en token." in page_of(client, place)

    page = post(client, f"{place}uitgeven/", TWO)

    assert "Klantcode, voor kim@example.nl" in page
    assert "Token, voor ali@example.nl" in page
    code, token = _secrets(page)
    after = page_of(client, place)
    assert code not in after
    assert "nog niet geopend" in after
    opened = open_link(code)
    assert opened is not None
    assert opened.value not in page
    assert "geopend" in page_of(client, place)
    assert open_link(token) is not None


def test_one_person_never_gets_both_halves() -> None:
    ref = coupling()
    same = {"code_to": "kim@example.nl", "token_to": "KIM@example.nl"}

    page = post(
        visitor(ref), f"/koppelingen/{ref.account}/inloggegevens/uitgeven/", same, status=422
    )

    assert "twee verschillende mensen" in page
    assert list_credentials(ref) == ()


def test_both_recipients_are_named() -> None:
    ref = coupling()
    place = f"/koppelingen/{ref.account}/inloggegevens/uitgeven/"

    post(visitor(ref), place, {"code_to": "kim@example.nl"}, status=422)

    assert list_credentials(ref) == ()


def test_a_token_is_renewed_with_an_overlap() -> None:
    ref = signed_in().ref
    client, place = visitor(ref), f"/koppelingen/{ref.account}/inloggegevens/"
    assert "Laatst gebruikt" in page_of(client, place)

    renewed = {"token_to": "ali@example.nl", "overlap_days": "14"}
    shown = post(client, f"{place}vernieuwen/", renewed)
    assert "blijft nog hoogstens 14 dagen geldig" in shown
    assert len(list_credentials(ref)) == 1
    page = post(client, f"{place}vernieuwen/", confirmed(shown))

    assert len(_secrets(page)) == 1
    old, new = list_credentials(ref)
    assert old.valid_until is not None
    assert new.valid_until is None
    post(client, f"{place}vernieuwen/", {"token_to": "", "overlap_days": "-1"}, status=422)


def test_nothing_valid_is_renewed_once_all_is_revoked() -> None:
    ref = signed_in().ref
    client, place = visitor(ref), f"/koppelingen/{ref.account}/inloggegevens/"
    shown = post(client, f"{place}intrekken/", {})
    assert "1 geldig token geeft per direct geen toegang meer." in shown
    assert "Dit kunt u niet ongedaan maken" in shown
    assert list_credentials(ref)[0].state == "usable"

    done = post(client, f"{place}intrekken/", confirmed(shown))
    again = post(client, f"{place}intrekken/", confirmed(shown))
    page = post(
        client,
        f"{place}vernieuwen/",
        {"token_to": "ali@example.nl", "overlap_days": "1"},
    )

    assert "Ingetrokken tokens: 1." in done
    assert "Er is geen geldig token meer." in again
    assert "niets geldigs meer" in page


def test_one_token_is_revoked_by_itself() -> None:
    ref = signed_in().ref
    client, place = visitor(ref), f"/koppelingen/{ref.account}/inloggegevens/"
    (credential,) = list_credentials(ref)

    shown = page_of(client, f"{place}{credential.id}/intrekken/")
    first = post(client, f"{place}{credential.id}/intrekken/", confirmed(shown))
    again = post(client, f"{place}{credential.id}/intrekken/", confirmed(shown))
    assert "Het is het enige geldige token" in shown

    assert "geeft geen toegang meer" in first
    assert "al niet meer geldig" in again


def test_a_token_is_not_revoked_when_it_means_something_else_by_then() -> None:
    ref = signed_in().ref
    client, place = visitor(ref), f"/koppelingen/{ref.account}/inloggegevens/"
    (credential,) = list_credentials(ref)
    shown = page_of(client, f"{place}{credential.id}/intrekken/")
    issue(ref, "een ander")

    page = post(client, f"{place}{credential.id}/intrekken/", confirmed(shown))

    assert "Sinds u keek is er iets gewijzigd." in page
    assert "met een ander token van deze koppeling" in page
    assert {entry.state for entry in list_credentials(ref)} == {"usable"}
    assert "geeft geen toegang meer" in agree(client, f"{place}{credential.id}/intrekken/")


def test_a_token_without_an_overlap_ends_what_is_valid_now() -> None:
    ref = signed_in().ref
    client, place = visitor(ref), f"/koppelingen/{ref.account}/inloggegevens/vernieuwen/"

    shown = post(client, place, {"token_to": "ali@example.nl", "overlap_days": "0"})
    post(client, place, {**confirmed(shown), "overlap_days": "7"})

    assert "geeft per direct en voorgoed geen toegang meer" in shown
    assert len(list_credentials(ref)) == 1, "something else was agreed with"


def test_a_link_that_nobody_opened_is_renewed_or_withdrawn() -> None:
    ref = coupling()
    client, place = visitor(ref), f"/koppelingen/{ref.account}/"
    post(client, f"{place}inloggegevens/uitgeven/", TWO)
    code, token = list_credentials(ref)[0].links

    renewed = agree(client, f"{place}links/{code.id}/vernieuwen/")
    withdrawn = agree(client, f"{place}links/{token.id}/intrekken/")
    (secret,) = _secrets(renewed)
    assert open_link(secret) is not None
    opened = list_credentials(ref)[0].links[-1]
    again = post(client, f"{place}links/{opened.id}/intrekken/", {})
    gone = post(client, f"{place}links/{opened.id}/vernieuwen/", {})

    assert "Klantcode, voor kim@example.nl" in renewed
    assert "Wat erachter zat, is weg." in withdrawn
    assert "al geopend of beëindigd" in again
    assert "niets geldigs meer" in gone


def test_who_may_only_look_sees_states_and_changes_nothing() -> None:
    ref = signed_in().ref
    client, place = visitor(ref, "audit"), f"/koppelingen/{ref.account}/"

    assert "Twee links maken" not in page_of(client, f"{place}inloggegevens/")
    for action in ("inloggegevens/uitgeven/", "inloggegevens/intrekken/", "sftp-sleutels/maken/"):
        assert client.post(place + action, TWO).status_code == 403
    assert client.get(f"{place}inloggegevens/uitgeven/").status_code in (403, 405)


def test_a_pasted_key_opens_the_account_until_it_is_revoked() -> None:
    ref = _sftp()
    client, place = visitor(ref), f"/koppelingen/{ref.account}/sftp-sleutels/"
    assert "Nog geen sleutels." in page_of(client, place)
    key = asyncssh.generate_private_key("ssh-ed25519").export_public_key("openssh").decode()

    added = post(client, f"{place}toevoegen/", {"public_key": key})
    (entry,) = list_keys(ref)
    wrong = post(client, f"{place}toevoegen/", {"public_key": "geen sleutel"}, status=422)
    empty = post(client, f"{place}toevoegen/", {"public_key": ""}, status=422)
    ending = f"{place}intrekken/?{urlencode({'sleutel': entry.fingerprint})}"
    shown = page_of(client, ending)
    revoked = post(client, ending, confirmed(shown))
    again = post(client, ending, confirmed(shown))

    assert entry.fingerprint in added
    assert "Er is niets" not in empty
    assert "sleutel" in wrong
    assert "Het is de enige sleutel" in shown
    assert "ingetrokken en geeft geen toegang meer" in revoked
    assert "al geen toegang meer" in again


def test_a_pair_is_made_here_and_its_private_half_is_behind_a_link() -> None:
    ref = _sftp()
    client, place = visitor(ref), f"/koppelingen/{ref.account}/sftp-sleutels/"

    page = post(client, f"{place}maken/", {"recipient": "ali@example.nl"})
    post(client, f"{place}maken/", {"recipient": ""}, status=422)

    (secret,) = _secrets(page)
    opened = open_link(secret)
    assert opened is not None
    assert opened.value.startswith("-----BEGIN OPENSSH PRIVATE KEY")
    page = page_of(client, place)
    assert "gezond-" in page
    assert "SHA256:" in page


def test_a_login_is_made_when_it_is_asked_for() -> None:
    ref = _sftp()
    client, place = visitor(ref), f"/koppelingen/{ref.account}/sftp-sleutels/"
    assert "nog niet gemaakt" in page_of(client, place)

    login = post(client, f"/koppelingen/{ref.account}/sftp-login/", {})

    assert "De inlognaam van het portaal is gezond-" in login
    assert "nog niet gemaakt" not in page_of(client, place)


def test_an_account_of_the_other_kind_has_no_keys() -> None:
    ref = coupling()
    client, place = visitor(ref), f"/koppelingen/{ref.account}/"

    assert "Dit portaal meldt zich aan met" in page_of(client, f"{place}sftp-sleutels/")
    assert "SF006" not in post(client, f"{place}sftp-login/", {})
    post(client, f"{place}sftp-sleutels/maken/", {"recipient": "x"}, status=422)

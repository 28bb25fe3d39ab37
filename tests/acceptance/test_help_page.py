"""The help page about couplings with insurer portals, sentence by sentence, for both portals.

Chapter and place of each sentence stand with its test: "2, stap 3" is the third step of chapter 2.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from command_world import give
from doors_world import Site
from sending_world import course, employees, person, work
from story_world import SMIT, Story, links_in, sick, sick_smit
from verzuimbrug.portal.profiles import PROFILES

TODAY = timezone.localdate


@pytest.fixture(params=PROFILES)
def story(
    request: pytest.FixtureRequest,
    database: None,
    site: Site,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Story:
    """The story of one portal, at its beginning."""
    del database
    monkeypatch.setenv("VERZUIMBRUG_DATA", str(tmp_path))
    return Story(profile=PROFILES[request.param], command=give, site=site, folder=tmp_path)


def test_large_changes_are_shown_before_they_are_made(story: Story) -> None:
    """Aandachtspunt, zin 2 en 3."""
    story.group("1001")
    rows = "werkgevercode;naam\n" + "\n".join(
        f"{story.code(str(n))};Nieuw {n}" for n in range(1001, 1101)
    )
    shown = story.told("employers", "import", story.file("nieuw.csv", rows), "--dry-run")

    assert (shown["created"], shown["updated"], shown["applied"]) == (99, 1, False)
    assert [one["name"] for one in story.told("employers", "list")["employers"]] == ["N.V. 1001"]


def test_a_portal_report_reaches_the_dossier(story: Story) -> None:
    """1, alinea 1."""
    coupling = story.live("1001")
    story.send(coupling, sick("VG1", "w-1", "1001"))
    work()

    cases = [
        case["id"] for one in story.dossiers(story.code("1001")) for case in one["absence_cases"]
    ]
    assert cases == ["VG0", "VG1"]


def test_one_coupling_serves_all_shared_employers(story: Story) -> None:
    """1, alinea 2, zin 1."""
    coupling = story.live("1001", "1002")
    story.send(coupling, sick("VG1", "w-1", "1001"))
    story.send(coupling, sick("VG2", "w-2", "1002"))
    work()

    found = [len(story.dossiers(story.code(number))) for number in ("1001", "1002")]
    assert found == [2, 1]


def test_every_mutation_is_a_message_of_its_own(story: Story) -> None:
    """1, alinea 2, zin 2."""
    coupling = story.live("1001")
    reports = course("VG1", 4)
    receipts = [story.send(coupling, sick("VG1", "w-1", "1001", [one])) for one in reports]
    work()

    assert len(set(receipts)) == 4
    states = [story.asked(coupling, one)["reports"][0]["state"] for one in receipts]
    assert states == ["applied"] * 4


def test_first_a_group_with_a_name_that_its_keeper_recognises(story: Story) -> None:
    """2, punt 1."""
    story.group("1001")

    (group,) = story.told("groups", "list")["groups"]
    assert (group["code"], group["name"]) == (story.profile.group, "Gezamenlijke relaties Felison")


def test_the_account_has_the_group_as_scope_and_needs_no_sftp(story: Story) -> None:
    """2, stap 1."""
    story.group("1001")
    story.account()

    shown = story.told("accounts", "show", story.profile.account)
    assert shown["kind"] == "web-service"
    assert shown["scope"]["employer_groups"] == [story.profile.group]
    story.run("sftp", "login", story.profile.account, ends=1)


def test_what_a_ticket_said_stands_in_the_account(story: Story) -> None:
    """2, stap 2."""
    story.group("1001")
    story.account()

    shown = story.told("accounts", "show", story.profile.account)
    assert shown["portal"] == story.profile.name
    assert shown["underwriting_agent"] == "Felison"
    assert shown["name"] == story.profile.account
    assert story.run("config", "export").startswith("arbodienst:\n  code: GEZOND\n")


def test_code_and_token_reach_the_portal_apart(story: Story) -> None:
    """2, stap 3."""
    story.group("1001")
    story.account()
    issue = ("credentials", "issue", story.profile.account, "--base-url", story.site.url)
    story.run(*issue, "--code-to", "Jan", "--token-to", "Jan", ends=2)
    printed = story.run(*issue, "--code-to", "Jan", "--token-to", "Piet")

    code, token = (story.opened(link) for link in links_in(printed))
    assert code not in printed
    assert token not in printed
    gone = story.site.call("POST", links_in(printed)[0].removeprefix(story.site.url))
    assert gone.status == 404


def test_the_streams_have_the_names_that_the_portal_uses(story: Story) -> None:
    """2, stap 4: de tweede stroom alleen als die is afgesproken."""
    story.group("1001")
    story.account(streams=[])

    streams = story.told("accounts", "show", story.profile.account)["streams"]
    assert [stream["name"] for stream in streams] == [story.profile.absence_stream]
    assert streams[0]["settings"]["message"] == "Verzuimmeldingen"


def test_who_has_no_absence_comes_in_by_the_second_stream_only(story: Story) -> None:
    """2, stap 4, tweede stroom."""
    coupling = story.live("1001")
    receipt = story.send(
        coupling, story.employee_message("w-9", "1001"), story.profile.employee_stream
    )
    work()

    assert story.asked(coupling, receipt)["state"] == "processed"
    hidden = [one for one in story.dossiers(story.code("1001")) if one["keys"][0]["key"] == "w-9"]
    assert [one["surname"] for one in hidden] == ([] if story.profile.name == "vdd" else [None])


def test_it_waits_until_the_employer_codes_are_right(story: Story) -> None:
    """2, voorwaarde 1."""
    story.group("1001")
    story.account()
    coupling = story.credentials()
    story.send(coupling, sick("VG1", "w-1", "1001"))
    story.send(coupling, sick("VG2", "w-2", "1002"))

    assert story.checks()["GR-1"] == "failed"
    story.run("activate", story.profile.account, ends=1)
    story.employers("1002")
    assert set(story.checks().values()) == {"ok"}
    story.run("activate", story.profile.account)


def test_it_waits_until_known_employees_have_the_right_key(story: Story) -> None:
    """2, voorwaarde 2."""
    story.group("1001")
    story.other(employees(person("hr-17", fields=SMIT), number="1001"))
    story.account()
    coupling = story.credentials()
    story.send(coupling, sick_smit("VG1", "w-1"))
    assert story.checks()["GR-2"] == "failed"

    proposed = story.command("links", "propose", story.profile.account, "--preselected")
    story.run("links", "apply", story.profile.account, story.file("sleutels.csv", proposed.stdout))
    assert story.checks()["GR-2"] == "ok"
    story.run("activate", story.profile.account)
    work()
    (dossier,) = story.dossiers(story.code("1001"))
    assert {key["key"] for key in dossier["keys"]} == {"hr-17", "w-1"}


def test_it_waits_until_open_absence_equals_that_of_the_portal(story: Story) -> None:
    """2, voorwaarde 3."""
    story.group("1001")
    story.other(sick("OUD-1", "w-1", "1001", course("OUD-1", 2)))
    story.account()
    coupling = story.credentials()
    assert story.checks()["GR-3"] == "unknown"

    story.send(coupling, sick("VG1", "w-1", "1001", course("VG1", 1)))
    assert story.checks()["GR-3"] == "failed"
    story.send(coupling, sick("VG1", "w-1", "1001", course("VG1", 2)[1:]))
    assert story.checks()["GR-3"] == "ok"


def test_an_unclear_state_is_compared_without_changing_anything(story: Story) -> None:
    """2, synchronisatie."""
    story.group("1001")
    story.other(sick("OUD-1", "w-1", "1001", course("OUD-1", 2)))
    story.account()
    story.send(story.credentials(), sick("VG1", "w-1", "1001", course("VG1", 1)))
    before = story.dossiers(story.code("1001"))

    assert "OUD-1" in story.run("readiness", story.profile.account, ends=1)
    assert story.dossiers(story.code("1001")) == before


def test_the_initial_load_brings_every_open_case_with_its_mutations(story: Story) -> None:
    """2, initial load."""
    story.group("1001")
    story.account()
    coupling = story.credentials()
    receipt = story.send(coupling, sick("VG1", "w-1", "1001", course("VG1", 3)))
    assert story.asked(coupling, receipt)["state"] == "received"

    story.run("activate", story.profile.account)
    work()
    ((case,),) = [one["absence_cases"] for one in story.dossiers(story.code("1001"))]
    assert [period["percentage"] for period in case["periods"]] == [100, 98, 97]


def test_the_employer_code_is_what_the_portal_sends(story: Story) -> None:
    """3, punt 1."""
    story.group("1001")
    story.account()
    message = story.file("bericht.xml", sick("VG1", "w-1", "1001"))
    tried = story.told(
        "streams", "try", story.profile.account, story.profile.absence_stream, message
    )

    (made,) = tried["employers"]
    assert (made["code"], made["reach"]) == (story.code("1001"), "in")


def test_an_employer_outside_the_group_is_not_touched(story: Story) -> None:
    """3, punt 2."""
    coupling = story.live("1001")
    story.employers("1002", in_group=False)
    story.send(coupling, sick("VG2", "w-2", "1002"))
    work()

    assert story.dossiers(story.code("1002")) == []


def test_classifications_are_the_same_for_all(story: Story) -> None:
    """3, punt 3."""
    story.group("1001")
    story.employers("1002", scheme="eigen")
    story.account()
    assert story.checks()["GR-4"] == "failed"

    group = story.profile.group
    table = story.run("classifications", "compare", group)
    assert "griep" in table
    assert "ziekte" in table
    story.run("classifications", "make-equal", group, "standaard")
    assert story.checks()["GR-4"] == "ok"


def test_who_is_no_shared_client_any_more_leaves_the_group(story: Story) -> None:
    """3, slot."""
    coupling = story.live("1001")
    yesterday = TODAY() - timedelta(days=1)
    story.member_since("1001", yesterday - timedelta(days=30))
    story.run("groups", "end", story.profile.group, story.code("1001"), "--on", yesterday)
    receipt = story.send(coupling, sick("VG2", "w-2", "1001"))
    work()

    (report,) = story.asked(coupling, receipt)["reports"]
    assert report["state"] == "parked"
    assert len(story.dossiers(story.code("1001"))) == 1


def test_a_prefix_tells_where_employers_come_from(story: Story) -> None:
    """3, tip bij punt 1: met de tikfout van de pagina."""
    story.group()
    story.account()
    message = story.file("bericht.xml", sick("VG1", "w-1", "1001"))
    tried = story.told(
        *("streams", "try", story.profile.account, story.profile.absence_stream, message),
        *("--employer-code", "FLSN[IdWrkgvrArbndst]"),
        ends=1,
    )
    assert [one["code"] for one in tried["employers"]] == ["FLSN1001"]


@pytest.mark.parametrize(("made", "code"), [(False, "WG201"), (True, "WG202")])
def test_an_invalid_employer_says_which_of_the_two_and_heals(
    story: Story, *, made: bool, code: str
) -> None:
    """3, tip bij punt 2."""
    coupling = story.live("1001")
    if made:
        story.employers("1002", in_group=False)
    receipt = story.send(coupling, sick("VG2", "w-2", "1002"))
    work()
    assert story.reported(receipt) == ["parked", code]

    story.employers("1002")
    work()
    assert story.reported(receipt) == ["applied"]

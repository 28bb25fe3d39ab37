"""Chapter 3 of the help page without hand work: the insurer's contracts bring the employers.

Through the door as the portal comes, and decided on in the console and by the command.
"""

from pathlib import Path
from typing import Any

import pytest

from command_world import give
from console_world import confirmed
from doors_world import Coupling, Site
from employers_in_world import CONTRACTS, client as insured, contracts
from sending_world import work
from story_world import Story, sick
from verzuimbrug.portal.profiles import PROFILES
from waiting_world import page_of, visit_at

NUMBERS = [str(number) for number in range(2001, 2011)]
LIST = "/wachtend/werkgevers/"


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


def live(story: Story) -> Coupling:
    """The coupling, live, with a stream for contracts beside the absence reports."""
    coupling = story.live("1001")
    template = f"{story.profile.prefix}[IdWrkgvrArbdnst]"
    stream = {"name": "Contracten", "message": CONTRACTS, "employer_code": template}
    shown = story.told("accounts", "show", story.profile.account)["streams"]
    present = [{"name": each["name"], **each["settings"]} for each in shown]
    story.account(streams=[*present, stream])
    return coupling


def client(number: str, **values: Any) -> dict[str, Any]:  # noqa: ANN401
    """An employer that the insurer shares with the arbodienst, by its number there."""
    return insured(number, HndlsnmOrg=f"N.V. {number}", **values)


def test_ten_employers_are_proposed_approved_and_end(story: Story) -> None:
    """3, punten 1 tot en met 3, tip bij punt 2, en de laatste zin."""
    coupling = live(story)
    receipts = [story.send(coupling, sick(f"VG{n}", "w-1", n)) for n in NUMBERS]
    story.send(coupling, contracts(*(client(n) for n in NUMBERS)), "Contracten")
    work()
    assert story.reported(receipts[0]) == ["parked", "WG201"]

    visitor = visit_at(coupling)
    proposed = story.told("proposals", "list")["items"]
    assert "N.V. 2010" in page_of(visitor, LIST)
    preview = visitor.post(f"{LIST}samen/", {"voorstel": [each["number"] for each in proposed]})
    visitor.post(f"{LIST}samen/", confirmed(preview.content.decode()))
    work()

    assert {tuple(story.reported(receipt)) for receipt in receipts} == {("applied",)}
    (made,) = (
        each
        for each in story.told("employers", "list")["employers"]
        if each["code"] == story.code("2001")
    )
    assert (made["name"], made["classifications"]) == ("N.V. 2001", "standaard")

    ended = {"VrwrkCd": "02", "Ingdat": "2026-03-01", "Enddat": "2999-12-31", "KpplCd": "K"}
    story.send(coupling, contracts(client("2001", MchtVrzm=ended)), "Contracten")
    work()
    (leaves,) = story.told("proposals", "list")["items"]
    story.run("proposals", "approve", leaves["number"])

    (member,) = (
        each
        for each in story.told("employers", "list")["employers"]
        if each["code"] == story.code("2001")
    )
    assert member["groups"] == [
        {"code": story.profile.group, "from": "2026-03-01", "until": "2999-12-31"}
    ]

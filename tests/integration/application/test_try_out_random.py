"""Whatever settings are accepted and whatever is valid can be tried, and comes out as processed."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from configuring_world import apply
from doors_world import Coupling
from rigour import tries
from sending_world import ABSENCE, EMPLOYEES, EMPLOYMENTS, deliver, go_live, settings, work
from strategies.messages import as_bytes, valid_messages
from strategies.stream_settings import stream_settings
from trying_world import tried
from verzuimbrug.application.accounts import AccountRef, find_account
from verzuimbrug.application.trying.try_out import try_out
from verzuimbrug.application.trying.values import TriedEmployer, TriedOut
from verzuimbrug.domain.employer_code import TAG
from verzuimbrug.domain.scope import Reach
from verzuimbrug.portal.configuration import configuration
from verzuimbrug.portal.profiles import PROFILES
from verzuimbrug.portal.simulator import Simulation, simulate, world
from verzuimbrug.sivi.catalogue import MessageTable, catalogue
from verzuimbrug.store.models import AbsenceReport, Employer, Message
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_houses = count(1)
_TABLES = [t for t in catalogue().tables if t.file_name in (ABSENCE, EMPLOYEES, EMPLOYMENTS)]


def _with_bytes(table: MessageTable) -> st.SearchStrategy[tuple[str, bytes]]:
    return valid_messages(table).map(lambda root: (table.file_name, as_bytes(root)))


def _configuration(proposed: dict[str, Any]) -> dict[str, Any]:
    """A coupling of all employers, with the settings on each of its streams."""
    chosen = settings(f"PROEF-{next(_houses)}")
    chosen["conversion_tables"] = [{"code": "relaties", "unknown": "finding", "values": {"1": "2"}}]
    (account,) = chosen["accounts"]
    account["scope"] = {"all": True}
    for stream in account["streams"]:
        stream.update(proposed)
    return chosen


def _create_employers(of: Coupling, outcome: TriedOut) -> None:
    """Employers with the codes that were made, as far as a code may be so long."""
    codes = {group.code for group in outcome.employers if group.is_made and len(group.code) <= 200}
    with tenant(of.arbodienst):
        known = set(Employer.objects.values_list("code", flat=True))
        Employer.objects.bulk_create(
            Employer(arbodienst_id=of.arbodienst, code=code, name=code) for code in codes - known
        )


def _processed_codes(arbodienst: int, receipt: str) -> set[str]:
    """The employer codes that processing made of the groups with reports."""
    with tenant(arbodienst):
        message = Message.objects.get(receipt=receipt)
        reports = AbsenceReport.objects.filter(message=message)
        dry = {row["employer_code"] for row in message.dry_report or ()}
        return dry | set(reports.values_list("employer_code", flat=True))


def _tried_codes(outcome: TriedOut) -> set[str]:
    return {group.code for group in outcome.employers if group.reports}


def _by_the_steps(template: str, group: TriedEmployer) -> str:
    """The template with the last value of each tag in its place."""
    last = {tag.tag: (tag.steps[-1].value if tag.steps else tag.received) for tag in group.tags}
    return TAG.sub(lambda found: str(last[found[1]]), template)


@given(stream_settings, st.lists(st.sampled_from(_TABLES).flatmap(_with_bytes), max_size=4))
@hypothesis_settings(max_examples=tries(8), suppress_health_check=list(HealthCheck))
def test_the_codes_of_a_try_are_those_of_processing(
    proposed: dict[str, Any], messages: list[tuple[str, bytes]]
) -> None:
    coupling = go_live(_configuration(proposed))
    outcomes = []
    for stream, content in messages:
        as_proposed = tried(coupling, content, stream, **proposed, message=stream)
        assert not as_proposed.refused
        _create_employers(coupling, as_proposed)
        outcomes.append(tried(coupling, content, stream))
    receipts = [deliver(coupling, content, stream) for stream, content in messages]
    work()

    for receipt, outcome, (stream, _) in zip(receipts, outcomes, messages, strict=True):
        assert _processed_codes(coupling.arbodienst, receipt) == _tried_codes(outcome)
        assert tried(coupling, receipt, stream).employers == outcome.employers
        for group in outcome.employers:
            assert not group.is_made or _by_the_steps(outcome.template, group) == group.code
            assert group.exists is (group.is_made and len(group.code) <= 200)
            assert group.reach is (Reach.IN if group.exists else Reach.OUT)


@pytest.mark.parametrize("portal", sorted(PROFILES))
@given(seed=st.integers(1, 2**16), in_bulk=st.booleans())
@hypothesis_settings(max_examples=tries(3), suppress_health_check=list(HealthCheck))
def test_what_a_portal_sends_fits_its_usual_settings(
    portal: str, seed: int, *, in_bulk: bool
) -> None:
    today = datetime.now(UTC).date()
    simulation = Simulation(
        profile=PROFILES[portal],
        start=today,
        made_on=today,
        seed=seed,
        people=6,
        initial_load=in_bulk,
    )
    ref = _applied(simulation)

    messages = list(simulate(simulation))
    outcomes = [try_out(ref, sent.stream, sent.content, by="test") for sent in messages]

    assert [outcome.stream for outcome in outcomes if not outcome.is_fit] == []
    assert [one.counts.reports for one in outcomes] == [sent.reports for sent in messages]


def _applied(simulation: Simulation) -> AccountRef:
    chosen = dict(configuration(simulation.profile, world(simulation).employers))
    code = f"PORTAAL-{next(_houses)}"
    apply({**chosen, "arbodienst": {"code": code, "name": code}})
    return find_account(chosen["accounts"][0]["name"], code)

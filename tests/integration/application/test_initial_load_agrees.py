"""A load that is compared part by part comes to what it comes to as a whole (GR-1 to GR-3)."""

from collections.abc import Iterable
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from doors_world import Coupling
from portal_delivery_world import TODAY, delivered_facts, loading, two_employers
from readiness_world import other_account
from rigour import tries
from sending_world import (
    ABSENCE,
    EMPLOYEES,
    EMPLOYMENTS,
    absence,
    deliver,
    employees,
    employer,
    person,
    report,
    take,
    work,
)
from strategies.portal_states import Sent, portal_states
from verzuimbrug.application.portal_deliveries import portions
from verzuimbrug.application.portal_deliveries.initial_load import cancel_initial_load
from verzuimbrug.application.readiness.facts import AccountFacts
from verzuimbrug.domain.deliveries import MessageKind
from verzuimbrug.domain.readiness import Check
from verzuimbrug.domain.readiness_checks import check_absence, check_employees, check_employers
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_houses = count(1)
_STREAMS = {
    MessageKind.ABSENCE: ABSENCE,
    MessageKind.EMPLOYEES: EMPLOYEES,
    MessageKind.EMPLOYMENTS: EMPLOYMENTS,
}
_WITHOUT_CORRECTIONS = {"01": "new", "02": "change", "03": "withdraw", "04": "unchanged"}


def _known(configuration: dict[str, object]) -> None:
    """What another account brought in before: persons, and open cases."""
    other = other_account(configuration)
    jansen = {"surname": "Jansen", "initials": "J"}
    smit = {"surname": "Smit", "initials": "J"}
    take(
        other,
        absence(
            employer("1001", person("x", report("VG1"), fields=jansen)),
            employer("1001", person("y", report("VG9"), fields=smit, born="1990-03-06")),
            employer("1002", person("z", report("VG2"), fields=smit)),
        ),
    )


def _loaded(messages: Iterable[Sent]) -> Coupling:
    configuration = two_employers(f"TOEVAL-{next(_houses)}", operations=_WITHOUT_CORRECTIONS)
    _known(configuration)
    coupling = loading(configuration)
    for sent in messages:
        deliver(coupling, sent.content, stream=_STREAMS[sent.kind])
    work()
    return coupling


def _judged(facts: AccountFacts) -> list[Check]:
    return [
        check_employers(facts.employers, facts.portal_codes),
        check_employees(facts.employees, facts.proposals),
        check_absence(facts.absence),
    ]


def _told(check: Check) -> tuple[object, ...]:
    rows = sorted(map(repr, check.rows))
    findings = [(finding.code, finding.params) for finding in check.findings]
    return check.id, check.state, check.count, check.total, findings, rows


@given(portal_states, st.integers(1, 3))
@hypothesis_settings(max_examples=tries(12), suppress_health_check=list(HealthCheck))
def test_parts_come_to_what_the_whole_comes_to(messages: list[Sent], most_keys: int) -> None:
    coupling = _loaded(messages)
    with pytest.MonkeyPatch.context() as patch, tenant(coupling.arbodienst):
        patch.setattr(portions, "MOST_KEYS", most_keys)
        by_parts = [_told(check) for check in _judged(delivered_facts(coupling))]
        as_a_whole = [_told(check) for check in _judged(AccountFacts(coupling.account, TODAY))]
        assert by_parts == as_a_whole
        assert sorted(map(repr, delivered_facts(coupling).all_proposals())) == sorted(
            map(repr, AccountFacts(coupling.account, TODAY).proposals)
        )
    cancel_initial_load(coupling.ref, "klantbeheerder")


def test_former_key_that_comes_before_all_others_takes_no_person_out_of_the_parts() -> None:
    configuration = two_employers("VROEGER")
    _known(configuration)
    coupling = loading(configuration)
    smit = {"surname": "Smit", "initials": "J"}
    first = person("c", fields={"surname": "Bakker", "initials": "T"})
    renamed = person("e", key_old="a", fields=smit)
    deliver(coupling, employees(first, renamed, number="1002"), stream=EMPLOYEES)
    work()

    with pytest.MonkeyPatch.context() as patch, tenant(coupling.arbodienst):
        patch.setattr(portions, "MOST_KEYS", 1)
        (proposed,) = delivered_facts(coupling).all_proposals()

    assert proposed.key == "e"

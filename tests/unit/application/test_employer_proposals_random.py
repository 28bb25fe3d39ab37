"""Whatever a valid message says of employers: once it is approved, nothing is left to propose."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies as st
from lxml.etree import _Element as XmlElement

from employers_in_world import BASICS, CONTRACTS
from strategies.messages import valid_messages
from verzuimbrug.application.configuration.entries import (
    ArbodienstEntry,
    Configuration,
    EmployerEntry,
)
from verzuimbrug.application.configuration.reading import read_configuration
from verzuimbrug.application.configuration.writing import plain_employer, write_configuration
from verzuimbrug.application.employer_proposals.applying import Choice, with_proposals
from verzuimbrug.domain.employer_code import EmployerCodeTemplate, MadeCode
from verzuimbrug.domain.employer_messages import EmployerData
from verzuimbrug.domain.employer_proposals import (
    KnownEmployer,
    Needed,
    Place,
    Proposal,
    Reading,
    Worked,
)
from verzuimbrug.domain.operations import PRESETS, CaseRules
from verzuimbrug.domain.proposing_employers import propose
from verzuimbrug.sivi.catalogue import catalogue
from verzuimbrug.sivi.mapping.employers import map_employers_themselves

TABLES = [each for each in catalogue().tables if each.file_name in (BASICS, CONTRACTS)]
TEMPLATE = EmployerCodeTemplate(template="W1")
TODAY = timezone.localdate()
ARBODIENST = ArbodienstEntry(code="GEZOND", name="Gezond")

messages = st.sampled_from(TABLES).flatmap(valid_messages)
places = st.builds(
    Place,
    groups=st.sampled_from([(), ("A",), ("A", "B")]),
    everything=st.booleans(),
    classifications=st.sampled_from(["", "standaard"]),
).map(lambda each: Place(everything=True) if each.everything else each)
readings = st.builds(
    Reading,
    rules=st.builds(CaseRules, operations=st.sampled_from(list(PRESETS.values()))),
    edition=st.just("2026"),
    today=st.just(TODAY),
)


def employers_in(root: XmlElement) -> Iterator[tuple[EmployerData, MadeCode]]:
    for data in map_employers_themselves(root):
        yield data, TEMPLATE.code_from(data.tags)


def known(entry: EmployerEntry | None, place: Place) -> KnownEmployer | None:
    """The entry as it stands for an account with this place."""
    if entry is None:
        return None
    plain = plain_employer(entry)
    blank = {"kvk_number": "", "payroll_tax_number": "", "contract_reference": ""}
    members = {each.group: each.end for each in entry.groups if each.group in place.groups}
    running = {group: end for group, end in members.items() if end is None or end >= TODAY}
    return KnownEmployer(
        values={**blank, "departments": {}, **plain},
        in_scope=place.everything or bool(running),
        is_named=place.everything,
        memberships=running,
    )


def _chosen(proposal: Proposal, place: Place) -> Choice:
    """What the proposal needs, and no more."""
    given = {Needed.CODE: "NIEUW", Needed.GROUP: (*place.groups, "")[0]}
    said = {need.value: given[need] for need in proposal.needs if need in given}
    until = date(2999, 1, 1) if Needed.UNTIL in proposal.needs else None
    return Choice(number=1, until=until, **said)


def _approved(stored: Configuration, worked: Worked, place: Place) -> Configuration:
    done = with_proposals(stored, [(each, _chosen(each, place)) for each in worked.proposals])
    assert isinstance(done, Configuration), done
    return done if done.employers else stored


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(messages, messages, places, readings)
def test_wg_6_after_approving_all_the_same_message_proposes_nothing(
    first: XmlElement, second: XmlElement, place: Place, reading: Reading
) -> None:
    stored = Configuration(arbodienst=ARBODIENST)
    for root in (first, second):
        for data, made in employers_in(root):
            entry = stored.employers[0] if stored.employers else None
            worked = propose(data, made, known(entry, place), place, reading)
            assert worked == propose(data, made, known(entry, place), place, reading)
            stored = _approved(stored, worked, place)
            after = stored.employers[0] if stored.employers else None
            assert propose(data, made, known(after, place), place, reading).proposals == ()
    assert read_configuration(write_configuration(stored).encode()) == (stored, ())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file_name)
@settings(max_examples=10, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data())
def test_every_valid_message_is_mapped(table: object, data: st.DataObject) -> None:
    root = data.draw(valid_messages(table))  # type: ignore[arg-type]
    for employer, _made in employers_in(root):
        assert all(employer.values.values())
        assert all(each.code for each in employer.departments)

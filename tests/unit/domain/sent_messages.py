"""Messages of a few persons, whose keys, cases and names come back now and then."""

from datetime import timedelta

from hypothesis import strategies as st

from strategies.absence import any_reports
from unit.domain.deliveries import NOON, employer, employment, message, person, vrzm
from verzuimbrug.domain.deliveries import DeliveredPerson
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.reports import Report

SURNAMES = {"K1": "Jansen", "K2": "Smit", "K3": "Bakker"}


@st.composite
def delivered_persons(draw: st.DrawFn, reports: list[Report]) -> DeliveredPerson:
    """A person with some of the reports; keys and cases are now and then given new names."""
    key = draw(st.sampled_from(list(SURNAMES)))
    told = [
        vrzm(
            report,
            draw(st.sampled_from(["VG1", "VG1", "VG2"])),
            draw(st.sampled_from([None, None, None, "VG0", "VG2"])),
        )
        for report in reports
    ]
    worked = employment(
        *told,
        number=draw(st.sampled_from(["D1", "D2", None])),
        former=draw(st.sampled_from([None, None, "D0", "D1"])),
    )
    former = draw(st.sampled_from([None, None, None, f"{key}-old", "K1"]))
    initials = draw(st.sampled_from(["A", "B"]))
    return person(key, worked, former=former, surname=SURNAMES[key], initials=initials)


@st.composite
def sent_messages(draw: st.DrawFn) -> list[MessageInput]:
    """Messages in order of receipt, made in any order."""
    messages = []
    for number in range(1, draw(st.integers(2, 4)) + 1):
        persons = [draw(delivered_persons(draw(any_reports(3)))) for _ in range(2)]
        made_at = NOON - timedelta(hours=draw(st.integers(0, 5)))
        messages.append(message(number, employer("1001", *persons), made_at=made_at))
    return messages

"""What a portal may deliver of a few persons and cases: keys and cases collide often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st

from sending_world import MADE_AT, employer, message, person, report
from verzuimbrug.domain.deliveries import (
    DOSSIER_KINDS,
    DeliveredEmployer,
    DeliveredPerson,
    DeliveredReport,
    MessageKind,
    Operation,
)
from verzuimbrug.portal.stories import CODES

KEYS = ("a", "b", "c", "d", "e")
CASES = ("VG1", "VG2", "VG3", "VG4")
BORN = ("1980-02-05", "1980-02-05", "1990-03-06")
EMPLOYERS = ("1001", "1001", "1002", "1003", "1004")
_NEW = Operation.NEW


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message; one that is early was made long after its receipt."""

    kind: MessageKind
    employers: Sequence[DeliveredEmployer]
    seconds: int
    is_early: bool

    @property
    def content(self) -> bytes:
        """Its bytes."""
        made_at = MADE_AT + timedelta(seconds=self.seconds, days=99 * self.is_early)
        # The last edition in which every message names former keys.
        return message(self.kind, *self.employers, made_at=made_at, edition="2024")


def _seldom(value: object) -> st.SearchStrategy[object]:
    return st.sampled_from([None, None, None, None, value])


@st.composite
def _reports(draw: st.DrawFn, *, renames: bool) -> DeliveredReport:
    operation = draw(st.sampled_from([_NEW, _NEW, _NEW, *CODES]))
    return report(
        draw(st.sampled_from(CASES)),
        draw(st.integers(1, 4)),
        operation,
        at=draw(st.integers(0, 3)),
        percentage=Decimal(draw(st.sampled_from(["50.00", "100.00"]))),
        ends=bool(draw(_seldom(True))),
        case_key_old=draw(st.none() | st.none() | st.sampled_from(CASES)) if renames else None,
    )


@st.composite
def _persons(draw: st.DrawFn, most_reports: int, *, renames: bool) -> DeliveredPerson:
    key = draw(st.sampled_from(KEYS))
    number = draw(st.sampled_from(["D1", "D2", "D3"]))
    return person(
        key,
        *draw(st.lists(_reports(renames=renames), max_size=most_reports)),
        key_old=draw(st.none() | st.none() | st.sampled_from(KEYS)) if renames else None,
        born=draw(st.sampled_from(BORN)),
        fields={
            "surname": draw(st.sampled_from(["Smit", "Jansen"])),
            "initials": draw(st.sampled_from(["J", "K"])),
        },
        number=number,
        number_old=draw(st.none() | st.none() | st.sampled_from(["D1", "D2"])),
    )


@st.composite
def _messages(draw: st.DrawFn, *, renames: bool) -> Sent:
    kind = draw(st.sampled_from([MessageKind.ABSENCE, MessageKind.ABSENCE, *sorted(DOSSIER_KINDS)]))
    most = 3 if kind is MessageKind.ABSENCE else 0
    persons = st.lists(_persons(most, renames=renames), min_size=1, max_size=4)
    groups = st.lists(st.tuples(st.sampled_from(EMPLOYERS), persons), min_size=1, max_size=2)
    return Sent(
        kind=kind,
        employers=[employer(code, *each) for code, each in draw(groups)],
        seconds=draw(st.integers(0, 9)),
        is_early=bool(draw(_seldom(True))),
    )


portal_states = st.lists(_messages(renames=True), min_size=1, max_size=6)
"""The messages of a load, in order of receipt."""

plain_states = st.lists(_messages(renames=False), min_size=1, max_size=4)
"""The same, without persons and cases that go on under another key."""

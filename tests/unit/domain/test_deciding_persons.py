"""Which person a part of a message is about, and what becomes known of it (WN-1 to WN-6)."""

from dataclasses import replace

import pytest

from strategies.absence import day, new, report
from unit.domain.deliveries import (
    BAKER,
    KNOWN,
    NOON,
    SETTINGS,
    TODAY,
    codes,
    employer,
    employment,
    message,
    of_baker,
    person,
    told,
    vrzm,
)
from unit.domain.snapshots import Stored
from verzuimbrug.domain.deciding import decide
from verzuimbrug.domain.decisions import LinkDecision, WaitCause
from verzuimbrug.domain.deliveries import MessageKind, Operation
from verzuimbrug.domain.fields import FieldChange, Stamp, StampedFields
from verzuimbrug.domain.snapshot import PersonFacts, PersonKey, Snapshot
from verzuimbrug.domain.streams import DuplicatePersons, ImportConfiguration

NEW = vrzm(new())
K1, K2 = PersonKey(1, BAKER.id, "K1"), PersonKey(1, BAKER.id, "K2")
OTHER_ACCOUNT = replace(SETTINGS, account=2)
WITH_BSN = replace(SETTINGS, bsn=True)


def known(surname: str = "Jansen", accounts: frozenset[int] = frozenset()) -> Snapshot:
    """A person of the baker that was there before."""
    stamp = Stamp("2026-01-01T00:00:00", "0", "aa", 0)
    values = {"surname": surname, "birth_date": "1990-05-04"}
    fields = StampedFields(values, dict.fromkeys(values, stamp))
    facts = PersonFacts(id=5, employer=BAKER.id, fields=fields, accounts=accounts)
    return replace(KNOWN, persons={5: facts})


def keyed(*keys: PersonKey) -> Snapshot:
    """That person, with link keys."""
    return replace(known(accounts=frozenset({1})), link_keys=dict.fromkeys(keys, 5))


def test_unknown_key_creates_a_person() -> None:
    decisions = decide([of_baker(1, person("K1"))], KNOWN, TODAY)

    assert decisions.links == (LinkDecision(key=K1, employee=-1, superseded=False, message=1),)
    assert decisions.persons[0].is_new
    assert decisions.persons[0].employer == BAKER.id
    assert FieldChange("surname", None, "Jansen") in decisions.persons[0].changes[1]


def test_known_key_finds_the_person() -> None:
    decisions = decide([of_baker(1, person("K1", employment(NEW)))], keyed(K1), TODAY)

    assert decisions.links == ()
    assert decisions.cases[0].employee == 5
    assert not decisions.persons[0].is_new


def test_key_counts_within_employer_and_account() -> None:
    sent = [
        message(1, employer("1001", person("K1")), employer("1002", person("K1"))),
        message(2, employer("1001", person("K1", surname="Smit")), settings=OTHER_ACCOUNT),
    ]

    assert len(decide(sent, KNOWN, TODAY).persons) == 3


def test_empty_key_is_parked_and_creates_nobody() -> None:
    decisions = decide([of_baker(1, person(None, employment(NEW)))], KNOWN, TODAY)

    assert told(decisions.reports) == {(1, 0): "parked WN101"}
    assert decisions.persons == ()


def test_what_has_no_key_waits_for_another_configuration() -> None:
    decisions = decide([of_baker(1, person(None, employment(NEW)))], KNOWN, TODAY)

    assert [(waits.cause, waits.key) for waits in decisions.waiting] == [
        (WaitCause.CONFIGURATION, None)
    ]


def test_several_keys_in_one_person_are_parked_and_create_nobody() -> None:
    both = replace(person("K1", employment(NEW)), keys={"IdWrknmr": ("K1", "K2")})

    decisions = decide([of_baker(1, both)], KNOWN, TODAY)

    assert told(decisions.reports) == {(1, 0): "parked WN102"}
    assert decisions.findings[1][0].params == {"tag": "IdWrknmr", "count": "2"}


def test_employments_wait_quietly_for_an_unknown_person() -> None:
    sent = message(1, employer("1001", person("K1", employment())), kind=MessageKind.EMPLOYMENTS)

    decisions = decide([sent], KNOWN, TODAY)

    assert codes(decisions) == ["WN201"]
    assert decisions.persons == ()
    assert [(w.cause, w.key, w.stamp) for w in decisions.waiting] == [
        (WaitCause.PERSON, "K1", Stamp(NOON.isoformat(), "0001", "aa", 0))
    ]


def test_employments_of_a_known_person_are_taken() -> None:
    sent = message(1, employer("1001", person("K1", employment())), kind=MessageKind.EMPLOYMENTS)

    assert decide([sent], keyed(K1), TODAY).employments[0].employee == 5


def test_employments_that_gave_way_to_a_newer_message_are_not_taken() -> None:
    sent = message(1, employer("1001", person("K1", employment())), kind=MessageKind.EMPLOYMENTS)
    snapshot = replace(keyed(K1), displaced=frozenset({(1, K1)}))

    decisions = decide([sent], snapshot, TODAY)

    assert codes(decisions) == ["WN201"]
    assert (decisions.employments, decisions.waiting) == ((), ())


def test_employees_message_creates_a_person() -> None:
    sent = message(1, employer("1001", person("K1")), kind=MessageKind.EMPLOYEES)

    assert len(decide([sent], KNOWN, TODAY).persons) == 1


def test_new_key_takes_the_place_of_the_former() -> None:
    decisions = decide([of_baker(1, person("K2", former="K1"))], keyed(K1), TODAY)

    assert decisions.links == (
        LinkDecision(key=K2, employee=5, superseded=False, message=1),
        LinkDecision(key=K1, employee=5, superseded=True, message=1, is_new=False, replaced=True),
    )


def test_former_key_that_is_not_known_is_an_alias_too() -> None:
    store = Stored(KNOWN)
    store.take([of_baker(1, person("K2", former="K1"))])

    later = store.take([of_baker(2, person("K1"))])

    assert later.links == ()
    assert later.persons[0].id == store.snapshot.link_keys[K2]
    assert store.snapshot.superseded_keys == {K1}


def test_former_key_of_a_person_with_the_new_key_is_an_alias() -> None:
    decisions = decide([of_baker(1, person("K2", former="K1"))], keyed(K2), TODAY)

    assert decisions.links == (LinkDecision(key=K1, employee=5, superseded=True, message=1),)


def test_former_key_said_again_changes_nothing() -> None:
    snapshot = replace(keyed(K1, K2), superseded_keys=frozenset({K1}))

    assert decide([of_baker(1, person("K2", former="K1"))], snapshot, TODAY).links == ()


def test_former_key_that_is_the_key_is_no_change() -> None:
    assert decide([of_baker(1, person("K1", former="K1"))], keyed(K1), TODAY).links == ()


def test_former_key_of_a_person_that_is_waited_for_links_nothing_yet() -> None:
    sent = message(1, employer("1001", person("K2", former="K1")), kind=MessageKind.EMPLOYMENTS)

    decisions = decide([sent], KNOWN, TODAY)

    assert codes(decisions) == ["WN201"]
    assert decisions.links == ()


def test_two_persons_with_the_two_keys_are_held() -> None:
    other = PersonFacts(id=6, employer=BAKER.id, accounts=frozenset({1}))
    snapshot = keyed(K1)
    snapshot = replace(snapshot, persons={**snapshot.persons, 6: other}, link_keys={K1: 5, K2: 6})

    decisions = decide([of_baker(1, person("K2", employment(NEW), former="K1"))], snapshot, TODAY)

    assert told(decisions.reports) == {(1, 0): "held WN301"}
    assert (decisions.persons, decisions.links) == ((), ())


def test_other_birth_date_under_the_former_key_is_held() -> None:
    born = person("K2", employment(NEW), former="K1", birth_date="1991-05-04")

    decisions = decide([of_baker(1, born)], keyed(K1), TODAY)

    assert told(decisions.reports) == {(1, 0): "held WN302"}
    assert decisions.links == ()


def test_former_key_of_a_person_without_a_birth_date_is_an_alias() -> None:
    bare = PersonFacts(id=5, employer=BAKER.id, accounts=frozenset({1}))
    snapshot = replace(KNOWN, persons={5: bare}, link_keys={K1: 5})

    assert len(decide([of_baker(1, person("K2", former="K1"))], snapshot, TODAY).links) == 2


def test_possible_double_is_parked_and_creates_nobody() -> None:
    decisions = decide([of_baker(1, person("K1", employment(NEW)))], known("JANSEN"), TODAY)

    assert told(decisions.reports) == {(1, 0): "parked WN401"}
    assert decisions.persons == ()
    assert [(w.cause, w.employer, w.key) for w in decisions.waiting] == [
        (WaitCause.DUPLICATE, BAKER.id, "K1")
    ]


@pytest.mark.parametrize("said", [{"birth_date": "1990-05-05"}, {"surname": "Janssen"}])
def test_other_birth_date_or_name_is_no_double(said: dict[str, str]) -> None:
    assert codes(decide([of_baker(1, person("K1", **said))], known(), TODAY)) == []


def test_person_with_a_key_for_the_account_is_no_double() -> None:
    assert codes(decide([of_baker(1, person("K2"))], keyed(K1), TODAY)) == []


def test_person_of_another_employer_is_no_double() -> None:
    sent = message(1, employer("1002", person("K1")))

    assert codes(decide([sent], known(), TODAY)) == []


def test_person_that_another_account_created_in_the_batch_is_a_double() -> None:
    sent = [
        of_baker(1, person("K1")),
        message(2, employer("1001", person("K1")), settings=OTHER_ACCOUNT),
    ]

    assert codes(decide(sent, KNOWN, TODAY), 2) == ["WN401"]


def test_everything_of_a_key_in_doubt_waits() -> None:
    later = person("K1", employment(NEW), surname="Jansen-Smit")

    decisions = decide([of_baker(1, person("K1")), of_baker(2, later)], known(), TODAY)

    assert told(decisions.reports) == {(2, 0): "parked WN401"}


def test_stream_that_creates_doubles_creates_one() -> None:
    creates = replace(SETTINGS, duplicate_persons=DuplicatePersons.CREATE)
    sent = message(1, employer("1001", person("K1")), settings=creates)

    decisions = decide([sent], known(), TODAY)

    assert codes(decisions) == []
    assert decisions.persons[0].is_new


def test_person_data_is_taken_also_when_the_reports_are_parked() -> None:
    change = vrzm(report(2, Operation.CHANGE, 3))

    decisions = decide([of_baker(1, person("K1", employment(change)))], KNOWN, TODAY)

    assert told(decisions.reports) == {(1, 0): "parked VZ902"}
    assert decisions.persons[0].fields.values["surname"] == "Jansen"


def test_death_with_an_open_case_gets_a_finding() -> None:
    died = person("K1", employment(NEW), deceased_on="2026-03-09")

    decisions = decide([of_baker(1, died)], KNOWN, TODAY)

    assert decisions.findings[1][0].params == {"deceased_on": "2026-03-09", "cases": "VG1"}


def test_death_with_an_open_case_from_before_gets_a_finding() -> None:
    store = Stored(KNOWN)
    store.take([of_baker(1, person("K1", employment(NEW)))])

    later = store.take([of_baker(2, person("K1", deceased_on="2026-03-09"))])

    assert codes(later, 2) == ["WN502"]


def test_death_after_the_case_has_ended_gets_no_finding() -> None:
    ended = vrzm(new(ends=True, recovered_on=day(3)))
    died = person("K1", employment(ended), deceased_on="2026-03-09")

    assert codes(decide([of_baker(1, died)], KNOWN, TODAY)) == []


def with_bsn(number: str, settings: ImportConfiguration) -> tuple[list[str], str | None]:
    numbered = replace(person("K1"), bsn=number)
    sent = message(1, employer("1001", numbered), settings=settings)
    decisions = decide([sent], KNOWN, TODAY)
    return codes(decisions), decisions.persons[0].bsn


def test_bsn_is_dropped_by_default() -> None:
    assert with_bsn("111222333", SETTINGS) == (["WN601"], None)


def test_bsn_is_taken_padded_where_it_is_on() -> None:
    assert with_bsn("10000008", WITH_BSN) == ([], "010000008")


def test_bsn_that_fails_the_elfproef_is_a_warning_and_is_not_stored() -> None:
    assert with_bsn("111222334", WITH_BSN) == (["WN602"], None)


def test_bsn_of_the_message_made_latest_stays() -> None:
    early = replace(person("K1"), bsn="111222333")
    late = replace(person("K1"), bsn="123456782")
    sent = [
        message(1, employer("1001", late), settings=WITH_BSN),
        message(2, employer("1001", early), settings=WITH_BSN, made_at=NOON.replace(hour=1)),
    ]

    assert decide(sent, KNOWN, TODAY).persons[0].bsn == "123456782"

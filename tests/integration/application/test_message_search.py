"""Messages by what somebody knows of them: in any combination, in pages, of what is open."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from reading_world import NOON, House, house
from rigour import tries
from verzuimbrug.application.access import Reader
from verzuimbrug.application.messages.look_up import Kinds, look_up
from verzuimbrug.application.messages.search import search, search_all, search_refused
from verzuimbrug.application.messages.values import Found, FoundMessage, Sought, Standing, Turning
from verzuimbrug.application.receiving.refusals import Attempt, record_refusal
from verzuimbrug.application.sign_in.secret_values import digest
from verzuimbrug.domain.authority import Authority
from verzuimbrug.store.models import (
    AccessLog,
    ClientAccount,
    SignIn,
    Statement,
    Stream,
    Undo,
    Waiting,
)
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def _reader(of: House, *accounts: int, employers: frozenset[int] | None = None) -> Reader:
    open_to = Authority(accounts=frozenset(accounts) if accounts else None, employers=employers)
    return Reader(arbodienst=of.arbodienst, principal="beheerder", authority=open_to)


def _receipts(of: House, **sought: object) -> list[str]:
    found = search(_reader(of), Sought(**sought), Turning())  # type: ignore[arg-type]
    return [each.receipt for each in found.items]


def _second_account(of: House, name: str = "Ander portaal") -> House:
    own = {"arbodienst_id": of.arbodienst}
    with tenant(of.arbodienst):
        account = ClientAccount.objects.create(**own, name=name, kind="web-service")
        stream = Stream.objects.create(**own, account=account, name="WerknemersGegevens")
    return House(of.arbodienst, account.id, stream.id)


@pytest.fixture
def gezond() -> House:
    """An arbodienst with messages of every kind."""
    ours = house("GEZOND")
    first = ours.message(
        "r1", reference="REF-1", sender="PORTAAL", received_at=NOON - timedelta(days=40)
    )
    ours.report(first, 0, "applied", case_key="VG1", employer_code="W1")
    ours.report(first, 1, "parked", case_key="VG2", employer_code="W2", codes=["WG201"])
    ours.message("r2", state="rejected", codes=["CAT02"], sender="PORTAAL")
    ours.message("r3", dry_run=True, codes=["IN401"], sender="ANDER")
    ours.message("r4", state="held")
    return ours


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ({}, ["r4", "r3", "r2", "r1"]),
        ({"receipt": "r2"}, ["r2"]),
        ({"reference": "REF-1"}, ["r1"]),
        ({"reference": "REF-1", "case": "VG9"}, []),
        ({"reference": "REF-1", "code": "WG201"}, ["r1"]),
        ({"sender": "PORTAAL"}, ["r2", "r1"]),
        ({"employer": "W2"}, ["r1"]),
        ({"case": "VG1"}, ["r1"]),
        ({"case": "VG1", "employer": "W2"}, ["r1"]),
        ({"case": "VG9"}, []),
        ({"code": "WG201"}, ["r1"]),
        ({"code": "CAT02"}, ["r2"]),
        ({"code": "CAT02", "employer": "W1"}, []),
        ({"standing": Standing.HELD}, ["r4"]),
        ({"standing": Standing.PARKED}, ["r1"]),
        ({"standing": Standing.UNDONE}, []),
        ({"dry_run": True}, ["r3"]),
        ({"dry_run": False}, ["r4", "r2", "r1"]),
        ({"account": "Portaal", "stream": "Verzuimmeldingen"}, ["r4", "r3", "r2", "r1"]),
        ({"account": "Portaal", "case": "VG1"}, ["r1"]),
        ({"account": "Portaal", "code": "CAT02"}, ["r2"]),
        ({"stream": "Anders"}, []),
        ({"since": NOON}, ["r4", "r3", "r2"]),
        ({"until": NOON}, ["r1"]),
        ({"since": NOON, "until": NOON}, []),
        ({"since": NOON + timedelta(days=9)}, []),
        ({"until": NOON - timedelta(days=90)}, []),
        ({"since": NOON - timedelta(days=41), "until": NOON, "case": "VG2"}, ["r1"]),
        ({"sender": "PORTAAL", "standing": Standing.REJECTED, "code": "CAT02"}, ["r2"]),
        ({"receipt": "r\0"}, []),
    ],
)
def test_all_that_is_asked_for_holds_together(
    gezond: House, sought: dict[str, object], found: list[str]
) -> None:
    assert _receipts(gezond, **sought) == found


def test_what_waits_and_what_is_said_of_persons_is_found_by_employer_too(gezond: House) -> None:
    employer = gezond.employer("W7")
    person = gezond.employee(employer, "123")
    waits, speaks, quiet = map(gezond.message, ("r5", "r6", "r7"))
    own = {"arbodienst_id": gezond.arbodienst}
    with tenant(gezond.arbodienst):
        Waiting.objects.create(
            **own,
            message_id=waits,
            cause="employer",
            account_id=gezond.account,
            employer_code="W7",
            since=NOON,
        )
        Waiting.objects.create(
            **own,
            message_id=quiet,
            cause="person",
            account_id=gezond.account,
            employer_code="W8",
            since=NOON,
        )
        Statement.objects.create(
            **own,
            message_id=speaks,
            position=0,
            object_kind="employee",
            object_id=person,
            employee_id=person,
            key="123",
            stamp=[],
            fields={},
        )

    assert _receipts(gezond, employer="W7") == ["r6", "r5"]
    assert _receipts(gezond, standing=Standing.PARKED) == ["r5", "r1"]


def test_what_was_undone_is_found(gezond: House) -> None:
    own = {"arbodienst_id": gezond.arbodienst}
    with tenant(gezond.arbodienst):
        undo = Undo.objects.create(**own, at=NOON, by="wie", reason="fout", horizon=9)
    gezond.message("r5", undone_id=undo.id)

    (message,) = search(_reader(gezond), Sought(standing=Standing.UNDONE), Turning()).items
    assert (message.receipt, message.undone) == ("r5", True)


def test_a_message_in_the_list_tells_what_is_in_it(gezond: House) -> None:
    first = search(_reader(gezond), Sought(receipt="r1"), Turning()).items[0]

    assert (first.account, first.stream) == ("Portaal", "Verzuimmeldingen")
    assert (first.reports, first.parked, first.employers) == (2, 1, ("W1", "W2"))
    assert (first.message, first.edition, first.state) == ("Verzuimmeldingen", "2026", "processed")


def test_pages_go_both_ways_and_end() -> None:
    ours = house("GEZOND")
    for number in range(1, 8):
        ours.message(f"r{number}")
    reader = _reader(ours)

    def page(**turning: int) -> Found[FoundMessage]:
        return search(reader, Sought(), Turning(**turning, limit=3))

    def receipts(found: Found[FoundMessage]) -> list[str]:
        return [each.receipt for each in found.items]

    newest = page()
    assert (receipts(newest), newest.newer) == (["r7", "r6", "r5"], None)
    assert newest.older is not None
    middle = page(older_than=newest.older)
    assert receipts(middle) == ["r4", "r3", "r2"]
    assert middle.older is not None
    assert middle.newer is not None
    oldest = page(older_than=middle.older)
    assert (receipts(oldest), oldest.older) == (["r1"], None)
    assert oldest.newer is not None
    back = page(newer_than=oldest.newer)
    assert receipts(back) == ["r4", "r3", "r2"]
    assert (back.older, back.newer) == (middle.older, middle.newer)
    assert back.newer is not None
    first = page(newer_than=back.newer)
    assert (receipts(first), first.newer, first.older) == (["r7", "r6", "r5"], None, newest.older)
    assert page(older_than=1) == Found(items=())


def test_a_page_of_many_streams_is_that_of_all_together(gezond: House) -> None:
    """Each stream is read by itself; the newest of all come first."""
    other = _second_account(gezond)
    other.message("r5")
    gezond.message("r6")
    both = _reader(gezond, gezond.account, other.account)

    found = search(both, Sought(), Turning(limit=3))
    assert [each.receipt for each in found.items] == ["r6", "r5", "r4"]


def test_only_messages_of_accounts_that_are_open_are_found(gezond: House) -> None:
    other = _second_account(gezond)
    other.report(other.message("r5", reference="REF-1"), 0, "applied")
    limited = _reader(gezond, other.account)

    for sought in (Sought(), Sought(reference="REF-1"), Sought(case="VG1"), Sought(employer="W1")):
        assert [each.receipt for each in search(limited, sought, Turning()).items] == ["r5"]
    assert search(limited, Sought(account="Portaal"), Turning()) == Found(items=())
    closed = Reader(
        arbodienst=gezond.arbodienst, principal="wie", authority=Authority(accounts=frozenset())
    )
    assert search(closed, Sought(), Turning()) == Found(items=())


def test_messages_of_another_arbodienst_are_not_found(gezond: House) -> None:
    other = house("ANDER")
    other.message("r1", reference="REF-1")

    assert len(search(_reader(other), Sought(reference="REF-1"), Turning()).items) == 1
    assert _receipts(gezond, reference="REF-1") == ["r1"]


_numbers = count(1)
_texts = st.sampled_from([None, "A", "B"])


@settings(max_examples=tries(10), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(_texts, _texts, st.sampled_from(["processed", "held"])), max_size=8),
    st.fixed_dictionaries({"sender": _texts, "case": _texts, "code": _texts}),
    st.sampled_from([None, Standing.PROCESSED, Standing.HELD]),
    st.integers(1, 3),
)
def test_pages_put_together_are_what_is_sought(
    database: None,
    said: list[tuple[str | None, str | None, str]],
    texts: dict[str, str | None],
    standing: Standing | None,
    limit: int,
) -> None:
    """In whatever order of filters: the plain reading of what is sought decides."""
    del database
    ours = house(str(next(_numbers)))
    for number, (sender, case, state) in enumerate(said):
        message = ours.message(
            f"r{number}", sender=sender or "", state=state, codes=[sender] if sender else []
        )
        if case:
            ours.report(message, 0, "applied", case_key=case, codes=[case])
    expected = [
        f"r{number}"
        for number, (sender, case, state) in reversed([*enumerate(said)])
        if texts["sender"] in (None, sender)
        and texts["case"] in (None, case)
        and (texts["code"] is None or texts["code"] in (sender, case))
        and (standing is None or standing.value == state)
    ]
    found: list[str] = []
    place = None
    while True:
        turning = Turning(older_than=place, limit=limit)
        page = search(_reader(ours), Sought(**texts, standing=standing), turning)  # type: ignore[arg-type]
        found += [each.receipt for each in page.items]
        place = page.older
        if place is None:
            break
    assert found == expected


def test_what_was_refused_at_the_door_is_listed_by_itself(gezond: House) -> None:
    other = _second_account(gezond)
    for account, code in ((gezond.account, "code-1"), (other.account, "code-2")):
        SignIn.objects.create(
            hash=digest(code),
            kind="customer-code",
            arbodienst_id=gezond.arbodienst,
            account=account,
            target=1,
        )
        record_refusal(Attempt(door="rest", address="::1", customer_code=code, stream="VZ"), "NEE")
    record_refusal(Attempt(door="rest", address="::1", customer_code="onbekend"), "NEE")
    everything, limited = _reader(gezond), _reader(gezond, other.account)

    def accounts(reader: Reader, **sought: object) -> list[str | None]:
        found = search_refused(reader, Sought(**sought), Turning())  # type: ignore[arg-type]
        return [each.account for each in found.items]

    assert accounts(everything) == ["Ander portaal", "Portaal"]
    assert accounts(limited) == ["Ander portaal"]
    assert accounts(everything, account="Portaal", stream="VZ") == ["Portaal"]
    assert accounts(everything, since=datetime(2100, 1, 1, tzinfo=UTC)) == []
    assert accounts(everything, until=datetime(2000, 1, 1, tzinfo=UTC)) == []
    assert accounts(everything, stream="\0") == []
    upward = search_refused(everything, Sought(), Turning(newer_than=0, limit=1))
    assert ([each.account for each in upward.items], upward.older) == (["Portaal"], 1)


def test_all_that_was_found_is_read_piece_by_piece(
    gezond: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("verzuimbrug.application.messages.search._AT_A_TIME", 1)

    def receipts(**sought: str) -> list[str]:
        return [each.receipt for each in search_all(_reader(gezond), Sought(**sought))]  # type: ignore[arg-type]

    assert receipts() == ["r4", "r3", "r2", "r1"]
    assert receipts(sender="PORTAAL") == ["r2", "r1"]
    assert receipts(sender="NIEMAND") == []


def test_words_are_looked_up_as_receipt_reference_case_and_employer(gezond: House) -> None:
    employer = gezond.employer("W1")
    person = gezond.employee(employer, "123")
    case = gezond.case(employer, person, "VG1")
    message = gezond.message("W1")
    gezond.report(message, 0, "applied", sequence=2, employer_id=employer, employee_id=person)
    reader = _reader(gezond)

    assert [each.receipt for each in look_up(reader, " r2 ", Kinds()).by_receipt] == ["r2"]
    assert [each.receipt for each in look_up(reader, "REF-1", Kinds()).by_reference] == ["r1"]
    found = look_up(reader, "VG1", Kinds())
    assert [each.receipt for each in found.by_case] == ["W1", "r1"]
    assert [(each.number, each.employer) for each in found.cases] == [(case, "W1")]
    assert [each.code for each in look_up(reader, "n.v. w", Kinds()).employers] == ["W1"]
    assert [each.code for each in look_up(reader, "w1", Kinds()).employers] == ["W1"]
    for nothing in ("", " ", "\0", "bestaat niet"):
        assert look_up(reader, nothing, Kinds()).is_nothing
    with tenant(gezond.arbodienst):
        (seen,) = AccessLog.objects.all()
    assert seen.employees == [person]


def test_words_find_only_what_somebody_may_see(gezond: House) -> None:
    employer, other = gezond.employer("W1"), gezond.employer("W1-B")
    person = gezond.employee(employer, "123")
    gezond.case(employer, person, "VG1")
    gezond.report(gezond.message("r9"), 0, "applied", sequence=2, employer_id=employer)
    none = Kinds(messages=False, employers=False, cases=False)
    limited = _reader(gezond, 99, employers=frozenset({other}))

    assert look_up(_reader(gezond), "VG1", none).is_nothing
    assert look_up(_reader(gezond), "W1", none).is_nothing
    assert look_up(limited, "VG1", Kinds()).is_nothing
    assert [each.code for each in look_up(limited, "W1", Kinds()).employers] == ["W1-B"]

"""What a try-out shows of persons and reports: no more than is needed to recognise them."""

from dataclasses import replace

import pytest

from doors_world import Coupling
from sending_world import (
    EMPLOYEES,
    EMPLOYMENTS,
    absence,
    connect,
    employees,
    employer,
    employments,
    go_live,
    person,
    report,
    settings,
    sick,
    take,
)
from trying_world import looks, tried
from verzuimbrug.application.trying.values import (
    MOST_PERSONS,
    PersonMatch,
    TriedPerson,
    TriedReport,
)
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.models import LinkKey
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def _only(of: Coupling, message: bytes, **proposed: object) -> TriedPerson:
    (shown,) = tried(of, message, **proposed).persons
    return shown


def _finding(shown: TriedPerson) -> str | None:
    return shown.finding.code if shown.finding else None


def test_a_person_is_shown_by_initials_and_year_of_birth_only() -> None:
    shown = _only(connect(settings()), sick(report()))

    place = "/Verzuimmeldingen/Wrkgvr[1]/Wrknmr[1]"
    (one,) = shown.reports
    assert one == TriedReport(
        path=f"{place}/Dnstvbnd[1]/Vrzm[1]",
        line=one.line,
        case="VG1",
        sequence=1,
        processing_code="01",
        operation=Operation.NEW,
        classification="ziekte",
        is_classified=True,
    )
    assert shown == TriedPerson(
        path=place,
        line=shown.line,
        employer_code="FLSN1001",
        initials="J",
        birth_year=1980,
        keys=("w-1",),
        match=PersonMatch.NEW,
        finding=None,
        reports=(one,),
    )
    assert "Smit" not in repr(shown)
    assert "02-05" not in repr(shown)


def test_a_birth_date_and_initials_that_are_not_there_are_left_open() -> None:
    coupling = connect(settings())
    message = sick(report()).replace(b"1980-02-05", b"0001-02-05")
    shown = _only(coupling, message.replace(b">J</Voorl>", b"> </Voorl>", 1))
    assert (shown.initials, shown.birth_year) == ("", None)


def test_who_is_known_new_and_possibly_a_double_is_told_apart() -> None:
    coupling = go_live()
    known = (person("w-1", report()), person("w-2", report("VG2"), born="1970-01-01"))
    take(coupling, absence(employer("1001", *known)))
    with tenant(coupling.arbodienst):
        LinkKey.objects.filter(key="w-2").delete()
    double = person("w-9", born="1970-01-01", fields={"surname": "Smit w-2"})

    outcome = tried(coupling, employees(person("w-1"), person("w-3"), double), EMPLOYEES)

    matches = [(shown.match, _finding(shown)) for shown in outcome.persons]
    assert matches == [
        (PersonMatch.KNOWN, None),
        (PersonMatch.NEW, None),
        (PersonMatch.POSSIBLE_DOUBLE, "WN401"),
    ]
    counts = outcome.counts
    assert (counts.persons, counts.known, counts.new, counts.possible_doubles) == (3, 1, 1, 1)


def test_a_person_of_an_employer_that_is_not_found_is_not_looked_for() -> None:
    shown = _only(connect(settings()), sick(report(), number="7"))
    assert (shown.match, shown.finding, shown.employer_code) == (PersonMatch.NONE, None, "FLSN7")
    assert (shown.reports[0].classification, shown.reports[0].is_classified) == ("ziekte", None)


def test_a_person_without_a_usable_key_waits() -> None:
    shown = _only(connect(settings()), absence(employer("1001", person(" ", report(), number="D"))))
    assert (shown.keys, shown.match, _finding(shown)) == ((), PersonMatch.WAITS, "WN101")


def test_an_employment_of_nobody_we_know_waits() -> None:
    outcome = tried(connect(settings()), employments(person("w-1")), EMPLOYMENTS)
    (shown,) = outcome.persons
    assert (shown.match, _finding(shown)) == (PersonMatch.WAITS, "WN201")


def test_keys_of_another_tag_are_tried_before_they_are_chosen() -> None:
    configuration = settings(employee_key="PersNr")
    coupling = connect(configuration)
    known = person("w-1", report(), employment={"personnel_number": "4711"})
    assert _only(coupling, absence(employer("1001", known))).keys == ("4711",)


def test_a_citizen_service_number_is_never_shown() -> None:
    configuration = settings(employee_key="SofiNr")
    configuration["accounts"][0]["bsn"] = True
    coupling = connect(configuration)

    outcome = tried(coupling, sick_with_bsn("111222333"))

    (shown,) = outcome.persons
    assert (shown.keys, shown.match) == (("*********",), PersonMatch.NEW)
    assert "111222333" not in repr(outcome)


def sick_with_bsn(number: str) -> bytes:
    return absence(employer("1001", person("w-1", report(), bsn=number)))


def test_so_many_persons_are_shown_and_all_are_counted() -> None:
    coupling = go_live()
    everybody = [person(f"w-{n}", report(f"VG{n}")) for n in range(MOST_PERSONS + 5)]
    (first,) = take(coupling, absence(*(employer("1001", each) for each in everybody)))

    outcome = tried(coupling, first.receipt)

    assert len(outcome.persons) == MOST_PERSONS
    assert (outcome.counts.persons, outcome.counts.reports) == (MOST_PERSONS + 5,) * 2
    assert outcome.counts.known == MOST_PERSONS + 5
    ((_, _, seen),) = looks(coupling)
    assert len(seen) == MOST_PERSONS


def test_a_code_means_what_the_table_of_the_edition_says() -> None:
    coupling = connect(settings())
    proposed = {
        "employer_code": "FLSN[IdWrkgvrArbdnst]",
        "operations_per_edition": {"2025": "verbs"},
        "operations_confirmed": ["2025"],
    }
    withdraw = replace(report(), processing_code="03")
    told = [
        tried(coupling, sick(withdraw, edition=edition), **proposed) for edition in ("2025", "2026")
    ]

    operations = [one.persons[0].reports[0].operation for one in told]
    assert operations == [Operation.END, Operation.WITHDRAW]
    assert [one.confirmed for one in told] == [True, False]


def test_a_code_that_the_table_does_not_have_is_counted() -> None:
    coupling = connect(settings())
    proposed = {"employer_code": "FLSN[IdWrkgvrArbdnst]", "operations": {"02": "change"}}

    outcome = tried(coupling, sick(report()), **proposed)

    assert outcome.persons[0].reports[0].operation is None
    assert outcome.counts.without_operation == 1
    assert not outcome.is_fit


def test_a_report_without_a_case_is_shown_without_one() -> None:
    shown = _only(connect(settings()), sick(report(case_key=" ")))
    assert shown.reports[0].case == ""


@pytest.mark.parametrize(
    ("table", "shown"),
    [
        ({"default": "ziekte"}, ("ziekte", True)),
        ({"default": "ziekte", "OorzkVrzmCd": {"99": "griep"}}, ("griep", False)),
        ({}, (None, None)),
    ],
)
def test_the_classification_that_comes_out_and_whether_the_employer_has_it(
    table: dict[str, object], shown: tuple[str | None, bool | None]
) -> None:
    proposed = {"employer_code": "FLSN[IdWrkgvrArbdnst]", "classification": table}
    (one,) = _only(connect(settings()), sick(report()), **proposed).reports
    assert (one.classification, one.is_classified) == shown


def test_person_data_without_reports_is_tried_on_the_employee_stream() -> None:
    outcome = tried(connect(settings()), employees(person("w-1")), EMPLOYEES)
    assert outcome.is_fit
    assert outcome.persons[0].reports == ()

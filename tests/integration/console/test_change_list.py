"""The change list: by person, in words; what is shielded, what differs and what is gone said so."""

from datetime import UTC, datetime

from django.template.loader import render_to_string
from django.utils import translation

from verzuimbrug.application.change_log.values import FieldEntry, LogEntry
from verzuimbrug.console.change_list import ShownList, counts_of, of_changes, of_log
from verzuimbrug.domain.change_list import SHIELDED, ChangeEntry, ChangeList, ReportEntry
from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.domain.timeline import LoggedObject, Origin

CASE = ChangeEntry(
    kind=ObjectKind.CASE,
    employer="FLSN1001",
    person="w-1",
    name="VG1",
    effects=("changed",),
    pairs={
        "periods": [
            {"2026-03-02": "100.00"},
            {"2026-03-02": "100.00", "2026-11-23": "50.00"},
        ],
        "first_day": ["2026-03-02", "2026-03-03"],
    },
    position=0,
    reports=(2,),
)
PERSON = ChangeEntry(
    kind=ObjectKind.EMPLOYEE,
    employer="FLSN1001",
    person="w-1",
    effects=("created",),
    pairs={"surname": [None, SHIELDED], "gender": [None, "V"]},
    position=0,
)
REPORT = ReportEntry(
    position=2, person=0, employer="FLSN1001", case="VG1", sequence=3, state="parked", awaits=2
)


def _rendered(shown: ShownList) -> str:
    with translation.override("nl"):
        return render_to_string("console/components/change_list.html", {"list": shown})


def test_changes_stand_by_person_before_and_after() -> None:
    with translation.override("nl"):
        shown = of_changes(ChangeList(changes=(PERSON, CASE), reports=(REPORT,)))

    (one,) = shown.persons
    person, case = one.changes
    assert (one.key, one.place, person.is_new, case.is_new) == ("w-1", 0, True, False)
    assert [(each.label, each.before, each.after) for each in case.fields] == [
        ("eerste verzuimdag", "2 mrt 2026", "3 mrt 2026"),
        ("periode vanaf 23 nov 2026", "", "50%"),
    ]
    assert ("achternaam", "afgeschermd") in {(each.label, each.after) for each in person.fields}
    (report,) = one.reports
    assert (report.state.kind, report.state.word, report.awaits) == ("attention", "wachtend", 2)


def test_counts_stand_by_kind_with_their_marks() -> None:
    with translation.override("nl"):
        told = counts_of({"case.withdrawn": 2, "report.applied": 3, "message.undone": 1})

    assert [(each.kind, [(one.kind, one.word) for one in each.marks]) for each in told] == [
        ("verzuimgeval", [("stop", "2 ingetrokken")]),
        ("berichten", [("attention", "1 ongedaan gemaakt")]),
        ("meldingen", [("good", "3 over te nemen")]),
    ]


def test_what_differs_and_what_is_gone_is_said() -> None:
    changes = ChangeList(changes=(CASE,)).marked([])
    page = _rendered(of_changes(ChangeList(changes=changes.changes, gone=(PERSON,))))

    assert "anders dan eerder getoond" in page
    assert "gebeurt niet meer" in page


def test_report_of_somebody_not_listed_stands_under_the_employer() -> None:
    (one,) = of_changes(ChangeList(reports=(REPORT,))).persons

    assert (one.employer, one.key, len(one.reports)) == ("FLSN1001", "", 1)
    assert "Nog niet bekende persoon" in _rendered(of_changes(ChangeList(reports=(REPORT,))))


def test_changes_that_were_made_say_when_and_by_what() -> None:
    entry = LogEntry(
        number=7,
        at=datetime(2026, 11, 23, 7, 12, tzinfo=UTC),
        of=LoggedObject(
            kind="case", number=1, employer="FLSN1001", link_key="w-1", key="VG1", account="A"
        ),
        origin=Origin(receipt="20261123-1"),
        effects=("withdrawn",),
        fields=(FieldEntry(field="status", before="open", after="withdrawn", is_shielded=False),),
    )

    page = _rendered(of_log([entry], {7: "/berichten/20261123-1/"}))

    assert '<a href="/berichten/20261123-1/">20261123-1</a>' in page
    assert "ingetrokken" in page
    assert "ma 23 nov 2026 08:12" in page


def test_a_long_list_is_cut_and_says_how_many_are_left() -> None:
    many = ChangeList(
        changes=tuple(
            ChangeEntry(
                kind=ObjectKind.EMPLOYEE, employer="E", person=f"w-{n}", effects=(), pairs={}
            )
            for n in range(5)
        )
    )

    part = of_changes(many).part(2, 2)

    assert ([each.key for each in part.persons], part.left) == (["w-2", "w-3"], 1)

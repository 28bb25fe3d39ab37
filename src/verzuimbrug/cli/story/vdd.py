"""The script for VDD: edition 2024, connection numbers as they are, streams VZ and DV."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from verzuimbrug.cli.story import expectations as is_
from verzuimbrug.cli.story.scripts import (
    Ago,
    Event,
    Notice,
    Script,
    case,
    change,
    days_before,
    employee,
    move_first_day,
    new,
    recover,
    report,
    take_back,
    withdraw,
)
from verzuimbrug.portal.people import Employer
from verzuimbrug.portal.profiles import PROFILES
from verzuimbrug.portal.stories import Case

PROFILE = PROFILES["vdd"]
TRANSPORT = Employer(number="2001", name="Transport Noord B.V.")
PAINTER = Employer(number="2002", name="Schildersbedrijf Müller & Zn.")
GARAGE = Employer(number="2003", name="Garage Van 't Hof")

KOWALSKA = employee(TRANSPORT, "w-201", "Z Kowalska", born=date(1993, 4, 21), gender="V")
NGUYEN = employee(TRANSPORT, "w-202", "T Nguyễn", born=date(1986, 9, 14), gender="M")
BRINKE = employee(PAINTER, "w-203", "R ten Brinke", born=date(1968, 12, 24), gender="M")
BRINKE_PART_TIME = employee(
    PAINTER, "w-203", "R ten Brinke", born=date(1968, 12, 24), gender="M", hours="24.00"
)
LOPEZ = employee(PAINTER, "w-204", "C López", born=date(1999, 2, 28), gender="V")
HEUVEL = employee(GARAGE, "w-205", "M van den Heuvel", born=date(1975, 7, 1), gender="V")


def script(today: date) -> Script:
    """Return the script as played on a day; all its dates lie before it."""
    ago = days_before(today)
    cases = _Cases.told(ago)
    return Script(
        profile=PROFILE,
        edition="2024",
        employers=(TRANSPORT, PAINTER),
        newcomer=GARAGE,
        initial_load=(
            (report(KOWALSKA, cases.too_soon, 1), report(KOWALSKA, cases.too_soon, 2)),
            (report(BRINKE, cases.shifted, 1),),
        ),
        live=_live(cases),
        from_newcomer=(
            Event("M. van den Heuvel is ziek", report(HEUVEL, cases.late, 1)),
            Event("M. van den Heuvel is hersteld", report(HEUVEL, cases.late, 2)),
        ),
        notices=(
            Notice("R. ten Brinke gaat 24 uur per week werken", BRINKE_PART_TIME),
            Notice("C. López is nog onbekend: haar dienstverband wacht", LOPEZ),
        ),
        expected={
            "2001": (_kowalska(ago), _nguyen(ago)),
            "2002": (_brinke(ago),),
            "2003": (_heuvel(ago),),
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cases:
    """The cases of absence in this script."""

    too_soon: Case
    shifted: Case
    mistake: Case
    late: Case

    @classmethod
    def told(cls, ago: Ago) -> Self:
        """Return the cases, each with all its mutations."""
        early, first, mistake, late = ago(80), ago(27), ago(12), ago(8)
        wrong = recover(early, ago(30))
        quarter = change(early, ago(20), "25.00")
        moved = move_first_day(first, before=ago(25))
        half, well = change(first, ago(10), "50.00"), recover(first, ago(2))
        return cls(
            too_soon=case(
                "VDD-1",
                new(early),
                change(early, ago(50), "60.00"),
                wrong,
                take_back(wrong),
                quarter,
            ),
            shifted=case("VDD-2", new(ago(25)), moved, half, well),
            mistake=case("VDD-3", new(mistake), withdraw(mistake)),
            late=case("VDD-4", new(late), recover(late, ago(1))),
        )


def _live(cases: _Cases) -> tuple[Event, ...]:
    return (
        Event("Z. Kowalska is hersteld gemeld", report(KOWALSKA, cases.too_soon, 3)),
        Event(
            "Dat herstel was een vergissing en wordt ingetrokken",
            report(KOWALSKA, cases.too_soon, 4),
        ),
        Event("Z. Kowalska is voor driekwart hersteld", report(KOWALSKA, cases.too_soon, 5)),
        Event("T. Nguyễn wordt ziek gemeld", report(NGUYEN, cases.mistake, 1)),
        Event("Die ziekmelding wordt in haar geheel ingetrokken", report(NGUYEN, cases.mistake, 2)),
        Event(
            "R. ten Brinke is hersteld; melding 4 komt vóór 2 en 3",
            report(BRINKE, cases.shifted, 4),
        ),
        Event("Melding 3: half hersteld", report(BRINKE, cases.shifted, 3)),
        Event(
            "Melding 2, twee keer: de eerste ziektedag was twee dagen eerder",
            report(BRINKE, cases.shifted, 2),
            times=2,
        ),
    )


def _kowalska(ago: Ago) -> is_.Expected:
    too_soon = is_.absence(
        "VDD-1",
        percentage=25,
        last_sequence=5,
        periods={ago(80): 100, ago(50): 60, ago(20): 25},
    )
    shown = is_.person("w-201", ("Z", "Kowalska"), born="1993-04-21", gender="V")
    return is_.dossier("w-201", PROFILE.account, shown, too_soon)


def _nguyen(ago: Ago) -> is_.Expected:
    mistake = is_.absence(
        "VDD-3", status="withdrawn", percentage=100, last_sequence=2, periods={ago(12): 100}
    )
    shown = is_.person("w-202", None, born="1986-09-14", gender="M")
    return is_.dossier("w-202", PROFILE.account, shown, mistake)


def _brinke(ago: Ago) -> is_.Expected:
    shifted = is_.absence(
        "VDD-2",
        status="recovered",
        recovered_on=ago(2),
        percentage=0,
        last_sequence=4,
        periods={ago(27): 100, ago(10): 50},
    )
    shown = is_.person("w-203", ("R", "Brinke"), born="1968-12-24", gender="M", hours=24)
    return is_.dossier("w-203", PROFILE.account, shown, shifted)


def _heuvel(ago: Ago) -> is_.Expected:
    late = is_.absence(
        "VDD-4",
        status="recovered",
        recovered_on=ago(1),
        percentage=0,
        last_sequence=2,
        periods={ago(8): 100},
    )
    shown = is_.person("w-205", ("M", "Heuvel"), born="1975-07-01", gender="V")
    return is_.dossier("w-205", PROFILE.account, shown, late)

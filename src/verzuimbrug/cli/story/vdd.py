"""The script for VDD: edition 2024, connection numbers as they are, streams VZ and DV."""

from datetime import date, timedelta

from verzuimbrug.cli.story import expectations as is_
from verzuimbrug.cli.story.scripts import (
    Dossiers,
    Event,
    Notice,
    Script,
    case,
    change,
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

    def ago(days: int) -> date:
        return today - timedelta(days=days)

    recovery = recover(ago(80), ago(30))
    too_soon = case(
        "VDD-1",
        new(ago(80)),
        change(ago(80), ago(50), "60.00"),
        recovery,
        take_back(recovery),
        change(ago(80), ago(20), "25.00"),
    )
    shifted = case(
        "VDD-2",
        new(ago(25)),
        move_first_day(ago(27), before=ago(25)),
        change(ago(27), ago(10), "50.00"),
        recover(ago(27), ago(2)),
    )
    mistake = case("VDD-3", new(ago(12)), withdraw(ago(12)))
    late = case("VDD-4", new(ago(8)), recover(ago(8), ago(1)))
    return Script(
        profile=PROFILE,
        edition="2024",
        employers=(TRANSPORT, PAINTER),
        newcomer=GARAGE,
        initial_load=(
            (report(KOWALSKA, too_soon, 1), report(KOWALSKA, too_soon, 2)),
            (report(BRINKE, shifted, 1),),
        ),
        live=(
            Event("Z. Kowalska is hersteld gemeld", report(KOWALSKA, too_soon, 3)),
            Event(
                "Dat herstel was een vergissing en wordt ingetrokken", report(KOWALSKA, too_soon, 4)
            ),
            Event("Z. Kowalska is voor driekwart hersteld", report(KOWALSKA, too_soon, 5)),
            Event("T. Nguyễn wordt ziek gemeld", report(NGUYEN, mistake, 1)),
            Event("Die ziekmelding wordt in haar geheel ingetrokken", report(NGUYEN, mistake, 2)),
            Event(
                "R. ten Brinke is hersteld; melding 4 komt vóór 2 en 3", report(BRINKE, shifted, 4)
            ),
            Event("Melding 3: half hersteld", report(BRINKE, shifted, 3)),
            Event(
                "Melding 2, twee keer: de eerste ziektedag was twee dagen eerder",
                report(BRINKE, shifted, 2),
                times=2,
            ),
        ),
        from_newcomer=(
            Event("M. van den Heuvel is ziek", report(HEUVEL, late, 1)),
            Event("M. van den Heuvel is hersteld", report(HEUVEL, late, 2)),
        ),
        notices=(
            Notice("R. ten Brinke gaat 24 uur per week werken", BRINKE_PART_TIME),
            Notice("C. López is nog onbekend: haar dienstverband wacht", LOPEZ),
        ),
        expected=_expected(today),
    )


def _expected(today: date) -> Dossiers:
    def ago(days: int) -> date:
        return today - timedelta(days=days)

    account = PROFILE.account
    return {
        "2001": [
            is_.dossier(
                "w-201",
                account,
                is_.person("w-201", ("Z", "Kowalska"), born="1993-04-21", gender="V"),
                is_.absence(
                    "VDD-1",
                    percentage=25,
                    last_sequence=5,
                    periods={ago(80): 100, ago(50): 60, ago(20): 25},
                ),
            ),
            is_.dossier(
                "w-202",
                account,
                is_.person("w-202", None, born="1986-09-14", gender="M"),
                is_.absence(
                    "VDD-3",
                    status="withdrawn",
                    percentage=100,
                    last_sequence=2,
                    periods={ago(12): 100},
                ),
            ),
        ],
        "2002": [
            is_.dossier(
                "w-203",
                account,
                is_.person("w-203", ("R", "Brinke"), born="1968-12-24", gender="M", hours=24),
                is_.absence(
                    "VDD-2",
                    status="recovered",
                    recovered_on=ago(2),
                    percentage=0,
                    last_sequence=4,
                    periods={ago(27): 100, ago(10): 50},
                ),
            ),
        ],
        "2003": [
            is_.dossier(
                "w-205",
                account,
                is_.person("w-205", ("M", "Heuvel"), born="1975-07-01", gender="V"),
                is_.absence(
                    "VDD-4",
                    status="recovered",
                    recovered_on=ago(1),
                    percentage=0,
                    last_sequence=2,
                    periods={ago(8): 100},
                ),
            ),
        ],
    }

"""The script for VerzekeringsInzicht: edition 2026, relation numbers with the prefix FLSN."""

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
    move,
    new,
    recover,
    report,
)
from verzuimbrug.portal.people import Employer
from verzuimbrug.portal.profiles import PROFILES

PROFILE = PROFILES["verzekeringsinzicht"]
BAKERY = Employer(number="1001", name="Bakkerij De Korenbloem B.V.")
FITTER = Employer(number="1002", name="Installatiebedrijf Van Dalen")
NURSERY = Employer(number="1003", name="Kinderopvang Zonnestraal")

CELIK = employee(BAKERY, "w-101", "A Çelik", born=date(1984, 3, 12), gender="V")
BERG = employee(
    BAKERY, "w-102", "J van der Berg", born=date(1971, 8, 30), gender="M", hours="40.00"
)
BOHM = employee(FITTER, "w-103", "E Böhm", born=date(1990, 11, 2), gender="V")
VRIES = employee(FITTER, "w-104", "K de Vries", born=date(1988, 1, 19), gender="M")
OCONNOR = employee(NURSERY, "w-105", "S O'Connor", born=date(1979, 6, 5), gender="M")


def script(today: date) -> Script:
    """Return the script as played on a day; all its dates lie before it."""

    def ago(days: int) -> date:
        return today - timedelta(days=days)

    flu = case("VI-1", new(ago(90)), change(ago(90), ago(60), "50.00"), recover(ago(90), ago(40)))
    again = case("VI-4", new(ago(20)))
    back = case("VI-2", new(ago(30)), change(ago(30), ago(15), "40.00"), recover(ago(30), ago(5)))
    fall = case(
        "VI-3",
        new(ago(45)),
        change(ago(45), ago(20), "75.00"),
        move(ago(45), ago(18), "75.00", before=ago(20)),
        cause="10",
    )
    late = case("VI-5", new(ago(10)), change(ago(10), ago(3), "50.00"))
    return Script(
        profile=PROFILE,
        edition="2026",
        employers=(BAKERY, FITTER),
        newcomer=NURSERY,
        initial_load=(
            (report(CELIK, flu, 1), report(CELIK, flu, 2), report(BERG, back, 1)),
            (report(BOHM, fall, 1), report(BOHM, fall, 2)),
        ),
        live=(
            Event("A. Çelik is hersteld", report(CELIK, flu, 3)),
            Event(
                "A. Çelik is binnen 28 dagen weer ziek: samengesteld verzuim",
                report(CELIK, again, 1),
            ),
            Event(
                "De datum van het gedeeltelijk herstel van E. Böhm wordt gecorrigeerd",
                report(BOHM, fall, 3),
            ),
            Event(
                "J. van der Berg is hersteld; melding 3 komt vóór melding 2", report(BERG, back, 3)
            ),
            Event(
                "Melding 2 van J. van der Berg komt alsnog, en twee keer",
                report(BERG, back, 2),
                times=2,
            ),
        ),
        from_newcomer=(
            Event("S. O'Connor is ziek", report(OCONNOR, late, 1)),
            Event("S. O'Connor is voor de helft hersteld", report(OCONNOR, late, 2)),
        ),
        notices=(Notice("K. de Vries, zonder verzuim: blijft zonder naam in de datakluis", VRIES),),
        expected=_expected(today),
    )


def _expected(today: date) -> Dossiers:
    def ago(days: int) -> date:
        return today - timedelta(days=days)

    account = PROFILE.account
    return {
        "FLSN1001": [
            is_.dossier(
                "w-101",
                account,
                is_.person("w-101", ("A", "Çelik"), born="1984-03-12", gender="V"),
                is_.absence(
                    "VI-1",
                    status="recovered",
                    recovered_on=ago(40),
                    percentage=0,
                    last_sequence=3,
                    periods={ago(90): 100, ago(60): 50},
                ),
                is_.absence(
                    "VI-4",
                    percentage=100,
                    last_sequence=1,
                    periods={ago(20): 100},
                    continues="VI-1",
                ),
            ),
            is_.dossier(
                "w-102",
                account,
                is_.person("w-102", ("J", "Berg"), born="1971-08-30", gender="M", hours=40),
                is_.absence(
                    "VI-2",
                    status="recovered",
                    recovered_on=ago(5),
                    percentage=0,
                    last_sequence=3,
                    periods={ago(30): 100, ago(15): 40},
                ),
            ),
        ],
        "FLSN1002": [
            is_.dossier(
                "w-103",
                account,
                is_.person("w-103", ("E", "Böhm"), born="1990-11-02", gender="V"),
                is_.absence(
                    "VI-3",
                    percentage=75,
                    last_sequence=3,
                    periods={ago(45): 100, ago(18): 75},
                    cause=("10", "arbeidsongeval"),
                ),
            ),
            is_.dossier("w-104", account, is_.person("w-104", None, born="1988-01-19", gender="M")),
        ],
        "FLSN1003": [
            is_.dossier(
                "w-105",
                account,
                is_.person("w-105", ("S", "O'Connor"), born="1979-06-05", gender="M"),
                is_.absence(
                    "VI-5",
                    percentage=50,
                    last_sequence=2,
                    periods={ago(10): 100, ago(3): 50},
                ),
            ),
        ],
    }

"""The script for VerzekeringsInzicht: edition 2026, relation numbers with the prefix FLSN."""

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
    move,
    new,
    recover,
    report,
)
from verzuimbrug.portal.people import Employer
from verzuimbrug.portal.profiles import PROFILES
from verzuimbrug.portal.stories import Case

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
    ago = days_before(today)
    cases = _Cases.told(ago)
    return Script(
        profile=PROFILE,
        edition="2026",
        employers=(BAKERY, FITTER),
        newcomer=NURSERY,
        initial_load=(
            (
                report(CELIK, cases.flu, 1),
                report(CELIK, cases.flu, 2),
                report(BERG, cases.back, 1),
            ),
            (report(BOHM, cases.fall, 1), report(BOHM, cases.fall, 2)),
        ),
        live=_live(cases),
        from_newcomer=(
            Event("S. O'Connor is ziek", report(OCONNOR, cases.late, 1)),
            Event("S. O'Connor is voor de helft hersteld", report(OCONNOR, cases.late, 2)),
        ),
        notices=(Notice("K. de Vries, zonder verzuim: blijft zonder naam in de datakluis", VRIES),),
        expected={
            "FLSN1001": (_celik(ago), _berg(ago)),
            "FLSN1002": (_bohm(ago), _vries()),
            "FLSN1003": (_oconnor(ago),),
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cases:
    """The cases of absence in this script."""

    flu: Case
    again: Case
    back: Case
    fall: Case
    late: Case

    @classmethod
    def told(cls, ago: Ago) -> Self:
        """Return the cases, each with all its mutations."""
        flu, back, fall, late = ago(90), ago(30), ago(45), ago(10)
        wrong_day = change(fall, ago(20), "75.00")
        right_day = move(fall, ago(18), "75.00", before=wrong_day.day)
        return cls(
            flu=case("VI-1", new(flu), change(flu, ago(60), "50.00"), recover(flu, ago(40))),
            again=case("VI-4", new(ago(20))),
            back=case("VI-2", new(back), change(back, ago(15), "40.00"), recover(back, ago(5))),
            fall=case("VI-3", new(fall), wrong_day, right_day, cause="10"),
            late=case("VI-5", new(late), change(late, ago(3), "50.00")),
        )


def _live(cases: _Cases) -> tuple[Event, ...]:
    return (
        Event("A. Çelik is hersteld", report(CELIK, cases.flu, 3)),
        Event(
            "A. Çelik is binnen 28 dagen weer ziek: samengesteld verzuim",
            report(CELIK, cases.again, 1),
        ),
        Event(
            "De datum van het gedeeltelijk herstel van E. Böhm wordt gecorrigeerd",
            report(BOHM, cases.fall, 3),
        ),
        Event(
            "J. van der Berg is hersteld; melding 3 komt vóór melding 2",
            report(BERG, cases.back, 3),
        ),
        Event(
            "Melding 2 van J. van der Berg komt alsnog, en twee keer",
            report(BERG, cases.back, 2),
            times=2,
        ),
    )


def _celik(ago: Ago) -> is_.Expected:
    flu = is_.absence(
        "VI-1",
        status="recovered",
        recovered_on=ago(40),
        percentage=0,
        last_sequence=3,
        periods={ago(90): 100, ago(60): 50},
    )
    again = is_.absence(
        "VI-4", percentage=100, last_sequence=1, periods={ago(20): 100}, continues="VI-1"
    )
    shown = is_.person("w-101", ("A", "Çelik"), born="1984-03-12", gender="V")
    return is_.dossier("w-101", PROFILE.account, shown, flu, again)


def _berg(ago: Ago) -> is_.Expected:
    back = is_.absence(
        "VI-2",
        status="recovered",
        recovered_on=ago(5),
        percentage=0,
        last_sequence=3,
        periods={ago(30): 100, ago(15): 40},
    )
    shown = is_.person("w-102", ("J", "Berg"), born="1971-08-30", gender="M", hours=40)
    return is_.dossier("w-102", PROFILE.account, shown, back)


def _bohm(ago: Ago) -> is_.Expected:
    fall = is_.absence(
        "VI-3",
        percentage=75,
        last_sequence=3,
        periods={ago(45): 100, ago(18): 75},
        cause=("10", "arbeidsongeval"),
    )
    shown = is_.person("w-103", ("E", "Böhm"), born="1990-11-02", gender="V")
    return is_.dossier("w-103", PROFILE.account, shown, fall)


def _vries() -> is_.Expected:
    shown = is_.person("w-104", None, born="1988-01-19", gender="M")
    return is_.dossier("w-104", PROFILE.account, shown)


def _oconnor(ago: Ago) -> is_.Expected:
    late = is_.absence("VI-5", percentage=50, last_sequence=2, periods={ago(10): 100, ago(3): 50})
    shown = is_.person("w-105", ("S", "O'Connor"), born="1979-06-05", gender="M")
    return is_.dossier("w-105", PROFILE.account, shown, late)

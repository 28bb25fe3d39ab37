"""A case with its reports as they are stored before an undo."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from strategies.absence import CONFIRMED
from unit.domain.deliveries import SETTINGS
from verzuimbrug.domain.cases import CaseState
from verzuimbrug.domain.folding import fold_case
from verzuimbrug.domain.reports import Report
from verzuimbrug.domain.snapshot import CaseFacts, CaseKey, StoredReport
from verzuimbrug.domain.undoing_aliases import AliasFacts
from verzuimbrug.domain.undoing_cases import CasesBefore, ReportBefore

VG1, VG2 = CaseKey(1, 10, "VG1"), CaseKey(1, 10, "VG2")
TERMS = replace(SETTINGS, case_rules=CONFIRMED)


def at(message: int, said: Report, **more: object) -> Report:
    """The report, of a message."""
    return replace(said, place=(message, 0), **more)  # type: ignore[arg-type]


def before(
    *reports: Report,
    aliases: Iterable[AliasFacts] = (),
    received: Mapping[int, str] | None = None,
    key: CaseKey = VG1,
) -> CasesBefore:
    """One case with its reports as they are stored, folded; `received` by message."""
    outcome = fold_case(reports, CONFIRMED)
    placed = tuple(
        ReportBefore(
            key=key,
            received=(received or {}).get(each.place[0], key.key),
            receipt=f"R{each.place[0]}",
            undone=3 if each.undone else None,
            stored=StoredReport(
                report=each,
                state=outcome.verdicts[each.place].state,
                findings=outcome.verdicts[each.place].findings,
            ),
        )
        for each in reports
    )
    cases: tuple[CaseFacts, ...] = ()
    if outcome.state is not None:
        facts = CaseFacts(id=7, key=key, employee=1, state=outcome.state)
        cases = (replace(facts, classification="ziekte"),)
    return CasesBefore(
        cases=cases,
        reports=placed,
        aliases=tuple(aliases),
        configurations={each.place[0]: TERMS for each in reports},
        classifications={10: frozenset({"ziekte"})},
    )


def hidden(stored: CasesBefore, state: CaseState) -> CasesBefore:
    """The same with a case that was hidden."""
    facts = CaseFacts(id=7, key=VG1, employee=1, state=state, hidden=True)
    return replace(stored, cases=(facts,))

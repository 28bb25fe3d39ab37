"""How held messages are shown on the command line: whose, why, how much, and what waits."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from verzuimbrug.cli.output import Language, finding_json
from verzuimbrug.cli.shown import moment_line

if TYPE_CHECKING:
    from verzuimbrug.application.held.values import DisputedReport, HeldMessage, ShownMessage

_WORDS = {
    "nl": {
        "received": "ontvangen",
        "report": "melding",
        "of": "van",
        "waiting": "wachtende meldingen van andere berichten",
        "corrects": "verbetering van",
        "waits": "bericht {receipt}: melding {sequence} van {case} wacht op melding {behind}",
    },
    "en": {
        "received": "received",
        "report": "report",
        "of": "of",
        "waiting": "waiting reports of other messages",
        "corrects": "correction of",
        "waits": "message {receipt}: report {sequence} of {case} waits for report {behind}",
    },
}


def listed_lines(message: "HeldMessage", lang: Language) -> Iterator[str]:
    """A held message on a line, and under it why and how much."""
    from verzuimbrug.application.held.telling import count_words

    words = _WORDS[lang]
    yield (
        f"{message.receipt}  {message.account}, {message.stream}, "
        f"{words['received']} {moment_line(message.received_at)}"
    )
    if message.corrects:
        yield f"  {words['corrects']} {message.corrects}"
    for reason in message.reasons:
        yield f"  {reason.text(lang)} [{reason.code}]"
    for line in count_words(message.counts, lang):
        yield f"  {line}"
    if message.waiting:
        yield f"  {words['waiting']}: {message.waiting}"


def shown_lines(shown: "ShownMessage", lang: Language) -> Iterator[str]:
    """The head of a list of changes."""
    yield from listed_lines(shown.message, lang)
    yield ""


def waiting_lines(shown: "ShownMessage", lang: Language) -> Iterator[str]:
    """Which reports of other messages wait for which of this one."""
    for each in shown.waits:
        yield _WORDS[lang]["waits"].format(
            receipt=each.receipt, sequence=each.sequence, case=each.case, behind=each.behind
        )


def disputed_lines(report: "DisputedReport", lang: Language) -> Iterator[str]:
    """A report on a line, and under it why it waits for a decision."""
    from verzuimbrug.application.state_words import state_word

    words = _WORDS[lang]
    case = f" {words['of']} {report.case}" if report.case else ""
    yield (
        f"{report.receipt} {report.position}  {report.employer}, "
        f"{words['report']} {report.sequence}{case}: {state_word(report.state, lang)}"
    )
    for finding in report.findings:
        yield f"  {finding.text(lang)} {finding.action(lang)} [{finding.code}]"


def disputed_json(report: "DisputedReport", lang: Language) -> dict[str, Any]:
    """A report that waits for a decision for `--json`."""
    findings = [finding_json(each, lang) for each in report.findings]
    received_at = report.received_at.isoformat()
    return {**asdict(report), "received_at": received_at, "findings": findings}


def message_json(message: "HeldMessage", lang: Language) -> dict[str, Any]:
    """A held message for `--json`."""
    return {
        "number": message.number,
        "receipt": message.receipt,
        "account": message.account,
        "stream": message.stream,
        "received_at": message.received_at.isoformat(),
        "reasons": [finding_json(each, lang) for each in message.reasons],
        "counts": dict(message.counts),
        "waiting": message.waiting,
        "corrects": message.corrects,
    }


def shown_json(shown: "ShownMessage", lang: Language) -> dict[str, Any]:
    """A part of a list of changes for `--json`."""
    from verzuimbrug.application.held.telling import list_json

    return {
        "message": message_json(shown.message, lang),
        "digest": shown.digest,
        "part": shown.part,
        "next_part": shown.next_part,
        **list_json(shown.changes),
        "waits": [asdict(each) for each in shown.waits],
    }

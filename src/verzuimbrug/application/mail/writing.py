"""Writing the mails that were kept: the arbodienst's own text, filled in, to each recipient."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.application.mail import links
from verzuimbrug.application.mail_texts import texts_that_hold
from verzuimbrug.domain.mail_texts import MailKind, MailText, filled, without_link
from verzuimbrug.domain.mail_times import Period
from verzuimbrug.domain.mail_values import DigestTold, MessageTold, ReminderTold, Told
from verzuimbrug.store.mail_rows import to_write, write_texts
from verzuimbrug.store.sql import Row

_MOST = 100

Texts = Mapping[tuple[MailKind, str], MailText]


def write_mails(now: datetime) -> bool:
    """Writes mails that were kept, within the tenant; whether there were any.

    The language and the recipients are those of the account by now.
    """
    rows = to_write(_MOST)
    if rows:
        texts = texts_that_hold()
        write_texts([_written(row, texts) for row in rows], now)
    return bool(rows)


def _written(row: Row, texts: Texts) -> tuple[int, str, str, str, tuple[str, ...]]:
    number, kind, state, details, coupling, language, recipients, *message = row
    told, link = _told(state, json.loads(details), coupling, message)
    text = texts[MailKind(kind), language]
    values = {"coupling": coupling, "link": link, **told.values(language)}
    done = filled(text if link else without_link(text), values)
    addresses = tuple(dict.fromkeys(json.loads(recipients)))
    return number, language, done.subject, done.body, addresses


def _told(
    state: str, details: Mapping[str, Any], coupling: str, message: list[Any]
) -> tuple[Told, str]:
    """What is told, and where it leads."""
    if "cause" in details:
        reminder = ReminderTold(**details)
        return reminder, links.of_cause(coupling, reminder.cause)
    if "start" in details:
        digest = _digest(details)
        return digest, links.of_period(coupling, digest.period)
    receipt, received_at, dry_run, codes, reports, findings = message
    told = MessageTold(
        receipt=receipt,
        received_at=received_at.astimezone(LOCAL),
        state=state,
        dry_run=dry_run,
        codes=codes,
        reports=reports,
        findings=findings,
    )
    return told, links.of_report(receipt)


def _digest(details: Mapping[str, Any]) -> DigestTold:
    start, end = (datetime.fromisoformat(details[name]) for name in ("start", "end"))
    return DigestTold(
        period=Period(start=start.astimezone(LOCAL), end=end.astimezone(LOCAL)),
        messages=details["messages"],
        rejected=details["rejected"],
        reports=details["reports"],
        waiting=details["waiting"],
    )

"""What is filled in in mails: numbers, moments and sentences of our own, and nobody's data.

Of a finding only a sentence without parameters is told: parameters are what a message said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from verzuimbrug.domain.findings import FindingCode, Severity, finding_codes
from verzuimbrug.domain.mail_times import Period, moment_text, period_text
from verzuimbrug.domain.parking import parking_cause

_DRY = "dry"
_OUTCOMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "nl": MappingProxyType(
            {
                "processed": "verwerkt",
                "held": "vastgehouden tot iemand het goedkeurt",
                "rejected": "afgewezen",
                "failed": "niet verwerkt door een storing bij ons",
                _DRY: "verwerkt als proef; er is niets overgenomen",
            }
        ),
        "en": MappingProxyType(
            {
                "processed": "processed",
                "held": "held until somebody approves it",
                "rejected": "rejected",
                "failed": "not processed because of a fault on our side",
                _DRY: "processed as a dry run; nothing was taken over",
            }
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTold:
    """A message that is mailed about: its state when it was decided on, and how much it held."""

    receipt: str
    received_at: datetime
    state: str
    dry_run: bool
    codes: Sequence[str]
    reports: int
    findings: int

    def values(self, language: str) -> dict[str, str]:
        """What is filled in, in the mail of a report and of a rejection."""
        outcome = _DRY if self.dry_run and self.state == "processed" else self.state
        return {
            "receipt": self.receipt,
            "received": moment_text(self.received_at),
            "outcome": _OUTCOMES[language][outcome],
            "reports": str(self.reports),
            "findings": str(self.findings),
            "reason": reason_text(self.codes, language),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestTold:
    """What a period came to, and what waits at its end."""

    period: Period
    messages: int
    rejected: int
    reports: int
    waiting: int

    def values(self, language: str) -> dict[str, str]:
        """What is filled in; the same in every language."""
        del language
        return {
            "period": period_text(self.period),
            "messages": str(self.messages),
            "rejected": str(self.rejected),
            "reports": str(self.reports),
            "waiting": str(self.waiting),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderTold:
    """What has waited for a cause so many days, in how many groups."""

    cause: str
    days: int
    groups: int

    def values(self, language: str) -> dict[str, str]:
        """What is filled in."""
        return {
            "cause": parking_cause(self.cause).name[language],
            "days": str(self.days),
            "waiting": str(self.groups),
        }


Told = MessageTold | DigestTold | ReminderTold


def reason_text(codes: Sequence[str], language: str) -> str:
    """Why a message was rejected, by its first error: the code, and what can be said without data.

    A message without findings has no reason that can be told.
    """
    known = [finding_codes()[code] for code in codes]
    errors = [each for each in known if each.severity is Severity.ERROR]
    return " ".join(_reason(each, language) for each in (errors or known)[:1])


def _reason(code: FindingCode, language: str) -> str:
    said = (text[language] for text in (code.text, code.cause) if "{" not in text[language])
    sentence = next(said, "")
    return f"{code.code}: {sentence}" if sentence else code.code

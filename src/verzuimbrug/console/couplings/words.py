"""What couplings and their settings are called on the pages."""

from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from verzuimbrug.console.words import Mark, Marks, Words
from verzuimbrug.domain.coupling_days import DayMark
from verzuimbrug.domain.readiness import CheckState

DAY_MARKS: Marks = MappingProxyType(
    {
        DayMark.QUIET: Mark("empty", _("nothing came in")),
        DayMark.GOOD: Mark("good", _("good")),
        DayMark.FINDINGS: Mark("attention", _("with findings")),
        DayMark.TROUBLE: Mark("stop", _("with trouble")),
    }
)

CHECK_STATES: Marks = MappingProxyType(
    {
        CheckState.OK: Mark("good", _("in order")),
        CheckState.FAILED: Mark("attention", _("in the way")),
        CheckState.UNKNOWN: Mark("attention", _("not known yet")),
        CheckState.WAIVED: Mark("info", _("passed over")),
    }
)

CHECKS: Words = MappingProxyType(
    {
        "GR-1": _("Employer codes"),
        "GR-2": _("Employees and their link keys"),
        "GR-3": _("Open absence"),
        "GR-4": _("Classifications"),
        "GR-5": _("Configuration"),
    }
)

EVENTS: Words = MappingProxyType(
    {
        "configured": _("settings saved"),
        "made-concept": _("being set up again"),
        "made-ready": _("said to be ready"),
        "activated": _("went live"),
        "suspended": _("paused"),
        "closed": _("ended"),
        "waived": _("check passed over"),
        "waiver-withdrawn": _("check counts again"),
        "credentials-issued": _("customer code and token issued"),
        "credentials-rotated": _("token renewed"),
        "credentials-revoked": _("tokens revoked"),
        "credentials-revealed": _("credentials shown at once"),
        "link-made": _("one-time link made"),
        "link-opened": _("one-time link opened"),
        "link-withdrawn": _("one-time link withdrawn"),
        "sftp-login-made": _("SFTP login made"),
        "sftp-key-added": _("SFTP key added"),
        "sftp-key-revoked": _("SFTP key revoked"),
        "sftp-key-revealed": _("private key shown at once"),
        "template-tried": _("settings tried on a message"),
        "portal-employers-set": _("list of the portal taken over"),
        "portal-employers-removed": _("list of the portal taken away"),
        "persons-linked": _("persons linked"),
        "initial-load-started": _("initial load started"),
        "initial-load-run": _("initial load runs"),
        "initial-load-cancelled": _("initial load called off"),
        "initial-load-done": _("initial load done"),
        "reconciliation-applied": _("differences taken over"),
        "sandbox-opened": _("sandbox opened"),
        "sandbox-updated": _("sandbox brought up to date"),
        "sandbox-closed": _("sandbox closed"),
    }
)


def called(words: Words, word: str) -> str:
    """What a word is called; itself when it has no name here."""
    return str(words.get(word, word))

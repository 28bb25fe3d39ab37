"""What couplings and their settings are called on the pages."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.coupling_days import DayMark
from verzuimbrug.domain.readiness import CheckState

Words = Mapping[str, Promise]
Marks = Mapping[str, tuple[str, Promise]]
"""Kind of mark and word."""

STATUSES: Marks = MappingProxyType(
    {
        AccountStatus.CONCEPT: ("quiet", _("being set up")),
        AccountStatus.READY: ("info", _("ready to go live")),
        AccountStatus.ACTIVE: ("good", _("live")),
        AccountStatus.SUSPENDED: ("attention", _("paused")),
        AccountStatus.CLOSED: ("quiet", _("ended")),
    }
)

DAY_MARKS: Marks = MappingProxyType(
    {
        DayMark.QUIET: ("empty", _("nothing came in")),
        DayMark.GOOD: ("good", _("good")),
        DayMark.FINDINGS: ("attention", _("with findings")),
        DayMark.TROUBLE: ("stop", _("with trouble")),
    }
)

CHECK_STATES: Marks = MappingProxyType(
    {
        CheckState.OK: ("good", _("in order")),
        CheckState.FAILED: ("attention", _("in the way")),
        CheckState.UNKNOWN: ("attention", _("not known yet")),
        CheckState.WAIVED: ("info", _("passed over")),
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

PORTALS: Words = MappingProxyType(
    {
        "verzekeringsinzicht": _("VerzekeringsInzicht"),
        "vdd": _("VDD (Veilig Digitaal Dossier)"),
        "other": _("Another portal"),
    }
)

KINDS: Words = MappingProxyType({"web-service": _("web service"), "sftp": _("SFTP")})

CULTURES: Words = MappingProxyType({"nl": _("Dutch"), "en": _("English")})

MODES: Words = MappingProxyType(
    {
        "live": _("Live: changes are applied"),
        "approval": _("Approval: a person approves every message"),
        "dry-run": _("Dry run: only shown, never applied"),
    }
)

GAPS: Words = MappingProxyType(
    {
        "park": _("Wait for the missing number"),
        "accept": _("Go on, with a warning"),
    }
)

DOUBLES: Words = MappingProxyType(
    {
        "park": _("Wait for a decision"),
        "create": _("Create the person"),
    }
)

OPERATIONS: Words = MappingProxyType(
    {
        "new": _("new case"),
        "change": _("change"),
        "end": _("end"),
        "correct": _("correct"),
        "withdraw": _("withdraw"),
        "unchanged": _("unchanged"),
    }
)

PRESETS: Words = MappingProxyType(
    {
        "generic": _("Generic: 01 new, 02 change, 03 withdraw, 04 unchanged, 05 correct"),
        "verbs": _("Verbs: 01 new, 02 change, 03 end, 04 correct, 05 withdraw"),
        "own": _("A table of our own"),
    }
)

GUARDS: Words = MappingProxyType(
    {
        "persons_changed": _("Persons changed"),
        "cases_withdrawn": _("Cases withdrawn"),
        "keys_changed": _("Link keys changed"),
        "employments_ended": _("Employments ended"),
    }
)

SETTINGS: Words = MappingProxyType(
    {
        "name": _("Name"),
        "type": _("Kind"),
        "portal": _("Portal"),
        "insurer": _("Insurer"),
        "underwriting_agent": _("Underwriting agent"),
        "scope": _("Authorisations"),
        "all": _("All employers"),
        "employer_groups": _("Employer groups"),
        "employers": _("Employers"),
        "culture": _("Language of the reports"),
        "report_recipients": _("Recipients of reports"),
        "bsn": _("Process citizen service numbers"),
        "allowed_addresses": _("Addresses it may come from"),
        "streams": _("Streams"),
        "message": _("Message"),
        "editions": _("Editions"),
        "employer_code": _("Template of the employer code"),
        "employer_code_options": _("Making the employer code"),
        "employee_key": _("Link key"),
        "operations": _("Processing codes"),
        "operations_per_edition": _("Processing codes per edition"),
        "operations_confirmed": _("Code tables confirmed with the sender"),
        "mode": _("Mode"),
        "gaps": _("Missing numbers"),
        "classification": _("Classifications"),
        "ended_reasons": _("End reasons that are no recovery"),
        "maternity_leaves": _("Leave codes that are maternity leave"),
        "composite_days": _("Days within which cases are joined"),
        "oldest_days": _("Days after which a first day gets a warning"),
        "field_policies": _("Overwrite policy per field"),
        "conversions": _("Conversion table per field"),
        "duplicate_persons": _("Possible duplicates"),
        "guards": _("Guards"),
        "answers": _("Codes in answers"),
        "default": _("Default"),
        "trim": _("Take blanks away"),
        "upper": _("In capitals"),
        "strip_zeros": _("Without leading zeros"),
        "conversion": _("Conversion table"),
        "more_than": _("More than"),
        "percent": _("Percentage"),
        **GUARDS,
    }
)

VALUES: Mapping[str, Words] = MappingProxyType(
    {
        "type": KINDS,
        "portal": PORTALS,
        "culture": CULTURES,
        "mode": MODES,
        "gaps": GAPS,
        "duplicate_persons": DOUBLES,
        "operations": PRESETS,
    }
)
"""What the values of a setting are called."""

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
    }
)


def called(words: Words, word: str) -> str:
    """What a word is called; itself when it has no name here."""
    return str(words.get(word, word))

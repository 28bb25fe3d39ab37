"""From stored bytes to what a message says: the stages read, check and map (MSG-1 to MSG-3)."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from verzuimbrug.application.link_keys import with_link_keys
from verzuimbrug.domain.deliveries import Delivery, Envelope
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.guards import Guards
from verzuimbrug.domain.message_input import Approval, MessageInput
from verzuimbrug.domain.streams import ImportConfiguration
from verzuimbrug.sivi.checking import Checked, check
from verzuimbrug.sivi.discretion import discreet
from verzuimbrug.sivi.mapping.delivery import map_delivery
from verzuimbrug.sivi.mapping.envelope import read_envelope
from verzuimbrug.sivi.secrecy import is_never_shown
from verzuimbrug.store.inbox import StoredMessage

LOCAL = ZoneInfo("Europe/Amsterdam")
"""The zone of the local times in messages (WN-5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A message that is rejected whole: at which stage, why, and its envelope if readable."""

    message: StoredMessage
    stage: str
    findings: tuple[Finding, ...]
    envelope: Envelope | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreted:
    """A message that can be decided on."""

    message: StoredMessage
    input: MessageInput

    @property
    def envelope(self) -> Envelope:
        """The general part of the message."""
        return self.input.delivery.envelope


def interpret(message: StoredMessage, configuration: ImportConfiguration) -> Interpreted | Rejected:
    """What a message says by its stream's configuration, or why it is rejected whole."""
    checked = check(message.content)
    refused = rejected(message, configuration, checked)
    if refused is not None:
        return refused
    assert checked.table is not None and checked.root is not None  # noqa: S101, PT018 -- it is valid
    delivery = map_delivery(checked.table, checked.root)
    return Interpreted(message=message, input=input_of(message, configuration, delivery))


def rejected(
    message: StoredMessage, configuration: ImportConfiguration, checked: Checked
) -> Rejected | None:
    """Why a message that was checked as one tree is rejected whole; None when it is not.

    Of one on a stream of messages that are never shown nothing is quoted, whatever it is (DG-6).
    """
    told = discreet if is_never_shown(configuration.message) else tuple
    if checked.root is None:
        return Rejected(message=message, stage="read", findings=told(checked.findings))
    refused = refusal(checked, configuration)
    if not refused and checked.valid:
        return None
    return Rejected(
        message=message,
        stage="check",
        findings=(*refused, *told(checked.findings)),
        envelope=read_envelope(checked.root),
    )


def refusal(checked: Checked, configuration: ImportConfiguration) -> tuple[Finding, ...]:
    """MSG-1: a message or an edition that the stream does not take."""
    if checked.table is None:
        return ()
    if checked.table.file_name != configuration.message:
        params = {"message": checked.table.file_name, "expected": configuration.message}
        return (Finding("IN102", params),)
    if checked.table.edition not in configuration.editions:
        accepted = ", ".join(configuration.editions)
        return (Finding("IN101", {"edition": checked.table.edition, "accepted": accepted}),)
    return ()


def input_of(
    message: StoredMessage, configuration: ImportConfiguration, delivery: Delivery
) -> MessageInput:
    """What a message, or a portion of it, is to the rules."""
    return MessageInput(
        message=message.id,
        sha256=message.sha256,
        received_at=message.received_at.astimezone(LOCAL).replace(tzinfo=None),
        configuration=_for_delivery(configuration) if message.is_delivery else configuration,
        delivery=with_link_keys(delivery, configuration),
        approval=Approval.from_json(message.approval) if message.approval else None,
    )


def _for_delivery(configuration: ImportConfiguration) -> ImportConfiguration:
    """The portal's state begins in the middle: gaps are accepted (VZ-3).

    It is guarded by its dry run and comparison instead (VE-2).
    """
    rules = replace(configuration.case_rules, accept_gaps=True)
    return replace(configuration, case_rules=rules, guards=Guards(limits={}))

"""A message that is decided on by itself: given in portions, so that memory is bounded (MSG-6)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from verzuimbrug.application.interpret import LOCAL, Rejected, input_of, refusal
from verzuimbrug.domain.deliveries import Delivery, Envelope, MessageKind
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.guards import Guards
from verzuimbrug.domain.message_input import Approval, MessageInput
from verzuimbrug.domain.streams import ImportConfiguration
from verzuimbrug.sivi.portions import Opened, open_message
from verzuimbrug.store.inbox import StoredMessage

MOST_PERSONS = 500
"""How many persons are held in memory at a time; the list of changes comes in such parts too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portioned:
    """A message that can be decided on, of any size."""

    message: StoredMessage
    configuration: ImportConfiguration
    opened: Opened
    envelope: Envelope

    @property
    def is_dry_run(self) -> bool:
        """Whether nothing of the message may be written (MSG-4, VE-1)."""
        return self._empty.is_dry_run

    @property
    def reason_to_hold(self) -> Finding | None:
        """Why the whole message is held (WN-5, VE-1)."""
        return self._empty.reason_to_hold

    @property
    def received_on(self) -> date:
        """The day of receipt, here."""
        return self.message.received_at.astimezone(LOCAL).date()

    @property
    def approved_by(self) -> str:
        """Who decided on it; empty when nobody did."""
        return str((self.message.approval or {}).get("by", ""))

    @property
    def guards(self) -> Guards:
        """What holds it when it changes much at once (VE-2)."""
        return self._empty.configuration.guards

    @property
    def _empty(self) -> MessageInput:
        """The message without what it says of employers."""
        empty = Delivery(kind=MessageKind.ABSENCE, envelope=self.envelope)
        return input_of(self.message, self.configuration, empty)

    def codes(self) -> frozenset[str]:
        """The employer codes that the message makes (WG-1)."""
        template = self.configuration.employer_code
        return frozenset(template.code_from(tags).code for tags in self.opened.employer_tags())

    def portions(self, approval: Approval | None) -> Iterator[MessageInput]:
        """The message in portions, as if so much of it were approved."""
        for delivery in self.opened.portions(MOST_PERSONS):
            whole = input_of(self.message, self.configuration, delivery)
            yield replace(whole, approval=approval)


def open_portioned(
    message: StoredMessage, configuration: ImportConfiguration
) -> Portioned | Rejected:
    """The message in portions, or why it is rejected whole (MSG-1 to MSG-3)."""
    opened = open_message(message.content)
    if opened.checked.root is None:
        return Rejected(message=message, stage="read", findings=opened.checked.findings)
    refused = refusal(opened.checked, configuration)
    if refused or not opened.checked.valid:
        findings = (*refused, *opened.checked.findings)
        return Rejected(message=message, stage="check", findings=findings, envelope=opened.envelope)
    assert opened.envelope is not None  # noqa: S101 -- a valid message has one
    return Portioned(
        message=message, configuration=configuration, opened=opened, envelope=opened.envelope
    )

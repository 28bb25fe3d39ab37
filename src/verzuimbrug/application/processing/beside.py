"""A message that stands beside the dossiers: read and checked as any other, and not decided on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from verzuimbrug.application.interpret import Rejected, rejected
from verzuimbrug.domain.deliveries import Envelope
from verzuimbrug.domain.streams import ImportConfiguration, Mode
from verzuimbrug.sivi.checking import Checked, check
from verzuimbrug.sivi.mapping.delivery import employer_groups
from verzuimbrug.sivi.mapping.envelope import map_envelope
from verzuimbrug.sivi.mapping.groups import split
from verzuimbrug.store.inbox import StoredMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A valid message of a kind that changes no dossier; `checked` has its table and whole root."""

    message: StoredMessage
    configuration: ImportConfiguration
    checked: Checked
    envelope: Envelope

    @property
    def is_dry_run(self) -> bool:
        """Whether nothing of the message may be written (MSG-4, VE-1)."""
        return self.envelope.test or self.configuration.mode is Mode.DRY_RUN

    def employer_tags(self) -> Iterator[Mapping[str, str]]:
        """The simple tags of each employer group, in order; there may be none."""
        assert self.checked.root is not None  # noqa: S101 -- a valid message has one
        return (split(group).texts for group in employer_groups(self.checked.root))

    def codes(self) -> frozenset[str]:
        """The employer codes that the message makes (WG-1)."""
        template = self.configuration.employer_code
        return frozenset(template.code_from(tags).code for tags in self.employer_tags())


def open_beside(message: StoredMessage, configuration: ImportConfiguration) -> Beside | Rejected:
    """The message, or why it is rejected whole (MSG-1 to MSG-3)."""
    checked = check(message.content)
    refused = rejected(message, configuration, checked)
    if refused is not None:
        return refused
    assert checked.table is not None and checked.root is not None  # noqa: S101, PT018 -- it is valid
    return Beside(
        message=message,
        configuration=configuration,
        checked=checked,
        envelope=map_envelope(checked.table, checked.root),
    )

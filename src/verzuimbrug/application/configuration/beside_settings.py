"""Which settings of a stream mean something when its message changes no dossier."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from verzuimbrug.domain.deliveries import MessageKind
from verzuimbrug.domain.streams import Mode
from verzuimbrug.sivi.tags import MESSAGE_KINDS, stands_beside

_READ = frozenset(
    {
        "message",
        "editions",
        "employer_code",
        "employer_code_options",
        "employee_key",
        "mode",
        "answers",
    }
)

_CODES = frozenset({"operations", "operations_per_edition", "operations_confirmed"})

MEANT: Mapping[MessageKind, frozenset[str]] = MappingProxyType(
    {MessageKind.PASSED_ON: _READ, MessageKind.EMPLOYERS: _READ | _CODES}
)
"""What a stream of each of these kinds can be told; of any other kind that is every setting."""

MODES: Mapping[MessageKind, frozenset[str]] = MappingProxyType(
    {
        MessageKind.PASSED_ON: frozenset({Mode.LIVE.value, Mode.DRY_RUN.value}),
        MessageKind.EMPLOYERS: frozenset(Mode),
    }
)
"""The modes of each: nothing waits for approval where there are no changes to look at."""


def means_all(message: str) -> bool:
    """Whether every setting means something: the message changes dossiers, or is not known."""
    return not stands_beside(message)


def means_codes(message: str) -> bool:
    """Whether the stream has a table of processing codes."""
    return means_all(message) or MEANT[MESSAGE_KINDS[message]] >= _CODES


def modes_of(message: str) -> frozenset[str]:
    """The modes that a stream of the message can have."""
    return frozenset(Mode) if means_all(message) else MODES[MESSAGE_KINDS[message]]


def without_meaning(message: str, settings: Mapping[str, Any]) -> Iterator[str]:
    """The names of those settings, other than usual, that do nothing on a stream of the message."""
    if means_all(message):
        return
    yield from (name for name in settings if name not in MEANT[MESSAGE_KINDS[message]])
    if settings.get("mode", Mode.LIVE.value) not in modes_of(message):
        yield "mode"

"""What states of messages and of reports are called: on pages, in files and in commands alike."""

from collections.abc import Mapping
from types import MappingProxyType

_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "received": {"nl": "nog te verwerken", "en": "still to be processed"},
        "processed": {"nl": "verwerkt", "en": "processed"},
        "rejected": {"nl": "afgewezen", "en": "rejected"},
        "failed": {"nl": "niet gelukt", "en": "failed"},
        "held": {"nl": "ter goedkeuring", "en": "for approval"},
        "applied": {"nl": "verwerkt", "en": "taken over"},
        "parked": {"nl": "wachtend", "en": "waiting"},
        "conflict": {"nl": "tegenstrijdig", "en": "in conflict"},
        "duplicate": {"nl": "dubbel", "en": "duplicate"},
        "refused": {"nl": "afgewezen", "en": "refused"},
        "undone": {"nl": "ongedaan gemaakt", "en": "undone"},
    }
)
_TO_APPLY: Mapping[str, str] = MappingProxyType({"nl": "over te nemen", "en": "to be taken over"})


def state_word(state: str, language: str) -> str:
    """The state of a message, or of a report of absence."""
    return _WORDS[state][language]


def rehearsed_word(state: str, language: str) -> str:
    """What would become of a report."""
    return _TO_APPLY[language] if state == "applied" else state_word(state, language)

"""The codes in answers to a stream, as its settings have them (AN-1, AN-2)."""

from collections.abc import Mapping
from typing import Any

from verzuimbrug.domain.answer_codes import AnswerCodes

SETTING = "answers"


def codes_of(settings: Mapping[str, Any]) -> AnswerCodes:
    """The codes that the settings of a stream name; the usual ones for the others."""
    return AnswerCodes(**settings.get(SETTING, {}))

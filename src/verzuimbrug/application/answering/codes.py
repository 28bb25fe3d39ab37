"""The codes in answers to a stream, as its settings have them (AN-1, AN-2)."""

from collections.abc import Collection, Mapping
from typing import Any

from verzuimbrug.domain.answer_codes import AnswerCodes
from verzuimbrug.store.models import Stream

SETTING = "answers"


def codes_of(settings: Mapping[str, Any]) -> AnswerCodes:
    """The codes that the settings of a stream name; the usual ones for the others."""
    return AnswerCodes(**settings.get(SETTING, {}))


def read_codes(streams: Collection[int]) -> Mapping[int, AnswerCodes]:
    """The codes of each of these streams of the present tenant."""
    rows = Stream.objects.filter(id__in=streams).values_list("id", "settings")
    return {stream: codes_of(settings) for stream, settings in rows}

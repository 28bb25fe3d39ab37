"""One word for a state, wherever it is said."""

import pytest

from verzuimbrug.application.state_words import rehearsed_word, state_word
from verzuimbrug.domain.findings import LANGUAGES
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.store.models.messages import MessageState


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("states", [ReportState, MessageState])
def test_every_state_has_a_word_of_its_own(
    states: type[ReportState] | type[MessageState], language: str
) -> None:
    words = {state_word(state, language) for state in states}

    assert len(words) == len(states)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_would_be_done_is_not_said_to_be_done(language: str) -> None:
    applied = ReportState.APPLIED

    assert rehearsed_word(applied, language) != state_word(applied, language)

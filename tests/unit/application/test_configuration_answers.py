"""The codes in answers to a stream: what may be written, what is kept, and what answers say."""

from typing import Any

import pytest

from configuring_world import as_file, example
from verzuimbrug.application.answering.codes import codes_of
from verzuimbrug.application.configuration.reading import read_configuration
from verzuimbrug.domain.answer_codes import DEFAULT_CODES, AnswerCodes
from verzuimbrug.domain.answers import Processability

_PLACE = "accounts[1].streams[1].answers"


def _read(answers: object) -> tuple[Any, list[tuple[str, str]]]:
    """The setting as kept, and the faults with their places."""
    changed = example()
    changed["accounts"][0]["streams"][0]["answers"] = answers
    read, findings = read_configuration(as_file(changed))
    assert read
    faults = [(finding.code, finding.path) for finding in findings]
    return read.accounts[0].streams[0].settings.get("answers"), faults


@pytest.mark.parametrize(
    "answers", [None, {}, {"received": 2, "confirmed": False}, {"message_code": None}]
)
def test_the_usual_codes_are_not_kept(answers: object) -> None:
    assert _read(answers) == (None, [])


def test_other_codes_are_kept_and_stand_in_the_answers() -> None:
    written = {
        "received": "01",
        "message_code": "00123",
        "not_processed": "02",
        "faults": {"CAT02": 6},
        "controls": {"VZ111": "00042"},
        "confirmed": True,
    }
    kept, faults = _read(written)
    assert (kept, faults) == ({**written, "faults": {"CAT02": "06"}}, [])
    codes = codes_of({"answers": kept})
    assert (codes.received, codes.rejected, codes.message_code) == ("01", "03", "00123")
    assert (codes.fault_of("CAT02"), codes.fault_of("CAT01")) == ("06", "99")
    assert (codes.control_of("VZ111"), codes.control_of("VZ902")) == ("00042", "VZ902")
    assert codes.processability_of(Processability.NOT_PROCESSED) == "02"


def test_without_settings_the_codes_are_the_usual_ones() -> None:
    assert codes_of({}) == AnswerCodes() == DEFAULT_CODES


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"received": "77"}, ("CF010", f"{_PLACE}.received")),
        ({"processed": "04"}, ("CF010", f"{_PLACE}.processed")),
        ({"message_code": "001234"}, ("CF041", f"{_PLACE}.message_code")),
        ({"controls": {"VZ111": "42"}}, ("CF041", f"{_PLACE}.controls.VZ111")),
        ({"controls": {"XX999": "00042"}}, ("CF010", f"{_PLACE}.controls.XX999")),
        ({"faults": {"CAT02": "77"}}, ("CF010", f"{_PLACE}.faults.CAT02")),
        ({"sender": "x"}, ("CF008", f"{_PLACE}.sender")),
    ],
)
def test_a_code_that_cannot_be_is_told_with_its_place(
    answers: object, fault: tuple[str, str]
) -> None:
    assert _read(answers)[1] == [fault]

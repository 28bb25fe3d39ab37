import pytest
from django.core.exceptions import ImproperlyConfigured

from verzuimbrug.project import environment

_NAME = "VERZUIMBRUG_OF_A_TEST"


def test_variable_that_is_empty_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(_NAME, "")

    assert environment.text(_NAME, "default") == "default"
    assert environment.number(_NAME, 3) == 3
    assert environment.boolean(_NAME, default=True)
    assert environment.words(_NAME, ["a"]) == ["a"]


@pytest.mark.parametrize("written", ["-1", "1.5", "two", "٣"])
def test_odd_number_stops_the_program(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv(_NAME, written)

    with pytest.raises(ImproperlyConfigured, match="whole number"):
        environment.number(_NAME, 3)


@pytest.mark.parametrize(("written", "meant"), [("true", True), ("No", False), ("0", False)])
def test_boolean_is_written_out(
    monkeypatch: pytest.MonkeyPatch, written: str, *, meant: bool
) -> None:
    monkeypatch.setenv(_NAME, written)

    assert environment.boolean(_NAME, default=not meant) is meant


def test_odd_boolean_stops_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(_NAME, "maybe")

    with pytest.raises(ImproperlyConfigured, match="true or false"):
        environment.boolean(_NAME, default=False)


def test_words_have_commas_between_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(_NAME, "a.example.nl, b.example.nl,")

    assert environment.words(_NAME, []) == ["a.example.nl", "b.example.nl"]


def test_numbers_have_commas_between_them_and_come_in_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert environment.numbers(_NAME, [7, 3]) == [3, 7]
    monkeypatch.setenv(_NAME, "14, 3,3")
    assert environment.numbers(_NAME, []) == [3, 14]


@pytest.mark.parametrize("written", ["3;7", "-1", "1.5", "\u0663"])
def test_odd_numbers_stop_the_program(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv(_NAME, written)

    with pytest.raises(ImproperlyConfigured, match="whole numbers"):
        environment.numbers(_NAME, [3])


def test_one_of_some_words_is_the_first_when_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(_NAME, "")
    assert environment.choice(_NAME, ["required", "optional"]) == "required"
    monkeypatch.setenv(_NAME, "optional")
    assert environment.choice(_NAME, ["required", "optional"]) == "optional"


def test_another_word_stops_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(_NAME, "off")

    with pytest.raises(ImproperlyConfigured, match="required, optional"):
        environment.choice(_NAME, ["required", "optional"])

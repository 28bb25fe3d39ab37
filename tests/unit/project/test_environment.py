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


def test_address_of_the_web_has_nothing_behind_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.url(_NAME) == ""
    monkeypatch.setenv(_NAME, "https://brug.example.nl/")
    assert environment.url(_NAME) == "https://brug.example.nl"


@pytest.mark.parametrize("written", ["brug.example.nl", "ftp://x", "https://", "https://x?a", "/x"])
def test_odd_address_of_the_web_stops_the_program(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv(_NAME, written)

    with pytest.raises(ImproperlyConfigured, match="https://host"):
        environment.url(_NAME)


def test_hour_is_one_of_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.hour(_NAME, 7) == 7
    monkeypatch.setenv(_NAME, "23")
    assert environment.hour(_NAME, 7) == 23
    monkeypatch.setenv(_NAME, "24")
    with pytest.raises(ImproperlyConfigured, match="from 0 to 23"):
        environment.hour(_NAME, 7)


def test_mail_server_needs_a_sender(monkeypatch: pytest.MonkeyPatch) -> None:
    sender = f"{_NAME}_SENDER"
    assert environment.mail_server(_NAME, sender) is None
    monkeypatch.setenv(_NAME, "smtp://u:geheim@post.example.nl")
    with pytest.raises(ImproperlyConfigured, match=f"{sender} cannot be read"):
        environment.mail_server(_NAME, sender)
    monkeypatch.setenv(sender, "brug@example.nl")
    server = environment.mail_server(_NAME, sender)
    assert server is not None
    assert (server.host, str(server.sender)) == ("post.example.nl", "brug@example.nl")


def test_password_in_an_odd_mail_server_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    sender = f"{_NAME}_SENDER"
    monkeypatch.setenv(_NAME, "smtp://u:geheim@post.example.nl?x")
    monkeypatch.setenv(sender, "brug@example.nl")
    with pytest.raises(ImproperlyConfigured) as told:
        environment.mail_server(_NAME, sender)
    assert "geheim" not in str(told.value)
    assert told.value.__cause__ is None

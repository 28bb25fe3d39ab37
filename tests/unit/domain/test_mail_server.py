"""The address of a mail server, and addresses of people."""

import pytest

from mail_world import SENDER
from verzuimbrug.domain.mail_server import (
    MailServer,
    Tls,
    Trouble,
    read_address,
    read_mail_server,
    read_sender,
)


@pytest.mark.parametrize(
    ("url", "host", "port", "tls"),
    [
        ("smtp://post.example.nl", "post.example.nl", 25, Tls.OFFERED),
        ("smtp://u:p@post.example.nl", "post.example.nl", 587, Tls.REQUIRE),
        ("smtp://u:p@post.example.nl:2525/", "post.example.nl", 2525, Tls.REQUIRE),
        ("smtps://u:p@post.example.nl", "post.example.nl", 465, Tls.AT_ONCE),
        ("smtps://post.example.nl", "post.example.nl", 465, Tls.AT_ONCE),
        ("smtp://127.0.0.1:25?starttls=never", "127.0.0.1", 25, Tls.NEVER),
        ("smtp://post.example.nl?starttls=require", "post.example.nl", 25, Tls.REQUIRE),
        ("smtp://u:p@localhost?starttls=never", "localhost", 587, Tls.NEVER),
        ("smtp://u:p@[::1]?starttls=offered", "::1", 587, Tls.OFFERED),
    ],
)
def test_an_address_says_where_and_how(url: str, host: str, port: int, tls: Tls) -> None:
    server = read_mail_server(url, SENDER)
    assert (server.host, server.port, server.tls, server.sender) == (host, port, tls, SENDER)


def test_user_and_password_may_have_any_letter() -> None:
    server = read_mail_server("smtp://brug%40example.nl:p%3A%2F%20@post.example.nl", SENDER)
    assert (server.user, server.password) == ("brug@example.nl", "p:/ ")
    assert "p:/ " not in repr(server)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "post.example.nl",
        "http://post.example.nl",
        "smtp://",
        "smtp://post.example.nl:99999",
        "smtp://post.example.nl/pad",
        "smtp://post.example.nl#x",
        "smtp://post.example.nl?starttls=soms",
        "smtp://post.example.nl?tls=ja",
        "smtp://post.example.nl?starttls",
        "smtps://post.example.nl?starttls=never",
        "smtp://u:p@post.example.nl?starttls=never",
        "smtp://u:p@192.0.2.1?starttls=offered",
        "smtp://u:%C3%A9@post.example.nl",
    ],
)
def test_an_odd_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_mail_server(url, SENDER)


def test_a_sender_may_have_a_name() -> None:
    assert str(SENDER) == "Verzuimbrug <bericht@verzuimbrug.example.nl>"
    assert str(read_sender("a@example.nl")) == "a@example.nl"


@pytest.mark.parametrize("written", ["", "Verzuimbrug", "Verzuimbrug <>", "a@", "@b"])
def test_an_odd_sender_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="write an address"):
        read_sender(written)


def test_a_domain_with_accents_is_written_for_the_wire() -> None:
    address = read_address("kim@café.example.nl")
    assert address is not None
    assert address.addr_spec == "kim@xn--caf-dma.example.nl"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "kim",
        "kim@",
        "@b.nl",
        "a b@c.nl",
        "kím@b.nl",
        "a@b..nl",
        "a@b\r\nBcc: c@d.nl",
        "a@b\0",
        "a@b\u200b.nl",
    ],
)
def test_an_address_without_mail_is_none(written: str) -> None:
    assert read_address(written) is None


def test_trouble_that_is_final_or_of_one_mail() -> None:
    final = {each for each in Trouble if each.is_final}
    assert final == {Trouble.REFUSED, Trouble.BAD_ADDRESS}
    assert {each for each in Trouble if each.is_of_one_mail} == {*final, Trouble.POSTPONED}


def test_a_server_without_user_signs_in_nowhere() -> None:
    server = MailServer(sender=SENDER, host="h", port=25, tls=Tls.NEVER)
    assert (server.user, server.password) == ("", "")

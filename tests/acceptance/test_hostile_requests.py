"""Requests that two readers could read in two ways: refused or read once, and never as two.

What a proxy before the server takes for a body must not be a request behind it (RFC 9112, 11.2).
"""

import gzip

import pytest

from doors_world import Coupling, Site
from raw_http_world import SMUGGLED, Said, talk, written
from sending_world import ABSENCE, go_live, settings

_PATH = f"/api/v1/streams/{ABSENCE}/messages".encode()
_POST = b"POST " + _PATH + b" HTTP/1.1"
_HEALTH = b"GET /healthz HTTP/1.1"
_CHUNKED = b"Transfer-Encoding: chunked"
_END = b"0\r\n\r\n"
_LENGTH = b"Content-Length: %d" % len(SMUGGLED)
_EMPTY = b"Content-Length: 0"

REFUSED = {
    "two lengths": ((_EMPTY, _LENGTH), SMUGGLED),
    "two lengths, the longest first": ((_LENGTH, _EMPTY), SMUGGLED),
    "two lengths in one line": ((b"Content-Length: 0, %d" % len(SMUGGLED),), SMUGGLED),
    "length with a sign": ((b"Content-Length: +%d" % len(SMUGGLED),), SMUGGLED),
    "length below nothing": ((b"Content-Length: -1",), SMUGGLED),
    "length in base sixteen": ((b"Content-Length: 0x2a",), SMUGGLED),
    "no length": ((b"Content-Length:",), SMUGGLED),
    "length beyond all": ((b"Content-Length: 99999999999999999999999",), SMUGGLED),
    "space before the colon of a length": ((b"Content-Length : 5",), SMUGGLED),
    "space before the colon of a coding": ((b"Transfer-Encoding : chunked", _LENGTH), SMUGGLED),
    "length on a line of its own": ((b"Content-Length:\r\n 5",), SMUGGLED),
    "coding on a line of its own": ((b"Transfer-Encoding:\r\n chunked", _LENGTH), SMUGGLED),
    "folded header": ((b"X-A: a\r\n b", _LENGTH), SMUGGLED),
    "coding after a control character": ((b"Transfer-Encoding: \x0bchunked",), _END + SMUGGLED),
    "coding nobody knows": ((b"Transfer-Encoding: xchunked", _LENGTH), SMUGGLED),
    "no coding": ((b"Transfer-Encoding: identity", _LENGTH), SMUGGLED),
    "compressed without an end": ((b"Transfer-Encoding: gzip", _LENGTH), SMUGGLED),
    "chunked, then compressed": ((b"Transfer-Encoding: chunked, gzip",), _END + SMUGGLED),
    "two codings": ((_CHUNKED, b"Transfer-Encoding: x"), _END + SMUGGLED),
    "NUL in a header": ((b"X-A: a\0b", _LENGTH), SMUGGLED),
    "NUL in the name of a header": ((b"X-\0A: a", _LENGTH), SMUGGLED),
    "line end of one half": ((b"X-A: a\rContent-Length: 0", _LENGTH), SMUGGLED),
}
"""Header lines, and the bytes that follow: 400, and nothing more is heard on the connection."""

BROKEN_CHUNKS = {
    "length below nothing": b"-1\r\n",
    "length with a prefix": b"0x2\r\nab\r\n" + _END,
    "length with an underscore": b"1_0\r\n" + b"a" * 16 + b"\r\n" + _END,
    "length beyond all": b"fffffffffffffffff\r\nab",
    "more than was announced": b"2\r\nabcd\r\n" + _END,
    "half line ends": b"2\nab\n0\n\n",
    "half line end behind an extension": b"0;a\n\r\n",
}

FIRST_LINES = [
    b"GET " + _PATH,
    b"POST " + _PATH + b" HTTP/9.9",
    b"POST /a b HTTP/1.1",
    b"POST /a\0b HTTP/1.1",
    b"P@ST " + _PATH + b" HTTP/1.1",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
]

TOO_MUCH = {
    "headers": (_HEALTH, tuple(b"X-%d: a" % number for number in range(2_000))),
    "header": (_HEALTH, (b"X-A: " + b"a" * 1_000_000,)),
    "address": (b"GET /" + b"a" * 100_000 + b" HTTP/1.1", ()),
}


@pytest.fixture(scope="module")
def ours(arena: Site) -> Coupling:
    """A coupling whose portal has gone astray."""
    del arena
    return go_live(settings("SMOKKEL"))


@pytest.fixture
def signed_in(ours: Coupling) -> bytes:
    """The header line that signs in."""
    return b"Authorization: " + ours.basic["Authorization"].encode()


@pytest.mark.parametrize("shape", REFUSED)
def test_length_that_is_in_doubt_is_refused(
    arena: Site, ours: Coupling, signed_in: bytes, shape: str
) -> None:
    headers, body = REFUSED[shape]
    before = ours.kept()

    said = talk(arena, written(_POST, signed_in, *headers, body=body))

    assert said == Said((400,), went_on=False)
    assert ours.kept() == before


@pytest.mark.parametrize(
    "headers", [(_CHUNKED, b"Content-Length: 4"), (b"Content-Length: 4", _CHUNKED)]
)
def test_chunks_go_before_a_length_and_then_the_connection_ends(
    arena: Site, ours: Coupling, signed_in: bytes, headers: tuple[bytes, ...]
) -> None:
    """RFC 9112, 6.3: the length counts for nothing, and what follows may be somebody else's."""
    before = len(ours.kept())
    content = b"<a>%d</a>" % before
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(content), content) + SMUGGLED

    said = talk(arena, written(_POST, signed_in, *headers, body=body))

    assert said.went_on is False
    assert said.statuses in {(202,), (400,)}
    assert ours.kept()[before:] in ([content], [])


@pytest.mark.parametrize("shape", BROKEN_CHUNKS)
def test_nothing_behind_broken_chunks_is_a_request(
    arena: Site, ours: Coupling, signed_in: bytes, shape: str
) -> None:
    before = len(ours.kept())

    said = talk(arena, written(_POST, signed_in, _CHUNKED, body=BROKEN_CHUNKS[shape] + SMUGGLED))

    assert said.went_on is False
    assert said.statuses in {(), (400,)}
    assert ours.kept()[before:] == []


def test_request_in_a_body_is_bytes_of_the_body(
    arena: Site, ours: Coupling, signed_in: bytes
) -> None:
    said = talk(arena, written(_POST, signed_in, _LENGTH, body=SMUGGLED))

    assert said == Said((202,), went_on=True)
    assert ours.kept()[-1] == SMUGGLED


@pytest.mark.parametrize("name", [b"Content_Length: 0", b"Transfer_Encoding: chunked"])
def test_header_with_an_underscore_is_another_header(
    arena: Site, ours: Coupling, signed_in: bytes, name: bytes
) -> None:
    body = SMUGGLED + name

    said = talk(
        arena, written(_POST, signed_in, name, b"Content-Length: %d" % len(body), body=body)
    )

    assert said == Said((202,), went_on=True)
    assert ours.kept()[-1] == body


def test_body_that_says_it_is_compressed_is_kept_as_it_is(
    arena: Site, ours: Coupling, signed_in: bytes
) -> None:
    """Nothing is unpacked at the door, so that nothing can unpack to more than was sent."""
    bomb = gzip.compress(bytes(5_000_000))

    said = talk(
        arena,
        written(
            _POST,
            signed_in,
            b"Content-Encoding: gzip",
            b"Content-Length: %d" % len(bomb),
            body=bomb,
        ),
    )

    assert said == Said((202,), went_on=True)
    assert ours.kept()[-1] == bomb


def test_body_nobody_reads_is_no_request(arena: Site) -> None:
    assert talk(arena, written(_HEALTH, _LENGTH, body=SMUGGLED)) == Said((200,), went_on=True)


def test_wrong_token_reads_the_body_to_its_end(arena: Site) -> None:
    assert talk(arena, written(_POST, _LENGTH, body=SMUGGLED)) == Said((401,), went_on=True)


@pytest.mark.parametrize("first", FIRST_LINES)
def test_first_line_that_is_none_is_refused(arena: Site, first: bytes) -> None:
    assert talk(arena, written(first, _LENGTH, body=SMUGGLED)) == Said((400,), went_on=False)


def test_no_other_protocol_is_spoken(arena: Site) -> None:
    """HTTP/2 without TLS is for nobody: it would be one more way in to keep safe."""
    hello = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\x04\0\0\0\0\0"

    assert talk(arena, hello) == Said((), went_on=False)


@pytest.mark.parametrize("what", TOO_MUCH)
def test_head_beyond_measure_is_refused(arena: Site, what: str) -> None:
    first, headers = TOO_MUCH[what]
    said = talk(arena, written(first, *headers))

    assert said.went_on is False
    assert said.statuses in {(414,), (431,)}


def test_request_that_comes_byte_by_byte_is_one(
    arena: Site, ours: Coupling, signed_in: bytes
) -> None:
    body = SMUGGLED * 2
    whole = written(_POST, signed_in, b"Content-Length: %d" % len(body), body=body)

    said = talk(arena, *(whole[place : place + 1] for place in range(len(whole))))

    assert said == Said((202,), went_on=True)
    assert ours.kept()[-1] == body

"""A message in portions says what the whole says, small or large (MSG-6)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree

from strategies.messages import as_bytes, valid_messages
from verzuimbrug.domain.deliveries import DeliveredEmployer, Delivery
from verzuimbrug.sivi.catalogue import MessageTable, catalogue
from verzuimbrug.sivi.checking import SMALL, check
from verzuimbrug.sivi.mapping import map_delivery
from verzuimbrug.sivi.portions import open_message
from verzuimbrug.sivi.screening import Limits
from verzuimbrug.sivi.tags import DOSSIER_MESSAGES

TABLES = [table for table in catalogue().tables if table.file_name in DOSSIER_MESSAGES]
SPACE = b"\n" * SMALL


def _messages() -> st.SearchStrategy[bytes]:
    drawn: st.SearchStrategy[MessageTable] = st.sampled_from(TABLES)
    return drawn.flatmap(valid_messages).map(as_bytes)


def _large(data: bytes) -> bytes:
    """Put so many lines before the root of a message that it is no longer small."""
    declaration, root = data.split(b"\n", maxsplit=1)
    return declaration + SPACE + root


def _pretty(data: bytes) -> bytes:
    root = etree.fromstring(data)
    etree.indent(root)
    return as_bytes(root)


def _whole(data: bytes) -> Delivery:
    checked = check(data)
    assert checked.table is not None
    assert checked.root is not None
    return map_delivery(checked.table, checked.root)


def _together(portions: Iterable[Delivery]) -> Delivery:
    first, *rest = portions
    employers = (*first.employers, *(employer for each in rest for employer in each.employers))
    return replace(first, employers=tuple(_joined(employers)))


def _joined(employers: Iterable[DeliveredEmployer]) -> Iterator[DeliveredEmployer]:
    for _, group in groupby(employers, lambda employer: employer.path):
        same = list(group)
        yield replace(same[0], persons=tuple(person for each in same for person in each.persons))


def _persons(delivery: Delivery) -> int:
    return sum(len(employer.persons) for employer in delivery.employers)


def _of_any_size(data: bytes) -> st.SearchStrategy[bytes]:
    pretty = _pretty(data)
    return st.sampled_from([data, pretty, _large(data), _large(pretty)])


@settings(max_examples=300)
@given(_messages().flatmap(_of_any_size), st.integers(1, 5))
def test_portions_of_any_size_are_the_whole_together(content: bytes, most: int) -> None:
    portions = list(open_message(content).portions(most))

    assert _together(portions) == _whole(content)
    assert all(_persons(portion) == most for portion in portions[:-1])
    assert 1 <= _persons(portions[-1]) <= most


@given(_messages().flatmap(_of_any_size))
def test_the_tags_of_all_employers_are_those_of_the_whole(content: bytes) -> None:
    tags = list(open_message(content).employer_tags())

    assert tags == [employer.tags for employer in _whole(content).employers]


@given(_messages().flatmap(_of_any_size))
def test_a_message_can_be_given_again(content: bytes) -> None:
    opened = open_message(content)

    assert list(opened.employer_tags()) == list(opened.employer_tags())
    assert list(opened.portions(3)) == list(opened.portions(3))


@given(_messages().map(_pretty))
def test_lines_of_a_long_message_are_as_exact_as_of_a_short_one(content: bytes) -> None:
    (short,), (long,) = (open_message(each).portions(1000) for each in (content, _large(content)))

    assert [line + SMALL - 1 for line in _lines(short)] == list(_lines(long))


@given(_messages().flatmap(_of_any_size))
def test_the_envelope_is_that_of_the_whole(content: bytes) -> None:
    opened = open_message(content)

    assert opened.envelope == _whole(content).envelope
    assert opened.checked.valid


@pytest.mark.parametrize("space", [b"", SPACE])
def test_a_message_that_is_not_valid_has_findings_and_an_envelope_but_no_portions(
    space: bytes,
) -> None:
    named = b"".join(b"<%s>x</%s>" % (tag, tag) for tag in (b"IdInzndr", b"IdOntvngr", b"Berrefnr"))
    opened = open_message(space + b"<Onbekend><BrAlg>%s</BrAlg></Onbekend>" % named)

    assert [finding.code for finding in opened.checked.findings] == ["BRT01"]
    assert opened.envelope is not None
    assert (opened.envelope.message, opened.envelope.sender) == ("Onbekend", "x")
    with pytest.raises(ValueError, match="valid"):
        next(opened.portions(1))
    with pytest.raises(ValueError, match="valid"):
        opened.employer_tags()


def test_a_portion_has_one_person_or_more() -> None:
    with pytest.raises(ValueError, match="one person"):
        next(open_message(b"").portions(0))


@pytest.mark.parametrize("space", [b"", SPACE])
def test_bytes_that_are_no_message_have_findings_only(space: bytes) -> None:
    opened = open_message(space + b"<a>")

    assert [finding.code for finding in opened.checked.findings] == ["XML06"]
    assert opened.envelope is None


@pytest.mark.parametrize("space", [b"", SPACE])
def test_limits_are_those_of_the_caller(space: bytes) -> None:
    opened = open_message(space + b"<a/>", Limits(max_bytes=3))

    assert [finding.code for finding in opened.checked.findings] == ["XML02"]


def _lines(delivery: Delivery) -> Iterator[int]:
    for employer in delivery.employers:
        yield employer.line or 0
        for person in employer.persons:
            yield person.line or 0
            for employment in person.employments:
                yield employment.line or 0
                yield from (report.line or 0 for report in employment.reports)

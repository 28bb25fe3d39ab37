"""The streams of a sandbox in each of their editions, and examples for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from verzuimbrug.application.configuration.import_configuration import case_rules_of
from verzuimbrug.application.sandboxes.employers import INSIDE, OUTSIDE, UNKNOWN
from verzuimbrug.application.sandboxes.finding import Sandbox
from verzuimbrug.application.streams import StreamSummary, list_streams
from verzuimbrug.domain.conformance import cases_of
from verzuimbrug.domain.conformance_examples import ExampleMessage, ExampleStream, example_of
from verzuimbrug.domain.conformance_facts import StreamEdition
from verzuimbrug.domain.deliveries import MessageKind, Operation
from verzuimbrug.sivi.composing import compose
from verzuimbrug.sivi.editions import EditionFacts, edition_facts
from verzuimbrug.sivi.tags import BSN_KEY, DEFAULT_EMPLOYEE_KEY, KEY_WITH_FORMER, MESSAGE_KINDS

_CAUSE = "99"
"""A cause of absence that every message of every edition has: not known, or another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleFile:
    """A message to send: on which stream, under which name."""

    stream: str
    file_name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _Place:
    """A stream in an edition, with what the tables say of it."""

    number: int
    stream: StreamSummary
    edition: str
    facts: EditionFacts

    @property
    def kind(self) -> MessageKind:
        return MESSAGE_KINDS[self.stream.message]

    @property
    def codes(self) -> Mapping[Operation, str]:
        """The processing code of each operation that the code table has; the first of several."""
        rules = case_rules_of(self.stream.settings)
        table = rules.operations_per_edition.get(self.edition, rules.operations)
        return {operation: code for code, operation in sorted(table.items(), reverse=True)}

    @property
    def key(self) -> str:
        return str(self.stream.settings["employee_key"])


@dataclass(frozen=True, slots=True)
class Editions:
    """All streams of a sandbox in all their editions."""

    places: tuple[_Place, ...]

    @property
    def all(self) -> tuple[StreamEdition, ...]:
        """As the domain knows them."""
        return tuple(map(self._edition, self.places))

    def examples(self, stream: str, edition: str, case: str, day: date) -> Sequence[ExampleFile]:
        """The files of a case, in the order in which they are to be sent; none for what is not.

        Those of one day are the same whenever they are asked for.
        """
        return [
            ExampleFile(
                stream=message.stream,
                file_name=f"{edition}-{case}-{number}.xml",
                content=compose(message.delivery),
            )
            for number, message in enumerate(self._messages(stream, edition, case, day), start=1)
        ]

    def example_streams(self, stream: str, edition: str, case: str, day: date) -> Sequence[str]:
        """On which stream each file of a case is to be sent."""
        return [message.stream for message in self._messages(stream, edition, case, day)]

    def _messages(
        self, stream: str, edition: str, case: str, day: date
    ) -> Sequence[ExampleMessage]:
        for place in self.places:
            if (place.stream.name, place.edition) == (stream, edition):
                known = {each.id for each in cases_of(self._edition(place))}
                return example_of(self._example_stream(place, day), case) if case in known else ()
        return ()

    def _edition(self, place: _Place) -> StreamEdition:
        return StreamEdition(
            stream=place.stream.name,
            message=place.stream.message,
            edition=place.edition,
            kind=place.kind,
            operations=frozenset(place.codes),
            has_former_key=place.facts.has_former_key and place.key == KEY_WITH_FORMER,
            answers_reports=place.facts.answers_reports and place.kind is MessageKind.ABSENCE,
            has_persons=place.kind is not MessageKind.EMPLOYMENTS
            or self._helper(place) is not None,
        )

    def _helper(self, place: _Place) -> _Place | None:
        """Another stream that makes persons known, in the same edition if it has that."""
        others = [each for each in self.places if each.kind is not MessageKind.EMPLOYMENTS]
        others.sort(key=lambda each: each.edition != place.edition)
        return others[0] if others else None

    def _example_stream(self, place: _Place, day: date) -> ExampleStream:
        helper = self._helper(place) if place.kind is MessageKind.EMPLOYMENTS else None
        return ExampleStream(
            stream=place.stream.name,
            message=place.stream.message,
            interface=place.facts.interface,
            edition=place.edition,
            kind=place.kind,
            codes=place.codes,
            key_tags=tuple(dict.fromkeys((DEFAULT_EMPLOYEE_KEY, place.key))),
            has_digits=place.key == BSN_KEY,
            cause=_CAUSE,
            inside=INSIDE,
            outside=OUTSIDE,
            unknown=UNKNOWN,
            series=f"{day:%y%m%d}{place.edition[-2:]}{place.number}",
            day=day,
            helper=self._example_stream(helper, day) if helper else None,
        )


def editions_of(sandbox: Sandbox) -> Editions:
    """The streams of a sandbox in the editions that they accept. Outside any tenant."""
    return Editions(
        tuple(
            _Place(number, stream, edition, facts)
            for number, stream in enumerate(list_streams(sandbox.ref))
            for edition in stream.settings["editions"]
            if (facts := edition_facts(stream.message, edition)) is not None
        )
    )

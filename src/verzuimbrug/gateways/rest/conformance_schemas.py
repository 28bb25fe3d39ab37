"""What the REST API says of the conformance of a sandbox (docs/interfaces/sandbox.md)."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import BeforeValidator

from verzuimbrug.domain.conformance_judging import Aspect, Verdict

_LONGEST_EDITION = 10


def _blank_is_left_out(value: object) -> object:
    return None if value == "" else value


_Optional = BeforeValidator(_blank_is_left_out)
_Edition = Annotated[str, Field(max_length=_LONGEST_EDITION, pattern=r"^[^\x00]*$")]


class ConformanceQuery(Schema):
    """Which edition, in which language, and whether with examples."""

    lang: Annotated[Literal["nl", "en"] | None, _Optional] = None
    edition: Annotated[_Edition | None, _Optional] = Field(None, description="only this one")
    examples: bool = Field(False, description="with a message to send for each case")


class SaidOut(Schema):
    """A finding as the sender reads it."""

    code: str
    severity: str
    path: str
    line: int | None
    text: str
    cause: str
    action: str


class SeenOut(Schema):
    """A message that was seen: its state, or that of the report that matters."""

    receipt: str
    stream: str
    edition: str
    received_at: datetime
    state: str
    findings: list[SaidOut]


class ExpectedOut(Schema):
    """What to expect of an attempt."""

    text: str
    state: str
    findings: list[SaidOut]
    answer: str


class UnexpectedOut(Schema):
    """In what an attempt differs from that."""

    aspect: Aspect
    expected: str
    seen: str


class ExampleOut(Schema):
    """A message that can be sent for a case; the content is in base64."""

    stream: str
    file_name: str
    content: str


class ConformanceCaseOut(Schema):
    """A conformance case: what to send, what to expect, what was seen."""

    id: str
    rule: str
    title: str
    send: str
    expected: ExpectedOut
    verdict: Verdict
    seen: SeenOut | None
    differences: list[UnexpectedOut]
    examples: list[ExampleOut]


class EditionOut(Schema):
    """The cases of a stream in an edition."""

    stream: str
    message: str
    edition: str
    proven: int
    total: int
    cases: list[ConformanceCaseOut]


class ConformanceOut(Schema):
    """How far the sender of a sandbox is; `others` are messages that belong to no case."""

    account: str
    proven: bool
    editions: list[EditionOut]
    others: list[SeenOut]

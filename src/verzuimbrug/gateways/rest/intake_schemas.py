"""What the portal side of the REST API says and expects (docs/interfaces)."""

from typing import Any

from ninja import Field, Schema

from verzuimbrug.application.answering.collecting import MOST_ANSWERS

DELIVERY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The message, byte for byte; 50 MiB at most.",
        "content": {"application/xml": {"schema": {"type": "string", "format": "binary"}}},
    },
    "parameters": [
        {
            "in": "header",
            "name": "X-Bestandsnaam",
            "description": "The name of the file; percent-encoded where it is not ASCII.",
            "schema": {"type": "string"},
        }
    ],
}
"""The part of the description of a delivery that the code does not show."""


class ReceiptOut(Schema):
    """The delivery is stored durably; of a duplicate, the receipt of the first."""

    receipt: str
    sha256: str
    duplicate: bool


class MostAnswers(Schema):
    """How many answers to give; more than the largest number gives the largest."""

    max: int = Field(100, ge=1, description=f"{MOST_ANSWERS} at most")


class AnswerOut(Schema):
    """An answer; the content is the message in base64."""

    number: int
    kind: str
    file_name: str
    content: str


class AnswerPage(Schema):
    """The oldest answers that are not acknowledged."""

    items: list[AnswerOut]


class Acknowledgement(Schema):
    """The numbers of answers that are safely stored."""

    numbers: list[int]


class Acknowledged(Schema):
    """How many of those were still open."""

    acknowledged: int

"""What is stored before an undo, and what an undo makes of it, in a few words."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypedDict, Unpack

from verzuimbrug.domain.deliveries import FieldValue
from verzuimbrug.domain.fields import Stamp, StampedFields
from verzuimbrug.domain.snapshot import EmploymentFacts, PersonKey
from verzuimbrug.domain.statements import ObjectKind, Statement
from verzuimbrug.domain.undoing import (
    EmploymentBefore,
    HeardStatement,
    LinkKeyFacts,
    PersonBefore,
    Turn,
)

EMPLOYER, ACCOUNT, PERSON, EMPLOYMENT = 10, 1, 5, 7
CODES = {EMPLOYER: "1001"}
HORIZON = 90


def undo(*messages: int) -> Turn:
    """The undo of messages."""
    return Turn(messages=frozenset(messages), horizon=HORIZON)


def back(*messages: int) -> Turn:
    """Taking back undo 3, which holds messages."""
    return Turn(messages=frozenset(messages), horizon=HORIZON, undo=3)


def stamp(message: int) -> Stamp:
    """Messages are made in the order of their numbers."""
    return Stamp(f"2026-03-{message:02}T12:00:00", f"{message:04}", "aa", 0)


class Said(TypedDict, total=False):
    """What a message says besides the fields."""

    key: str
    key_old: str | None
    account: int
    creates: bool
    bsn: str | None
    undone: int | None


def said(
    turn: Turn, message: int, fields: Mapping[str, FieldValue], **more: Unpack[Said]
) -> HeardStatement:
    """What a message said of the person, and whether it stands after the turn."""
    undone = more.get("undone")
    return HeardStatement(
        said=Statement(
            message=message,
            position=0,
            kind=ObjectKind.EMPLOYEE,
            object=PERSON,
            employee=PERSON,
            key=more.get("key", "K1"),
            key_old=more.get("key_old"),
            stamp=stamp(message),
            fields=fields,
            bsn=more.get("bsn"),
        ),
        account=more.get("account", ACCOUNT),
        receipt=f"R{message}",
        stood=undone is None,
        stands=turn.stands(message, undone),
        creates=more.get("creates", True),
    )


def of_employment(
    turn: Turn, message: int, fields: Mapping[str, FieldValue], **more: Unpack[Said]
) -> HeardStatement:
    """What a message said of the employment."""
    number: Said = {"key": "D1", **more}
    heard = said(turn, message, fields, **number)
    statement = replace(heard.said, kind=ObjectKind.EMPLOYMENT, object=EMPLOYMENT)
    return replace(heard, said=statement)


def stamped(**values: tuple[FieldValue, int]) -> StampedFields:
    """Fields, each with the message that said it."""
    return StampedFields(
        {name: value for name, (value, _) in values.items()},
        {name: stamp(message) for name, (_, message) in values.items()},
    )


def key(name: str, **marks: bool) -> LinkKeyFacts:
    """A link key of the person."""
    return LinkKeyFacts(key=PersonKey(ACCOUNT, EMPLOYER, name), **marks)


def person(
    fields: StampedFields | None = None,
    *keys: LinkKeyFacts,
    bsn: str | None = None,
    hidden: bool = False,
) -> PersonBefore:
    """The person as stored."""
    return PersonBefore(
        id=PERSON,
        employer=EMPLOYER,
        fields=fields or StampedFields(),
        bsn=bsn,
        hidden=hidden,
        keys=keys,
    )


def employment(
    fields: StampedFields | None = None, *former: str, number: str = "D1", hidden: bool = False
) -> EmploymentBefore:
    """The employment as stored."""
    facts = EmploymentFacts(
        id=EMPLOYMENT,
        employee=PERSON,
        account=ACCOUNT,
        number=number,
        former=frozenset(former),
        fields=fields or StampedFields(),
    )
    return EmploymentBefore(facts=facts, hidden=hidden)

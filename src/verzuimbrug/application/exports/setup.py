"""The settings of an export as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from verzuimbrug.application.configuration.export_settings import EXPORT_DEFAULTS, STREAM_PLACE
from verzuimbrug.domain.export_employers import EmployerChain
from verzuimbrug.domain.exports import DeliveryKind
from verzuimbrug.domain.scope import Scope
from verzuimbrug.sivi.composing import Author, ContactPerson
from verzuimbrug.store.models import Export, ExportScope


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What is sent to a receiver, in which edition and under which names.

    `stated` are the values that stand where something is lacking (EX-6).
    """

    sender: str
    receiver: str
    edition: str
    messages: tuple[str, ...]
    operations: str
    is_test: bool
    bsn: bool
    all_persons: bool
    closed_cases: bool
    chain: EmployerChain
    stated: Mapping[str, str]
    author: Author
    delivery: "Delivery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Where the messages go; what is empty does not matter to the kind of delivery."""

    kind: DeliveryKind
    streams: Mapping[str, str]
    url: str = ""
    host: str = ""
    port: int = 0
    user: str = ""
    folder: str = ""

    def place(self, template: str, message: str) -> str:
        """An address or folder, with the name of the stream of a message in it."""
        return template.replace(STREAM_PLACE, self.streams.get(message, message))


def setup_of(settings: Mapping[str, Any]) -> Setup:
    """The settings of an export, with their defaults."""
    told = {**EXPORT_DEFAULTS, **settings}
    stated = dict(told["stated"])
    delivery = dict(told["delivery"])
    return Setup(
        sender=told["sender"],
        receiver=told["receiver"],
        edition=told["edition"],
        messages=tuple(told["messages"]),
        operations=told["operations"],
        is_test=told["test"],
        bsn=told["bsn"],
        all_persons=told["all_persons"],
        closed_cases=told["closed_cases"],
        chain=EmployerChain(
            number=tuple(told["employer_number"]),
            connection_number=tuple(told["connection_number"]),
            payroll_tax_number=stated.pop("payroll_tax_number", ""),
        ),
        stated=stated,
        author=Author(software=told["software"], contact=ContactPerson(**told["contact"])),
        delivery=Delivery(
            kind=DeliveryKind(delivery.pop("type")),
            streams=delivery.pop("streams", {}),
            **delivery,
        ),
    )


def scope_of(export: Export) -> Scope:
    """Whose people are sent."""
    rows = list(ExportScope.objects.filter(export=export))
    return Scope(
        all_employers=export.scope_all,
        groups=frozenset(row.group_id for row in rows if row.group_id),
        employers=frozenset(row.employer_id for row in rows if row.employer_id),
    )

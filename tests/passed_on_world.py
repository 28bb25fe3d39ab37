"""Messages that stand beside the dossiers, and couplings that carry them, in a few words."""

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any

from configuring_world import example
from doors_world import Coupling
from sending_world import go_live
from verzuimbrug.sivi.catalogue import Element, MessageTable, catalogue
from verzuimbrug.sivi.nodes import Node
from verzuimbrug.sivi.writing import write

DOCUMENTS, MEDICAL = "Documenten", "MedischeKaart"
APPOINTMENTS, SERVICES = "Afspraken", "AanvraagPreventieveDiensten"
PASSED_ON = (DOCUMENTS, MEDICAL, APPOINTMENTS, SERVICES)
TEMPLATE = "FLSN[IdWrkgvrArbdnst]"

Values = Mapping[str, Any]
"""What stands in a group by tag: a text, a group, or several of either. What must be there and is
left out is filled in."""

_USUAL = {"date": "2026-03-02", "time": "08:30:00", "nonNegativeInteger": "1"}
_sent = count(1)


def table(name: str) -> MessageTable:
    """The table of a message, of its newest edition."""
    return [each for each in catalogue().tables if each.file_name == name][-1]


def settings(code: str = "GEZOND", *names: str) -> dict[str, Any]:
    """The example with a stream for each of these messages too, or for all four."""
    configuration = example(code)
    (account,) = configuration["accounts"]
    streams = [stream_of(name) for name in names or PASSED_ON]
    account["streams"] = [*account["streams"], *streams]
    return configuration


def stream_of(name: str) -> dict[str, Any]:
    """A stream that carries the message, under its name."""
    return {"name": name, "message": name, "employer_code": TEMPLATE}


def go_live_with_all(code: str = "GEZOND") -> Coupling:
    """A live coupling with a stream for each of the four messages."""
    return go_live(settings(code))


def beside(name: str, values: Values, **head: str) -> bytes:
    """A valid message with these values; its employer is 1001 unless they say otherwise."""
    number = next(_sent)
    general = {"Berrefnr": f"NAAST-{number:06}", "TestJN": "N", "OntvngstbevJN": "N", **head}
    employer = {"IdWrkgvrArbdnst": "1001"}
    known = table(name)
    filled: Values = {"BrAlg": general, "Wrkgvr": employer, **values}
    if name == SERVICES:
        filled = {"BrAlg": general, **values}
    return write(known, _node(known.element, filled))


def _node(element: Element, values: Values | str | None) -> Node:
    if isinstance(values, str) or not element.is_group:
        return Node(element.tag, values if isinstance(values, str) else _usual(element))
    given = values or {}
    children = [
        _node(child, each)
        for child in element.children
        for each in _each(given.get(child.tag), child.minimum)
    ]
    return Node(element.tag, None, tuple(children))


def _each(given: object, minimum: int) -> Sequence[Any]:
    if isinstance(given, list):
        return given
    return [given] if given is not None or minimum else []


def _usual(element: Element) -> str:
    if element.values:
        return element.values[0]
    return _USUAL.get(element.base, "x" * (element.facets.length or 1))


def document(number: str = "DOC-1", key: str = "w-1", **values: Any) -> dict[str, Any]:  # noqa: ANN401
    """A document of somebody, with a text file in it."""
    person = {"IdWrknmr": key, "SofiNr": "123456782"}
    return {
        "IdDocument": number,
        "Bestandsnm": "verslag.txt",
        "BestandTypCd": "01",
        "Datastring": "R2VoZWlt",
        "Wrknmr": person,
        **values,
    }


def documents(*items: Values, **head: str) -> bytes:
    """A message with documents."""
    return beside(DOCUMENTS, {"Document": list(items or [document()])}, **head)


def medical(*items: Values, **head: str) -> bytes:
    """A message with medical records."""
    return beside(MEDICAL, {"Document": list(items or [document()])}, **head)


def appointment(number: str = "AF-1", key: str = "w-1", **values: Any) -> dict[str, Any]:  # noqa: ANN401
    """An appointment with somebody."""
    return {"IdAfspraak": number, "Wrknmr": {"IdWrknmr": key}, **values}


def appointments(*items: Values, **head: str) -> bytes:
    """A message with appointments."""
    return beside(APPOINTMENTS, {"Afspraak": list(items or [appointment()])}, **head)


def services(*keys: str, number: str = "1001", **head: str) -> bytes:
    """A message that asks for a preventive service for each of these persons of one employer."""
    persons = [{"IdWrknmr": key} for key in keys or ("w-1",)]
    return beside(SERVICES, {"Wrkgvr": {"IdWrkgvrArbdnst": number, "Wrknmr": persons}}, **head)


SAMPLES: Mapping[str, Callable[..., bytes]] = {
    DOCUMENTS: documents,
    MEDICAL: medical,
    APPOINTMENTS: appointments,
    SERVICES: services,
}
"""A message of each, with one item."""

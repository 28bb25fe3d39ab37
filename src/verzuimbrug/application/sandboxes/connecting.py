"""How a sender connects to its sandbox: streams, editions, and what to put in which tag."""

from collections.abc import Mapping
from dataclasses import dataclass

from verzuimbrug.application.configuration.import_configuration import (
    employer_code_template,
    read_conversions,
)
from verzuimbrug.application.sandboxes.employers import INSIDE, OUTSIDE, UNKNOWN
from verzuimbrug.application.sandboxes.finding import Sandbox
from verzuimbrug.application.sftp.logins import KIND, Lobby, lobby_of
from verzuimbrug.application.streams import StreamSummary, list_streams
from verzuimbrug.domain.conformance_people import ExampleEmployer
from verzuimbrug.domain.conversion import ConversionTable
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamFacts:
    """A stream as its sender has to know it.

    `employers` gives by their use (`inside`, `outside`, `unknown`) what to put in the tags that the
    employer code is made of (WG-1); `employee_key` is the tag of the link key (WN-1).
    """

    name: str
    message: str
    editions: tuple[str, ...]
    employee_key: str
    employers: tuple[tuple[str, str, Mapping[str, str]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """What a sender needs beside its credentials; `lobby` is for SFTP only."""

    streams: tuple[StreamFacts, ...]
    lobby: Lobby | None


def connection_of(sandbox: Sandbox) -> Connection:
    """What the sender of a sandbox has to know. Outside any tenant."""
    streams = list_streams(sandbox.ref)
    with tenant(sandbox.ref.arbodienst):
        tables = read_conversions()
    return Connection(
        streams=tuple(_facts(stream, tables) for stream in streams),
        lobby=lobby_of(sandbox.ref) if sandbox.kind == KIND else None,
    )


def _facts(stream: StreamSummary, tables: Mapping[str, ConversionTable]) -> StreamFacts:
    tags = employer_code_template(stream.settings, tables).tags

    def said(use: str, employer: ExampleEmployer) -> tuple[str, str, Mapping[str, str]]:
        return use, employer.name, {tag: employer.tags[tag] for tag in tags}

    return StreamFacts(
        name=stream.name,
        message=stream.message,
        editions=tuple(stream.settings["editions"]),
        employee_key=str(stream.settings["employee_key"]),
        employers=(
            *(said("inside", each) for each in INSIDE),
            said("outside", OUTSIDE),
            said("unknown", UNKNOWN),
        ),
    )

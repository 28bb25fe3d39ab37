"""Shadow runs in a few words; each one leaves everything as it was."""

from datetime import datetime
from typing import Any

from doors_world import Coupling
from held_world import everything
from sending_world import ABSENCE
from verzuimbrug.application.editions.accepting import EditionChange
from verzuimbrug.application.editions.choosing import USUAL_MESSAGES, Which
from verzuimbrug.application.editions.proposing import Proposed, other_editions
from verzuimbrug.application.editions.shadow_run import Asked, ShadowRun, shadow_run
from verzuimbrug.application.streams import list_streams


def stored(of: Coupling, stream: str = ABSENCE) -> dict[str, Any]:
    """The settings of a stream, to change at will."""
    return {each.name: dict(each.settings) for each in list_streams(of.ref)}[stream]


def shadow(
    of: Coupling,
    stream: str = ABSENCE,
    /,
    last: int = USUAL_MESSAGES,
    since: datetime | None = None,
    **other: object,
) -> ShadowRun:
    """What came in under these other settings of the stream; nothing may be written by it."""
    settings = {**stored(of, stream), **other}
    return run(of, Proposed(settings=settings), stream, Which(most=last, since=since))


def with_editions(of: Coupling, *, accept: str = "", stop: str = "") -> ShadowRun:
    """The same with an edition more, or less."""
    change = EditionChange(accept=frozenset({accept} - {""}), stop=frozenset({stop} - {""}))
    return run(of, other_editions(of.ref, ABSENCE, change))


def run(
    of: Coupling, proposed: Proposed, stream: str = ABSENCE, which: Which | None = None
) -> ShadowRun:
    """A run that leaves all but the log of who looked as it was."""
    before = everything(of)
    asked = Asked(stream=stream, proposed=proposed, which=which or Which())
    found = shadow_run(of.ref, asked, by="beheerder")
    assert everything(of) == before
    return found

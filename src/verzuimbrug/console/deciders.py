"""The visitor as somebody who decides."""

from verzuimbrug.application.decider import Decider
from verzuimbrug.console.pages import ConsoleRequest


def decider_of(request: ConsoleRequest) -> Decider:
    """The visitor, for what they decide on."""
    reader = request.visitor.reader
    return Decider(arbodienst=reader.arbodienst, by=reader.principal, authority=reader.authority)

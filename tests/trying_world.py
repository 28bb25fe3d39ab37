"""Trying settings on messages, and what the log keeps of it."""

from typing import Any

from doors_world import Coupling
from sending_world import ABSENCE
from verzuimbrug.application.accounts import account_log
from verzuimbrug.application.trying.try_out import try_out
from verzuimbrug.application.trying.values import TriedOut
from verzuimbrug.store.models import AccessLog
from verzuimbrug.store.tenancy import tenant


def tried(
    of: Coupling, message: bytes | str, stream: str = ABSENCE, /, **proposed: object
) -> TriedOut:
    """A try by the stored settings, or by these instead of them."""
    return try_out(of.ref, stream, message, by="beheerder", proposed=proposed or None)


def refusals(outcome: TriedOut) -> list[str]:
    """Why nothing was tried."""
    assert not outcome.is_fit
    return [finding.code for finding in outcome.refused]


def tries(of: Coupling) -> list[dict[str, Any]]:
    """What the log of the account says of templates that were tried."""
    return [one.details for one in account_log(of.ref) if one.event == "template-tried"]


def looks(of: Coupling) -> list[tuple[str, str, list[int]]]:
    """Who looked at what, and at whom."""
    with tenant(of.arbodienst):
        return list(AccessLog.objects.values_list("principal", "action", "employees"))

"""Initial loads as they come in: started, received, read."""

from datetime import UTC, datetime
from typing import Any

from doors_world import Coupling
from readiness_world import in_order, signed_in
from sending_world import ABSENCE, add_employer, deliver, work
from verzuimbrug.application.portal_deliveries.deliveries import open_delivery
from verzuimbrug.application.portal_deliveries.facts import DeliveredFacts
from verzuimbrug.application.portal_deliveries.initial_load import start_initial_load
from verzuimbrug.application.readiness.facts import AccountFacts
from verzuimbrug.store.models import PortalDelivery, PortalMessage, PortalPerson, PortalReport
from verzuimbrug.store.tenancy import tenant

TODAY = datetime.now(UTC).date()


def loading(configuration: dict[str, Any] | None = None) -> Coupling:
    """A coupling that is not live, with its initial load started."""
    coupling = signed_in(configuration)
    start_initial_load(coupling.ref, "klantbeheerder")
    return coupling


def two_employers(code: str = "GEZOND", **stream: object) -> dict[str, Any]:
    """A configuration in order, with a second employer in scope and a third out of it."""
    configuration = add_employer(in_order(code, **stream), "FLSN1002", "FELISON-VI")
    configuration = add_employer(configuration, "FLSN1003")
    for entry in configuration["employers"]:
        entry.setdefault("contract_reference", f"C-{entry['code']}")
    return configuration


def bring(coupling: Coupling, *contents: bytes, stream: str = ABSENCE) -> None:
    """Deliver messages of the load, and have them read."""
    for content in contents:
        deliver(coupling, content, stream)
    work()


def delivered_facts(coupling: Coupling) -> AccountFacts:
    """What the open load says; within the tenant."""
    delivery = open_delivery(coupling.account)
    assert delivery is not None
    return DeliveredFacts(delivery, TODAY)


def tables(coupling: Coupling) -> list[list[tuple[Any, ...]]]:
    """All that is kept of deliveries, but for ids and moments."""
    with tenant(coupling.arbodienst):
        return [
            list(
                model.objects.order_by("message_id", "id").values_list(
                    *[f.attname for f in model._meta.local_fields if f.name not in _PASSING]
                )
            )
            for model in (PortalMessage, PortalPerson, PortalReport)
        ]


_PASSING = {"id", "delivery", "read_at", "attempts"}


def step(coupling: Coupling) -> str:
    """Where the latest delivery stands."""
    with tenant(coupling.arbodienst):
        return PortalDelivery.objects.latest("id").step

"""The whole server as an ASGI callable: plain deliveries gathered, and Django behind them."""

from verzuimbrug.gateways.gathering.requests import Application
from verzuimbrug.project import environment
from verzuimbrug.project.threads import Threads
from verzuimbrug.project.wsgi import application as django


def _put_together() -> Application:
    # These need the Django that the other application has started.
    from verzuimbrug.application.receiving.receive_many import (  # noqa: PLC0415
        call_workers,
        receive_many,
    )
    from verzuimbrug.gateways.gathering.application import Intake  # noqa: PLC0415
    from verzuimbrug.gateways.gathering.gatherer import Gatherer  # noqa: PLC0415
    from verzuimbrug.gateways.rest.gathered import RestDeliveries  # noqa: PLC0415
    from verzuimbrug.gateways.soap.gathered import SoapDeliveries  # noqa: PLC0415

    return Intake(
        doors=[RestDeliveries(), SoapDeliveries()],
        gatherer=Gatherer(receive_many, call_workers),
        others=Threads(django, environment.number("VERZUIMBRUG_WEB_THREADS", 8)),
    )


application = _put_together()

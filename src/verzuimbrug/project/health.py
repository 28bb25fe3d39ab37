"""What a load balancer and a supervisor may ask without signing in."""

import structlog
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from verzuimbrug.application.operation.checks import check_service

log = structlog.get_logger()


@require_safe
def alive(_: HttpRequest) -> HttpResponse:
    """200: this process lives. It asks nothing of the database, whose absence no restart mends."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def ready(_: HttpRequest) -> HttpResponse:
    """200 when this process can serve, else 503 with the names of what is not as it should be.

    What exactly is wrong goes to the log: whoever asks may be a stranger.
    """
    wrong = [check for check in check_service() if check.trouble]
    for check in wrong:
        log.warning("not_ready", check=check.name.value, trouble=check.trouble)
    if wrong:
        text = "".join(f"{check.name} failed\n" for check in wrong)
        return HttpResponse(text, status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")

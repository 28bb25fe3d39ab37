"""One-time links in an answer: the one place where their secret is ever shown."""

from collections.abc import Mapping

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from ninja import Schema

from verzuimbrug.application.receiving.refusals import RefusalCode, RefusedError
from verzuimbrug.application.sign_in.handover import Part


class LinkOut(Schema):
    """A link that opens once, and for whom it is; the other half is for somebody else."""

    part: Part
    recipient: str
    url: str


class LinksOut(Schema):
    """The links that were made."""

    links: list[LinkOut]


def handover_base(request: HttpRequest) -> str:
    """Where links lead: to the host that the caller came to, if it is one of ours."""
    try:
        return request.build_absolute_uri("/overdracht/")
    except DisallowedHost as strange:
        raise RefusedError(RefusalCode.UNREADABLE) from strange


def linked(
    base: str, secrets: Mapping[Part, str], recipients: Mapping[Part, str]
) -> list[dict[str, str]]:
    """Each link with its address."""
    return [
        {"part": part, "recipient": recipients.get(part, ""), "url": base + secret}
        for part, secret in secrets.items()
    ]

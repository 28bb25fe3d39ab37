"""What of an account's configuration is not in order yet (GR-5)."""

from collections.abc import Iterator, Sequence

from django.utils import timezone

from verzuimbrug.application.interpret import Interpreted
from verzuimbrug.application.readiness.rehearse import Rehearsal, interpreted
from verzuimbrug.application.sign_in.credentials import usable_credentials
from verzuimbrug.application.sign_in.listing import handed_over
from verzuimbrug.application.trying.try_out import TRIED
from verzuimbrug.domain.deliveries import MessageKind
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.rehearsal import makes_every_code
from verzuimbrug.sivi.tags import MESSAGE_KINDS
from verzuimbrug.store.models import AccountEvent, ClientAccount, SftpKey, Stream
from verzuimbrug.store.readiness_reads import newest_messages
from verzuimbrug.store.sql import write_json

SFTP = "sftp"


def configuration_problems(account: ClientAccount, rehearsal: Rehearsal) -> tuple[Finding, ...]:
    """Every problem, each by itself; within the tenant."""
    streams = list(Stream.objects.filter(account=account.id).order_by("name"))
    return (
        *unconfirmed(streams),
        *_untried(account.id, streams, rehearsal),
        *_sign_in(account),
        *([] if account.report_recipients else [Finding("GR505")]),
    )


def unconfirmed(streams: Sequence[Stream]) -> Iterator[Finding]:
    """Code tables that a person has not confirmed with the sender, for every accepted edition."""
    for stream in streams:
        confirmed = stream.settings.get("operations_confirmed", False)
        is_absence = MESSAGE_KINDS[stream.settings["message"]] is MessageKind.ABSENCE
        if not is_absence or confirmed is True:
            continue
        missing = sorted({*stream.settings.get("editions", ())} - {*(confirmed or ())})
        if not confirmed:
            yield Finding("GR501", {"stream": stream.name})
        elif missing:
            yield Finding("GR506", {"stream": stream.name, "editions": ", ".join(missing)})


def _untried(account: int, streams: Sequence[Stream], rehearsal: Rehearsal) -> Iterator[Finding]:
    """Streams whose template for the employer code was not tried on a real message.

    A template that another stream of the account has too is tried once.
    """
    by_id = {stream.id: template_of(stream) for stream in streams}
    tried = {by_id[rehearsal.streams[message]] for message in rehearsal.state.made}
    tried |= tried_by_hand(account, streams)
    missing = [number for number, template in by_id.items() if template not in tried]
    if missing:
        tried |= {by_id[number] for number in _made_of_the_newest(missing)}
    for stream in streams:
        if by_id[stream.id] not in tried:
            params = {"stream": stream.name, "template": stream.settings["employer_code"]}
            yield Finding("GR503", params)


def template_of(stream: Stream) -> tuple[str, str]:
    """How a stream makes the employer code, so that two streams can be compared."""
    options = stream.settings.get("employer_code_options", {})
    return stream.settings["employer_code"], write_json(options)


def tried_by_hand(account: int, streams: Sequence[Stream]) -> set[tuple[str, str]]:
    """The templates that somebody tried on a message, as `template_of` says them."""
    events = AccountEvent.objects.filter(account=account, event=TRIED)
    tried = {
        (details["stream"], details["template"])
        for details in events.values_list("details", flat=True)
        if details["made"]
    }
    return {
        template_of(stream)
        for stream in streams
        if (stream.name, stream.settings["employer_code"]) in tried
    }


def _made_of_the_newest(streams: Sequence[int]) -> set[int]:
    """The streams whose template makes every code of the newest message there is."""
    return {
        each.message.stream
        for each in interpreted(newest_messages(streams))
        if isinstance(each, Interpreted) and makes_every_code(each.input)
    }


def _sign_in(account: ClientAccount) -> Iterator[Finding]:
    """By what the portal signs in: a key, or a customer code and token that were handed over."""
    if account.kind == SFTP:
        if not SftpKey.objects.filter(account=account.id, revoked_at=None).exists():
            yield Finding("GR507")
    elif not usable_credentials(account.id, timezone.now()).exists():
        yield Finding("GR502")
    elif not handed_over(account.id):
        yield Finding("GR504")

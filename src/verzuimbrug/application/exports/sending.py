"""One message to one receiver: over HTTPS as a portal delivers, or into a folder over SFTP."""

import asyncio
import socket
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import asyncssh

import verzuimbrug
from verzuimbrug.application.exports.access import Access
from verzuimbrug.application.exports.setup import Delivery
from verzuimbrug.application.posting import ClosedError, open_address, post_to
from verzuimbrug.domain.exports import DeliveryKind, SendOutcome

SECONDS = 60.0
_NOT_LET_IN = (401, 403)
_PROBLEMS: Mapping[type[Exception], SendOutcome] = {
    ClosedError: SendOutcome.CLOSED,
    socket.gaierror: SendOutcome.UNKNOWN_HOST,
    TimeoutError: SendOutcome.TOO_SLOW,
    asyncssh.HostKeyNotVerifiable: SendOutcome.NOT_TRUSTED,
    asyncssh.PermissionDenied: SendOutcome.NOT_LET_IN,
    asyncssh.SFTPError: SendOutcome.REFUSED,
}
"""What goes wrong over SFTP; anything else is that the receiver is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A message as it goes: which it is, under which name, and its bytes."""

    message: str
    file_name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a try ended; `status` is that of an answer over HTTP."""

    outcome: SendOutcome
    status: int | None = None


def send(delivery: Delivery, access: Access, parcel: Parcel) -> Ended:
    """Sends a message; not within a transaction."""
    if delivery.kind is DeliveryKind.SFTP:
        return _put(delivery, access, parcel)
    return _post(delivery, access, parcel)


def _post(delivery: Delivery, access: Access, parcel: Parcel) -> Ended:
    signed = b64encode(f"{access.customer_code}:{access.token}".encode()).decode()
    headers = {
        "Content-Type": "application/xml",
        "User-Agent": f"Verzuimbrug/{verzuimbrug.__version__}",
        "Authorization": f"Basic {signed}",
        "X-Bestandsnaam": parcel.file_name,
    }
    url = urlsplit(delivery.place(delivery.url, parcel.message))
    posted = post_to(url, parcel.content, headers, SECONDS)
    if posted.status in _NOT_LET_IN:
        return Ended(outcome=SendOutcome.NOT_LET_IN, status=posted.status)
    return Ended(outcome=SendOutcome(posted.outcome), status=posted.status)


def _put(delivery: Delivery, access: Access, parcel: Parcel) -> Ended:
    try:
        asyncio.run(asyncio.wait_for(_into_folder(delivery, access, parcel), SECONDS))
    except (OSError, asyncssh.Error) as problem:
        found = (outcome for kind, outcome in _PROBLEMS.items() if isinstance(problem, kind))
        return Ended(outcome=next(found, SendOutcome.UNREACHABLE))
    return Ended(outcome=SendOutcome.TAKEN)


async def _into_folder(delivery: Delivery, access: Access, parcel: Parcel) -> None:
    """Under a name that says that it is not complete, and renamed once it is."""
    address = open_address(delivery.host, delivery.port)
    host_key = asyncssh.import_public_key(access.host_key)
    connecting = asyncssh.connect(
        address,
        delivery.port,
        username=delivery.user,
        client_keys=[asyncssh.import_private_key(access.private_key)],
        known_hosts=([host_key], [], []),
        agent_path=None,
        config=None,
    )
    folder = delivery.place(delivery.folder, parcel.message).rstrip("/")
    place = f"{folder}/{parcel.file_name}"
    async with connecting as connection, connection.start_sftp_client() as sftp:
        async with sftp.open(f"{place}.part", "wb") as file:
            await file.write(parcel.content)
        await sftp.rename(f"{place}.part", place)

"""How commands show what the instance keeps: moments, credentials, values as JSON."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from verzuimbrug.application.sign_in.listing import CredentialEntry, LinkEntry


def credential_json(entry: "CredentialEntry") -> dict[str, Any]:
    """A credential as JSON can hold it."""
    shown: dict[str, Any] = written(asdict(entry))
    return shown


def credential_lines(entry: "CredentialEntry") -> Iterator[str]:
    """A credential on one line, and under it its links."""
    words = [f"credential {entry.id}: {entry.state}", f"issued {moment_line(entry.issued_at)}"]
    if entry.valid_until:
        words.append(f"valid until {moment_line(entry.valid_until)}")
    if entry.revoked_at:
        words.append(f"revoked {moment_line(entry.revoked_at)}")
    used = f"last used {moment_line(entry.last_used_at)}" if entry.last_used_at else "never used"
    yield ", ".join([*words, used])
    for link in entry.links:
        yield _link_line(link)


def _link_line(link: "LinkEntry") -> str:
    whom = f" for {link.recipient}" if link.recipient else ""
    until = "until " if link.state == "open" else ""
    moment = moment_line(link.opened_at or link.expires_at)
    return f"  link {link.id}, {link.part}{whom}: {link.state} {until}{moment}"


def moment_line(at: datetime) -> str:
    """A moment to the minute, as the clock of the instance says it."""
    from django.utils.timezone import localtime

    return f"{localtime(at):%Y-%m-%d %H:%M}"


def written(value: Any) -> Any:  # noqa: ANN401 -- whatever a dataclass can hold
    """A value as JSON can hold it, with days and moments in ISO 8601."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: written(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [written(part) for part in value]
    return value

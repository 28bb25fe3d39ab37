"""The keys that open an SFTP account: pasted or made here, listed, revoked; each of it logged."""

from dataclasses import dataclass
from datetime import datetime

import asyncssh
from django.utils import timezone

from verzuimbrug.application.accounts import AccountRef, UnknownNameError, log_event
from verzuimbrug.application.sftp.logins import ensure_login, wrong_kind
from verzuimbrug.application.sftp.public_key import PublicKey, read_public_key
from verzuimbrug.application.sign_in.handover import Held, Part, end_links, make_link
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import OneTimeLink, SftpKey
from verzuimbrug.store.tenancy import tenant

_MADE_HERE = "ssh-ed25519"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEntry:
    """A key of an account; it opens the account until it is revoked."""

    fingerprint: str
    kind: str
    comment: str
    added_at: datetime
    added_by: str
    revoked_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """A pair that was made here: the private half is not kept, except behind a one-time link."""

    key: int
    fingerprint: str
    private_key: str


def add_key(ref: AccountRef, public_key_text: str, by: str) -> KeyEntry | Finding:
    """Keeps a pasted public key: from then on it opens the account."""
    read = read_public_key(public_key_text)
    if isinstance(read, Finding):
        return read
    with tenant(ref.arbodienst):
        obstacle = wrong_kind(ref) or _known(ref, read)
        return obstacle or _entry(_keep(ref, read, by))


def generate_pair(ref: AccountRef, by: str, recipient: str = "") -> KeyPair | Finding:
    """Makes an ed25519 pair and keeps the public half; the private one is shown or handed over."""
    private = asyncssh.generate_private_key(_MADE_HERE, comment=recipient or None)
    public = PublicKey(
        line=" ".join(private.export_public_key("openssh").decode().split()[:2]),
        fingerprint=private.get_fingerprint(),
        comment=recipient,
    )
    with tenant(ref.arbodienst):
        obstacle = wrong_kind(ref)
        if obstacle is not None:
            return obstacle
        key = _keep(ref, public, by)
    text = private.export_private_key("openssh").decode()
    return KeyPair(key=key.id, fingerprint=key.fingerprint, private_key=text)


def hand_over_key(ref: AccountRef, by: str, pair: KeyPair, recipient: str = "") -> str:
    """Puts the private half behind a link; returns the secret that opens it, once."""
    held = Held(
        part=Part.PRIVATE_KEY, value=pair.private_key, recipient=recipient, sftp_key=pair.key
    )
    with tenant(ref.arbodienst):
        return make_link(ref, by, held)


def note_revealed(ref: AccountRef, by: str, pair: KeyPair) -> None:
    """Keeps that somebody was shown the private half at once, without a link."""
    with tenant(ref.arbodienst):
        log_event(ref, by, "sftp-key-revealed", {"fingerprint": pair.fingerprint})


def revoke_key(ref: AccountRef, fingerprint: str, by: str) -> None:
    """Ends a key at once, also for who is signed in with it, with its link when not yet opened."""
    with tenant(ref.arbodienst):
        keys = SftpKey.objects.filter(
            account=ref.account, fingerprint=fingerprint.strip(), revoked_at=None
        )
        ended = list(keys.values_list("id", flat=True))
        if not ended:
            raise UnknownNameError(f"the account has no valid key with fingerprint {fingerprint}")
        end_links(OneTimeLink.objects.filter(sftp_key__in=ended))
        keys.update(revoked_at=timezone.now())
        log_event(ref, by, "sftp-key-revoked", {"fingerprint": fingerprint.strip()})


def list_keys(ref: AccountRef) -> tuple[KeyEntry, ...]:
    """The keys of an account, also the revoked ones, the oldest first."""
    with tenant(ref.arbodienst):
        return tuple(map(_entry, SftpKey.objects.filter(account=ref.account).order_by("id")))


def _known(ref: AccountRef, key: PublicKey) -> Finding | None:
    """A key is added once; one that was revoked does not come back."""
    same = SftpKey.objects.filter(account=ref.account, fingerprint=key.fingerprint)
    revoked = same.values_list("revoked_at", flat=True).first()
    if not same:
        return None
    return Finding("SF004" if revoked is None else "SF005", {"fingerprint": key.fingerprint})


def _keep(ref: AccountRef, key: PublicKey, by: str) -> SftpKey:
    ensure_login(ref, by)
    row = SftpKey.objects.create(
        arbodienst_id=ref.arbodienst,
        account_id=ref.account,
        public_key=key.line,
        fingerprint=key.fingerprint,
        comment=key.comment,
        added_at=timezone.now(),
        added_by=by,
    )
    log_event(ref, by, "sftp-key-added", {"fingerprint": key.fingerprint})
    return row


def _entry(row: SftpKey) -> KeyEntry:
    return KeyEntry(
        fingerprint=row.fingerprint,
        kind=row.public_key.partition(" ")[0],
        comment=row.comment,
        added_at=row.added_at,
        added_by=row.added_by,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
    )

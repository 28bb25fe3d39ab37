"""The login name of an SFTP account: made by us, readable, and the same for as long as it lives."""

import secrets
from dataclasses import dataclass

import asyncssh
from django.conf import settings
from django.utils.text import slugify

from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.sign_in.secret_values import digest
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import Arbodienst, ClientAccount, SftpLogin, SignIn
from verzuimbrug.store.models.open import SignInKind
from verzuimbrug.store.tenancy import tenant

KIND = "sftp"

_SUFFIX = "bcdfghjkmnpqrstvwxz23456789"
"""Without vowels, so that no words come out, and without what looks alike."""
_SUFFIX_LENGTH = 4
_LONGEST_CODE, _LONGEST_NAME = 16, 24


def login_of(ref: AccountRef, by: str) -> str | Finding:
    """The login name, made when it is first asked for; a finding for an account of another kind."""
    with tenant(ref.arbodienst):
        return wrong_kind(ref) or ensure_login(ref, by).name


@dataclass(frozen=True, slots=True, kw_only=True)
class Lobby:
    """What a portal needs to come over SFTP, beside a key.

    `login` is None as long as nobody asked for it; by the host key the portal knows this server.
    """

    login: str | None
    host_key: str
    fingerprint: str


def lobby_of(ref: AccountRef) -> Lobby:
    """The login of an account, if it was made, and the key of this server."""
    key = asyncssh.import_private_key(settings.SFTP_HOST_KEY)
    with tenant(ref.arbodienst):
        made = SftpLogin.objects.filter(account=ref.account).values_list("name", flat=True)
        login = made.first()
    return Lobby(
        login=login,
        host_key=key.export_public_key("openssh").decode().strip(),
        fingerprint=key.get_fingerprint(),
    )


def wrong_kind(ref: AccountRef) -> Finding | None:
    """The finding that the account is not of the kind `sftp`; within the tenant."""
    account = ClientAccount.objects.get(id=ref.account)
    return None if account.kind == KIND else Finding("SF006", {"account": account.name})


def ensure_login(ref: AccountRef, by: str) -> SftpLogin:
    """The login of an account, with the hash by which it is found before its tenant is known."""
    login, is_new = SftpLogin.objects.get_or_create(
        arbodienst_id=ref.arbodienst,
        account_id=ref.account,
        defaults={"name": _new_name(ref)},
    )
    if is_new:
        # The hash is unique over the instance; the name has it from its last part.
        SignIn.objects.create(
            hash=digest(login.name),
            kind=SignInKind.SFTP_LOGIN,
            arbodienst_id=ref.arbodienst,
            account=ref.account,
            target=login.id,
        )
        log_event(ref, by, "sftp-login-made", {"login": login.name})
    return login


def _new_name(ref: AccountRef) -> str:
    """Such as `gezond-felison-7k2m`: whose it is, and a part that makes it one of its kind."""
    code = Arbodienst.objects.get(id=ref.arbodienst).code
    name = ClientAccount.objects.get(id=ref.account).name
    readable = (slugify(code)[:_LONGEST_CODE], slugify(name).split("-")[0][:_LONGEST_NAME])
    suffix = "".join(secrets.choice(_SUFFIX) for _ in range(_SUFFIX_LENGTH))
    return "-".join(part.strip("-") for part in (*readable, suffix) if part.strip("-"))

"""The page of a sandbox for its sender: behind an address with a secret, as often as is wanted.

Only the hash of the secret is kept. There is one at a time: another one takes its place.
"""

import secrets

from django.db.models import QuerySet

from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.sandboxes.finding import Sandbox, sandbox_at
from verzuimbrug.application.sign_in.secret_values import digest
from verzuimbrug.application.sign_in.throttling import count_failure, look_up
from verzuimbrug.store.models import SignIn
from verzuimbrug.store.models.open import SignInKind
from verzuimbrug.store.tenancy import tenant


def make_page_link(sandbox: Sandbox, by: str) -> str:
    """A new secret of 256 bits, shown once; the one before opens nothing any more.

    Outside any tenant.
    """
    secret = secrets.token_urlsafe(32)
    with tenant(sandbox.ref.arbodienst):
        _links(sandbox).delete()
        SignIn.objects.create(
            hash=digest(secret),
            kind=SignInKind.CONFORMANCE,
            arbodienst_id=sandbox.ref.arbodienst,
            account=sandbox.ref.account,
            target=sandbox.ref.account,
        )
        log_event(sandbox.ref, by, "page-link-made")
    return secret


def withdraw_page_link(sandbox: Sandbox, by: str) -> bool:
    """Ends the address of the page; false when there was none. Outside any tenant."""
    with tenant(sandbox.ref.arbodienst):
        ended, _ = _links(sandbox).delete()
        if ended:
            log_event(sandbox.ref, by, "page-link-withdrawn")
    return ended > 0


def has_page_link(sandbox: Sandbox) -> bool:
    """Whether there is an address that opens the page."""
    return _links(sandbox).exists()


def open_page(secret: str, address: str) -> Sandbox | None:
    """The open sandbox that a secret opens; None for any other secret, which counts as a failure.

    Raises RefusedError when too much failed from that address.
    """
    claimed = look_up(SignInKind.CONFORMANCE, secret, address)
    sandbox = sandbox_at(AccountRef(arbodienst=claimed.arbodienst, account=claimed.account))
    if sandbox is None or not sandbox.is_open:
        count_failure(claimed)
        return None
    return sandbox


def _links(sandbox: Sandbox) -> QuerySet[SignIn]:
    return SignIn.objects.filter(
        kind=SignInKind.CONFORMANCE,
        arbodienst=sandbox.ref.arbodienst,
        account=sandbox.ref.account,
    )

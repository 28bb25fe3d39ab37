"""A sandbox is opened for an account, brought up to date with it, and closed."""

from django.db import transaction

from verzuimbrug.application.account_status import close
from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.activation import activate
from verzuimbrug.application.configuration.configure import Configured, configure
from verzuimbrug.application.configuration.writing import write_configuration
from verzuimbrug.application.readiness.waivers import Waiver
from verzuimbrug.application.sandboxes.finding import Sandbox, sandbox_of
from verzuimbrug.application.sandboxes.page_link import withdraw_page_link
from verzuimbrug.application.sandboxes.settings import wanted_configuration
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.readiness import CHECKS
from verzuimbrug.store.models import Arbodienst, ClientAccount
from verzuimbrug.store.tenancy import tenant

_WHY = "proefomgeving"
_LONGEST_CODE = 40


def open_sandbox(ref: AccountRef, by: str) -> Sandbox | tuple[Finding, ...]:
    """The sandbox of an account, made when it has none that is open; or why it cannot be made.

    Outside any tenant.
    """
    with transaction.atomic():
        real = Arbodienst.objects.select_for_update(no_key=True).get(id=ref.arbodienst)
        known = sandbox_of(ref)
        if known is not None and known.is_open:
            return known
        refused = _refused(real, ref)
        if refused:
            return refused
        code = _free_code(real.code, ref)
        configured = _configure(ref, code, by)
        if configured.findings:
            return configured.findings
        Arbodienst.objects.filter(code=code).update(sandbox_of=real, sandbox_account=ref.account)
        made = sandbox_of(ref)
        assert made is not None  # noqa: S101 -- it was just made
        blocks = activate(made.ref, by, Waiver(checks=tuple(CHECKS), reason=_WHY))
        assert not blocks, blocks  # noqa: S101 -- all checks are passed over
        _log(ref, by, "sandbox-opened", code)
        opened = sandbox_of(ref)
        assert opened is not None  # noqa: S101 -- it was just made
        return opened


def update_sandbox(ref: AccountRef, by: str, *, dry_run: bool = False) -> Configured:
    """Brings an open sandbox to the settings that its account has now; or says what would change.

    Outside any tenant.
    """
    with transaction.atomic():
        sandbox = sandbox_of(ref)
        if sandbox is None or not sandbox.is_open:
            return Configured(findings=(Finding("PB002"),))
        configured = _configure(ref, sandbox.code, by, dry_run=dry_run)
        if configured.applied and configured.differences:
            _log(ref, by, "sandbox-updated", sandbox.code)
        return configured


def close_sandbox(ref: AccountRef, by: str) -> bool:
    """Ends the open sandbox of an account for good, with all that signs in to it and its page.

    False when there is none that is open. Outside any tenant.
    """
    with transaction.atomic():
        sandbox = sandbox_of(ref)
        if sandbox is None or not sandbox.is_open:
            return False
        close(sandbox.ref, by, _WHY)
        withdraw_page_link(sandbox, by)
        _log(ref, by, "sandbox-closed", sandbox.code)
        return True


def _configure(ref: AccountRef, code: str, by: str, *, dry_run: bool = False) -> Configured:
    wanted = wanted_configuration(ref, code)
    if wanted.findings:
        return Configured(findings=wanted.findings)
    content = write_configuration(wanted.configuration).encode()
    return configure(content, by, dry_run=dry_run)


def _refused(real: Arbodienst, ref: AccountRef) -> tuple[Finding, ...]:
    """Nobody proves anything for a sandbox, or for an account that has ended."""
    if real.sandbox_of_id is not None:
        return (Finding("PB004"),)
    with tenant(ref.arbodienst):
        account = ClientAccount.objects.get(id=ref.account)
    return (Finding("PB003"),) if account.status == AccountStatus.CLOSED else ()


def _free_code(code: str, ref: AccountRef) -> str:
    """The code of the next sandbox of an account: `GEZOND-PROEF-7`, then `GEZOND-PROEF-7-2`."""
    before = Arbodienst.objects.filter(sandbox_of=ref.arbodienst, sandbox_account=ref.account)
    count = before.count()
    suffix = f"-PROEF-{ref.account}" + (f"-{count + 1}" if count else "")
    return code[: _LONGEST_CODE - len(suffix)] + suffix


def _log(ref: AccountRef, by: str, event: str, code: str) -> None:
    with tenant(ref.arbodienst):
        log_event(ref, by, event, {"sandbox": code})

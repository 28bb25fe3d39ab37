"""Sandboxes, and senders that work through their conformance cases."""

from django.utils import timezone

from configuring_world import ACCOUNT, apply
from sending_world import settings, work
from verzuimbrug.application.accounts import AccountRef, find_account
from verzuimbrug.application.answering.collecting import acknowledge_answers, collect_answers
from verzuimbrug.application.receiving.receive import receive
from verzuimbrug.application.sandboxes.editions import editions_of
from verzuimbrug.application.sandboxes.finding import Sandbox
from verzuimbrug.application.sandboxes.opening import open_sandbox
from verzuimbrug.application.sandboxes.telling import ToldCase, tell_conformance
from verzuimbrug.application.sign_in.credentials import SignedIn
from verzuimbrug.domain.conformance import cases_of


def real_account(configuration: dict[str, object] | None = None) -> AccountRef:
    """A coupling that is being set up, with all three streams."""
    chosen = configuration or settings()
    apply(chosen)
    return find_account(ACCOUNT, chosen["arbodienst"]["code"])  # type: ignore[index]


def sandbox(configuration: dict[str, object] | None = None) -> Sandbox:
    """Its sandbox, open."""
    opened = open_sandbox(real_account(configuration), "test")
    assert isinstance(opened, Sandbox), opened
    return opened


def sender(of: Sandbox) -> SignedIn:
    """Its sender, signed in."""
    return SignedIn(arbodienst=of.ref.arbodienst, account=of.ref.account)


def send_examples(of: Sandbox) -> None:
    """Sends the examples of all cases, and has them processed."""
    for edition in editions_of(of).all:
        for case in cases_of(edition):
            send(of, edition.stream, edition.edition, case.id)
    work()


def send(of: Sandbox, stream: str, edition: str, case: str) -> None:
    """Sends the example of a case; nothing is processed yet."""
    files = editions_of(of).examples(stream, edition, case, timezone.localdate())
    for file in files:
        receive(sender(of), file.stream, file.file_name, file.content, "rest")


def collect(of: Sandbox) -> None:
    """Collects and acknowledges all answers."""
    while answers := collect_answers(sender(of), 100):
        acknowledge_answers(sender(of), [each.number for each in answers])


def told(of: Sandbox, edition: str, case: str, stream: str = "Verzuimmeldingen") -> ToldCase:
    """How a case stands."""
    (found,) = (
        each
        for group in tell_conformance(of, "nl").editions
        if (group.stream, group.edition) == (stream, edition)
        for each in group.cases
        if each.id == case
    )
    return found

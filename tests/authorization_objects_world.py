"""An arbodienst with one of everything that a request can name, and one beside it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from configuring_world import ACCOUNT
from doors_world import Coupling
from exports_world import CONTACT
from passed_on_world import DOCUMENTS, documents, stream_of
from readiness_world import OTHER, in_order
from retention_world import age
from sending_world import ABSENCE, EMPLOYEES, cases, employees, person, persons, report, sick, take
from sftp_world import with_key
from verzuimbrug.application.access import Reader
from verzuimbrug.application.accounts import AccountRef, find_account
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.erasing.runs import preview_retention
from verzuimbrug.application.events.publishing import publish
from verzuimbrug.application.held.show import show_changes
from verzuimbrug.application.portal_deliveries.initial_load import start_initial_load
from verzuimbrug.application.portal_deliveries.reconciliation import start_reconciliation
from verzuimbrug.application.sandboxes.finding import Sandbox
from verzuimbrug.application.sandboxes.opening import open_sandbox
from verzuimbrug.application.sftp.keys import list_keys
from verzuimbrug.application.sign_in import apikeys
from verzuimbrug.application.sign_in.links import issue_by_links
from verzuimbrug.application.sign_in.listing import list_credentials
from verzuimbrug.application.undoing.undo import preview_undo, undo
from verzuimbrug.application.undoing.values import OfMessage, Undone
from verzuimbrug.application.webhooks.endpoints import WebhookMade, make_webhook
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.employer_proposals import Proposal, ProposalKind
from verzuimbrug.domain.permissions import Role
from verzuimbrug.store.employer_proposals import Source, keep_proposals
from verzuimbrug.store.models import (
    EmployerProposal,
    Employment,
    Message,
    PassedOnItem,
    RetentionTerm,
)
from verzuimbrug.store.tenancy import tenant

SFTP, OTHER_SFTP, FOREIGN_SFTP = "Felison VDD", "Andere VDD", "VDD"
_LOADING, _EXPORT = "In opbouw", "Volmacht Zuid"
_OPEN_GROUP, _TABLE, _DRAFT = "NOG-NIEMAND", "TELWOORDEN", "In concept"


def _export(name: str, code: str) -> dict[str, Any]:
    return {
        "name": name,
        "scope": {"all": True},
        "sender": code,
        "receiver": "ELDERS",
        "edition": "2026",
        "messages": [ABSENCE],
        "contact": CONTACT,
        "delivery": {"type": "collect"},
    }


def everything() -> dict[str, Any]:
    """A configuration with one of everything."""
    configuration = in_order("GEZOND")
    account, *others = configuration["accounts"]
    groups = [*configuration["employer_groups"], {"code": _OPEN_GROUP, "name": "Nog niemand"}]
    return {
        **configuration,
        "employer_groups": groups,
        "conversion_tables": [{"code": _TABLE, "values": {"1": "een"}}],
        "accounts": [
            {**account, "streams": [*account["streams"], stream_of(DOCUMENTS)]},
            *others,
            {**account, "name": _DRAFT},
            {**account, "name": _LOADING},
            *({**account, "name": name, "type": "sftp"} for name in (SFTP, OTHER_SFTP)),
        ],
        "exports": [_export(_EXPORT, "GEZOND")],
    }


def beside() -> dict[str, Any]:
    """The configuration of another arbodienst, in which nothing is called as in ours."""
    account = {"scope": {"all": True}, "streams": [{"name": ABSENCE, "message": ABSENCE}]}
    return {
        "arbodienst": {"code": "FIT", "name": "Arbodienst Fit"},
        "employer_groups": [{"code": "EIGEN", "name": "Eigen groep"}],
        "employers": [{"code": "EIGEN1", "name": "Eigen werkgever", "groups": ["EIGEN"]}],
        "accounts": [
            {**account, "name": "Portaal"},
            {**account, "name": FOREIGN_SFTP, "type": "sftp"},
        ],
        "exports": [_export("Eigen export", "FIT")],
    }


def objects_of(of: Coupling) -> dict[str, Any]:
    """What requests name, all of it of our arbodienst."""
    gap = [report("VG-GAT"), report("VG-GAT", 3, Operation.CHANGE, at=5)]
    second = report("VG1", 1, at=1)
    impossible = report("VG1", 2, Operation.CHANGE, at=3, percentage=Decimal("100.01"))
    (taken,) = take(of, sick(report(), *gap, second, impossible), stream=ABSENCE)
    start_reconciliation(Decider(arbodienst=of.arbodienst, by="test"), of.account, [])
    assert isinstance(open_sandbox(of.ref, "test"), Sandbox)
    (gone,) = take(of, sick(report("VG-WEG")))
    made = _undone(of, gone.receipt)
    take(of, documents(), stream=DOCUMENTS)
    return {
        "account": ACCOUNT,
        "answer": of.answer(taken.receipt),
        "api_key": _another_key(of.arbodienst),
        "arbodienst": "GEZOND",
        "draft": _DRAFT,
        "employer": "FLSN1001",
        "export": _EXPORT,
        "group": "FELISON-VI",
        "loading": _loading(),
        "open_group": _OPEN_GROUP,
        "parked_case": "VG-GAT",
        "passed_on": _passed_on(of),
        "receipt": taken.receipt,
        "reconcilable": OTHER,
        "scheme": "standaard",
        "table": _TABLE,
        "undo": made,
        **_held(of),
        "proposal": _proposal(of),
        **_handed_over(of),
        **_sftp(find_account(SFTP, "GEZOND")),
        "case": cases(of)["VG1"].id,
        "employee": persons(of)[0].id,
        "employment": _employment(of),
        "webhook": _webhook(of),
        "retention": _retention(of),
    }


def _undone(of: Coupling, receipt: str) -> int:
    """An undo of a message."""
    what = OfMessage(receipt=receipt)
    shown = preview_undo(Reader(arbodienst=of.arbodienst, principal="test"), what)
    assert shown is not None
    decider = Decider(arbodienst=of.arbodienst, by="test")
    done = undo(decider, what, "test", shown.shown)
    assert isinstance(done, Undone)
    return done.undo


def _loading() -> str:
    """An account whose initial load is open."""
    start_initial_load(find_account(_LOADING, "GEZOND"), "test")
    return _LOADING


def _held(of: Coupling) -> dict[str, str]:
    """A message that waits for a person, as it was made in the future."""
    made_at = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=30)
    (told,) = take(of, sick(report("VG-WACHT"), made_at=made_at), stream=ABSENCE)
    shown = show_changes(Reader(arbodienst=of.arbodienst, principal="test"), told.receipt)
    assert shown is not None
    return {"held": told.receipt, "held_digest": shown.digest}


def _proposal(of: Coupling) -> int:
    """An employer that a message proposes."""
    with tenant(of.arbodienst):
        message = Message.objects.latest("id").id
        source = Source(arbodienst=of.arbodienst, message=message, account=of.account, name="test")
        new = Proposal(
            position=0,
            kind=ProposalKind.NEW,
            code="FLSN2001",
            received="IdWrkgvrArbdnst=2001",
            name="Timmerbedrijf Van Dam",
            says={"name": "Timmerbedrijf Van Dam"},
        )
        keep_proposals(source, {"x": [new]})
        return EmployerProposal.objects.get().id


def _retention(of: Coupling) -> str:
    """The digest of what is over its term: a message of long ago."""
    with tenant(of.arbodienst):
        RetentionTerm.objects.create(arbodienst_id=of.arbodienst, kind="messages", days=365)
    (told,) = take(of, employees(person("w-1")), stream=EMPLOYEES)
    age(of, told.receipt)
    return preview_retention(Reader(arbodienst=of.arbodienst, principal="test")).digest


def _employment(of: Coupling) -> int:
    with tenant(of.arbodienst):
        return Employment.objects.get().id


def _passed_on(of: Coupling) -> int:
    with tenant(of.arbodienst):
        return PassedOnItem.objects.get().id


def _webhook(of: Coupling) -> int:
    """A webhook, and events that it has yet to get; nothing is sent."""
    made = make_webhook(
        Reader(arbodienst=of.arbodienst, principal="test"), "https://nergens.invalid/"
    )
    assert isinstance(made, WebhookMade)
    publish(of.arbodienst)
    return made.id


def _another_key(arbodienst: int) -> str:
    apikeys.create(arbodienst, "zaaksysteem", Role.READ)
    return "zaaksysteem"


def _handed_over(of: Coupling) -> dict[str, Any]:
    """A credential, and a link to a half of it that nobody opened."""
    secret, _ = issue_by_links(of.ref, "test").values()
    newest = list_credentials(of.ref)[-1]
    return {"credential": newest.id, "link": newest.links[0].id, "secret": secret}


def _sftp(ref: AccountRef) -> dict[str, str]:
    """An SFTP account with a key."""
    with_key(ref)
    (key,) = list_keys(ref)
    return {"sftp_account": SFTP, "fingerprint": key.fingerprint}

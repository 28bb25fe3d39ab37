"""A coupling on its way to going live, as one value (docs/rules/readiness.md)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.application.couplings.heads import CouplingHead, head_of
from verzuimbrug.application.couplings.outcome import is_outdated, last_outcome
from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.application.readiness.configuration_problems import (
    template_of,
    tried_by_hand,
    unconfirmed,
)
from verzuimbrug.application.sign_in.credentials import usable_credentials
from verzuimbrug.application.sign_in.listing import handed_over
from verzuimbrug.domain.coupling_steps import (
    GuidedStep,
    LastOutcome,
    LoadStanding,
    Standing,
    StreamStanding,
    steps_of,
)
from verzuimbrug.domain.deliveries import MessageKind
from verzuimbrug.domain.portal_delivery import Step
from verzuimbrug.sivi.tags import MESSAGE_KINDS
from verzuimbrug.store.coupling_reads import count_in_scope, initial_load
from verzuimbrug.store.models import AccountScope, ClientAccount, SftpKey, Stream
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoped:
    """A group or an employer in the scope of a coupling: the store's id, code and name."""

    id: int
    code: str
    name: str
    is_group: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A coupling with its steps. `is_outdated`: the readiness is to be worked out anew."""

    head: CouplingHead
    scope: tuple[Scoped, ...]
    standing: Standing
    is_outdated: bool

    @property
    def steps(self) -> tuple[GuidedStep, ...]:
        """The steps in order."""
        return steps_of(self.standing)


def guide_of(reader: Reader, account: int) -> Guide | None:
    """A coupling that is open to the reader; None for any other. A fixed number of queries."""
    if not reader.authority.opens_account(account):
        return None
    with tenant(reader.arbodienst):
        row = ClientAccount.objects.filter(id=account).first()
        if row is None:
            return None
        outcome, scope = last_outcome(account), tuple(_scope(account))
        return Guide(
            head=head_of(row),
            scope=scope,
            standing=_standing(row, outcome, has_scope=row.scope_all or bool(scope)),
            is_outdated=is_outdated(account, outcome),
        )


def _scope(account: int) -> Iterator[Scoped]:
    rows = AccountScope.objects.filter(account=account).order_by("group__code", "employer__code")
    for row in rows.select_related("group", "employer"):
        named = row.group or row.employer
        yield Scoped(id=named.id, code=named.code, name=named.name, is_group=row.group is not None)


def _standing(row: ClientAccount, outcome: LastOutcome | None, *, has_scope: bool) -> Standing:
    head, today = head_of(row), timezone.now().astimezone(LOCAL).date()
    keys = SftpKey.objects.filter(account=row.id, revoked_at=None)
    load = initial_load(row.id)
    return Standing(
        status=head.status,
        has_scope=has_scope,
        employers=count_in_scope(row.id, today),
        recipients=len(row.report_recipients),
        keys=keys.count() if head.signs_in_with_keys else None,
        is_issued=usable_credentials(row.id, timezone.now()).exists(),
        is_handed_over=handed_over(row.id),
        streams=tuple(_streams(head, outcome)),
        outcome=outcome,
        load=LoadStanding(step=Step(load[0]), messages=load[1], unread=load[2]) if load else None,
    )


def _streams(head: CouplingHead, outcome: LastOutcome | None) -> Iterator[StreamStanding]:
    streams = list(Stream.objects.filter(account=head.id).order_by("name"))
    lacking = {finding.params["stream"]: finding for finding in unconfirmed(streams)}
    tried, untried = tried_by_hand(head.id, streams), _untried(outcome)
    for stream in streams:
        finding = lacking.get(stream.name)
        editions = finding.params.get("editions", "") if finding else ""
        yield StreamStanding(
            name=stream.name,
            is_absence=MESSAGE_KINDS.get(stream.settings["message"]) is MessageKind.ABSENCE,
            is_confirmed=finding is None or bool(editions),
            unconfirmed=tuple(editions.split(", ")) if editions else (),
            is_tried=head.was_live
            or template_of(stream) in tried
            or (untried is not None and stream.name not in untried),
        )


def _untried(outcome: LastOutcome | None) -> Sequence[str] | None:
    """The streams that were said to be untried when it was last looked at; None: never looked."""
    if outcome is None:
        return None
    findings = (finding for check in outcome.checks for finding in check.findings)
    return [finding.params["stream"] for finding in findings if finding.code == "GR503"]

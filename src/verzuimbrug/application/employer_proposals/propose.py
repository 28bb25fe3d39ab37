"""What messages about employers come to: proposals, and what is taken over at once (WG-5, WG-7)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from verzuimbrug.application.configuration.configure import edit
from verzuimbrug.application.configuration.entries import Configuration
from verzuimbrug.application.employer_proposals.applying import Choice, with_proposals
from verzuimbrug.application.employer_proposals.facts import Facts, read_facts
from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.application.processing.beside import Beside
from verzuimbrug.application.processing.outcomes import dry_run, processed
from verzuimbrug.application.processing.together import Moment
from verzuimbrug.domain.employer_code import MadeCode
from verzuimbrug.domain.employer_messages import EmployerData
from verzuimbrug.domain.employer_proposals import (
    Proposal,
    ProposalKind,
    Reading,
    Worked,
    subject_of,
)
from verzuimbrug.domain.fields import Stamp
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.proposing_employers import propose, taken_at_once
from verzuimbrug.domain.registration_numbers import registration_number
from verzuimbrug.domain.streams import Mode
from verzuimbrug.sivi.mapping.employers import PROPOSES_ONLY, map_employers_themselves
from verzuimbrug.store.employer_proposals import (
    Source,
    keep_proposals,
    keep_words,
    read_words,
    settled_digests,
)
from verzuimbrug.store.inbox import MessageOutcome
from verzuimbrug.store.models import Arbodienst, ClientAccount

BY_MESSAGE = "message:"
"""Before the receipt of a message, where it stands who changed something."""

TOLD: Mapping[ProposalKind, str] = {
    ProposalKind.NEW: "WG501",
    ProposalKind.CHANGED: "WG502",
    ProposalKind.JOINS: "WG503",
    ProposalKind.LEAVES: "WG504",
    ProposalKind.DEPARTMENTS: "WG505",
}
"""What the report of a message says of a proposal."""


@dataclass(slots=True)
class _Employer:
    """One employer of a message, on its way."""

    data: EmployerData
    made: MadeCode
    worked: Worked = field(default_factory=Worked)
    findings: tuple[Finding, ...] = ()
    is_over: bool = False
    is_in_scope: bool = False

    @property
    def code(self) -> str:
        return self.made.code if self.made.is_made else ""

    @property
    def subject(self) -> str:
        return subject_of(self.code, self.made.received)

    @property
    def name(self) -> str:
        return self.data.values.get("name", "")

    def say(self, finding: Finding) -> None:
        self.findings += (replace(finding, path=self.data.path, line=self.data.line),)


def propose_employers(messages: Sequence[Beside], moment: Moment) -> list[MessageOutcome]:
    """What became of each message, in order; a dry run writes nothing.

    Within the transaction of the batch, which holds the lanes of the employers.
    """
    return [_outcome(each, moment) for each in messages]


def _outcome(message: Beside, moment: Moment) -> MessageOutcome:
    if message.is_dry_run:
        return dry_run(message, tell(message, moment), ())
    source = _source(message)
    if _takes_at_once(message):
        # What is taken over is worked out on what stands: no configuration changes meanwhile.
        Arbodienst.objects.select_for_update(no_key=True).get(id=source.arbodienst)
    employers = _work_out(message, moment)
    if _takes_at_once(message):
        _take_at_once(source, message, [each for each in employers if each.is_in_scope])
    _leave_out_settled(message, employers)
    current = [each for each in employers if not each.is_over]
    keep_proposals(source, {each.subject: each.worked.proposals for each in current})
    keep_words(source, {each.subject: _stamp(message, each.data) for each in current})
    return processed(message, tuple(_told(employers)))


def tell(message: Beside, moment: Moment) -> tuple[Finding, ...]:
    """What the message would propose; nothing is written (MSG-4)."""
    employers = _work_out(message, moment)
    _leave_out_settled(message, employers)
    return tuple(_told(employers))


def _work_out(message: Beside, moment: Moment) -> list[_Employer]:
    """Each employer of the message with what it comes to; nothing is written."""
    assert message.checked.root is not None  # noqa: S101 -- a valid message has one
    template = message.configuration.employer_code
    employers = [
        _Employer(data, template.code_from(data.tags))
        for data in map_employers_themselves(message.checked.root)
    ]
    facts = _facts(message, employers, moment)
    _pass_over(message, employers)
    reading = Reading(
        rules=message.configuration.case_rules,
        edition=message.envelope.edition,
        today=moment[1],
    )
    for each in employers:
        if not each.is_over:
            known = facts.known.get(each.code)
            each.is_in_scope = known is not None and known.in_scope
            each.worked = propose(each.data, each.made, known, facts.place, reading)
            each.findings += each.worked.findings
    return employers


def _facts(message: Beside, employers: Sequence[_Employer], moment: Moment) -> Facts:
    numbers = {
        registration_number("kvk_number", each.data.values.get("kvk_number", "")) or ""
        for each in employers
    } - {""}
    days = [message.message.received_at.astimezone(LOCAL).date(), moment[1]]
    codes = {each.code for each in employers}
    return read_facts(message.configuration.scope, codes, numbers, days)


def _pass_over(message: Beside, employers: Sequence[_Employer]) -> None:
    """What a later message, or this one further on, says otherwise does not count (WN-5)."""
    last = {each.subject: each for each in employers}
    words = read_words(message.message.account, message.configuration.message, last)
    for each in employers:
        if last[each.subject] is not each:
            each.is_over = True
            each.say(Finding("WG524", {"name": each.name}))
        elif words.get(each.subject, []) > _stamp(message, each.data):
            each.is_over = True
            each.say(Finding("WG509", {"name": each.name}))


def _stamp(message: Beside, data: EmployerData) -> list[str | int]:
    envelope = message.envelope
    return Stamp(
        made_at=envelope.made_at.isoformat(),
        reference=envelope.reference,
        sha256=message.message.sha256,
        position=data.position,
    ).to_json()


def _leave_out_settled(message: Beside, employers: Sequence[_Employer]) -> None:
    """A proposal that was refused does not come back as long as it is the same."""
    digests = [each.digest for one in employers for each in one.worked.proposals]
    settled = settled_digests(message.message.account, digests)
    for one in employers:
        kept = tuple(each for each in one.worked.proposals if each.digest not in settled)
        for _ in range(len(one.worked.proposals) - len(kept)):
            one.say(Finding("WG508", {"name": one.name}))
        one.worked = replace(one.worked, proposals=kept)


def _takes_at_once(message: Beside) -> bool:
    configuration = message.configuration
    return configuration.mode is Mode.LIVE and configuration.message not in PROPOSES_ONLY


def _take_at_once(source: Source, message: Beside, employers: Sequence[_Employer]) -> None:
    """Takes over details of these employers, as a version by the message; the rest waits."""
    is_confirmed = message.configuration.case_rules.confirms(message.envelope.edition)
    at_once: list[Proposal] = []
    for one in employers:
        now, later = taken_at_once(one.worked.proposals, is_confirmed=is_confirmed)
        at_once += now
        one.worked = replace(one.worked, proposals=later)
        if now:
            fields = {name for each in now for name in each.says}
            one.say(Finding("WG506", {"code": one.code, "fields": ", ".join(sorted(fields))}))
        if any(each.kind is ProposalKind.DEPARTMENTS for each in later):
            one.say(Finding("WG522", {"code": one.code}))
    if at_once:
        _edit(source, message.message.receipt, at_once)


def _edit(source: Source, receipt: str, proposals: Sequence[Proposal]) -> None:
    def change(stored: Configuration) -> Configuration | Finding:
        return with_proposals(stored, [(each, Choice(number=0)) for each in proposals])

    by = f"{BY_MESSAGE}{receipt}"
    configured = edit(source.arbodienst, change, by=by)
    assert configured.applied, configured.findings  # noqa: S101 -- worked out on what stands


def _source(message: Beside) -> Source:
    accounts = ClientAccount.objects.filter(id=message.message.account)
    return Source(
        arbodienst=accounts.values_list("arbodienst_id", flat=True).get(),
        message=message.message.id,
        account=message.message.account,
        name=message.configuration.message,
    )


def _told(employers: Sequence[_Employer]) -> Iterator[Finding]:
    """What the report says, employer by employer."""
    for each in employers:
        yield from each.findings
        for proposal in each.worked.proposals:
            params = {"code": proposal.code, "name": proposal.name}
            yield Finding(TOLD[proposal.kind], params, each.data.path, each.data.line)
            for finding in proposal.findings:
                yield replace(finding, path=each.data.path, line=each.data.line)
        if not each.findings and not each.worked.proposals:
            params = {"code": each.code, "name": each.name}
            yield Finding("WG507", params, each.data.path, each.data.line)

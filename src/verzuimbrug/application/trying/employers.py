"""The employer groups of a tried message: how each code is made, and whose it is (WG-1, WG-2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from verzuimbrug.application.trying.values import MadeStep, Step, TriedEmployer, TriedTag
from verzuimbrug.domain.conversion import ConversionTable
from verzuimbrug.domain.decisions import WaitCause
from verzuimbrug.domain.deliveries import DeliveredEmployer, DeliveredPerson, DeliveredReport
from verzuimbrug.domain.drafts import Blocked
from verzuimbrug.domain.employer_code import EmployerCodeTemplate
from verzuimbrug.domain.identity import ResolvedEmployer, resolve_employer
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.snapshot import EmployerFacts

_OPTIONS: Mapping[Step, str] = {
    Step.TRIMMED: "trim",
    Step.UPPER: "upper",
    Step.ZEROS: "strip_zeros",
    Step.CONVERTED: "conversion",
}


@dataclass(frozen=True, slots=True)
class Group:
    """An employer group of the message, and what its code leads to."""

    delivered: DeliveredEmployer
    resolved: ResolvedEmployer

    @property
    def employer(self) -> EmployerFacts | None:
        """The employer that would take what is in the group."""
        outcome = self.resolved.outcome
        return None if isinstance(outcome, Blocked) else outcome

    @property
    def is_made(self) -> bool:
        """Whether a whole code could be made."""
        outcome = self.resolved.outcome
        blocked = outcome if isinstance(outcome, Blocked) else None
        return blocked is None or blocked.waits_for is not WaitCause.CONFIGURATION


def groups_of(
    message: MessageInput, employers: Mapping[str, EmployerFacts], today: date
) -> tuple[Group, ...]:
    """The groups in order, each employer looked up as it is today."""
    days = (today, today)
    return tuple(
        Group(each, resolve_employer(each, message.configuration, employers, days))
        for each in message.delivery.employers
    )


def reports_of(person: DeliveredPerson) -> Iterator[DeliveredReport]:
    """The reports of a person, of all employments."""
    for employment in person.employments:
        yield from employment.reports


def tried_employer(
    group: Group, template: EmployerCodeTemplate, names: Mapping[str, str]
) -> TriedEmployer:
    """A group as it is shown; `names` gives the names of the employers that exist, by code."""
    delivered, resolved = group.delivered, group.resolved
    outcome = resolved.outcome
    exists = group.is_made and resolved.code in names
    return TriedEmployer(
        path=delivered.path,
        line=delivered.line,
        tags=tuple(_tags(template, delivered.tags)),
        code=resolved.code,
        is_made=group.is_made,
        exists=exists,
        reach=resolved.reach,
        name=names[resolved.code] if exists else "",
        finding=outcome.finding if isinstance(outcome, Blocked) else None,
        persons=len(delivered.persons),
        reports=sum(1 for person in delivered.persons for _ in reports_of(person)),
    )


def _tags(template: EmployerCodeTemplate, values: Mapping[str, str]) -> Iterator[TriedTag]:
    for tag in dict.fromkeys(template.tags):
        steps = tuple(_steps(replace(template, template=f"[{tag}]"), values))
        yield TriedTag(tag=tag, received=values.get(tag, ""), steps=steps)


def _steps(template: EmployerCodeTemplate, values: Mapping[str, str]) -> Iterator[MadeStep]:
    """What the same template makes of the values while its options are put on one by one."""
    so_far = EmployerCodeTemplate(
        template=template.template,
        trim=False,
        upper=False,
        strip_zeros=False,
        conversion=ConversionTable(),
    )
    for step, option in _OPTIONS.items():
        chosen = getattr(template, option)
        if chosen != getattr(so_far, option):
            so_far = replace(so_far, **{option: chosen})
            made = so_far.code_from(values)
            yield MadeStep(step=step, value=None if made.unknown else made.code)

"""The employments of a person, of the statements that stand (VE-4, WN-7)."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from verzuimbrug.domain.change_list import pairs_of
from verzuimbrug.domain.effects import effects_of_employment
from verzuimbrug.domain.fields import FieldChange, StampedFields
from verzuimbrug.domain.snapshot import EmploymentFacts
from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.domain.undoing import EmploymentBefore, ObjectChange
from verzuimbrug.domain.undoing_fields import Heard, field_changes, restore


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredEmployment:
    """An employment before and after. `collides`: another one has the number it would get back."""

    before: EmploymentBefore
    facts: EmploymentFacts
    hidden: bool
    collides: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether anything of it differs."""
        return (self.before.facts, self.before.hidden) != (self.facts, self.hidden)

    @property
    def change(self) -> ObjectChange:
        """What happens to it, the number included."""
        was, now = self.before.facts, self.facts
        changes = field_changes(was.fields, now.fields)
        if was.number != now.number and not (self.hidden or self.before.hidden):
            changes = (*changes, FieldChange("number", was.number, now.number))
        change = ObjectChange(
            kind=ObjectKind.EMPLOYMENT,
            object=now.id,
            employee=now.employee,
            effects=effects_of_employment(changes, is_new=False),
            pairs=pairs_of(changes),
        )
        return change.with_hidden(self.before.hidden, self.hidden)


def restore_employments(
    employments: Sequence[EmploymentBefore], heard: Heard, *, person_hidden: bool
) -> tuple[RestoredEmployment, ...]:
    """The employments of one person that differ, or would but for their number.

    One that no statement is known of stays as it is. Employments of an account of which two would
    have the same number keep the numbers that they have.
    """
    restored = [_restored(each, heard, person_hidden=person_hidden) for each in employments]
    taken = Counter((each.facts.account, each.facts.number) for each in restored)
    collided = {account for (account, _), count in taken.items() if count > 1}
    settled = (_with_own_number(each) if _is_in(each, collided) else each for each in restored)
    return tuple(each for each in settled if each.is_changed or each.collides)


def _restored(before: EmploymentBefore, heard: Heard, *, person_hidden: bool) -> RestoredEmployment:
    facts = before.facts
    own = [
        each
        for each in heard
        if each.said.kind is ObjectKind.EMPLOYMENT and each.said.object == facts.id
    ]
    if not own:
        return RestoredEmployment(before=before, facts=facts, hidden=before.hidden)
    standing = [each for each in own if each.stands]
    hidden = person_hidden or not standing
    number, former = facts.number, facts.former
    if hidden:
        fields, number, former = StampedFields(), own[0].said.key, frozenset()
    else:
        fields = restore(facts.fields, own, anew=before.hidden)
        if before.hidden or any(each.turned and each.renames for each in own):
            number, former = _numbers(standing)
    facts = replace(facts, fields=fields, number=number, former=former)
    return RestoredEmployment(before=before, facts=facts, hidden=hidden)


def _numbers(standing: Heard) -> tuple[str, frozenset[str]]:
    """The number and the former ones, of the statements in the order in which they were taken.

    The same rule as `Employments.take`. A later number that a standing statement found the
    employment by goes on finding it, also when what made it one of its numbers is undone.
    """
    number, former = standing[0].said.key, frozenset[str]()
    for each in standing:
        if each.renames:
            number = each.said.key if number == each.said.key_old else number
            former = (former | each.names) - {number}
    named = frozenset(each.said.key for each in standing)
    return number, (former | named) - {number}


def _is_in(restored: RestoredEmployment, accounts: Collection[int]) -> bool:
    was, now = restored.before.facts, restored.facts
    return now.account in accounts and now.number != was.number


def _with_own_number(restored: RestoredEmployment) -> RestoredEmployment:
    was = restored.before.facts
    facts = replace(restored.facts, number=was.number, former=was.former)
    return replace(restored, facts=facts, collides=not restored.hidden)

"""Persons and their link keys, of the statements that stand (VE-4, WN-1 to WN-6)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from verzuimbrug.domain.case_fields import Pairs
from verzuimbrug.domain.change_list import pairs_of
from verzuimbrug.domain.effects import Effect, effects_of_fields
from verzuimbrug.domain.fields import StampedFields
from verzuimbrug.domain.people import BSN_STAMP
from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.domain.undoing import LinkKeyFacts, ObjectChange, PersonBefore
from verzuimbrug.domain.undoing_fields import Heard, field_changes, restore


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredPerson:
    """A person before and after; of the keys those that differ."""

    before: PersonBefore
    fields: StampedFields
    bsn: str | None = None
    hidden: bool = False
    keys: tuple[LinkKeyFacts, ...] = ()

    @property
    def changes(self) -> Iterator[ObjectChange]:
        """What happens to the person: the fields first, then the keys.

        The keys of somebody who is hidden or shown go with the person.
        """
        was = _with_bsn(self.before.fields, self.before.bsn)
        changes = field_changes(was, _with_bsn(self.fields, self.bsn))
        change = self._change(effects_of_fields(changes, is_new=False), pairs_of(changes))
        change = change.with_hidden(self.before.hidden, self.hidden)
        if change.pairs:
            yield change
        if self.hidden == self.before.hidden:
            yield from self._key_changes()

    def _key_changes(self) -> Iterator[ObjectChange]:
        """Per account the keys that go and those that come, side by side."""
        was = {each.key: each for each in self.before.keys}
        gone: dict[int, list[str]] = defaultdict(list)
        came: dict[int, list[str]] = defaultdict(list)
        for each in self.keys:
            before = was[each.key]
            goes = each.hidden > before.hidden or each.is_present < before.is_present
            (gone if goes else came)[each.key.account].append(each.key.key)
        for account in sorted({*gone, *came}):
            for former, present in zip_longest(gone[account], came[account]):
                effect = _key_effect(former, present)
                yield self._change((effect,), {"link_key": [former, present]})

    def _change(self, effects: tuple[Effect, ...], pairs: Pairs) -> ObjectChange:
        return ObjectChange(
            kind=ObjectKind.EMPLOYEE,
            object=self.before.id,
            employee=self.before.id,
            effects=effects,
            pairs=pairs,
        )


def _key_effect(former: str | None, present: str | None) -> Effect:
    if former is None:
        return Effect.LINKED
    return Effect.HIDDEN if present is None else Effect.REKEYED


def restore_person(person: PersonBefore, heard: Heard) -> RestoredPerson:
    """The person after a turn.

    A person of whom nothing stands, and to whom nobody gave a key by hand, is hidden, and keeps no
    field: whoever says something of the person later starts anew.
    """
    said = [each for each in heard if each.said.kind is ObjectKind.EMPLOYEE]
    by_hand = any(key.by_hand for key in person.keys)
    if not (by_hand or any(each.stands for each in said)):
        keys = [replace(key, superseded=False, hidden=True) for key in person.keys]
        return _restored(person, StampedFields(), hidden=True, keys=keys)
    before = _with_bsn(person.fields, person.bsn)
    fields = restore(before, said, anew=person.hidden)
    keys = [_restored_key(key, said, anew=person.hidden) for key in person.keys]
    return _restored(person, fields, hidden=False, keys=keys)


def _restored(
    before: PersonBefore, fields: StampedFields, *, hidden: bool, keys: list[LinkKeyFacts]
) -> RestoredPerson:
    values = dict(fields.values)
    bsn = values.pop(BSN_STAMP, None)
    return RestoredPerson(
        before=before,
        fields=StampedFields(values, fields.stamps),
        bsn=bsn if isinstance(bsn, str) else None,
        hidden=hidden,
        keys=tuple(key for key in keys if key not in before.keys),
    )


def _restored_key(key: LinkKeyFacts, said: Heard, *, anew: bool) -> LinkKeyFacts:
    """A key that only turned statements name comes or goes with them; others stay as they are."""
    account, name = key.key.account, key.key.key
    naming = [each for each in said if each.account == account and name in each.names]
    if not naming or not (anew or any(each.turned for each in naming)):
        return key
    standing = [each for each in naming if each.stands]
    superseded = any(each.said.key != name for each in standing)
    return replace(key, superseded=superseded, hidden=not (standing or key.by_hand))


def _with_bsn(fields: StampedFields, bsn: str | None) -> StampedFields:
    """The fields with the BSN among them, which is kept apart because it is encrypted."""
    return replace(fields, values={**fields.values, BSN_STAMP: bsn}) if bsn else fields

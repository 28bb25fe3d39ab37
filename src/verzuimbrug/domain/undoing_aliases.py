"""The keys of cases, by the aliases that stand (VE-4, VZ-1)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from verzuimbrug.domain.snapshot import CaseKey


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasFacts:
    """An alias as it is stored: `direct` takes the place of the former key, `key` is of now.

    `stood` and `stands`: before and after a turn.
    """

    id: int
    former: CaseKey
    direct: CaseKey
    key: CaseKey
    stood: bool = True
    stands: bool = True

    @property
    def turned(self) -> bool:
        """Whether the turn is about it."""
        return self.stood != self.stands


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnedAliases:
    """The aliases after a turn; `refused` are those that cannot stand again.

    `ways` leads on from each former key; `touched` are the keys whose cases are taken apart, or
    brought together.
    """

    aliases: tuple[AliasFacts, ...] = ()
    refused: tuple[AliasFacts, ...] = ()
    ways: Mapping[CaseKey, CaseKey] = field(default_factory=dict)
    touched: frozenset[CaseKey] = frozenset()

    def leads_to(self, key: CaseKey) -> CaseKey:
        """The key that a key is an alias of; the key itself when it is none."""
        return _end(self.ways, key)


def turn_aliases(aliases: Iterable[AliasFacts], cases: Collection[CaseKey]) -> TurnedAliases:
    """Takes aliases out, or lets them stand again; `cases` are the keys of which there is a case.

    An alias does not stand again when both its keys have a case by now, or when it would lead
    round to itself.
    """
    aliases = sorted(aliases, key=lambda each: each.id)
    ways = _ways(each for each in aliases if each.stood and each.stands)
    owned, refused = set(cases), set[int]()
    for each in aliases:
        if each.turned and each.stands:
            end = _end(ways, each.direct)
            if end == each.former or {end, each.former} <= owned:
                refused.add(each.id)
            else:
                ways[each.former] = each.direct
                owned |= {end} if each.former in owned else set()
    settled = [replace(each, stands=each.stands and each.id not in refused) for each in aliases]
    return _turned(settled, frozenset(refused))


def _turned(aliases: Sequence[AliasFacts], refused: Collection[int]) -> TurnedAliases:
    before = _ways(each for each in aliases if each.stood)
    after = _ways(each for each in aliases if each.stands)
    ends = {key for each in aliases if each.turned for key in (each.former, each.direct)}
    led = {_end(ways, key) for ways in (before, after) for key in ends}
    return TurnedAliases(
        aliases=tuple(replace(each, key=_end(after, each.direct)) for each in aliases),
        refused=tuple(each for each in aliases if each.id in refused),
        ways=after,
        touched=frozenset(ends | led),
    )


def _ways(aliases: Iterable[AliasFacts]) -> dict[CaseKey, CaseKey]:
    return {each.former: each.direct for each in aliases}


def _end(ways: Mapping[CaseKey, CaseKey], key: CaseKey) -> CaseKey:
    while key in ways:
        key = ways[key]
    return key

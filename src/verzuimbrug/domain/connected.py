"""Which names hang together, directly or through others."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


def connected(groups: Iterable[Sequence[Name]]) -> Mapping[Name, Name]:
    """For each name one that stands for all that it hangs together with.

    The names of one group hang together, and so do two groups that share a name.
    """
    above: dict[Name, Name] = {}
    for group in groups:
        for name in group:
            above.setdefault(name, name)
            above[_top(above, name)] = _top(above, group[0])
    return {name: _top(above, name) for name in above}


def _top(above: dict[Name, Name], name: Name) -> Name:
    while above[name] != name:
        # Every name on the way is led one further, so that no way stays long.
        above[name] = above[above[name]]
        name = above[name]
    return name

"""Which columns of a table somebody wants to see; it stands in the address."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise

CHOICE = "kolommen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: `is_standard` is shown when nothing was chosen, `is_fixed` always."""

    key: str
    label: Promise | str
    is_number: bool = False
    is_standard: bool = True
    is_fixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of a table as somebody chose them; `keys` are those that are shown."""

    all: tuple[Column, ...]
    keys: frozenset[str]

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that are shown, in order."""
        return tuple(column for column in self.all if column.key in self.keys)


def choose_columns(request: HttpRequest, columns: Sequence[Column]) -> Columns:
    """The choice in the address; names that are no column are passed over."""
    wished = frozenset(request.GET.getlist(CHOICE))
    keys = frozenset(
        column.key
        for column in columns
        if column.is_fixed or (column.key in wished if wished else column.is_standard)
    )
    return Columns(all=tuple(columns), keys=keys)

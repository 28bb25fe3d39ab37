"""What somebody can choose from to heal what waits for an employer."""

from dataclasses import dataclass

from verzuimbrug.application.access import Reader
from verzuimbrug.store.models import (
    AccountScope,
    ClassificationScheme,
    ClientAccount,
    EmployerGroup,
)
from verzuimbrug.store.tenancy import tenant

Named = tuple[tuple[str, str], ...]
"""Codes, each with its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HealingChoices:
    """The groups that let what waits at an account go on, and the schemes of classifications.

    An account that sees `everything` needs no group.
    """

    everything: bool = False
    groups: Named = ()
    schemes: Named = ()


def healing_choices(reader: Reader, account: int) -> HealingChoices:
    """The open groups of an account that somebody may look into; none of another one."""
    if not reader.authority.opens_account(account):
        return HealingChoices()
    with tenant(reader.arbodienst):
        everything = ClientAccount.objects.filter(id=account, scope_all=True).exists()
        groups = EmployerGroup.objects.filter(is_open=True).order_by("name")
        if not everything:
            scope = AccountScope.objects.filter(account=account).exclude(group=None)
            groups = groups.filter(id__in=scope.values("group"))
        return HealingChoices(
            everything=everything,
            groups=tuple(groups.values_list("code", "name")),
            schemes=tuple(
                ClassificationScheme.objects.order_by("code").values_list("code", "code")
            ),
        )

"""The account with a name in the one arbodienst that somebody works for."""

from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.store.models import ClientAccount
from verzuimbrug.store.tenancy import tenant


def find_own_account(arbodienst: int, name: str) -> AccountRef | None:
    """The account; None when there is none, whoever else may have one with this name."""
    if "\0" in name:
        # PostgreSQL refuses to compare with a NUL; no stored name has one.
        return None
    with tenant(arbodienst):
        row = ClientAccount.objects.filter(name=name).values_list("id", flat=True).first()
    return None if row is None else AccountRef(arbodienst=arbodienst, account=row)

"""Who visits the console: a person with a role, and the employers and couplings open to them."""

from dataclasses import dataclass

from verzuimbrug.application.access import Reader
from verzuimbrug.application.users.authority import authority_of
from verzuimbrug.domain.authority import EVERYTHING, Authority
from verzuimbrug.domain.permissions import Permission, may
from verzuimbrug.store.models import User

NO_ARBODIENST = 0
"""Where the operator of the platform reads: no arbodienst has this id, so that nothing is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody who signed in; `arbodienst_name` is empty for the operator of the platform."""

    reader: Reader
    user: int
    name: str
    email: str
    role: str
    language: str
    arbodienst_name: str

    def may(self, permission: Permission) -> bool:
        """Whether their role may do this."""
        return may(self.role, permission)


def principal_of(email: str) -> str:
    """The name under which is kept what somebody does and looks at."""
    return f"user:{email}"


def visitor_of(user_id: int) -> Visitor | None:
    """The visitor with this id; None when nobody has it, or somebody who may not sign in."""
    row = User.objects.select_related("arbodienst").filter(id=user_id, is_active=True).first()
    return None if row is None else _visitor(row)


def _visitor(row: User) -> Visitor:
    arbodienst = row.arbodienst
    reader = Reader(
        arbodienst=arbodienst.id if arbodienst else NO_ARBODIENST,
        principal=principal_of(row.email),
        authority=authority_of_user(row),
    )
    return Visitor(
        reader=reader,
        user=row.id,
        name=row.name,
        email=row.email,
        role=row.role,
        language=row.language,
        arbodienst_name=arbodienst.name if arbodienst else "",
    )


def authority_of_user(row: User) -> Authority:
    """The employers and couplings that are open to a person."""
    if row.scope_all or row.arbodienst_id is None:
        return EVERYTHING
    return authority_of(row.arbodienst_id, row.id)

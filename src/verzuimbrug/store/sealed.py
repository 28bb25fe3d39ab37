"""The columns that hold sealed values, all of them, and to which row a value belongs.

Every sealed value of the database is written and read by what stands here: so the rotation of keys
finds each of them (docs/adr/0041-keys-and-places.md).
"""

from dataclasses import dataclass
from typing import Any

from verzuimbrug.store.encryption import seal, unseal
from verzuimbrug.store.tenancy import present_tenant


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of a tenant table, and what of a row its value is bound to.

    `row` are columns of the table that never change while the value stands; `row_sql` says the
    same in SQL, of a row `t`, where they are not of the table itself.
    """

    table: str
    column: str
    row: tuple[str, ...]
    row_sql: tuple[str, ...] = ()

    def seal(self, plain: bytes, *row: object, arbodienst: int | None = None) -> bytes:
        """The value as the column keeps it; of the present tenant, unless another is given."""
        return seal(plain, self._place(row, arbodienst))

    def unseal(
        self, sealed: bytes | memoryview, *row: object, arbodienst: int | None = None
    ) -> bytes:
        """The value that was sealed for this row. Raises InvalidTag for any other row."""
        return unseal(bytes(sealed), self._place(row, arbodienst))

    def unseal_of(self, row: Any) -> bytes:  # noqa: ANN401 -- a row of the table's model
        """The value of a row that was read."""
        of_row = (getattr(row, name) for name in self.row)
        return self.unseal(getattr(row, self.column), *of_row, arbodienst=row.arbodienst_id)

    @property
    def row_expressions(self) -> tuple[str, ...]:
        """What the value is bound to, in SQL, of a row `t`."""
        return self.row_sql or tuple(f"t.{name}" for name in self.row)

    def _place(self, row: tuple[object, ...], arbodienst: int | None) -> str:
        assert len(row) == len(self.row)  # noqa: S101 -- else it could never be opened again
        return place_of(self.table, self.column, arbodienst or present_tenant(), *row)


def place_of(table: str, column: str, arbodienst: int, *row: object) -> str:
    """What a value is bound to: the column, the tenant, and the row."""
    return "\x1f".join((table, column, str(arbodienst), *map(str, row)))


EMPLOYEE_BSN = SealedColumn("store_employee", "bsn", ("id",))
STATEMENT_BSN = SealedColumn("store_statement", "bsn", ("message_id", "position"))
FREE_TEXT = SealedColumn("store_absencereport", "free_text", ("message_id", "position"))
MESSAGE_BODY = SealedColumn(
    "store_messagebody",
    "content",
    ("sha256",),
    ("(SELECT encode(m.sha256, 'hex') FROM store_message m WHERE m.id = t.id)",),
)
"""Bound to the digest of the bytes: it is sealed before the message has a number."""
ANSWER = SealedColumn("store_answer", "content", ("message_id", "file_name"))
SHOWN_CHANGES = SealedColumn("store_shownchanges", "content", ("message_id", "part"))
PASSED_ON = SealedColumn("store_passedonitem", "content", ("message_id", "position"))
STAGED_FILE = SealedColumn("store_stagedfile", "content", ("principal", "purpose"))
EMPLOYER_PROPOSAL = SealedColumn(
    "store_employerproposal", "content", ("message_id", "position", "kind")
)
CONTACT_PERSONS = SealedColumn("store_employer", "contact_persons", ("code",))
EXPORT_ACCESS = SealedColumn("store_export", "access", ("id",))
EXPORT_CASE = SealedColumn("store_exportcase", "person", ("export_id", "case_id"))
EXPORT_MESSAGE = SealedColumn("store_exportmessage", "content", ("export_id", "number"))
LINK_SECRET = SealedColumn("store_onetimelink", "secret", ("id",))
WEBHOOK_SECRET = SealedColumn("store_webhook", "secret", ("id",))
VERSION_PERSONS = SealedColumn("store_configurationversion", "persons", ("object_id", "number"))
"""Contact persons within the JSON of a version: a text of base64 under the name `sealed`."""

SEALED_COLUMNS = (
    EMPLOYEE_BSN,
    STATEMENT_BSN,
    FREE_TEXT,
    MESSAGE_BODY,
    ANSWER,
    SHOWN_CHANGES,
    PASSED_ON,
    STAGED_FILE,
    EMPLOYER_PROPOSAL,
    CONTACT_PERSONS,
    EXPORT_ACCESS,
    EXPORT_CASE,
    EXPORT_MESSAGE,
    LINK_SECRET,
    WEBHOOK_SECRET,
)
"""Every column whose value is sealed as a whole."""

SECOND_FACTOR = "second-factor"
"""What a second factor is made of, by itself: allauth says nothing of the row that it goes to."""

HASHED_COLUMNS = frozenset(
    {
        ("store_accesscheck", "digest"),
        ("store_accesscheckpoint", "digest"),
        ("store_accesscheckpoint", "seal"),
        ("store_accessseal", "digest"),
        ("store_credential", "salt"),
        ("store_credential", "token_hash"),
        ("store_employee", "bsn_index"),
        ("store_exportperson", "digest"),
        ("store_message", "sha256"),
    }
)
"""The other columns of bytes: hashes, from which nothing is read back."""

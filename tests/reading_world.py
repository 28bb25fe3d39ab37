"""An arbodienst with one coupling, filled row by row, for tests of what readers see."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.application.sign_in.secret_values import digest
from verzuimbrug.application.today.needs import what_needs
from verzuimbrug.application.today.values import Need
from verzuimbrug.domain.authority import Authority
from verzuimbrug.store.models import (
    AbsenceCase,
    AbsenceReport,
    ApiKey,
    Arbodienst,
    ClientAccount,
    Credential,
    Employee,
    Employer,
    Employment,
    LinkKey,
    Message,
    OneTimeLink,
    SignIn,
    Stream,
)
from verzuimbrug.store.tenancy import tenant

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = date(2026, 3, 10)


@dataclass(frozen=True, slots=True)
class House:
    """An arbodienst, with the ids of its one account and stream."""

    arbodienst: int
    account: int
    stream: int

    def employer(self, code: str) -> int:
        """An employer with this code."""
        with tenant(self.arbodienst):
            row = Employer.objects.create(
                arbodienst_id=self.arbodienst, code=code, name=f"N.V. {code}"
            )
        return row.id

    def employee(self, employer: int, key: str, **fields: str) -> int:
        """A person with one link key."""
        own = {"arbodienst_id": self.arbodienst, "employer_id": employer}
        values = {"surname": "Smit", "initials": "J", "gender": "V", **fields}
        with tenant(self.arbodienst):
            row = Employee.objects.create(**own, birth_date=date(1980, 2, 5), fields=values)
            LinkKey.objects.create(**own, account_id=self.account, key=key, employee=row)
        return row.id

    def employment(self, employee: int, number: str, **fields: str | None) -> None:
        """An employment as the account numbers it."""
        with tenant(self.arbodienst):
            Employment.objects.create(
                arbodienst_id=self.arbodienst,
                employee_id=employee,
                account_id=self.account,
                number=number,
                fields=fields,
            )

    def case(self, employer: int, employee: int, key: str, **values: object) -> int:
        """A case that is open since 1 March at 100%, unless the values say otherwise."""
        usual = {
            "first_day": date(2026, 3, 1),
            "status": "open",
            "periods": {"2026-03-01": "100.00"},
            "cause": "01",
            "safety_net": "N",
            "last_sequence": 1,
            "classification": "ziekte",
        }
        with tenant(self.arbodienst):
            row = AbsenceCase.objects.create(
                arbodienst_id=self.arbodienst,
                account_id=self.account,
                employer_id=employer,
                employee_id=employee,
                key=key,
                **{**usual, **values},
            )
        return row.id

    def message(self, receipt: str, **values: object) -> int:
        """A processed message, unless the values say otherwise."""
        with tenant(self.arbodienst):
            row = Message.objects.create(
                arbodienst_id=self.arbodienst,
                receipt=receipt,
                account_id=self.account,
                stream_id=self.stream,
                sha256=sha256(receipt.encode()).digest(),
                size=1800,
                **{
                    "received_at": NOON,
                    "state": "processed",
                    "message": "Verzuimmeldingen",
                    "edition": "2026",
                    **values,
                },
            )
        return row.id

    def report(self, message: int, position: int, state: str, **values: object) -> None:
        """A report of case VG1 at W1, unless the values say otherwise."""
        with tenant(self.arbodienst):
            AbsenceReport.objects.create(
                arbodienst_id=self.arbodienst,
                message_id=message,
                position=position,
                account_id=self.account,
                received_on=NOON.date(),
                state=state,
                **{"employer_code": "W1", "case_key": "VG1", "sequence": 1, **values},
            )

    def api_key(self, key: str, scope: str = "read") -> None:
        """A key of the case system."""
        with tenant(self.arbodienst):
            row = ApiKey.objects.create(
                arbodienst_id=self.arbodienst, name="zaaksysteem", scope=scope, issued_at=NOON
            )
            SignIn.objects.create(
                hash=digest(key),
                kind="api-key",
                arbodienst_id=self.arbodienst,
                target=row.id,
            )


def house(code: str, account: str = "Portaal", culture: str = "nl") -> House:
    """A new arbodienst."""
    arbodienst = Arbodienst.objects.create(code=code, name=code).id
    own = {"arbodienst_id": arbodienst}
    with tenant(arbodienst):
        coupling = ClientAccount.objects.create(
            **own, name=account, kind="web-service", portal="other", culture=culture
        )
        flow = Stream.objects.create(**own, account=coupling, name="Verzuimmeldingen")
    return House(arbodienst, coupling.id, flow.id)


def live_house(code: str) -> House:
    """A new arbodienst with a live coupling and a token that never ends."""
    of = house(code)
    set_status(of, "active")
    credential(of, last_used_at=timezone.now())
    return of


def set_status(of: House, status: str) -> None:
    """Put the coupling in this status."""
    with tenant(of.arbodienst):
        ClientAccount.objects.filter(id=of.account).update(status=status)


def credential(of: House, **values: object) -> int:
    """A token that was issued long ago and never used, unless the values say otherwise."""
    with tenant(of.arbodienst):
        usual = {"salt": b"s", "token_hash": b"h", "issued_at": timezone.now() - timedelta(days=90)}
        row = Credential.objects.create(
            arbodienst_id=of.arbodienst, account_id=of.account, **{**usual, **values}
        )
    return row.id


def link(of: House, number: int, part: str, ends_in: timedelta, **values: object) -> None:
    """A one-time link to a part of a token."""
    with tenant(of.arbodienst):
        OneTimeLink.objects.create(
            arbodienst_id=of.arbodienst,
            credential_id=number,
            part=part,
            secret=b"",
            expires_at=timezone.now() + ends_in,
            **values,
        )


def reader(of: House, accounts: frozenset[int] | None = None) -> Reader:
    """Somebody who may look: at everything, or at these couplings."""
    authority = Authority(accounts=accounts)
    return Reader(arbodienst=of.arbodienst, principal="user a", authority=authority)


def needs(of: House) -> tuple[Need, ...]:
    """What needs somebody who may look at everything."""
    return what_needs(reader(of)).items

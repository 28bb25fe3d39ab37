"""An arbodienst with something in every sealed column, of one person who is easily found again."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.utils import timezone

from doors_world import Coupling
from exports_world import exporting
from passed_on_world import DOCUMENTS, documents, stream_of
from sending_world import (
    EMPLOYEES,
    absence,
    employees,
    employer,
    go_live,
    person,
    report,
    take,
)
from verzuimbrug.application.access import Reader
from verzuimbrug.application.exports.access import give_credentials, make_collecting_key
from verzuimbrug.application.exports.making import make
from verzuimbrug.application.exports.managing import list_exports, switch_export
from verzuimbrug.application.sign_in.links import issue_by_links
from verzuimbrug.application.staged_files import Purpose, stage_file
from verzuimbrug.application.users.own_secrets import sealed_text
from verzuimbrug.application.webhooks.endpoints import make_webhook
from verzuimbrug.domain.employer_proposals import Proposal, ProposalKind
from verzuimbrug.domain.permissions import Role
from verzuimbrug.store.employer_proposals import Source, keep_proposals
from verzuimbrug.store.models import Message, User
from verzuimbrug.store.tenancy import tenant

BSN = "123456782"
SURNAME, CONTACT_NAME, FREE_TEXT = "Wezelkamp", "Contactmans", "gekneusde elleboog"
SECOND_FACTOR = "JBSWY3DPEHPK3PXP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The coupling that all of it came by, and who reads there."""

    coupling: Coupling
    reader: Reader


def filled() -> Filled:
    """Everything that is sealed, once at least."""
    coupling = go_live(_configuration())
    reader = Reader(arbodienst=coupling.arbodienst, principal="test")
    _receive(coupling)
    _propose(coupling)
    _export(reader)
    issue_by_links(coupling.ref, "test")
    make_webhook(reader, "https://nergens.invalid/")
    stage_file(reader, Purpose.EMPLOYERS, "werkgevers.csv", FREE_TEXT.encode())
    _second_factor(coupling.arbodienst)
    return Filled(coupling=coupling, reader=reader)


def _configuration() -> dict[str, object]:
    configuration = exporting()
    (account,) = configuration["accounts"]
    account["bsn"] = True
    account["streams"].append(stream_of(DOCUMENTS))
    people = [{"name": CONTACT_NAME, "initials": "C", "role": "01"}]
    configuration["employers"][0]["contact_persons"] = people
    copied: dict[str, object] = json.loads(json.dumps(configuration))
    return copied


def _receive(coupling: Coupling) -> None:
    known = {"surname": SURNAME}
    who = person("w-1", report(free_text=(FREE_TEXT,)), bsn=BSN, fields=known)
    take(coupling, absence(employer("1001", who), wants_receipt=True))
    take(coupling, employees(person("w-1", bsn=BSN, fields=known)), stream=EMPLOYEES)
    take(coupling, documents(), stream=DOCUMENTS)
    later = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=30)
    waits = person("w-2", report("VG-2"), fields=known)
    take(coupling, absence(employer("1001", waits), made_at=later))


def _propose(coupling: Coupling) -> None:
    with tenant(coupling.arbodienst):
        message = Message.objects.latest("id").id
        source = Source(
            arbodienst=coupling.arbodienst, message=message, account=coupling.account, name="test"
        )
        new = Proposal(
            position=0,
            kind=ProposalKind.NEW,
            code="FLSN2001",
            received="IdWrkgvrArbdnst=2001",
            name="Timmerbedrijf Van Dam",
            says={"contact_persons": [{"name": CONTACT_NAME}]},
        )
        keep_proposals(source, {"x": [new]})


def _export(reader: Reader) -> None:
    (export,) = list_exports(reader)
    give_credentials(reader, export.id, "klantcode", "token")
    make_collecting_key(reader, export.id)
    assert switch_export(reader, export.id, is_enabled=True) is None
    while make(reader.arbodienst, export.id):
        pass


def _second_factor(arbodienst: int) -> None:
    user = User.objects.create(
        arbodienst_id=arbodienst,
        email="beheerder@example.nl",
        name="Beheerder",
        role=Role.MANAGE.value,
        created_at=timezone.now(),
    )
    Authenticator.objects.create(
        user_id=user.id, type="totp", data={"secret": sealed_text(SECOND_FACTOR)}
    )

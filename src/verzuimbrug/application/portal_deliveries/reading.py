"""Reads messages of a delivery: what they say of persons and absence is kept to be compared.

Nothing is decided here. A message is read in portions of persons, and in one transaction, so that
memory is bounded and a worker that is killed leaves nothing half read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import structlog
from django.utils import timezone

from verzuimbrug.application.configuration.import_configuration import read_configurations
from verzuimbrug.application.interpret import Interpreted, interpret, refusal
from verzuimbrug.application.link_keys import with_link_keys
from verzuimbrug.application.portal_deliveries.deliveries import OpenDelivery
from verzuimbrug.application.portal_deliveries.reading_settings import digest_of
from verzuimbrug.domain.deliveries import DeliveredEmployer, Delivery
from verzuimbrug.domain.rehearsal import makes_every_code
from verzuimbrug.domain.streams import ImportConfiguration
from verzuimbrug.sivi.portions import Opened, open_message
from verzuimbrug.sivi.tags import stands_beside
from verzuimbrug.store import portal_delivery_writes as writes
from verzuimbrug.store.inbox import StoredMessage, read_messages
from verzuimbrug.store.models import Stream
from verzuimbrug.store.portal_delivery_rows import person_row, report_rows
from verzuimbrug.store.tenancy import tenant

log = structlog.get_logger()

MOST_PERSONS = 500
"""So many persons of a message are in memory at a time."""
MOST_MESSAGES = 200
MOST_BYTES = 2 * 1024 * 1024

ByStream = Mapping[int, ImportConfiguration]


def read_some(arbodienst: int, delivery: OpenDelivery) -> bool:
    """Reads the next messages; false when none is left that nobody else is at."""
    claimed: list[int] = []
    try:
        with tenant(arbodienst):
            claimed += writes.claim_unread(delivery.id, MOST_MESSAGES, MOST_BYTES)
            _read(delivery, claimed)
    except Exception:
        if not claimed:
            raise
        log.exception("reading_failed", messages=len(claimed))
        with tenant(arbodienst):
            digests = digests_of(configurations_of(delivery.account))
            writes.count_attempts(delivery.id, claimed, digests)
    return bool(claimed)


def _read(delivery: OpenDelivery, claimed: Sequence[int]) -> None:
    configurations = configurations_of(delivery.account) if claimed else {}
    for message in read_messages(claimed):
        _Reading(delivery.id, message, configurations[message.stream]).run()


def read_anew_what_changed(delivery: OpenDelivery) -> int:
    """Has messages read again whose stream is set otherwise now; within the tenant."""
    return writes.forget_reading(delivery.id, digests_of(configurations_of(delivery.account)))


def configurations_of(account: int) -> ByStream:
    """The import configurations of all streams of an account; within the tenant."""
    streams = Stream.objects.filter(account=account).values_list("id", flat=True)
    return read_configurations(list(streams))


def digests_of(configurations: ByStream) -> Mapping[int, str]:
    """By what settings each stream is read."""
    return {stream: digest_of(each) for stream, each in configurations.items()}


class _Reading:
    """One message on its way into the tables."""

    def __init__(
        self, delivery: int, message: StoredMessage, configuration: ImportConfiguration
    ) -> None:
        self._delivery = delivery
        self._message = message
        self._configuration = configuration
        self._mark = writes.ReadMark(message=message.id, read_as=digest_of(configuration))

    def run(self) -> None:
        """Reads it; one that is rejected whole is marked as that."""
        writes.erase_said(self._delivery, [self._message.id])
        if stands_beside(self._configuration.message):
            self._look_at()
        else:
            opened = open_message(self._message.content)
            if _is_taken(opened, self._configuration):
                self._keep(opened)
        writes.mark_read(self._delivery, self._mark, timezone.now())

    def _look_at(self) -> None:
        """A message that changes no dossier says nothing that is compared."""
        read = interpret(self._message, self._configuration)
        if isinstance(read, Interpreted):
            self._describe(read.input.delivery)
            is_made = makes_every_code(read.input) or not read.input.delivery.employers
            self._mark = replace(self._mark, makes_codes=is_made)

    def _keep(self, opened: Opened) -> None:
        for number, portion in enumerate(opened.portions(MOST_PERSONS)):
            if number == 0:
                self._describe(portion)
            self._keep_portion(with_link_keys(portion, self._configuration))

    def _describe(self, delivery: Delivery) -> None:
        envelope = delivery.envelope
        self._mark = replace(
            self._mark,
            is_valid=True,
            makes_codes=True,
            kind=delivery.kind.value,
            edition=envelope.edition,
            reference=envelope.reference,
            made_at=envelope.made_at.isoformat(),
        )

    def _keep_portion(self, delivery: Delivery) -> None:
        persons: list[Sequence[object]] = []
        reports: list[Sequence[object]] = []
        counts = [0, 0]
        for employer in delivery.employers:
            counts[0] += len(employer.persons)
            counts[1] += sum(1 for person in employer.persons for _ in person.reports)
            made = self._configuration.employer_code.code_from(employer.tags)
            if made.missing or made.unknown:
                self._mark = replace(self._mark, makes_codes=False)
                continue
            self._add(employer, made.code, persons, reports)
        writes.write_said(persons, reports)
        self._mark = replace(
            self._mark,
            persons=self._mark.persons + counts[0],
            reports=self._mark.reports + counts[1],
        )

    def _add(
        self,
        employer: DeliveredEmployer,
        code: str,
        persons: list[Sequence[object]],
        reports: list[Sequence[object]],
    ) -> None:
        edition, rules = self._mark.edition, self._configuration.case_rules
        for person in employer.persons:
            keys = person.keys.get(self._configuration.employee_key, ())
            key = keys[0] if len(keys) == 1 else None
            place = (self._delivery, self._message.id, person.position, code)
            persons.append(person_row(place, key, person))
            reports.extend(
                report_rows(
                    (self._delivery, self._message.id, code),
                    key,
                    person,
                    lambda report: rules.operation(report.processing_code, edition),
                )
            )


def _is_taken(opened: Opened, configuration: ImportConfiguration) -> bool:
    """Whether a message is valid, and of a kind and an edition that its stream takes (MSG-1)."""
    return opened.checked.valid and not refusal(opened.checked, configuration)

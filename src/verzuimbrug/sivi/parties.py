"""The employers of a message as its sender names them, for answers about their reports (AN-2)."""

from collections.abc import Iterator, Mapping

from verzuimbrug.domain.answers import Party
from verzuimbrug.domain.deliveries import Delivery


def parties_of(delivery: Delivery) -> Iterator[tuple[int, Party]]:
    """Yield each employer with reports, and the position of the first of them, in order."""
    for employer in delivery.employers:
        positions = (
            report.position
            for person in employer.persons
            for employment in person.employments
            for report in employment.reports
        )
        first = next(positions, None)
        if first is not None:
            yield first, _party(employer.tags)


def _party(tags: Mapping[str, str]) -> Party:
    return Party(
        number=tags.get("IdWrkgvrArbdnst", ""),
        connection=tags.get("AansltnrGeguitwlngArbdnst", ""),
        insurer_number=tags.get("IDWrkgvrVerzekeraar", ""),
    )

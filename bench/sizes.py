"""How much is measured: all of it, or little enough to try whether everything still runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Amounts of each part of the benchmark; seconds are those in which messages are sent."""

    load_reports: int = 100_000
    load_workers: tuple[int, ...] = (1, 2, 4)
    single_seconds: float = 20.0
    single_most_a_second: int = 1_200
    paced_rate: float = 200.0
    paced_seconds: float = 30.0
    flat_cases: tuple[int, int] = (10_000, 1_000_000)
    flat_people: int = 2_400
    flat_rounds: int = 4
    against_messages: int = 2_000
    against_reports: int = 5_000


FULL = Sizes()
SMALL = Sizes(
    load_reports=2_000,
    load_workers=(1, 2),
    single_seconds=3.0,
    single_most_a_second=800,
    paced_rate=50.0,
    paced_seconds=5.0,
    flat_cases=(2_000, 20_000),
    flat_people=200,
    against_messages=200,
    against_reports=500,
)

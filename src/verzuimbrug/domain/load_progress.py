"""How far an initial load is, reckoned from what was counted."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from verzuimbrug.domain.portal_delivery import Step

WINDOW = timedelta(minutes=1)
"""The pace is that of so long a time, until now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Messages, the reports in them, and their bytes."""

    messages: int = 0
    reports: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadProgress:
    """Where a load stands.

    `received` are all messages, `read` and `processed` those of them that were; reports are known
    of what was read only. `lately` is what was read, or processed once the load runs, in the last
    `lately_seconds`. `rejected` messages cannot be read, `failed` ones could not be processed.
    """

    step: Step
    started_at: datetime
    run_at: datetime | None = None
    finished_at: datetime | None = None
    received: Amount = field(default_factory=Amount)
    read: Amount = field(default_factory=Amount)
    processed: Amount = field(default_factory=Amount)
    rejected: int = 0
    failed: int = 0
    lately: Amount = field(default_factory=Amount)
    lately_seconds: float = 0.0

    @property
    def done(self) -> Amount:
        """What the present step is done with."""
        return self.read if self.step is Step.RECEIVING else self.processed

    @property
    def share_done(self) -> float:
        """How much of the step is done, from 0 to 1, by bytes."""
        return self.done.size / self.received.size if self.received.size else 0.0

    @property
    def reports_per_second(self) -> float:
        """How many reports are read, or processed, a second."""
        return self.lately.reports / self.lately_seconds if self.lately_seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long the rest takes at the present pace; None when nothing moves."""
        if not self.lately.size:
            return None
        pace = self.lately.size / self.lately_seconds
        return (self.received.size - self.done.size) / pace

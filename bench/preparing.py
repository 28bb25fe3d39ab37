"""Instances that are ready to be measured: configured, signed in, and warm."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from instance import Instance, running
from machine import server
from sending import Portal
from traffic import live
from whole_way import measure

_WARMING_UP = 160
_WARMING_UP_SEED = 2


@dataclass(frozen=True, slots=True)
class Ready:
    """An instance, and a portal that may deliver to it."""

    instance: Instance
    portal: Portal

    @property
    def server(self) -> Mapping[str, str]:
        """The database server, and how it is set."""
        with self.instance.connect() as database:
            return server(database)


@contextmanager
def ready(workers: int) -> Iterator[Ready]:
    """Start an instance in which every process and connection has done its first work."""
    with running(workers=workers) as instance:
        warming_up = live(_WARMING_UP_SEED, _WARMING_UP)
        instance.configure(warming_up)
        portal = instance.open_account()
        if workers:
            measure(instance, portal, warming_up)
        yield Ready(instance, portal)


@dataclass(slots=True)
class Shared:
    """The instance with two workers that several parts use after each other; started once."""

    stack: ExitStack = field(default_factory=ExitStack)
    _ready: Ready | None = None

    def ready(self) -> Ready:
        """Return it."""
        if self._ready is None:
            self._ready = self.stack.enter_context(ready(workers=2))
        return self._ready

    def stop(self) -> None:
        """End it, so that it does not run beside what has an instance of its own."""
        self.stack.close()
        self._ready = None

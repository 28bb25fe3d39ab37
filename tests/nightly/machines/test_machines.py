"""More than one machine: what dies is taken over, nothing acknowledged is lost or applied twice.

Each case is one load on the same installation, while something happens to a host; at the end the
dossiers have to be those of a load during which nothing happened.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from nightly.machines.hosts import (
    APPLICATIONS,
    DATABASES,
    SITE,
    Installation,
    installation,
    until,
)
from nightly.machines.load import PROFILE, Portal, configured, messages, under_load
from nightly.machines.outcome import (
    Outcome,
    await_all_done,
    forget,
    interruption,
    outcome,
    received,
)
from verzuimbrug.domain.readiness import CHECKS

pytestmark = pytest.mark.nightly

_QUIET_SECONDS = 8.0
"""So long all is well before something happens."""
_ROUNDS = int(os.environ.get("MACHINES_ROUNDS", "1"))

Harm = Callable[[Installation], Callable[[], None]]
"""Does something to a host; gives how that is mended."""


@pytest.fixture(scope="module")
def made() -> Iterator[Installation]:
    with installation() as running:
        yield running


@pytest.fixture(scope="module")
def undisturbed(made: Installation) -> Outcome:
    """What comes of the load when nothing happens."""
    with _coupled(made) as portal:
        return _load(made, portal, "nothing", lambda _: lambda: None)


@contextmanager
def _coupled(made: Installation) -> Iterator[Portal]:
    """An arbodienst with one active coupling and nothing else."""
    file = made.folder / "configuration.yaml"
    file.write_text(configured(), encoding="utf-8")
    made.verzuimbrug("app1", "config", "apply", str(file))
    issued = json.loads(
        made.verzuimbrug("app1", "credentials", "issue", PROFILE.account, "--reveal")
    )
    passed_over = [word for check in CHECKS for word in ("--waive", check)]
    made.verzuimbrug("app1", "activate", PROFILE.account, *passed_over, "--reason", "test")
    try:
        yield Portal(url=SITE, customer_code=issued["customer_code"], token=issued["token"])
    finally:
        with made.connect() as database:
            forget(database)


def _load(made: Installation, portal: Portal, what: str, harm: Harm) -> Outcome:
    """The outcome of a load during which a host is harmed.

    Nothing of it may change when the host comes back.
    """
    with under_load(portal) as load:
        time.sleep(_QUIET_SECONDS)
        mend = harm(made)
        sent = load.sent()
    await_all_done(made)
    with made.connect() as database:
        assert {one.number for one in sent} == received(database)
        assert len(sent) == len(messages())
        print(f"\n{what}: {interruption(database, sent)}")
        found = outcome(database)
    mend()
    until(made.is_whole, "both database hosts to be whole again")
    until(made.is_served, "the site")
    # The next case gives its commands there, and its proxy may still take the database for gone.
    until(lambda: made.reaches_database("app1"), "the database of an application host")
    with made.connect() as database:
        assert outcome(database) == found
    return found


def _primary_dies(made: Installation) -> Callable[[], None]:
    """Every process of the host at once: power cut."""
    name = made.primary()
    made.network.kill(name)
    return lambda: made.start_database_host(name)


def _primary_is_cut_off(made: Installation) -> Callable[[], None]:
    name = made.primary()
    made.network.cut(name)
    return lambda: made.network.mend(name)


def _standby_dies(made: Installation) -> Callable[[], None]:
    name = next(name for name in DATABASES if name != made.primary())
    made.network.kill(name)
    return lambda: made.start_database_host(name)


def _application_host_dies(made: Installation) -> Callable[[], None]:
    name = APPLICATIONS[0]
    made.network.kill(name)
    return lambda: made.start_application_host(name)


def _application_host_is_cut_off(made: Installation) -> Callable[[], None]:
    name = APPLICATIONS[0]
    made.network.cut(name)
    return lambda: made.network.mend(name)


def _primary_and_application_host_die(made: Installation) -> Callable[[], None]:
    mends = [_primary_dies(made), _application_host_dies(made)]

    def mend() -> None:
        for each in mends:
            each()

    return mend


_HARMS = {
    "primary dies": _primary_dies,
    "primary is cut off": _primary_is_cut_off,
    "standby dies": _standby_dies,
    "application host dies": _application_host_dies,
    "application host is cut off": _application_host_is_cut_off,
    "primary and application host die": _primary_and_application_host_die,
}


@pytest.mark.parametrize("round_", range(_ROUNDS))
@pytest.mark.parametrize("what", _HARMS)
def test_nothing_is_lost_and_nothing_done_twice(
    made: Installation, undisturbed: Outcome, what: str, round_: int
) -> None:
    del round_
    with _coupled(made) as portal:
        found = _load(made, portal, what, _HARMS[what])
    for part, rows in undisturbed.items():
        assert found[part] == rows, part

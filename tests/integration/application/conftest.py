"""An instance that may send to receivers that listen on its own machine."""

import pytest
from pytest_django import Settings

from doors_world import Coupling
from sending_world import go_live


@pytest.fixture
def open_network(settings: Settings) -> None:
    """An instance that may send to its own machine."""
    settings.WEBHOOKS_TO_PRIVATE = True


@pytest.fixture
def coupling(open_network: None) -> Coupling:
    """A coupling at such an instance."""
    del open_network
    return go_live()

"""An instance that may send to receivers that listen on its own machine."""

import pytest
from pytest_django import Settings


@pytest.fixture
def open_network(settings: Settings) -> None:
    """An instance that may send to its own machine."""
    settings.WEBHOOKS_TO_PRIVATE = True

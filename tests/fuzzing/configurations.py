"""Configuration files, as a person or a tool writes them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from configuring_world import example
from fuzzing.target import Target, kept
from verzuimbrug.application.configuration.reading import read_configuration
from verzuimbrug.application.configuration.writing import write_configuration

_SCENARIOS = Path(__file__).parent.parent / "corpus" / "scenarios"


@contextmanager
def target() -> Iterator[Target]:
    """Needs nothing."""
    yield Target(
        take=_take,
        seeds=[*_seeds(), *kept("configurations")],
        words=[
            b"&a ",
            b"*a",
            b"<<: ",
            b"!!python/object:",
            b"? ",
            b"---",
            b"%YAML 9.9",
            b"'\\ud800'",
        ],
    )


def _take(data: bytes) -> None:
    configuration, findings = read_configuration(data)
    assert all(found.text() and found.text("en") for found in findings)
    if configuration is None or findings:
        return
    again, faults = read_configuration(write_configuration(configuration).encode())
    assert (again, faults) == (configuration, ())


def _seeds() -> Iterator[bytes]:
    yield yaml.safe_dump(example()).encode()
    yield b"{arbodienst: {code: A, name: B}, employers: [{code: '1', name: N}]}"
    for path in sorted(_SCENARIOS.glob("*/config.yaml")):
        yield path.read_bytes()

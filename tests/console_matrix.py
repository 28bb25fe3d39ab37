"""The matrix of the console, as tests/authorization/console_matrix.toml has it."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

_TABLE = tomllib.loads(
    (Path(__file__).parent / "authorization/console_matrix.toml").read_text(encoding="utf-8")
)

ROLES: tuple[str, ...] = tuple(_TABLE["roles"])
"""Those of people; the last column is for a beheerder who is limited to other employers."""

ROWS: Mapping[str, tuple[str, ...]] = {
    address: tuple(cells.replace("|", " ").split()) for address, cells in _TABLE["pages"].items()
}
"""What each gets, by address; one word alone is for everybody."""

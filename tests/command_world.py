"""The command, as a person gives it; it is built once for all tests of a process."""

from functools import cache

from typer import testing
from typer.main import get_command
from typer.testing import CliRunner, Result

from verzuimbrug.cli import make_app

_app = cache(make_app)

# Building all commands takes longer than most of them take; the runner does so for each that is
# given.
setattr(testing, "_get_command", cache(get_command))  # noqa: B010 -- the module exports no such name


def give(*words: object, text: str | None = None) -> Result:
    """Gives a command; `text` is what is typed when it asks."""
    return CliRunner().invoke(_app(), [str(word) for word in words], input=text)

"""The `verzuimbrug` command (docs/interfaces).

A module a command group; each registers its commands and imports Django only when one runs, so
that `check` and `--help` start at once.
"""

from importlib import import_module
from importlib.util import find_spec

import typer

_GROUPS = (
    "up",
    "demo",
    "check",
    "config",
    "employers",
    "groups",
    "classifications",
    "credentials",
    "readiness",
    "links",
    "parking",
    "held",
    "proposals",
    "change_log",
    "activation",
    "account_status",
    "accounts_list",
    "streams",
    "editions",
    "dry_run",
    "undo",
    "correcting",
    "initial_load",
    "reconcile",
    "work",
    "apikey",
    "users",
    "sftp",
    "exports",
    "sandbox",
    "portal",
    "backup",
    "status",
    "keys",
    "person",
    "access_log",
    "retention",
    "metrics",
)


def _root() -> None:
    """Exchange hub for sickness-absence messages on the SIVI Verzuimstandaard."""


def make_app() -> typer.Typer:
    """The command with all its groups."""
    app = typer.Typer(
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    app.callback()(_root)
    for group in _GROUPS:
        name = f"{__name__}.{group}"
        if find_spec(name) is not None:
            import_module(name).register(app)
    return app


def main() -> None:
    """Run the command."""
    make_app()()

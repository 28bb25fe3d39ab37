"""Which database role does what."""

from typing import Any


class MigrationsAsOwner:
    """Tables are made by their owner only; everything else is done as the application."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:  # noqa: ANN401 -- Django's interface
        """True for the owner's connection."""
        del app_label, hints
        return db == "owner"

"""The project as a Django app without tables: it brings the system checks."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Registers the checks of an installation."""

    name = "verzuimbrug.project"

    def ready(self) -> None:
        """Register them."""
        from verzuimbrug.project import checks  # noqa: F401, PLC0415 -- needs a started Django

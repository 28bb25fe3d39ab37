"""The project as a Django app without tables: it brings the system checks."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Registers the checks of an installation."""

    name = "verzuimbrug.project"

    def ready(self) -> None:
        """Register them, and let who follows spans see those of this process."""
        from verzuimbrug.application.operation import tracing  # noqa: PLC0415 -- as below
        from verzuimbrug.project import checks  # noqa: F401, PLC0415 -- needs a started Django

        tracing.start()

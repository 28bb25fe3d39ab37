"""The backend. Django wants a module `base` with a class `DatabaseWrapper`."""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base
from django.db.utils import OperationalError

from verzuimbrug.project.databases import find_urls, parameters
from verzuimbrug.project.embedded import EmbeddedServerError


class DatabaseWrapper(base.DatabaseWrapper):
    """Looks for the server at every connect: the embedded one has another socket at each start.

    The alias `owner` connects as the owner of the tables, any other as the application.
    """

    def get_connection_params(self) -> dict[str, Any]:
        """Django's own parameters, with the place and the role of the running instance."""
        try:
            urls = find_urls(settings.DATA_FOLDER)
        except EmbeddedServerError as absent:
            raise OperationalError(str(absent)) from absent
        url = urls.owner if self.alias == "owner" else urls.application
        return {**super().get_connection_params(), **parameters(url)}

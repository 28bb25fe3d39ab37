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

    def is_usable(self) -> bool:
        """False, too, on a server that only reads: a standby, or a primary until it was relieved.

        Django asks this of a connection that was open already, before it uses it and after an error
        on it. The server itself tells each connection when this changes, so that it costs nothing.
        """
        return super().is_usable() and not self._only_reads()

    def _only_reads(self) -> bool:
        told = (b"in_hot_standby", b"default_transaction_read_only")
        return any(self.connection.pgconn.parameter_status(name) == b"on" for name in told)

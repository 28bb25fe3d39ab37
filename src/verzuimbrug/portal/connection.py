"""One HTTP connection that is kept open between calls."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from verzuimbrug.portal.exchange import NOT_REACHED, PortalFault


@dataclass(frozen=True, slots=True)
class Reply:
    """The status and the body of an answer."""

    status: int
    body: bytes


class Connection:
    """Calls to one server. Not for several threads at once."""

    def __init__(self, url: str, timeout: float = 60) -> None:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        secure = parts.scheme == "https"
        kind = HTTPSConnection if secure else HTTPConnection
        self._http = kind(parts.hostname or "", parts.port, timeout=timeout)
        self._base = parts.path.rstrip("/")
        self._used = False

    def call(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> Reply:
        """Call the server; on an old connection that it has closed meanwhile, once more.

        Calling twice is safe: a server that had taken in the first call says so (MSG-5).
        """
        try:
            try:
                return self._call(method, path, headers, body)
            except (HTTPException, ConnectionError):
                if not self._used:
                    raise
                return self._call(method, path, headers, body)
        except (HTTPException, OSError) as problem:
            raise PortalFault(NOT_REACHED, str(problem)) from problem

    def close(self) -> None:
        """Close the connection; a later call opens it again."""
        self._http.close()
        self._used = False

    def _call(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None
    ) -> Reply:
        try:
            self._http.request(method, self._base + path, body, dict(headers))
            response = self._http.getresponse()
            reply = Reply(response.status, response.read())
        except (HTTPException, OSError):
            self._http.close()
            raise
        self._used = True
        return reply

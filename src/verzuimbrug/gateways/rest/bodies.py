"""JSON bodies, read once for all operations."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser


class StorableBodies(Parser):
    """Refuses texts that no database can hold: with a NUL, or with half a surrogate pair."""

    def parse_body(self, request: HttpRequest) -> Any:  # noqa: ANN401 -- whatever JSON holds
        """The body. Raises ValueError when it cannot be read."""
        body = super().parse_body(request)
        for text in _texts(body):
            if "\0" in text:
                raise ValueError
            text.encode()
        return body


def _texts(body: object) -> Iterator[str]:
    """Every text in the body, keys as well."""
    waiting = [body]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            waiting += (*one, *one.values())

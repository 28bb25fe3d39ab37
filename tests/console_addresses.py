"""Every address of the pages for people, as the server knows them."""

from collections.abc import Iterator, Sequence

from django.urls import URLPattern, URLResolver, get_resolver

_OF_THE_DOORS = ("overdracht",)
"""These have a row in the matrix of the doors."""


def console_addresses() -> dict[str, str | None]:
    """The addresses, each with the permission that its page asks."""
    return dict(_walk(get_resolver("verzuimbrug.console.urls").url_patterns, ""))


def _walk(
    patterns: Sequence[URLPattern | URLResolver], before: str
) -> Iterator[tuple[str, str | None]]:
    for each in patterns:
        address = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, address)
        elif not address.startswith(_OF_THE_DOORS):
            yield address, getattr(each.callback, "permission", None)

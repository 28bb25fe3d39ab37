"""Addresses of the page one is on, with something else in the query: chips, sorting, paging."""

from dataclasses import dataclass

from django.http import HttpRequest


def with_query(request: HttpRequest, **changes: object) -> str:
    """The present address with these parameters; one that is None or empty falls away."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    written = query.urlencode()
    return f"{request.path}?{written}" if written else request.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Where the pages beside this one are; empty when there is none."""

    first: str = ""
    previous: str = ""
    next: str = ""


AFTER, BEFORE = "na", "voor"
"""The parameters that say after, or before, which key a page comes."""

_LARGEST = 2**63 - 1


def number_in(request: HttpRequest, name: str) -> int | None:
    """The number in the address under this name; None for what no key of a row can be."""
    return number_of(request.GET.get(name, ""))


def number_of(text: str) -> int | None:
    """The number that is written, from 0 to the largest key of a row; None for anything else."""
    if not text.isascii() or not text.isdigit() or len(text) > len(str(_LARGEST)):
        return None
    number = int(text)
    return number if number <= _LARGEST else None


def paging(request: HttpRequest, *, previous: object = None, following: object = None) -> Paging:
    """The pages beside this one, by the keys that they come before and after."""
    is_first = AFTER not in request.GET and BEFORE not in request.GET
    return Paging(
        first="" if is_first else with_query(request, **{AFTER: None, BEFORE: None}),
        previous=_beside(request, BEFORE, previous),
        next=_beside(request, AFTER, following),
    )


def _beside(request: HttpRequest, name: str, key: object) -> str:
    if key in (None, ""):
        return ""
    return with_query(request, **{AFTER: None, BEFORE: None, name: key})

"""Query parameters that an operation does not have."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TypeVar

from django.http import HttpRequest
from ninja.errors import ValidationError
from pydantic import BaseModel

Said = TypeVar("Said")


def known_parameters_only(view: Callable[..., Said]) -> Callable[..., Said]:
    """The view, refusing parameters that it does not have: `dry-run` would be no dry run."""

    @wraps(view)
    def checked(request: HttpRequest, **values: object) -> Said:
        unknown = set(request.GET).difference(values, *map(_fields, values.values()))
        if unknown:
            raise ValidationError(
                [{"loc": ("query", name), "type": "extra_forbidden"} for name in sorted(unknown)]
            )
        return view(request, **values)

    return checked


def _fields(value: object) -> Iterable[str]:
    """Parameters that come together in one schema."""
    return type(value).model_fields if isinstance(value, BaseModel) else ()

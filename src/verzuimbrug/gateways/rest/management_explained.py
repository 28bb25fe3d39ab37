"""What the application says, as an answer says it: findings in the caller's language."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from django.http import HttpRequest

from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.domain.findings import Finding
from verzuimbrug.gateways.refused import language_of


def explained(request: HttpRequest, value: object) -> Any:  # noqa: ANN401 -- as deep as the value
    """The value with every finding in it explained, wherever it stands."""
    return _explained(Audience(language_of(request)), value)


def _explained(audience: Audience, value: object) -> object:
    if isinstance(value, Finding):
        return audience.explain([value.to_json()])[0]
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _explained(audience, getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {name: _explained(audience, part) for name, part in value.items()}
    if isinstance(value, tuple):
        return [_explained(audience, part) for part in value]
    return value

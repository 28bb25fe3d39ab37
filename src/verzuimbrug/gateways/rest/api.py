"""The REST API: both sides under one description, with errors in one shape."""

from collections.abc import Callable
from functools import cached_property
from http.client import responses
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, URLResolver, include, path, re_path
from ninja import NinjaAPI, Router
from ninja.openapi.schema import OpenAPISchema

import verzuimbrug
from verzuimbrug.gateways.rest import (
    collecting,
    conformance,
    consumer,
    errors,
    intake,
    management_accounts,
    management_api_keys,
    management_change_log,
    management_classifications,
    management_configuration,
    management_correcting,
    management_credentials,
    management_editions,
    management_employers,
    management_exports,
    management_groups,
    management_held,
    management_links,
    management_parking,
    management_portal_deliveries,
    management_proposals,
    management_readiness,
    management_retention,
    management_sandboxes,
    management_sftp_keys,
    management_streams,
    management_undo,
    management_versions,
    management_webhooks,
    passed_on,
)
from verzuimbrug.gateways.rest.bodies import StorableBodies

View = Callable[..., HttpResponse]


class DescribedOnce(NinjaAPI):
    """An API whose description is made once: anybody may ask for it, and it takes long to make."""

    @cached_property
    def _description(self) -> OpenAPISchema:
        description = super().get_openapi_schema()
        for operations in description["paths"].values():
            for operation in operations.values():
                # With what cannot be a name in it, an address is none or is another one.
                refused = operation["responses"][401]
                for status in (404, 405):
                    said = {**refused, "description": responses[status]}
                    operation["responses"].setdefault(status, said)
        return description

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The OpenAPI of all operations; its addresses are the same wherever it is asked for."""
        del path_prefix, path_params
        return self._description


api = DescribedOnce(
    title="Verzuimbrug",
    version=verzuimbrug.__version__,
    urls_namespace="api-v1",
    docs_url=None,
    parser=StorableBodies(),
)
errors.install(api)
_SIDES = (
    intake,
    conformance,
    consumer,
    collecting,
    passed_on,
    # An address that ends in a code takes all that comes after it: those that go on stand before.
    management_versions,
    management_change_log,
    management_correcting,
    management_classifications,
    management_groups,
    management_employers,
    management_configuration,
    management_held,
    management_undo,
    management_editions,
    management_streams,
    management_sandboxes,
    management_credentials,
    management_readiness,
    management_links,
    management_parking,
    management_portal_deliveries,
    management_proposals,
    management_sftp_keys,
    management_accounts,
    management_api_keys,
    management_webhooks,
    management_exports,
    management_retention,
)


def _titled(router: Router) -> Router:
    """The router, each operation under the title that its id says."""
    for view in router.path_operations.values():
        for operation in view.operations:
            operation.summary = str(operation.operation_id).replace("_", " ").capitalize()
    return router


for _side in _SIDES:
    api.add_router("", _titled(_side.router))


def urlpatterns() -> list[URLPattern | URLResolver]:
    """The addresses below `/api/v1/`; any other there is answered in the shape of errors too."""
    patterns, app, namespace = api.urls
    shaped = [_shaped(pattern) for pattern in patterns if isinstance(pattern, URLPattern)]
    return [
        path("api/v1/", include((shaped, app), namespace=namespace)),
        re_path("^api/v1/", _nothing_here),
    ]


def _shaped(pattern: URLPattern) -> URLPattern:
    return path(str(pattern.pattern), _in_shape(pattern.callback), name=pattern.name)


def _nothing_here(request: HttpRequest) -> HttpResponse:
    return errors.not_found(request)


_nothing_here.csrf_exempt = True  # type: ignore[attr-defined]


def _in_shape(view: View) -> View:
    """The view, with its answers to another method and at the root in the shape of errors."""

    def shaped(request: HttpRequest, **values: object) -> HttpResponse:
        try:
            response = view(request, **values)
        except Http404:
            return errors.not_found(request)
        if isinstance(response, HttpResponseNotAllowed):
            return errors.not_allowed(request, response["Allow"])
        return response

    shaped.csrf_exempt = True  # type: ignore[attr-defined]
    return shaped

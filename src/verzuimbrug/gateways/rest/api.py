"""The REST API: both sides under one description, with errors in one shape."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, URLResolver, include, path, re_path
from ninja import NinjaAPI

import verzuimbrug
from verzuimbrug.gateways.rest import consumer, errors, intake

View = Callable[..., HttpResponse]

api = NinjaAPI(
    title="Verzuimbrug",
    version=verzuimbrug.__version__,
    urls_namespace="api-v1",
    docs_url=None,
)
errors.install(api)
api.add_router("", intake.router)
api.add_router("", consumer.router)


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
    """The view, with its answer to another method in the shape of errors."""

    def shaped(request: HttpRequest, **values: object) -> HttpResponse:
        response = view(request, **values)
        if isinstance(response, HttpResponseNotAllowed):
            return errors.not_allowed(request, response["Allow"])
        return response

    shaped.csrf_exempt = True  # type: ignore[attr-defined]
    return shaped

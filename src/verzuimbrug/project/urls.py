"""Every address of the server."""

from django.urls import include, path

from verzuimbrug.project.health import health

urlpatterns = [
    path("healthz", health),
    path("", include("verzuimbrug.gateways.urls")),
    path("", include("verzuimbrug.console.urls")),
]

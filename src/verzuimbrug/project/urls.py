"""Every address of the server."""

from django.urls import path

from verzuimbrug.project.health import health

urlpatterns = [
    path("healthz", health),
]

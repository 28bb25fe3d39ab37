"""Every address of the server."""

from django.urls import include, path

from verzuimbrug.project.health import alive, ready

handler403 = "verzuimbrug.console.troubles.refused"
handler404 = "verzuimbrug.console.troubles.not_found"
handler500 = "verzuimbrug.console.troubles.broken"

urlpatterns = [
    path("healthz", alive),
    path("readyz", ready),
    path("", include("verzuimbrug.gateways.urls")),
    path("", include("verzuimbrug.console.urls")),
]

"""Every address of the server."""

from django.urls import include, path, re_path

from verzuimbrug.console.troubles import nothing_here
from verzuimbrug.project.health import alive, ready

handler403 = "verzuimbrug.console.troubles.refused"
handler404 = "verzuimbrug.console.troubles.not_found"
handler500 = "verzuimbrug.console.troubles.broken"

urlpatterns = [
    path("healthz", alive),
    path("readyz", ready),
    path("", include("verzuimbrug.gateways.urls")),
    # No name has a NUL, and PostgreSQL refuses to look for one.
    re_path("\0", nothing_here),
    path("", include("verzuimbrug.console.urls")),
]

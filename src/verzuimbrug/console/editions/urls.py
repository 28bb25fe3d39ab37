"""The addresses of editions and shadow runs."""

from django.urls import path

from verzuimbrug.console.editions import changing, listing, shadow

_ONE = "koppelingen/<int:coupling>/"
_STREAM = f"{_ONE}importkoppelingen/<path:stream>/"

urlpatterns = [
    path("edities/", listing.editions, name="editions"),
    path(f"{_ONE}edities/", listing.coupling_editions, name="coupling-editions"),
    path(f"{_STREAM}edities/", changing.change, name="coupling-stream-editions"),
    path(f"{_STREAM}schaduw/", shadow.shadow, name="coupling-shadow"),
]

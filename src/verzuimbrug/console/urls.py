"""The addresses of the pages for people."""

from django.urls import include, path

from verzuimbrug.console.handover import handover, stylesheet
from verzuimbrug.console.look import choose_look
from verzuimbrug.console.more import more
from verzuimbrug.console.style.views import style

urlpatterns = [
    path("", include("verzuimbrug.console.sign_in.urls")),
    path("", include("verzuimbrug.console.people.urls")),
    path("dossiers/", include("verzuimbrug.console.dossiers.urls")),
    path("overdracht.css", stylesheet),
    path("overdracht/<str:secret>", handover),
    path("proef/", include("verzuimbrug.console.proving.urls")),
    path("weergave/", choose_look, name="choose-look"),
    path("meer/", more, name="more"),
    path("stijl/", style, name="style"),
    path("werkgevers/", include("verzuimbrug.console.employers.urls")),
    path("beheer/", include("verzuimbrug.console.settings.urls")),
    path("", include("verzuimbrug.console.waiting.urls")),
    # Before those of couplings: the name of a stream may hold slashes.
    path("", include("verzuimbrug.console.editions.urls")),
    path("", include("verzuimbrug.console.couplings.urls")),
    path("", include("verzuimbrug.console.today.urls")),
    path("", include("verzuimbrug.console.reports.urls")),
    path("", include("verzuimbrug.console.messages.urls")),
]

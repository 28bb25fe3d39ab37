"""The addresses of the pages for people."""

from django.urls import path

from verzuimbrug.console.handover import handover, stylesheet

urlpatterns = [
    path("overdracht.css", stylesheet),
    path("overdracht/<str:secret>", handover),
]

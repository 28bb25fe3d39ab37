"""Addresses of the first page."""

from django.urls import path

from verzuimbrug.console.today.looking import look_at_rejected, take_back
from verzuimbrug.console.today.views import today

urlpatterns = [
    path("", today, name="today"),
    path(
        "vandaag/afgewezen/<int:account>/<str:code>/gezien/",
        look_at_rejected,
        name="look-at-rejected",
    ),
    path("vandaag/gezien/<str:moment>/terug/", take_back, name="take-back-looks"),
]

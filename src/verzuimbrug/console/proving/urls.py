"""The addresses of the page of a sandbox; the secret in them is all that opens it."""

from django.urls import path

from verzuimbrug.console.proving import views

_ONE = "<str:secret>/"

urlpatterns = [
    path(_ONE, views.progress),
    path(f"{_ONE}opnieuw/", views.begin_anew),
    # A name of a stream may hold slashes: it comes last.
    path(
        f"{_ONE}voorbeeld/<str:edition>/<str:case>/<int:number>/<str:day>/<path:stream>",
        views.example,
    ),
]

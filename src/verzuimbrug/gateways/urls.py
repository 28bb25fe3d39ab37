"""The addresses of the doors for machines."""

from django.urls import path

from verzuimbrug.gateways.rest.api import urlpatterns as rest
from verzuimbrug.gateways.soap.endpoint import exchange_files

urlpatterns = [
    path("services/bestandsoverdracht", exchange_files),
    *rest(),
]

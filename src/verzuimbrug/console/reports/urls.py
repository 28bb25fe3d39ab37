"""Addresses of the processing reports."""

from django.urls import path

from verzuimbrug.console.reports import listing, show

urlpatterns = [
    path("verslagen/", listing.reports, name="reports"),
    path("verslagen/oorzaken/", listing.causes, name="report-causes"),
    path("verslagen/bestand/<str:form>/", listing.selection_file, name="reports-file"),
    path("verslagen/<str:receipt>/", show.report, name="report"),
    path("verslagen/<str:receipt>/bestand/<str:form>/", show.report_file, name="report-file"),
]

"""The addresses of dossiers: numbers only, since addresses hold no personal data."""

from django.urls import path

from verzuimbrug.console.dossiers import absence, knowledge, on_request, search

urlpatterns = [
    path("", search.dossiers, name="dossiers"),
    path("<int:person>/", absence.dossier, name="dossier"),
    path("<int:person>/verzuim/<int:case>/", absence.case_page, name="dossier-case"),
    path("<int:person>/gegevens/", knowledge.details, name="dossier-details"),
    path("<int:person>/gegevens/bsn/", knowledge.bsn, name="dossier-bsn"),
    path("<int:person>/dienstverbanden/", knowledge.employments, name="dossier-employments"),
    path(
        "<int:person>/waarom/<slug:kind>/<int:number>/<str:field>/",
        knowledge.why_page,
        name="dossier-why",
    ),
    path("<int:person>/herkomst/", knowledge.sources, name="dossier-sources"),
    path("<int:person>/tijdlijn/", knowledge.timeline, name="dossier-timeline"),
    path("<int:person>/wijzigingen/", knowledge.changes, name="dossier-changes"),
    path("<int:person>/wijzigingen/bestand/", knowledge.export, name="dossier-export"),
    path("<int:person>/inzage/", on_request.export, name="person-export"),
    path("<int:person>/wissen/", on_request.erase, name="person-erase"),
]

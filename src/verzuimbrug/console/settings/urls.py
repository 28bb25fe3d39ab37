"""Addresses under /beheer/."""

from django.urls import path

from verzuimbrug.console.configuring.undoing import undo
from verzuimbrug.console.settings import (
    api_keys,
    configuration,
    erasing,
    export_access,
    exports,
    mail,
    mail_texts,
    tables,
    versions,
    webhook_making,
    webhook_replay,
    webhooks,
)
from verzuimbrug.console.settings.overview import settings
from verzuimbrug.console.settings.retention import retention

urlpatterns = [
    path("", settings, name="settings"),
    path("tabellen/", tables.tables, name="tables"),
    path("tabellen/nieuw/", tables.new, name="table-new"),
    path("tabellen/<int:table>/", tables.edit, name="table-edit"),
    path("api-sleutels/", api_keys.keys, name="api-keys"),
    path("api-sleutels/nieuw/", api_keys.new, name="api-key-new"),
    path("api-sleutels/beeindigen/", api_keys.end, name="api-key-end"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/nieuw/", webhook_making.new, name="webhook-new"),
    path("webhooks/<int:webhook>/", webhooks.webhook, name="webhook"),
    path("webhooks/<int:webhook>/proef/", webhooks.send, name="webhook-test"),
    path("webhooks/<int:webhook>/opnieuw/", webhook_replay.replay_since, name="webhook-replay"),
    path("webhooks/<int:webhook>/schakelen/", webhooks.switch, name="webhook-switch"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<int:export>/", exports.export, name="export"),
    path("exports/<int:export>/schakelen/", exports.switch, name="export-switch"),
    path("exports/<int:export>/opnieuw/", exports.again, name="export-again"),
    path("exports/<int:export>/toegang/", export_access.access, name="export-access"),
    path("exports/<int:export>/sleutel/", export_access.key, name="export-key"),
    path("mail/", mail.mail, name="mail"),
    path("mail/proef/", mail.send, name="mail-test"),
    path("mailteksten/", mail_texts.mail_texts, name="mail-texts"),
    path("mailteksten/<str:kind>/<str:language>/", mail_texts.mail_text, name="mail-text"),
    path(
        "mailteksten/<str:kind>/<str:language>/wijzigen/",
        mail_texts.edit,
        name="mail-text-edit",
    ),
    path("bewaren/", retention, name="retention"),
    path("bewaren/termijnen/", erasing.terms, name="retention-terms"),
    path("bewaren/wissen/", erasing.erase, name="retention-erase"),
    path("configuratie/", configuration.configuration, name="configuration"),
    path("configuratie/bestand/", configuration.export, name="configuration-export"),
    path("configuratie/toepassen/<int:file>/", configuration.preview, name="configuration-preview"),
    path("versies/", versions.versions, name="versions"),
    path("versies/terug/<int:version>/", versions.restore, name="version-restore"),
    path("versies/<str:kind>/<int:number>/", versions.of_object, name="object-versions"),
    path("opgeslagen/<int:save>/ongedaan/", undo, name="save-undo"),
]

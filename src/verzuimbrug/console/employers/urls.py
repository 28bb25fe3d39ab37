"""Addresses under /werkgevers/."""

from django.urls import path

from verzuimbrug.console.employers import classifications, editing, groups, importing
from verzuimbrug.console.employers.employer import employer
from verzuimbrug.console.employers.listing import employers

urlpatterns = [
    path("", employers, name="employers"),
    path("nieuw/", editing.new, name="employer-new"),
    path("importeren/", importing.hand_in, name="employers-import"),
    path("importeren/<int:file>/", importing.preview, name="employers-import-preview"),
    path("groepen/", groups.groups, name="groups"),
    path("groepen/nieuw/", groups.new, name="group-new"),
    path("groepen/<int:group>/", groups.group, name="group"),
    path("groepen/<int:group>/wijzigen/", groups.edit, name="group-edit"),
    path("groepen/<int:group>/toevoegen/", groups.join, name="group-join"),
    path("groepen/<int:group>/leden/<int:employer>/beeindigen/", groups.leave, name="group-leave"),
    path("classificaties/", classifications.schemes, name="classifications"),
    path("classificaties/nieuw/", classifications.new, name="scheme-new"),
    path("classificaties/<int:scheme>/wijzigen/", classifications.edit, name="scheme-edit"),
    path("classificaties/gelijkmaken/<int:group>/", classifications.equal, name="group-make-equal"),
    path("<int:employer>/", employer, name="employer"),
    path("<int:employer>/wijzigen/", editing.edit, name="employer-edit"),
    path("<int:employer>/code/", editing.rename, name="employer-rename"),
]

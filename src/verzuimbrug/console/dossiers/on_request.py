"""What somebody may ask of what is kept of them: to have it all, and to have it erased (AVG)."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from verzuimbrug.application.persons.erasing import erase_person, preview_erasure
from verzuimbrug.application.persons.records import as_json, as_page, export_person
from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.console.confirming import SHOWN
from verzuimbrug.console.deciders import decider_of
from verzuimbrug.console.downloads import as_file
from verzuimbrug.console.language import language
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go, page
from verzuimbrug.domain.permissions import Permission

_REASON = "reden"


@page(Permission.PERSONS_EXPORT)
@require_safe
def export(request: ConsoleRequest, person: int) -> HttpResponse:
    """All that is known of a person as a file: a page to read, or JSON; that it was is kept."""
    records = found(export_person(request.visitor.reader, person))
    if request.GET.get("vorm") == "json":
        response = HttpResponse(as_json(records), content_type="application/json; charset=utf-8")
        return as_file(response, f"persoon-{person}.json")
    response = HttpResponse(as_page(records), content_type="text/html; charset=utf-8")
    return as_file(response, f"persoon-{person}.html")


@page(Permission.PERSONS_ERASE)
def erase(request: ConsoleRequest, person: int) -> HttpResponseBase:
    """What goes and what is in the way; and then, with a reason, it goes."""
    erasure = found(preview_erasure(request.visitor.reader, person))
    is_possible = erasure.is_possible
    agreed, reason = request.POST.get(SHOWN, ""), request.POST.get(_REASON, "")
    if agreed:
        erasure = found(erase_person(decider_of(request), person, reason, agreed))
    if erasure.is_done:
        leave_notice(request, _("Person %(person)s was erased.") % {"person": person})
        return go("dossiers")
    context = {
        "erasure": erasure,
        "counts": [(title, count) for title, count in erasure.counts if count],
        "findings": Audience(language()).explain(each.to_json() for each in erasure.findings),
        "digest": erasure.digest,
        "is_possible": is_possible,
        "shown_field": SHOWN,
        "is_another": agreed not in ("", erasure.digest),
        "reason": reason,
    }
    return answer(request, "console/dossiers/erase.html", context)

"""All pages as a list: what stands behind “more” on a phone."""

from django.http import HttpResponse

from verzuimbrug.console.pages import ConsoleRequest, answer, page


@page()
def more(request: ConsoleRequest) -> HttpResponse:
    """The entries of the rail."""
    return answer(request, "console/more.html", {})

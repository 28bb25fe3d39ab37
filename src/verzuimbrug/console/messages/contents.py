"""The XML of a message: masked, asked for, or taken away as a file."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from verzuimbrug.application.messages.contents import Look, download, read_contents
from verzuimbrug.application.messages.overview import find_message
from verzuimbrug.console.addresses import AFTER, number_in, paging
from verzuimbrug.console.downloads import as_file
from verzuimbrug.console.language import language
from verzuimbrug.console.messages.around import around
from verzuimbrug.console.pages import ConsoleRequest, answer, found, page
from verzuimbrug.domain.permissions import Permission


@page(Permission.MESSAGES_READ)
def message_contents(request: ConsoleRequest, receipt: str) -> HttpResponse:
    """A part of it; a POST asks for what is masked there, once."""
    reader = request.visitor.reader
    one = found(find_message(reader, receipt))
    asks = request.method == "POST"
    look = Look(after=number_in(request, AFTER) or 0, language=language(), asks=asks)
    part = found(read_contents(reader, receipt, look))
    context = {
        **around(request, one, "message-contents"),
        "part": part,
        "asks": asks,
        "first": part.lines[0].line.number if part.lines else 0,
        "last": part.lines[-1].line.number if part.lines else 0,
        "can_be_asked": any(each.can_be_asked for each in part.lines),
        "paging": paging(request, following=part.next),
        "may_correct": request.visitor.may(Permission.MESSAGES_CORRECT) and not one.is_beside,
        "may_download": request.visitor.may(Permission.MESSAGES_DOWNLOAD),
    }
    return answer(request, "console/messages/contents.html", context)


@require_POST
@page(Permission.MESSAGES_DOWNLOAD)
def message_download(request: ConsoleRequest, receipt: str) -> HttpResponse:
    """The bytes as received: a POST, for it is kept who took them."""
    taken = found(download(request.visitor.reader, receipt))
    response = HttpResponse(taken.content, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    return as_file(response, taken.file_name)

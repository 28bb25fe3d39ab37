"""How mail is sent: whether it is, what became of each, and a test mail to oneself."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.mail.listing import MailShown, page_mails, show_mail_state
from verzuimbrug.application.mail.trying import send_test_mail
from verzuimbrug.application.pages import Window
from verzuimbrug.console.addresses import AFTER, number_in, paging
from verzuimbrug.console.configuring.rights import may_share, shared_page
from verzuimbrug.console.language import language
from verzuimbrug.console.links import url_of
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, go, page
from verzuimbrug.console.settings.mail_texts import KINDS
from verzuimbrug.domain.mail_server import Tls, Trouble
from verzuimbrug.domain.permissions import Permission

_PAGE = 50

TLS = {
    Tls.AT_ONCE: gettext_lazy("over TLS"),
    Tls.REQUIRE: gettext_lazy("over TLS (STARTTLS)"),
    Tls.OFFERED: gettext_lazy("over TLS where the server offers it"),
    Tls.NEVER: gettext_lazy("without TLS"),
}
TROUBLES = {
    Trouble.REFUSED: gettext_lazy(
        "The server of the recipient refuses it. Check the address at the coupling."
    ),
    Trouble.BAD_ADDRESS: gettext_lazy(
        "No mail can be sent to this address. Change it at the coupling."
    ),
    Trouble.POSTPONED: gettext_lazy("The server asks to come back later. Nothing has to be done."),
    Trouble.SENDER_REFUSED: gettext_lazy(
        "The server does not take mail from our sender. The operator has to change the sender, or "
        "allow it at the server."
    ),
    Trouble.LOGIN_FAILED: gettext_lazy(
        "Signing in at the mail server failed. The operator has to check user and password."
    ),
    Trouble.NO_TLS: gettext_lazy(
        "The mail server does not offer TLS. The operator has to choose another server or setting."
    ),
    Trouble.NOT_TRUSTED: gettext_lazy(
        "The certificate of the mail server is not trusted. The operator has to look at it."
    ),
    Trouble.UNKNOWN_HOST: gettext_lazy(
        "The name of the mail server is not found. The operator has to check it."
    ),
    Trouble.UNREACHABLE: gettext_lazy(
        "The mail server cannot be reached. The operator has to see whether it runs."
    ),
    Trouble.TOO_SLOW: gettext_lazy("The mail server does not answer in time."),
}
"""What is the matter, and what to do."""


@page(Permission.SETTINGS_READ)
def mail(request: ConsoleRequest) -> HttpResponse:
    """The state of sending, and the log page by page."""
    reader = request.visitor.reader
    state = show_mail_state(reader)
    window = Window(after=number_in(request, AFTER) or 0, limit=_PAGE)
    log = page_mails(reader, window)
    context = {
        "state": state,
        "tls": TLS[state.server.tls] if state.server else "",
        "mails": [(each, KINDS[each.kind], *_outcome(each), _where(each)) for each in log.items],
        "paging": paging(request, following=log.next),
        "may_try": state.server is not None and may_share(request, Permission.SETTINGS_WRITE),
        "address": request.visitor.email,
        "crumbs": ((_("Management"), reverse("settings")),),
    }
    return answer(request, "console/settings/mail_log.html", context)


@shared_page(Permission.SETTINGS_WRITE)
def send(request: ConsoleRequest) -> HttpResponse:
    """A test mail goes to the visitor; what it came to is told at once."""
    if request.method == "POST":
        given = send_test_mail(request.visitor.email, language())
        if given is None:
            leave_notice(request, _("No mail is sent: there is no mail server."), kind="stop")
        elif given.trouble is None:
            told = _("The mail server took the test mail to %(address)s.")
            leave_notice(request, told % {"address": request.visitor.email}, kind="good")
        else:
            said = f"{TROUBLES[given.trouble]} {given.said}".strip()
            leave_notice(request, said, kind="stop")
    return go("mail")


def _outcome(shown: MailShown) -> tuple[str, str, str]:
    """Kind of mark, word, and what is the matter."""
    trouble = str(TROUBLES[shown.trouble]) if shown.trouble else ""
    if shown.sent_at:
        return "good", _("sent"), ""
    if shown.given_up_at:
        return "stop", _("given up"), trouble
    if shown.attempts:
        return "attention", _("is tried again"), trouble
    return "quiet", _("waits"), ""


def _where(shown: MailShown) -> str:
    return url_of("report", shown.receipt) if shown.receipt else ""

"""Texts of mails: listed, written with a look at an example, and back to an earlier one."""

from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.mail_texts import (
    MailTextShown,
    list_mail_text_versions,
    list_mail_texts,
    save_mail_text,
    show_mail_text,
)
from verzuimbrug.console.configuring.rights import may_share, shared_page
from verzuimbrug.console.confirming import digest_of
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, page
from verzuimbrug.domain.mail_texts import (
    DEFAULTS,
    EXAMPLES,
    LONGEST_BODY,
    LONGEST_SUBJECT,
    PLACES,
    MailKind,
    MailText,
    PlaceProblem,
    check_text,
    filled,
)
from verzuimbrug.domain.permissions import Permission

KINDS = {
    MailKind.REPORT: gettext_lazy("processing report"),
    MailKind.REJECTED: gettext_lazy("rejected message"),
    MailKind.DIGEST: gettext_lazy("digest"),
    MailKind.REMINDER: gettext_lazy("reminder"),
}
LANGUAGES = {"nl": gettext_lazy("Dutch"), "en": gettext_lazy("English")}
_AGREED = "akkoord"


class TextForm(forms.Form):
    """Subject and body, with places that are filled in."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=LONGEST_SUBJECT)
    body = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def told(self, problems: tuple[PlaceProblem, ...]) -> None:
        """Says at the field what is not right in it."""
        for problem in problems:
            text = _("%(place)s is no place of this mail.") % {"place": problem.place}
            self.add_error("subject" if problem.in_subject else "body", text)

    @property
    def text(self) -> MailText:
        """What was filled in."""
        body = self.cleaned_data["body"].replace("\r\n", "\n")
        return MailText(self.cleaned_data["subject"], body.rstrip("\n") + "\n")


@dataclass(frozen=True, slots=True)
class TextRow:
    """A text in the list."""

    shown: MailTextShown
    kind: str
    language: str


@page(Permission.SETTINGS_READ)
def mail_texts(request: ConsoleRequest) -> HttpResponse:
    """All texts, in every language."""
    rows = [
        TextRow(each, str(KINDS[each.kind]), str(LANGUAGES[each.language]))
        for each in list_mail_texts(request.visitor.reader)
    ]
    context = {"rows": rows, "crumbs": _crumbs()[:1]}
    return answer(request, "console/settings/mail_texts.html", context)


@page(Permission.SETTINGS_READ)
def mail_text(request: ConsoleRequest, kind: str, language: str) -> HttpResponse:
    """One text with an example of it, and its versions."""
    of, shown = _shown(request, kind, language)
    context = {
        "shown": shown,
        "title": _title(of, language),
        "example": filled(shown.text, EXAMPLES),
        "versions": list_mail_text_versions(request.visitor.reader, of, language),
        "may_change": may_share(request, Permission.SETTINGS_WRITE),
        "crumbs": _crumbs(),
    }
    return answer(request, "console/settings/mail_text.html", context)


@shared_page(Permission.SETTINGS_WRITE)
def edit(request: ConsoleRequest, kind: str, language: str) -> HttpResponse:
    """Another text: written, looked at with example values, and then saved."""
    of, shown = _shown(request, kind, language)
    start = _start(request, of, shown)
    initial = {"subject": start.subject, "body": start.body}
    form = TextForm(request.POST or None, initial=initial)
    if form.is_valid():
        form.told(check_text(of, form.text))
    is_right = form.is_bound and not form.errors
    digest = _digest(form.text) if is_right else ""
    if is_right and request.POST.get(_AGREED) == digest:
        save_mail_text(request.visitor.reader, of, language, form.text)
        undo = f"{request.path}?versie={shown.number}"
        leave_notice(request, _("The text is saved."), action=(_("Undo"), undo))
        return HttpResponseRedirect(reverse("mail-text", args=[kind, language]))
    context = {
        "form": form,
        "title": _title(of, language),
        "places": [(place, EXAMPLES[place]) for place in PLACES[of]],
        "example": filled(form.text, EXAMPLES) if is_right else None,
        "agreed": _AGREED,
        "digest": digest,
        "back": reverse("mail-text", args=[kind, language]),
        "crumbs": (*_crumbs(), (_title(of, language), reverse("mail-text", args=[kind, language]))),
    }
    status = 422 if form.is_bound and not is_right else 200
    return answer(request, "console/settings/mail_text_edit.html", context, status=status)


def _digest(text: MailText) -> str:
    """By this somebody agrees with the text that was shown."""
    return digest_of(text.subject, text.body)


def _start(request: ConsoleRequest, kind: MailKind, shown: MailTextShown) -> MailText:
    """The text to start from: the present one, that of a version, or the default."""
    wished = request.GET.get("versie", "")
    if wished == "0":
        return DEFAULTS[shown.language][kind]
    versions = list_mail_text_versions(request.visitor.reader, kind, shown.language)
    by_number = {str(each.number): each.text for each in versions}
    return by_number.get(wished, shown.text)


def _shown(request: ConsoleRequest, kind: str, language: str) -> tuple[MailKind, MailTextShown]:
    if kind not in tuple(MailKind) or language not in DEFAULTS:
        raise Http404
    of = MailKind(kind)
    return of, show_mail_text(request.visitor.reader, of, language)


def _title(kind: MailKind, language: str) -> str:
    said = {"kind": KINDS[kind], "language": LANGUAGES[language]}
    return _("Mail: %(kind)s (%(language)s)") % said


def _crumbs() -> tuple[tuple[str, str], ...]:
    return ((_("Management"), reverse("settings")), (_("Mail texts"), reverse("mail-texts")))

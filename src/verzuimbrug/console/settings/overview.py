"""What is managed, and where."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verzuimbrug.console.pages import ConsoleRequest, answer, page
from verzuimbrug.domain.permissions import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of management: its page by name, and what one does there."""

    name: str
    label: Promise
    text: Promise
    permission: Permission | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Parts that belong together."""

    label: Promise
    parts: tuple[Part, ...]


SECTIONS = (
    Section(
        label=_("Configuration"),
        parts=(
            Part(
                name="tables",
                label=_("Code tables and conversion tables"),
                text=_("What received codes and values mean here, and which streams use that."),
                permission=Permission.CONVERSION_TABLES_READ,
            ),
            Part(
                name="editions",
                label=_("Editions"),
                text=_("Which editions of the standard arrive, and which each stream takes."),
                permission=Permission.STREAMS_READ,
            ),
            Part(
                name="configuration",
                label=_("Configuration as a file"),
                text=_("Everything that is configured, to download, and to apply after a look."),
                permission=Permission.CONFIGURATION_READ,
            ),
            Part(
                name="versions",
                label=_("Versions"),
                text=_("What was changed in the configuration, by whom and when; and back."),
                permission=Permission.CONFIGURATION_READ,
            ),
            Part(
                name="retention",
                label=_("Retention terms"),
                text=_("What is kept how long, and what ends next."),
                permission=Permission.CONFIGURATION_READ,
            ),
        ),
    ),
    Section(
        label=_("People and rights"),
        parts=(
            Part(
                name="people",
                label=_("People"),
                text=_("Who may sign in, with which role, and for which employers."),
                permission=Permission.PEOPLE_READ,
            ),
            Part(
                name="access-log",
                label=_("Access log"),
                text=_("Who looked at which dossier, and when."),
                permission=Permission.ACCESS_LOG_READ,
            ),
            Part(
                name="explain",
                label=_("Why may somebody see that?"),
                text=_("Asks for one person and one object what the answer is, and why."),
                permission=Permission.PEOPLE_READ,
            ),
            Part(
                name="arbodiensten",
                label=_("Arbodiensten"),
                text=_("The arbodiensten of this platform, by numbers."),
                permission=Permission.ARBODIENSTEN_READ,
            ),
        ),
    ),
    Section(
        label=_("Systems"),
        parts=(
            Part(
                name="api-keys",
                label=_("API keys"),
                text=_("Keys with which the case system and tools sign in."),
                permission=Permission.API_KEYS_READ,
            ),
            Part(
                name="mail",
                label=_("Sending mail"),
                text=_("Whether mail is sent, what became of each, and a test mail."),
                permission=Permission.SETTINGS_READ,
            ),
            Part(
                name="mail-texts",
                label=_("Mail texts"),
                text=_("What mails about reports and waiting say, in Dutch and English."),
                permission=Permission.SETTINGS_READ,
            ),
            Part(
                name="webhooks",
                label=_("Webhooks"),
                text=_("Where events go, and what became of each that was sent."),
                permission=Permission.WEBHOOKS_READ,
            ),
            Part(
                name="exports",
                label=_("Exports"),
                text=_("What is sent to other parties, and how far each of them is."),
                permission=Permission.EXPORTS_READ,
            ),
        ),
    ),
)


@page()
def settings(request: ConsoleRequest) -> HttpResponse:
    """The parts that the visitor may look at."""
    sections = [(section.label, _shown(request, section.parts)) for section in SECTIONS]
    context = {"sections": [(label, parts) for label, parts in sections if parts]}
    return answer(request, "console/settings/overview.html", context)


def _shown(request: ConsoleRequest, parts: tuple[Part, ...]) -> list[tuple[Part, str]]:
    return [
        (part, reverse(part.name))
        for part in parts
        if part.permission is None or request.visitor.may(part.permission)
    ]

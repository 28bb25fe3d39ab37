"""The texts of mails as an arbodienst has them: read, written, and back to an earlier one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.domain.mail_texts import DEFAULTS, MailKind, MailText, PlaceProblem, check_text
from verzuimbrug.store.models import Arbodienst, MailTextVersion
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTextShown:
    """The text that holds of one kind of mail in one language; `number` 0 is the default."""

    kind: MailKind
    language: str
    text: MailText
    is_default: bool
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTextSaved:
    """One version: what was saved, when and by whom."""

    number: int
    text: MailText
    is_default: bool
    at: datetime
    by: str


def list_mail_texts(reader: Reader) -> tuple[MailTextShown, ...]:
    """The texts that hold, of every kind in every language."""
    with tenant(reader.arbodienst):
        newest = {
            (row.kind, row.language): row for row in MailTextVersion.objects.order_by("number")
        }
    return tuple(
        _shown(kind, language, newest.get((kind.value, language)))
        for kind in MailKind
        for language in DEFAULTS
    )


def texts_that_hold() -> Mapping[tuple[MailKind, str], MailText]:
    """The text of every kind in every language, within the tenant."""
    newest = {(row.kind, row.language): row for row in MailTextVersion.objects.order_by("number")}
    return {
        (kind, language): _text(kind, language, newest.get((kind.value, language)))
        for kind in MailKind
        for language in DEFAULTS
    }


def show_mail_text(reader: Reader, kind: MailKind, language: str) -> MailTextShown:
    """The text that holds."""
    texts = {(each.kind, each.language): each for each in list_mail_texts(reader)}
    return texts[kind, language]


def list_mail_text_versions(
    reader: Reader, kind: MailKind, language: str
) -> tuple[MailTextSaved, ...]:
    """Every version of one text, the newest first."""
    with tenant(reader.arbodienst):
        rows = MailTextVersion.objects.filter(kind=kind, language=language).order_by("-number")
        return tuple(
            MailTextSaved(
                number=row.number,
                text=_text(kind, language, row),
                is_default=row.is_default,
                at=row.at,
                by=row.by,
            )
            for row in rows
        )


def save_mail_text(
    reader: Reader, kind: MailKind, language: str, text: MailText
) -> tuple[PlaceProblem, ...]:
    """Has this text hold from now on; or says what is not right in it. The default is one too."""
    problems = check_text(kind, text)
    if problems:
        return problems
    is_default = text == DEFAULTS[language][kind]
    kept = MailText("", "") if is_default else text
    with tenant(reader.arbodienst):
        # One save at a time: each takes the next number.
        Arbodienst.objects.select_for_update(no_key=True).get(id=reader.arbodienst)
        versions = MailTextVersion.objects.filter(kind=kind, language=language)
        newest = versions.order_by("-number").first()
        if _text(kind, language, newest) == text:
            return ()
        MailTextVersion.objects.create(
            arbodienst_id=reader.arbodienst,
            kind=kind,
            language=language,
            number=newest.number + 1 if newest else 1,
            is_default=is_default,
            subject=kept.subject,
            body=kept.body,
            at=timezone.now(),
            by=reader.principal,
        )
    return ()


def _shown(kind: MailKind, language: str, row: MailTextVersion | None) -> MailTextShown:
    return MailTextShown(
        kind=kind,
        language=language,
        text=_text(kind, language, row),
        is_default=row is None or row.is_default,
        number=row.number if row else 0,
    )


def _text(kind: MailKind, language: str, row: MailTextVersion | None) -> MailText:
    if row is None or row.is_default:
        return DEFAULTS[language][kind]
    return MailText(row.subject, row.body)

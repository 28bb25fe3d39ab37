"""What the door says when it refuses: a status that every client knows, and a sentence."""

from collections.abc import Callable, Mapping
from enum import Enum
from types import MappingProxyType

from asyncssh import (
    SFTPError,
    SFTPFailure,
    SFTPNoSuchFile,
    SFTPOpUnsupported,
    SFTPPermissionDenied,
)

from verzuimbrug.application.receiving.refusals import RefusalCode
from verzuimbrug.gateways.refused import REFUSALS

_NOT_ALLOWED = (RefusalCode.SIGN_IN_FAILED, RefusalCode.ACCOUNT_NOT_ACTIVE)


class Said(Enum):
    """Refusals that only this door knows: the status, and the sentence in Dutch and English."""

    NOT_THERE = (SFTPNoSuchFile, "Dit is er niet.", "There is no such thing.")
    NOT_YOURS_TO_CHANGE = (
        SFTPPermissionDenied,
        "Dit is niet te wijzigen.",
        "This cannot be changed.",
    )
    NOT_READABLE = (
        SFTPPermissionDenied,
        "Een geleverd bestand is niet terug te lezen.",
        "A delivered file cannot be read back.",
    )
    PLACE_OF_UPLOADS = (
        SFTPPermissionDenied,
        "Zet een bestand in de map van een gegevensstroom.",
        "Put a file into the folder of a stream.",
    )
    IN_USE = (SFTPFailure, "Dit bestand is nog open.", "This file is still open.")
    TOO_MANY_OPEN = (
        SFTPFailure,
        "Er zijn te veel bestanden tegelijk onderweg.",
        "Too many files are under way at the same time.",
    )
    ONLY_WHOLE = (
        SFTPOpUnsupported,
        "Een bestand wordt altijd in zijn geheel geleverd.",
        "A file is always delivered whole.",
    )


def error(said: Said, language: str) -> SFTPError:
    """The refusal for the client."""
    kind: Callable[[str], SFTPError]
    kind, dutch, english = said.value
    return kind(english if language == "en" else dutch)


def refusal_error(code: RefusalCode, language: str) -> SFTPError:
    """A refusal that every door knows, with its code and sentence."""
    kind = SFTPPermissionDenied if code in _NOT_ALLOWED else _KINDS.get(code, SFTPFailure)
    return kind(refusal_text(code, language))


def refusal_text(code: RefusalCode, language: str) -> str:
    """The code and its sentence on one line."""
    return f"{code.value}: {REFUSALS[code].text(language)}"


_KINDS: Mapping[RefusalCode, type[SFTPNoSuchFile]] = MappingProxyType(
    {RefusalCode.STREAM_UNKNOWN: SFTPNoSuchFile}
)

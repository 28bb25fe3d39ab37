"""What a person can choose from when setting up a stream."""

from collections.abc import Mapping
from dataclasses import dataclass

from verzuimbrug.application.configuration.codes import values_of
from verzuimbrug.application.configuration.profiles import PROFILES, editions_of
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.fields import Policy
from verzuimbrug.domain.guards import DEFAULT_LIMITS, Guard, Limit
from verzuimbrug.domain.operations import PRESETS
from verzuimbrug.sivi.mapping.field_names import (
    convertible_fields,
    employment_fields,
    person_fields,
)
from verzuimbrug.sivi.tags import (
    CLASSIFICATION_TAGS,
    DOSSIER_MESSAGES,
    EMPLOYEE_KEYS,
    EMPLOYER_TAGS,
    MESSAGE_KINDS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamChoices:
    """The words of the settings of a stream, whichever message it carries.

    `names` are those by which the portal delivers, with the message of each.
    """

    names: Mapping[str, str]
    messages: tuple[str, ...]
    editions: tuple[str, ...]
    employer_tags: tuple[str, ...]
    employee_keys: tuple[str, ...]
    classification_codes: Mapping[str, tuple[str, ...]]
    processing_codes: tuple[str, ...]
    operations: tuple[str, ...]
    policies: tuple[str, ...]
    fields: tuple[str, ...]
    convertible: tuple[str, ...]
    limits: Mapping[Guard, Limit]


def stream_choices(portal: str) -> StreamChoices:
    """The choices for a stream of a portal."""
    messages = tuple(MESSAGE_KINDS)
    fields = {
        name
        for each in DOSSIER_MESSAGES
        for name in (*person_fields(each), *employment_fields(each))
    }
    return StreamChoices(
        names=PROFILES.get(portal, {}),
        messages=messages,
        editions=tuple(sorted({edition for each in messages for edition in editions_of(each)})),
        employer_tags=EMPLOYER_TAGS,
        employee_keys=EMPLOYEE_KEYS,
        classification_codes={tag: values_of(tag) for tag in CLASSIFICATION_TAGS},
        processing_codes=tuple(PRESETS["generic"]),
        operations=tuple(Operation),
        policies=tuple(Policy),
        fields=tuple(sorted(fields)),
        convertible=tuple(
            sorted({name for each in DOSSIER_MESSAGES for name in convertible_fields(each)})
        ),
        limits=DEFAULT_LIMITS,
    )

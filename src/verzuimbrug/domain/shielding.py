"""What is not shown of a person without an absence case (datakluis), and what of nobody."""

from verzuimbrug.domain.statements import ObjectKind

_OF_ANYBODY = frozenset(
    {
        "birth_date",
        "deceased_on",
        "education_level",
        "former_link_key",
        "gender",
        "hidden",
        "link_key",
        "no_risk",
    }
)
"""The fields of a person that say nothing of name, address and contact; any other one does."""

_OF_NOBODY = frozenset({"bsn", "free_text"})
"""A BSN and free text are shown of nobody (WN-6, VZ-14)."""


def opens_when_asked(*, has_case: bool | None, is_absence: bool) -> bool:
    """Whether somebody who asks is shown what a message says of a person.

    `has_case` is None of a person whom nothing is kept of by it: the message was not processed, or
    they wait. A report of absence is then about a case to be (datakluis).
    """
    return is_absence if has_case is None else has_case


def is_shielded(kind: str, field: str, *, has_case: bool) -> bool:
    """Whether the values of a field are not shown; `has_case`: of a person with a case."""
    if field in _OF_NOBODY:
        return True
    return kind == ObjectKind.EMPLOYEE and not has_case and field not in _OF_ANYBODY

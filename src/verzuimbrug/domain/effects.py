"""What a change comes to, in words that one can count: for guards, lists and summaries (VE-2)."""

from enum import StrEnum


class Effect(StrEnum):
    """What one change did to one person, employment or case."""

    CREATED = "created"
    SUPPLEMENTED = "supplemented"
    """Fields that had no value got one."""
    OVERWRITTEN = "overwritten"
    """A field that had a value got another, or lost it."""
    REKEYED = "rekeyed"
    """Another link key took the place of the one that stood (WN-3)."""
    LINKED = "linked"
    """A link key was added."""
    CHANGED = "changed"
    """Reports went on with a case that stays open or ended."""
    RECOVERED = "recovered"
    """A case, or an employment (`ended`), came to its end."""
    ENDED = "ended"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"
    """Only undone messages had said it (VE-4)."""


GUARDED = [
    Effect.OVERWRITTEN.value,
    Effect.REKEYED.value,
    Effect.ENDED.value,
    Effect.WITHDRAWN.value,
]
"""The effects that a guard counts (VE-2)."""

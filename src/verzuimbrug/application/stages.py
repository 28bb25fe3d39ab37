"""The life of one message as a list (docs/architecture.md).

A stage is done, or it stopped the message, or it was not reached and is recorded as skipped.
"""

from collections.abc import Mapping

STAGES = (
    "authenticate",
    "keep",
    "read",
    "check",
    "map",
    "resolve",
    "decide",
    "guard",
    "write",
    "answer",
)

DONE, STOPPED, SKIPPED = "done", "stopped", "skipped"


def all_done() -> Mapping[str, str]:
    """Every stage done."""
    return dict.fromkeys(STAGES, DONE)


def stopped_at(stage: str, *, answered: bool) -> Mapping[str, str]:
    """Done up to a stage, stopped there, skipped after it; the answer is a stage of its own."""
    at = STAGES.index(stage)
    stages = {
        name: DONE if number < at else STOPPED if number == at else SKIPPED
        for number, name in enumerate(STAGES)
    }
    return {**stages, "answer": DONE if answered else SKIPPED}

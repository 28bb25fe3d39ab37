"""What ends or replaces something is first said, with what it means, and done once agreed with.

    meaning = Meaning(title=…, says=(…), button=…, back=…, state=(key.id, key.revoked_at))
    asking = ask_first(request, meaning)
    if asking is not None:
        return asking

The confirmation carries the digest of what was said and of the state it was said of. If either is
another by then, that is shown instead of being done.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.functional import Promise

from verzuimbrug.console.pages import ConsoleRequest, answer

SHOWN = "getoond"
"""The field that says what was shown, and so that it was agreed with."""

MOST_ROWS = 200

Words = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What it means that something ends: a sentence each for what happens and what stays gone.

    `rows`, below `columns`, are what is affected. `facts` help to decide, and may change meanwhile.
    `state` is what the sentences do not say and may not change. `kept` goes along as it was sent.
    """

    title: Words
    says: Sequence[Words]
    button: Words
    back: str
    lead: Words = ""
    crumbs: Sequence[tuple[Words, str]] = ()
    facts: Sequence[tuple[Words, object]] = ()
    columns: Sequence[Words] = ()
    rows: Sequence[Sequence[object]] = ()
    state: object = None
    kept: Sequence[tuple[str, str]] = ()
    is_stop: bool = True

    @property
    def digest(self) -> str:
        """By this somebody agrees with just this."""
        said = [str(each) for each in (self.title, self.lead, *self.says)]
        return digest_of(said, self.rows, self.state, self.kept)


def ask_first(request: ConsoleRequest, meaning: Meaning) -> HttpResponse | None:
    """The page that says what it means; None once just that was agreed with."""
    asked = request.POST.get(SHOWN, "")
    if asked == meaning.digest:
        return None
    context = {
        "meaning": meaning,
        "rows": meaning.rows[:MOST_ROWS],
        "more": max(len(meaning.rows) - MOST_ROWS, 0),
        "shown_field": SHOWN,
        "is_another": bool(asked),
    }
    return answer(request, "console/confirming.html", context)


def digest_of(*shown: object) -> str:
    """The SHA-256 of what was shown."""
    told = json.dumps(shown, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()

"""Accounts kept over REST: where the account of the example is, and what is said of a new thing."""

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from configuring_world import ACCOUNT
from verzuimbrug.application.accounts import AccountRef, account_log

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

PLACE = f"/accounts/{quote(ACCOUNT)}"
"""The account of the example."""

NOWHERE = "/accounts/Onbekend"
ODD = "/accounts/A%2FB%20C"
"""An account whose name holds a slash and a space."""


def made(answer: "Answer") -> dict[str, Any]:
    """What is said of something new; nobody keeps it."""
    assert answer.status_code == 201, answer.content
    assert "no-store" in answer.headers["Cache-Control"]
    said: dict[str, Any] = json.loads(answer.content)
    return said


def denied(answer: "Answer") -> tuple[int, str]:
    """Status and code of an answer in the shape of errors."""
    said = json.loads(answer.content)
    assert set(said) == {"code", "text", "details", "trace"}
    return answer.status_code, said["code"]


def events(ref: AccountRef) -> list[tuple[str, str]]:
    """What was done to an account, and by whom."""
    return [(one.event, one.by) for one in account_log(ref)]

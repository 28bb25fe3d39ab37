"""Pairs of customer code and token that open nothing, for every reason there is."""

from collections.abc import Mapping

from doors_world import coupling
from verzuimbrug.application.sign_in.issuing import issue, revoke

Pair = tuple[str, str]


def ways_to_fail() -> Mapping[str, Pair]:
    """Each of an account of its own, so that none has more to compare than another."""
    ours, shut, ended = coupling("GEZOND"), coupling("DICHT"), coupling("OVER")
    shut.turn("suspended")
    issued = issue(ended.ref, "test")
    revoke(ended.ref, "test")
    return {
        "unknown code": (_other(ours.code), ours.token),
        "first character of the token wrong": (ours.code, _changed(ours.token, 0)),
        "last character of the token wrong": (ours.code, _changed(ours.token, -1)),
        "token of nothing": (ours.code, ""),
        "unknown code, token beyond measure": (_other(ours.code), "x" * 100_000),
        "token beyond measure": (ours.code, "x" * 100_000),
        "suspended account, wrong token": (shut.code, _changed(shut.token, 0)),
        "revoked token": (ended.code, issued.token),
    }


def _other(code: str) -> str:
    """A code of the same form that is nobody's."""
    return code[::-1]


def _changed(token: str, place: int) -> str:
    characters = list(token)
    characters[place] = "A" if characters[place] != "A" else "B"
    return "".join(characters)

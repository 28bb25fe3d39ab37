"""Every conformance case of every edition is proven by its example."""

import pytest

from sandbox_world import collect, sandbox, send_examples
from verzuimbrug.application.sandboxes.telling import tell_conformance
from verzuimbrug.domain.conformance_judging import Verdict

pytestmark = pytest.mark.usefixtures("database")


def test_every_case_of_every_edition_is_proven_by_its_example() -> None:
    of = sandbox()
    send_examples(of)
    collect(of)
    found = tell_conformance(of, "nl")
    unproven = [
        (edition.stream, edition.edition, case.id, case.differences)
        for edition in found.editions
        for case in edition.cases
        if case.verdict is not Verdict.PROVEN
    ]
    assert unproven == []
    assert found.proven

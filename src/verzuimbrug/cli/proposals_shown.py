"""How commands show a proposal for an employer."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from verzuimbrug.cli.changes import written as on_one_line
from verzuimbrug.cli.output import Language, finding_json, finding_line
from verzuimbrug.cli.shown import moment_line, written

if TYPE_CHECKING:
    from verzuimbrug.application.employer_proposals.listing import ProposalShown


def proposal_json(shown: "ProposalShown", lang: Language) -> dict[str, Any]:
    """A proposal as JSON can hold it."""
    said: dict[str, Any] = written(asdict(shown))
    del said["employer"]
    return {**said, "findings": [finding_json(each, lang) for each in shown.findings]}


def listed_line(shown: "ProposalShown") -> str:
    """A proposal on one line."""
    needs = f" (needs {', '.join(shown.needs)})" if shown.needs else ""
    what = f"{shown.kind} {shown.code or shown.received} {shown.name}"
    return f"{shown.number}  {what}{needs}  {shown.account_name}, {shown.receipt}"


def proposal_lines(shown: "ProposalShown", lang: Language) -> Iterator[str]:
    """A proposal with each field as it is and would be, what is said of it, and its codes."""
    yield f"{listed_line(shown)}, {moment_line(shown.received_at)}, {shown.state}"
    for name, value in shown.says.items():
        yield f"  {name}: {on_one_line(shown.now.get(name))} -> {on_one_line(value)}"
    for finding in shown.findings:
        yield f"  {finding_line(str(shown.number), finding, lang, advice=True)}"
    for where, code in shown.codes:
        yield f"  as received: {where} {code}"

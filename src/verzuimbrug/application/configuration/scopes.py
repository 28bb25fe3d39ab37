"""Scopes: in a file, and as the store has them."""

from verzuimbrug.application.configuration.document import Section
from verzuimbrug.application.configuration.entries import ScopeEntry
from verzuimbrug.domain.findings import Finding


def read_scope(of: Section, faults: list[Finding]) -> ScopeEntry:
    """The scope of an account or an export, which has to be there."""
    section = of.required_section("scope")
    if section is None:
        return ScopeEntry()
    entry = ScopeEntry(
        everything=section.flag("all"),
        employer_groups=tuple(sorted(section.texts("employer_groups"))),
        employers=tuple(sorted(section.texts("employers"))),
    )
    if entry.everything and (entry.employer_groups or entry.employers):
        faults.append(Finding("CF016", {}, *section.place))
    section.close()
    return entry

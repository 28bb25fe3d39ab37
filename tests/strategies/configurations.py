"""Random configurations of one arbodienst, as the store could hold them."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from verzuimbrug.application.configuration.entries import (
    AccountEntry,
    ArbodienstEntry,
    Configuration,
    EmployerEntry,
    GroupEntry,
    MembershipEntry,
    SchemeEntry,
    ScopeEntry,
    StreamEntry,
    without_defaults,
)

_LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"))
names = st.text(_LETTERS, max_size=40).map(str.strip).filter(bool)
"""Any text that a person may type, also one that YAML would take for something else."""

codes = names | st.sampled_from(["0012", "1e3", "yes", "~", "null", "2026-01-01", "[x]", "a: b"])
_days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def _unique(entries: st.SearchStrategy[Any], key: str, most: int = 3) -> st.SearchStrategy[Any]:
    lists = st.lists(entries, max_size=most, unique_by=lambda entry: getattr(entry, key))
    return lists.map(lambda found: tuple(sorted(found, key=lambda entry: getattr(entry, key))))


_groups = _unique(st.builds(GroupEntry, code=codes, name=names, place=st.just(("", 0))), "code")
_schemes = _unique(
    st.builds(
        SchemeEntry,
        code=codes,
        name=names | st.just(""),
        classifications=st.dictionaries(codes, names, max_size=3),
        place=st.just(("", 0)),
    ),
    "code",
)


@st.composite
def memberships(draw: st.DrawFn) -> MembershipEntry:
    """A membership with, without or with half its dates, in order."""
    dates = sorted(draw(st.lists(_days, min_size=2, max_size=2)))
    start, end = draw(st.tuples(st.booleans(), st.booleans()))
    return MembershipEntry(
        group=draw(codes), start=dates[0] if start else None, end=dates[1] if end else None
    )


_employers = _unique(
    st.builds(
        EmployerEntry,
        code=codes,
        name=names,
        contract_reference=names | st.just(""),
        groups=_unique(memberships(), "group"),
        classifications=codes | st.just(""),
        place=st.just(("", 0)),
    ),
    "code",
)

_scopes = st.just(ScopeEntry(everything=True)) | st.builds(
    ScopeEntry,
    everything=st.just(False),
    employer_groups=st.lists(codes, unique=True, max_size=2).map(sorted).map(tuple),
    employers=st.lists(codes, unique=True, max_size=2).map(sorted).map(tuple),
)

_causes = st.dictionaries(st.sampled_from(["10", "11", "99"]), names, min_size=1)
_safety_nets = st.dictionaries(st.sampled_from(["J", "N", "O"]), names, min_size=1)
_tables = st.dictionaries(codes, names, min_size=1, max_size=2)
_settings = st.fixed_dictionaries(
    {
        "message": st.just("Verzuimmeldingen"),
        "editions": st.sampled_from([["2022"], ["2025", "2026"]]),
        "employer_code": st.sampled_from(["[IdWrkgvrArbdnst]", "FLSN[IdWrkgvrArbdnst]-[Lhnr]"]),
        "employee_key": st.sampled_from(["IdWrknmr", "PersNr"]),
    },
    optional={
        "operations": st.sampled_from(["generic", "verbs", {"01": "new", "03": "end"}]),
        "operations_confirmed": st.booleans(),
        "mode": st.sampled_from(["dry-run", "approval", "live"]),
        "gaps": st.sampled_from(["park", "accept"]),
        "classification": st.fixed_dictionaries(
            {}, optional={"default": names, "OorzkVrzmCd": _causes, "VngntJN": _safety_nets}
        ),
        "ended_reasons": st.sampled_from([[], ["03"], ["03", "04"]]),
        "maternity_leaves": st.sampled_from([[], ["01"]]),
        "composite_days": st.integers(0, 999999),
        "oldest_days": st.integers(0, 999999),
        "field_policies": st.dictionaries(
            names, st.sampled_from(["always", "never", "when-delivered"]), max_size=2
        ),
        "duplicate_persons": st.sampled_from(["park", "create"]),
        "employer_code_options": st.fixed_dictionaries(
            {}, optional={"upper": st.just(True), "trim": st.just(False), "conversion": _tables}
        ),
    },
)
_streams = st.builds(
    StreamEntry, name=names, settings=_settings.map(without_defaults), place=st.just(("", 0))
)
_accounts = _unique(
    st.builds(
        AccountEntry,
        name=names,
        kind=st.sampled_from(["web-service", "sftp"]),
        portal=st.sampled_from(["verzekeringsinzicht", "vdd", "other"]),
        insurer=names,
        underwriting_agent=st.just(""),
        scope=_scopes,
        culture=st.sampled_from(["nl", "en"]),
        report_recipients=st.sampled_from([(), ("a@b.nl", "c@d.nl")]),
        bsn=st.booleans(),
        streams=_unique(_streams, "name", 2),
        place=st.just(("", 0)),
    ),
    "name",
)

configurations = st.builds(
    Configuration,
    arbodienst=st.builds(ArbodienstEntry, code=names, name=names),
    groups=_groups,
    schemes=_schemes,
    employers=_employers,
    accounts=_accounts,
)

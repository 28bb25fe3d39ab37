"""Random configurations of one arbodienst, as the store could hold them."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from verzuimbrug.application.configuration.entries import (
    AccountEntry,
    ArbodienstEntry,
    Configuration,
    ConversionEntry,
    EmployerEntry,
    GroupEntry,
    MembershipEntry,
    SchemeEntry,
    ScopeEntry,
    StreamEntry,
    without_defaults,
)
from verzuimbrug.domain.retention import RetentionKind

_LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"))
names = st.text(_LETTERS, max_size=40).map(str.strip).filter(bool)
"""Any text that a person may type, also one that YAML would take for something else."""

codes = names | st.sampled_from(["0012", "1e3", "yes", "~", "null", "2026-01-01", "[x]", "a: b"])
_days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def _unique(entries: st.SearchStrategy[Any], key: str, most: int = 3) -> st.SearchStrategy[Any]:
    lists = st.lists(entries, max_size=most, unique_by=lambda entry: getattr(entry, key))
    return lists.map(lambda found: tuple(sorted(found, key=lambda entry: getattr(entry, key))))


_groups = _unique(
    st.builds(
        GroupEntry,
        code=codes,
        name=names,
        notes=names | st.just(""),
        is_open=st.booleans(),
        place=st.just(("", 0)),
    ),
    "code",
)
_conversion_tables = _unique(
    st.builds(
        ConversionEntry,
        code=codes,
        name=names | st.just(""),
        unknown=st.sampled_from(["keep", "default", "finding"]),
        default=names | st.just(""),
        values=st.dictionaries(codes, names, max_size=3),
        place=st.just(("", 0)),
    ),
    "code",
)
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
    """A membership with, without or with some of its dates, in order."""
    dates = sorted(draw(st.lists(_days, min_size=3, max_size=3)))
    start, end, run_out = draw(st.tuples(st.booleans(), st.booleans(), st.booleans()))
    return MembershipEntry(
        group=draw(codes),
        start=dates[0] if start else None,
        end=dates[1] if end else None,
        run_out=dates[2] if end and run_out else None,
    )


_days_in_words = _days.map(str)
_addresses = st.dictionaries(
    st.sampled_from(["street:01", "foreign", "post_box"]),
    st.fixed_dictionaries(
        {"city": names}, optional={"house_number": names, "start": _days_in_words}
    ),
    max_size=2,
)
_kinds = st.sampled_from(["06", "10"])
_contact = st.dictionaries(_kinds, names, max_size=2)
_contact_persons = st.lists(
    st.fixed_dictionaries(
        {"name": names},
        optional={
            "initials": names,
            "role": st.just("02"),
            "contact": st.dictionaries(_kinds, names, min_size=1, max_size=2),
        },
    ),
    max_size=2,
).map(tuple)
_departments = st.dictionaries(
    codes,
    st.fixed_dictionaries({"name": names}, optional={"part_of": codes, "end": _days_in_words}),
    max_size=2,
)


@st.composite
def _employer(draw: st.DrawFn) -> EmployerEntry:
    """An employer whose first day is not after its last, where it has these."""
    first, last = sorted(draw(st.lists(_days, min_size=2, max_size=2)))
    return EmployerEntry(
        code=draw(codes),
        name=draw(names),
        former_codes=draw(st.lists(codes, unique=True, max_size=2).map(sorted).map(tuple)),
        kvk_number=draw(st.sampled_from(["", "01234567"])),
        payroll_tax_number=draw(st.sampled_from(["", "123456789L01"])),
        external_ids=draw(st.dictionaries(codes, names, max_size=2)),
        contract_reference=draw(names | st.just("")),
        groups=draw(_unique(memberships(), "group")),
        classifications=draw(codes | st.just("")),
        start=first if draw(st.booleans()) else None,
        end=last if draw(st.booleans()) else None,
        addresses=draw(_addresses),
        contact=draw(_contact),
        contact_persons=draw(_contact_persons),
        departments=draw(_departments),
    )


_employers = _unique(_employer(), "code")

_scopes = st.just(ScopeEntry(everything=True)) | st.builds(
    ScopeEntry,
    everything=st.just(False),
    employer_groups=st.lists(codes, unique=True, max_size=2).map(sorted).map(tuple),
    employers=st.lists(codes, unique=True, max_size=2).map(sorted).map(tuple),
)

_causes = st.dictionaries(st.sampled_from(["10", "11", "99"]), names, min_size=1)
_safety_nets = st.dictionaries(st.sampled_from(["J", "N", "O"]), names, min_size=1)
_tables = st.dictionaries(codes, names, min_size=1, max_size=2)
_off = st.just("off")
_guards = st.fixed_dictionaries(
    {},
    optional={
        "persons_changed": st.fixed_dictionaries(
            {"more_than": st.integers(0, 24)}, optional={"percent": st.integers(0, 100)}
        )
        | _off,
        "employments_ended": st.fixed_dictionaries({"more_than": st.integers(11, 999999)}) | _off,
    },
)
_answers = st.fixed_dictionaries(
    {},
    optional={
        "received": st.just("01"),
        "message_code": st.sampled_from(["00123", "7"]),
        "faults": st.just({"CAT02": "06"}),
        "controls": st.dictionaries(
            st.sampled_from(["VZ111", "WG200"]), st.just("00042"), min_size=1
        ),
        "confirmed": st.just(True),
    },
)
_settings = st.fixed_dictionaries(
    {
        "message": st.just("Verzuimmeldingen"),
        "editions": st.sampled_from([["2022", "2025"], ["2022", "2025", "2026"]]),
        "employer_code": st.sampled_from(["[IdWrkgvrArbdnst]", "FLSN[IdWrkgvrArbdnst]-[Lhnr]"]),
        "employee_key": st.sampled_from(["IdWrknmr", "PersNr"]),
    },
    optional={
        "operations": st.sampled_from(["generic", "verbs", {"01": "new", "03": "end"}]),
        "operations_per_edition": st.sampled_from([{}, {"2022": "verbs"}, {"2025": {"01": "new"}}]),
        "operations_confirmed": st.booleans() | st.sampled_from([["2022"], ["2022", "2025"]]),
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
            st.sampled_from(["initials", "department", "address:01"]),
            st.sampled_from(["always", "never", "when-delivered"]),
            max_size=2,
        ),
        "conversions": st.dictionaries(st.sampled_from(["initials"]), codes, max_size=1),
        "duplicate_persons": st.sampled_from(["park", "create"]),
        "guards": _guards,
        "answers": _answers,
        "employer_code_options": st.fixed_dictionaries(
            {},
            optional={
                "upper": st.just(True),
                "trim": st.just(False),
                "conversion": _tables | codes,
            },
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
        report_mail=st.sampled_from(["every-message", "hourly", "daily"]),
        bsn=st.booleans(),
        allowed_addresses=st.sampled_from([(), ("192.0.2.0/24", "2001:db8::7")]),
        streams=_unique(_streams, "name", 2),
        place=st.just(("", 0)),
    ),
    "name",
)

_terms = st.none() | st.dictionaries(
    st.sampled_from([kind.value for kind in RetentionKind]), st.integers(30, 36500), min_size=1
)

configurations = st.builds(
    Configuration,
    arbodienst=st.builds(ArbodienstEntry, code=names, name=names, retention=_terms),
    groups=_groups,
    schemes=_schemes,
    conversion_tables=_conversion_tables,
    employers=_employers,
    accounts=_accounts,
)


def _consistent(wanted: Configuration) -> Configuration:
    """What is named is there: the rest is left out."""
    groups = {group.code for group in wanted.groups}
    schemes = {scheme.code for scheme in wanted.schemes}
    taken = {employer.code for employer in wanted.employers}
    employers = []
    for employer in wanted.employers:
        former = tuple(code for code in employer.former_codes if code not in taken)
        taken |= {*former}
        known = tuple(member for member in employer.groups if member.group in groups)
        scheme = employer.classifications if employer.classifications in schemes else ""
        employers.append(
            replace(employer, former_codes=former, groups=known, classifications=scheme)
        )
    accounts = tuple(_consistent_account(account, wanted) for account in wanted.accounts)
    return replace(wanted, employers=tuple(employers), accounts=accounts)


def _consistent_account(account: AccountEntry, wanted: Configuration) -> AccountEntry:
    groups = {group.code for group in wanted.groups}
    employers = {employer.code for employer in wanted.employers}
    scope = replace(
        account.scope,
        employer_groups=tuple(c for c in account.scope.employer_groups if c in groups),
        employers=tuple(c for c in account.scope.employers if c in employers),
    )
    tables = [table.code for table in wanted.conversion_tables]
    streams = tuple(_consistent_stream(stream, tables) for stream in account.streams)
    return replace(account, scope=scope, streams=streams)


def _consistent_stream(stream: StreamEntry, tables: list[str]) -> StreamEntry:
    settings = dict(stream.settings) | {"employee_key": "IdWrknmr"}
    named = dict.fromkeys(settings.pop("conversions", {}), tables[0] if tables else "")
    if tables and named:
        settings["conversions"] = named
    options = dict(settings.pop("employer_code_options", {}))
    if isinstance(options.get("conversion"), str):
        options["conversion"] = tables[0] if tables else {"1": "2"}
    if options:
        settings["employer_code_options"] = options
    return replace(stream, settings=without_defaults(settings))


consistent_configurations = configurations.map(_consistent)
"""Configurations in which everything named is there."""

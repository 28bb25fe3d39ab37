"""Random settings of a stream, as a person may propose them and `read_stream` accepts them."""

from typing import Any

from hypothesis import strategies as st

from strategies.configurations import names
from verzuimbrug.sivi.mapping.field_names import employer_tags

_OPERATIONS = ("new", "change", "end", "correct", "withdraw", "unchanged")

_texts = names.filter(lambda text: not set("[]") & set(text)) | st.just("")
# Those that every message of a portal has.
_tags = st.sampled_from([*employer_tags("Dienstverbanden"), "IdWrkgvrArbndst"]).map("[{}]".format)
_templates = st.lists(st.tuples(_texts, _tags, _texts), min_size=1, max_size=3).map(
    lambda parts: "".join(piece for part in parts for piece in part)
)
_options = st.fixed_dictionaries(
    {},
    optional={
        "trim": st.booleans(),
        "upper": st.booleans(),
        "strip_zeros": st.booleans(),
        "conversion": st.dictionaries(names, names, max_size=2) | st.just("relaties"),
    },
)
_codes = st.sampled_from(["01", "02", "03", "04", "05"])
_operations = st.sampled_from(["generic", "verbs"]) | st.dictionaries(
    _codes, st.sampled_from(_OPERATIONS)
)

_count = st.fixed_dictionaries({"more_than": st.integers(0, 999999)})
_limit = st.fixed_dictionaries(
    {"more_than": st.integers(0, 999999)}, optional={"percent": st.integers(0, 100)}
)
_off = st.just("off")
guard_settings: st.SearchStrategy[dict[str, Any] | str] = _off | st.fixed_dictionaries(
    {},
    optional={
        "persons_changed": _limit | _off | st.just({"more_than": 25, "percent": 20}),
        "cases_withdrawn": _limit | _off | st.just({"more_than": 20, "percent": 5}),
        "keys_changed": _count | _off | st.just({"more_than": 10}),
        "employments_ended": _count | _off | st.just({"more_than": 10}),
    },
)
"""The setting `guards`: defaults, other limits, and guards that are off."""

stream_settings: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"employer_code": _templates},
    optional={
        "employer_code_options": _options,
        "operations": _operations,
        "operations_per_edition": st.dictionaries(st.sampled_from(["2025", "2026"]), _operations),
        "operations_confirmed": st.booleans() | st.just(["2025"]),
        "classification": st.fixed_dictionaries({}, optional={"default": names}),
        "mode": st.sampled_from(["dry-run", "approval", "live"]),
        "gaps": st.sampled_from(["park", "accept"]),
        "duplicate_persons": st.sampled_from(["park", "create"]),
        "guards": guard_settings,
        "answers": st.sampled_from([{}, {"processed": "02"}, {"controls": {"VZ111": "00042"}}]),
    },
)
"""They may name a conversion table `relaties`."""

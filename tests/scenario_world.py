"""The scenarios of the corpus: what is sent, and the dossiers that must come out."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from doors_world import Site
from verzuimbrug.store.models import AbsenceCase, Employer, Employment, LinkKey
from verzuimbrug.store.tenancy import tenant

_CORPUS = Path(__file__).parent / "corpus" / "scenarios"
NAMES = sorted(folder.name for folder in _CORPUS.iterdir())

_FIELDS = ("birth_date", "gender", "surname", "initials")

Dossiers = dict[str, dict[str, Any]]
"""By employer code and link key, in the words of `expected.json`."""


def configuration(name: str, arbodienst: str) -> dict[str, Any]:
    """The configuration of a scenario, for an arbodienst of its own."""
    read = yaml.safe_load((_CORPUS / name / "config.yaml").read_text(encoding="utf-8"))
    return {**read, "arbodienst": {"code": arbodienst, "name": arbodienst}}


def messages(name: str) -> list[tuple[str, bytes]]:
    """Stream and content of each message, in order of sending."""
    files = sorted((_CORPUS / name / "messages").iterdir())
    return [(file.stem.partition("-")[2], file.read_bytes()) for file in files]


def expected(name: str) -> Dossiers:
    """The dossiers that must come out."""
    read = json.loads((_CORPUS / name / "expected.json").read_text(encoding="utf-8"))
    return {code: each["employees"] for code, each in read["employers"].items()}


def masked(dossiers: Dossiers) -> Dossiers:
    """The dossiers as a reader sees them: no name without a case that counts (datakluis)."""
    return {
        code: {key: _masked(person) for key, person in people.items()}
        for code, people in dossiers.items()
    }


def _masked(person: Mapping[str, Any]) -> dict[str, Any]:
    if any(case["status"] != "withdrawn" for case in person["cases"].values()):
        return dict(person)
    return {**person, "surname": None, "initials": None}


def read_over_rest(site: Site, api_key: str) -> Dossiers:
    """The dossiers as the case system reads them, page by page."""
    employers = _all(site, api_key, "/employers")
    return {
        each["code"]: {
            "+".join(known["key"] for known in item["keys"]): _shown(item)
            for item in _all(site, api_key, f"/employers/{each['code']}/employees")
        }
        for each in employers
    }


def _all(site: Site, api_key: str, path: str) -> list[Any]:
    items: list[Any] = []
    after: int | None = 0
    while after is not None:
        query = f"/api/v1{path}?after={after}&limit=5"
        reply = site.call("GET", query, headers={"Authorization": f"Bearer {api_key}"})
        assert reply.status == 200, reply.body
        page = json.loads(reply.body)
        items += page["items"]
        after = page["next"]
    return items


def _shown(item: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: item[name] for name in _FIELDS}
    (hours,) = [employment["hours_per_week"] for employment in item["employments"]]
    kept = ("classification", "continues", "first_day", "last_sequence", "periods")
    cases = {
        case["id"]: {name: case[name] for name in (*kept, "recovered_on", "status")}
        for case in item["absence_cases"]
    }
    return {**own, "hours_per_week": hours, "cases": cases}


def read_from_database(arbodienst: int) -> Dossiers:
    """The dossiers as they are stored, names and all."""
    with tenant(arbodienst):
        found: Dossiers = {code: {} for code in Employer.objects.values_list("code", flat=True)}
        cases = _stored_cases()
        hours = dict(Employment.objects.values_list("employee", "fields__hours_per_week"))
        for link in LinkKey.objects.filter(superseded=False).select_related("employer", "employee"):
            fields = link.employee.fields
            found[link.employer.code][link.key] = {
                **{name: fields.get(name) for name in _FIELDS},
                "hours_per_week": float(hours[link.employee_id]),
                "cases": cases.get(link.employee_id, {}),
            }
    return found


def _stored_cases() -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for case in AbsenceCase.objects.select_related("continues"):
        found.setdefault(case.employee_id, {})[case.key] = {
            "classification": case.classification,
            "continues": case.continues.key if case.continues else None,
            "first_day": case.first_day.isoformat(),
            "last_sequence": case.last_sequence,
            "periods": [
                {"from": day, "percentage": float(part)}
                for day, part in sorted(case.periods.items())
            ],
            "recovered_on": case.recovered_on.isoformat() if case.recovered_on else None,
            "status": case.status,
        }
    return found

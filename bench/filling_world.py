"""The couplings of the filled database: who they are, and which employers each of them has."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from verzuimbrug.portal.configuration import as_yaml, configuration
from verzuimbrug.portal.people import Employer
from verzuimbrug.portal.profiles import PROFILES, Profile

_INSURERS = (
    "Felison",
    "Turien",
    "Noorderhaven",
    "De Waard",
    "Zuidzijde",
    "Amstelland",
    "Veldhuis",
    "Meerpaal",
    "Kustlijn",
    "Heuvelrug",
    "Oosterpoort",
    "Rijnstroom",
)
_PORTALS = {"verzekeringsinzicht": "VerzekeringsInzicht", "vdd": "VDD"}
_FIRST_NUMBER = 200_001


def configuration_text(employers: int, examples: Sequence[Employer]) -> str:
    """Return the configuration file; the first coupling has the employers of the examples too."""
    couplings = list(_couplings())
    parts = [configuration(profile, ()) for _, profile in couplings]
    shares = _shares(employers, len(couplings))
    merged: dict[str, Any] = {
        "arbodienst": parts[0]["arbodienst"],
        "classification_schemes": parts[0]["classification_schemes"],
        "employer_groups": [],
        "employers": [],
        "accounts": [],
    }
    first = _FIRST_NUMBER
    for (name, profile), part, share in zip(couplings, parts, shares, strict=True):
        known = [_employer(number) for number in range(first, first + share)]
        own = configuration(profile, known if merged["accounts"] else [*examples, *known])
        merged["employers"] += own["employers"]
        merged["employer_groups"].append({"code": profile.group, "name": f"Relaties {name}"})
        merged["accounts"].append({**part["accounts"][0], "name": name})
        first += share
    return as_yaml(merged)


def first_coupling() -> tuple[str, Profile]:
    """Return the name and the portal of the coupling that the examples come in by."""
    return next(_couplings())


def _couplings() -> Iterator[tuple[str, Profile]]:
    """Of each insurer one coupling with either portal; codes begin differently for each."""
    for number, insurer in enumerate(_INSURERS):
        for portal, shown in _PORTALS.items():
            prefix = "FLSN" if number == 0 else f"{insurer[:3].upper()}{number}"
            group = f"{insurer.upper().replace(' ', '-')}-{shown[:3].upper()}"
            profile = replace(
                PROFILES[portal], group=group, prefix=prefix if portal != "vdd" else f"{prefix}V"
            )
            yield f"{insurer} {shown}", profile


def _shares(total: int, among: int) -> list[int]:
    """Split unevenly: the n-th gets half as much as twice as early, about."""
    weights = [1 / (place + 1) for place in range(among)]
    shares = [max(1, int(total * weight / sum(weights))) for weight in weights]
    shares[0] += total - sum(shares)
    return shares


def _employer(number: int) -> Employer:
    return Employer(number=str(number), name=f"Werkgever {number} B.V.")

"""Fails when a package of others is not pinned, is pinned for nothing, or has an odd licence.

It looks at what is installed, and asks nobody on the network (ADR 44).
"""

import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT, EXTRAS = "verzuimbrug", ("test", "otel", "fuzz")
ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD",
    "EPL-2.0",
    "ISC",
    "LGPL-3.0-only",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "PSF-2.0",
}
"""They let a program use a package without its own source becoming theirs."""
READ_BY_HAND = {
    "atheris": "Apache-2.0",
    "axe-playwright-python": "MIT",
    "fido2": "BSD",
    "qrcode": "BSD",
}
"""Packages that say their licence in a file only, or in words that say nothing."""
CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
PIN = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[\w.!+-]+)")


def main() -> int:
    """Look at everything that the project needs; 1 when something is not as it should be."""
    pins = _pins()
    needed: dict[str, Distribution] = {canonicalize_name(each.name): each for each in _needed()}
    found = [*_not_pinned(needed, pins), *_not_needed(needed, pins), *_not_decided(needed)]
    print("\n".join(found) or f"{len(needed)} packages are pinned, and their licences are known")
    return 1 if found else 0


def _pins() -> dict[str, str]:
    path = ROOT / "requirements" / "constraints.txt"
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    pins = [PIN.fullmatch(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(pin["name"]): pin["version"] for pin in pins if pin}


def _needed() -> Iterator[Distribution]:
    """What the project needs with its extras, and what that needs, as far as it is installed."""
    waiting = [(PROJECT, extra) for extra in ("", *EXTRAS)]
    seen = set(waiting)
    while waiting:
        name, extra = waiting.pop()
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        if name != PROJECT and not extra:
            yield found
        for line in found.requires or ():
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate({"extra": extra}):
                more = {(canonicalize_name(need.name), each) for each in ("", *need.extras)} - seen
                seen |= more
                waiting += more


def _not_pinned(needed: Mapping[str, Distribution], pins: Mapping[str, str]) -> Iterator[str]:
    for name, each in sorted(needed.items()):
        if pins.get(name) != each.version:
            yield f"{name} {each.version} is installed; pinned is {pins.get(name, 'nothing')}"


def _not_needed(needed: Mapping[str, Distribution], pins: Mapping[str, str]) -> Iterator[str]:
    # What an extra of ours asks for may not be installed here.
    ours = {
        canonicalize_name(Requirement(line).name) for line in distribution(PROJECT).requires or ()
    }
    for name in sorted(pins.keys() - needed.keys() - ours):
        yield f"{name} is pinned, and nothing that is installed needs it"


def _not_decided(needed: Mapping[str, Distribution]) -> Iterator[str]:
    for name, each in sorted(needed.items()):
        licence = READ_BY_HAND.get(name) or _licence(each)
        if not _is_allowed(licence):
            yield f"{name} has the licence {licence or '(none)'}, which nobody decided on"


def _licence(package: Distribution) -> str:
    """As an SPDX expression, from wherever the package says it."""
    facts = package.metadata
    classifiers = [
        CLASSIFIERS.get(name, name)
        for line in facts.get_all("Classifier") or ()
        if line.startswith("License ::")
        for name in [line.rpartition(" :: ")[2]]
        if name != "OSI Approved"
    ]
    said = _field(package, "License-Expression") or " AND ".join(classifiers)
    return said or _field(package, "License")


def _field(package: Distribution, name: str) -> str:
    return "".join(package.metadata.get_all(name) or ()).strip()


def _is_allowed(expression: str) -> bool:
    """One of the ways to read it (OR) needs licences that are allowed only (AND)."""
    return any(
        all(_plain(part) in ALLOWED for part in way.split(" AND "))
        for way in expression.split(" OR ")
    )


def _plain(licence: str) -> str:
    """Without the clauses of a BSD licence."""
    return re.sub(r"^(BSD-[234]-Clause|[23]-Clause BSD License)$", "BSD", licence.strip("() "))


if __name__ == "__main__":
    sys.exit(main())

"""Which link keys may be given to which employees, when a person says so in bulk (GR-2, WN-4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from verzuimbrug.domain.findings import Finding

LONGEST_KEY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """That a link key is that of an employee: employer code, the store's id, the key."""

    employer: str
    employee: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLinks:
    """The employer code of each employee in scope, and the employee of each key there is.

    Keys stand by employer code and key.
    """

    employees: Mapping[int, str] = field(default_factory=dict)
    keys: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLinks:
    """The links that can be made, and why the others cannot. What is so already is neither."""

    accepted: tuple[Link, ...]
    findings: tuple[Finding, ...]


def judge_links(links: Iterable[Link], known: KnownLinks) -> JudgedLinks:
    """Each link by itself, in the order given; of two that exclude each other the first holds."""
    owners, keyed = dict(known.keys), set(known.keys.values())
    accepted, findings = [], []
    for link in links:
        owner = owners.get((link.employer, link.key))
        if owner == link.employee:
            continue
        obstacle = _obstacle(link, known, owner, has_key=link.employee in keyed)
        if obstacle:
            params = {"employer": link.employer, "employee": str(link.employee), "key": link.key}
            findings.append(Finding(obstacle, params))
        else:
            accepted.append(link)
            owners[link.employer, link.key] = link.employee
            keyed.add(link.employee)
    return JudgedLinks(accepted=tuple(accepted), findings=tuple(findings))


def _obstacle(link: Link, known: KnownLinks, owner: int | None, *, has_key: bool) -> str:
    """The code of what is in the way; empty when nothing is."""
    if not link.key.strip() or len(link.key) > LONGEST_KEY or not link.key.isprintable():
        return "GR210"
    if known.employees.get(link.employee) != link.employer:
        return "GR211"
    if owner is not None:
        return "GR212"
    return "GR213" if has_key else ""

"""The story of the help page: a klantbeheerder with the command, a portal at the doors."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from typer.testing import Result

from doors_world import Coupling, Site
from sending_world import (
    absence,
    course,
    employees,
    employer,
    employments,
    person,
    work,
)
from verzuimbrug.application.accounts import find_account
from verzuimbrug.application.sign_in.credentials import verify
from verzuimbrug.domain.deliveries import DeliveredReport
from verzuimbrug.portal.client import PortalClient
from verzuimbrug.portal.profiles import Profile

Command = Callable[..., Result]

_keys = count(1)

ARBODIENST = "GEZOND"
OTHER = "Andere volmacht"
SMIT = {"surname": "Smit", "initials": "J"}
SCHEMES = [
    {"code": "standaard", "classifications": [{"code": "ziekte", "name": "Ziekte"}]},
    {"code": "eigen", "classifications": [{"code": "griep", "name": "Griep"}]},
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One portal's coupling, at any place in the story."""

    profile: Profile
    command: Command
    site: Site
    folder: Path

    def code(self, number: str) -> str:
        """The employer code at the arbodienst of the portal's number."""
        return f"{self.profile.prefix}{number}"

    def run(self, *words: object, ends: int = 0) -> str:
        """Gives a command that ends as told; what it printed."""
        result = self.command(*words)
        assert result.exit_code == ends, result.output
        return result.output

    def told(self, *words: object, ends: int = 0) -> Any:  # noqa: ANN401 -- JSON
        """The same, of a command that prints JSON."""
        result = self.command(*words, "--json")
        assert result.exit_code == ends, result.output
        return json.loads(result.stdout)

    def file(self, name: str, content: str | bytes) -> Path:
        """A file for a command."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def configure(self, **parts: object) -> None:
        """Applies a part of the configuration."""
        document = {"arbodienst": {"code": ARBODIENST, "name": "Arbodienst Gezond"}, **parts}
        self.run("config", "apply", self.file("deel.yaml", yaml.safe_dump(document)))

    def group(self, *numbers: str) -> None:
        """The arbodienst with its group, and in that these employers, in order."""
        self.configure(classification_schemes=SCHEMES)
        self.run("groups", "save", self.profile.group, "--name", "Gezamenlijke relaties Felison")
        self.employers(*numbers)

    def employers(self, *numbers: str, scheme: str = "standaard", in_group: bool = True) -> None:
        """Employers from a file, with a contract."""
        group = self.profile.group if in_group else ""
        rows = [f"{self.code(n)};N.V. {n};DVO-{n};{group};{scheme}" for n in numbers]
        heading = "werkgevercode;naam;contract;werkgevergroepen;verzuimclassificaties"
        self.run("employers", "import", self.file("werkgevers.csv", "\n".join([heading, *rows])))

    def member_since(self, number: str, day: date) -> None:
        """The employer is in the group since that day."""
        group = {"code": self.profile.group, "from": day}
        entry = {"code": self.code(number), "name": f"N.V. {number}", "groups": [group]}
        self.configure(employers=[entry])

    def account(self, name: str = "", **said: object) -> None:
        """The client account, with the group as its scope and both streams, tables confirmed."""
        profile = self.profile
        template = {"employer_code": f"{profile.prefix}[IdWrkgvrArbdnst]"}
        confirmed = {**template, "operations_confirmed": True}
        account = {
            "name": name or profile.account,
            "portal": profile.name,
            "underwriting_agent": "Felison",
            "scope": {"employer_groups": [profile.group]},
            "report_recipients": ["klantbeheer@example.nl"],
            "streams": [
                {"name": profile.absence_stream, **confirmed},
                {"name": profile.employee_stream, **template},
            ],
        }
        self.configure(accounts=[account | said])

    def credentials(self, name: str = "") -> Coupling:
        """Customer code and token, each from its own link; the portal has signed in."""
        issued = self.run(
            *("credentials", "issue", name or self.profile.account),
            *("--code-to", "Portaal", "--token-to", "Verzekeraar", "--base-url", self.site.url),
        )
        code, token = (self.opened(link) for link in links_in(issued))
        ref = find_account(name or self.profile.account)
        verify(code, token, "192.0.2.7")
        return Coupling(arbodienst=ref.arbodienst, account=ref.account, code=code, token=token)

    def opened(self, link: str) -> str:
        """The value behind a link, by the button on its page."""
        reply = self.site.call("POST", link.removeprefix(self.site.url))
        found = re.search(r"<output>([^<]+)</output>", reply.body.decode())
        assert found, reply.body
        return found[1]

    def send(self, coupling: Coupling, content: bytes, stream: str = "") -> str:
        """The portal delivers over HTTP; the receipt."""
        with PortalClient(self.site.url, coupling.code, coupling.token) as portal:
            name = stream or self.profile.absence_stream
            return portal.send(name, "bericht.xml", content).number

    def asked(self, coupling: Coupling, receipt: str) -> dict[str, Any]:
        """What the portal is told of its message."""
        path = f"/api/v1/messages/{receipt}"
        return dict(json.loads(self.site.call("GET", path, headers=coupling.basic).body))

    def checks(self) -> dict[str, str]:
        """The state of each readiness check."""
        printed = self.command("readiness", self.profile.account, "--json")
        return {one["id"]: one["state"] for one in json.loads(printed.stdout)["checks"]}

    def live(self, *numbers: str) -> Coupling:
        """The coupling with these employers, after its initial load, active."""
        self.group(*numbers)
        self.account()
        coupling = self.credentials()
        self.send(coupling, sick("VG0", "w-0", numbers[0]))
        self.run("activate", self.profile.account)
        work()
        return coupling

    def other(self, *contents: bytes) -> None:
        """Another account on the same employers, through which their people came in before."""
        streams = [
            {
                "name": name,
                "employer_code": f"{self.profile.prefix}[IdWrkgvrArbdnst]",
                "operations_confirmed": True,
            }
            for name in ("WerknemersGegevens", "Verzuimmeldingen")
        ]
        self.account(OTHER, portal="other", streams=streams)
        coupling = self.credentials(OTHER)
        self.run("activate", OTHER, *waived(), "--reason", "bestond al")
        for content in contents:
            stream = streams[b"<Verzuimmeldingen" in content]["name"]
            self.send(coupling, content, str(stream))
        work()

    def reported(self, receipt: str) -> list[str]:
        """What the beheerder reads of the one report of a message: its state, and why."""
        key = self.run("apikey", "create", f"verslagen {next(_keys)}", "--scope", "read").strip()
        path = f"/api/v1/reports/{receipt}"
        reply = self.site.call("GET", path, headers={"Authorization": f"Bearer {key}"})
        (report,) = json.loads(reply.body)["reports"]
        return [report["state"], *(finding["code"] for finding in report["findings"])]

    def dossiers(self, code: str) -> list[Any]:
        """What the case system reads of an employer."""
        key = self.run("apikey", "create", f"dossiers {next(_keys)}", "--scope", "read").strip()
        path = f"/api/v1/employers/{code}/employees"
        reply = self.site.call("GET", path, headers={"Authorization": f"Bearer {key}"})
        return list(json.loads(reply.body)["items"])

    def employee_message(self, key: str, number: str) -> bytes:
        """What the portal sends on its second stream."""
        make = employments if self.profile.employee_stream == "DV" else employees
        return make(person(key), number=number)


def links_in(printed: str) -> list[str]:
    """The links that a command printed."""
    return re.findall(r"https?://\S+", printed)


def waived() -> list[str]:
    """All checks, passed over."""
    return [word for number in range(1, 6) for word in ("--waive", f"GR-{number}")]


def sick(case: str, key: str, number: str, reports: Sequence[DeliveredReport] = ()) -> bytes:
    """A report of absence of one person, as both portals send it."""
    return absence(employer(number, person(key, *(reports or course(case, 1)))))


def sick_smit(case: str, key: str) -> bytes:
    """A report of absence of Smit, who is known under whatever key."""
    return absence(employer("1001", person(key, *course(case, 1), fields=SMIT)))

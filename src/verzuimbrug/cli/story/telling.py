"""Plays a script on a running instance, by its doors and commands, and tells what happens."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from rich.progress import Progress

from verzuimbrug.cli.story.instance import Instance, StoryError
from verzuimbrug.cli.story.scripts import Event, Script, unfinished
from verzuimbrug.portal.client import PortalClient
from verzuimbrug.portal.configuration import as_yaml, configuration
from verzuimbrug.portal.exchange import PortalFault, Receipt
from verzuimbrug.portal.outgoing import Outbox, OutgoingMessage
from verzuimbrug.portal.people import Employer


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What the portal signs in with."""

    customer_code: str
    token: str


class Story:
    """One script being played. Each step is a public method, in the order of `play`."""

    def __init__(self, script: Script, instance: Instance, progress: Progress, today: date) -> None:
        self._script = script
        self._instance = instance
        self._progress = progress
        self._console = progress.console
        self._loaded: list[Receipt] = []
        self._outbox = Outbox(profile=script.profile, edition=script.edition, made_on=today)

    def play(self) -> Credentials:
        """Play the whole story."""
        self._console.rule(
            f"[bold]{self._script.profile.account}[/] (editie {self._script.edition})"
        )
        self.set_up()
        credentials = self.hand_over()
        with self._portal(credentials, soap=True) as portal:
            self.load(portal)
            self.make_ready()
            self.activate(portal)
        with self._portal(credentials, soap=False) as portal:
            self.report_live(portal)
            self.heal(portal)
            self.send_employee_data(portal)
        return credentials

    def set_up(self) -> None:
        """The employer group, the account and its streams; of the employers the last is forgotten.

        Contracts are not filled in yet, and the code tables not confirmed.
        """
        with self._step("Werkgevergroep, werkgevers en klantaccount inrichten"):
            employers = self._script.employers[:-1]
            self._apply(unfinished(configuration(self._script.profile, employers)))
            profile = self._script.profile
            self._say(f"werkgevergroep {profile.group}, {len(employers)} werkgever(s)")
            self._say(f"gegevensstromen {profile.absence_stream} en {profile.employee_stream}")

    def hand_over(self) -> Credentials:
        """Activation is refused without credentials; then they are issued."""
        account = self._script.profile.account
        with self._step("Klantcode en token"):
            told = self._instance.command("activate", account)
            if told.code == 0:
                raise StoryError("Het account is actief geworden zonder klantcode en token.")
            self._say(f"activeren kan nog niet: {told.err.splitlines()[0]}")
            issued = json.loads(self._instance.run("credentials", "issue", account, "--reveal"))
            self._say("klantcode en token uitgegeven, van elkaar gescheiden over te dragen")
            self._refuse_wrong_token(issued["customer_code"])
        return Credentials(**issued)

    def load(self, portal: PortalClient) -> None:
        """The initial load, over SOAP, before the account is active: it is kept and waits."""
        with self._step("Initial load over SOAP, een bericht per werkgever"):
            messages = map(self._outbox.absence, self._script.initial_load)
            self._loaded = [self._deliver(portal, message) for message in messages]
            self._demand_states(portal, "received")
            self._say("het account is nog niet actief: de berichten zijn bewaard en wachten")

    def make_ready(self) -> None:
        """The checks say what is missing; once that is put in order, nothing is in the way."""
        with self._step("Gereedheid"):
            self._demand_ready(expected=False)
            self._configure(self._script.employers)
            self._say("werkgever toegevoegd, contracten ingevuld, codetabel bevestigd")
            self._demand_ready(expected=True)
            self._say("alle controles zijn in orde")

    def activate(self, portal: PortalClient) -> None:
        """The account goes live, nothing passed over, and what waited is processed."""
        with self._step("Activeren"):
            self._instance.run("activate", self._script.profile.account)
            self._instance.finish_work()
            self._demand_states(portal, "processed")
            self._say("het account is actief; de bewaarde berichten zijn verwerkt")

    def report_live(self, portal: PortalClient) -> None:
        """Mutations one by one, over REST: also out of order, and twice."""
        with self._step("Live mutaties over REST"):
            self._report(portal, self._script.live)

    def heal(self, portal: PortalClient) -> None:
        """Reports of an unknown employer wait, and go on when the employer is made."""
        newcomer = self._script.newcomer
        with self._step(f"Meldingen van een onbekende werkgever: {newcomer.name}"):
            self._report(portal, self._script.from_newcomer)
            self._instance.finish_work()
            self._demand_parked(len(self._script.from_newcomer))
            self._say("de meldingen wachten op hun werkgever; al het andere is verwerkt")
            self._configure((*self._script.employers, newcomer))
            self._instance.finish_work()
            self._demand_parked(0)
            self._say("werkgever aangemaakt: de meldingen zijn vanzelf verwerkt")

    def send_employee_data(self, portal: PortalClient) -> None:
        """What the employee stream brings."""
        with self._step(f"Werknemergegevens op {self._script.profile.employee_stream}"):
            for notice in self._script.notices:
                self._say(notice.text)
                self._deliver(portal, self._outbox.employee_data([notice.person]))

    def _configure(self, employers: Iterable[Employer]) -> None:
        self._apply(configuration(self._script.profile, employers))

    def _apply(self, configured: Mapping[str, Any]) -> None:
        text = as_yaml(configured)
        file = self._instance.data / f"{self._script.profile.name}.yaml"
        file.write_text(text, encoding="utf-8")
        self._instance.run("config", "apply", str(file))

    def _portal(self, credentials: Credentials, *, soap: bool) -> PortalClient:
        url = self._instance.url
        return PortalClient(url, credentials.customer_code, credentials.token, soap=soap)

    def _refuse_wrong_token(self, customer_code: str) -> None:
        wrong = Credentials(customer_code=customer_code, token="anders")  # noqa: S106 -- wrong
        try:
            with self._portal(wrong, soap=False) as portal:
                portal.send(self._script.profile.absence_stream, "proef.xml", b"")
        except PortalFault as fault:
            self._say(f"een verkeerd token wordt geweigerd: {fault.code}")
        else:
            raise StoryError("Een verkeerd token is aangenomen.")

    def _report(self, portal: PortalClient, events: Iterable[Event]) -> None:
        for event in events:
            self._say(event.text)
            message = self._outbox.absence([event.report])
            for time in range(event.times):
                self._deliver(portal, message, again=time > 0)

    def _deliver(
        self, portal: PortalClient, message: OutgoingMessage, *, again: bool = False
    ) -> Receipt:
        receipt = portal.send(message.stream, message.file_name, message.content)
        if receipt.duplicate != again:
            raise StoryError(f"{message.file_name}: dubbele levering verkeerd herkend.")
        note = ", al bekend: niet nog eens verwerkt" if again else ""
        self._console.print(
            f"      [dim]{message.file_name} → ontvangst {receipt.number}{note}[/]", highlight=False
        )
        return receipt

    def _demand_states(self, portal: PortalClient, state: str) -> None:
        """The portal asks what became of the initial load."""
        found = {portal.message(receipt)["state"] for receipt in self._loaded}
        if found != {state}:
            raise StoryError(f"De initial load is {', '.join(found)} en hoort {state} te zijn.")

    def _demand_ready(self, *, expected: bool) -> None:
        told = self._instance.command("readiness", self._script.profile.account, "--json")
        if not told.out:
            raise StoryError(f"`verzuimbrug readiness` mislukt (code {told.code}):\n{told.err}")
        found = json.loads(told.out)
        for check in found["checks"]:
            self._say(f"{check['id']} {check['state']}: {check['text']}")
        if found["ready"] is not expected:
            raise StoryError(f"De controles zeggen ready = {found['ready']}: dat hoort anders.")

    def _demand_parked(self, expected: int) -> None:
        found = self._instance.status()["reports"]["parked"]
        if found != expected:
            raise StoryError(f"Er wachten {found} meldingen; het horen er {expected} te zijn.")

    def _say(self, text: str) -> None:
        self._console.print(f"    {text}", highlight=False, markup=False, soft_wrap=True)

    @contextmanager
    def _step(self, title: str) -> Iterator[None]:
        self._console.print(f"[bold cyan]•[/] [bold]{title}[/]", highlight=False)
        task = self._progress.add_task(title, total=None)
        yield
        self._progress.remove_task(task)

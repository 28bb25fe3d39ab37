"""Messages about employers themselves, and a coupling that carries them, in a few words."""

from typing import Any

from configuring_world import example
from doors_world import Coupling
from passed_on_world import beside
from sending_world import go_live
from verzuimbrug.application.configuration.entries import EmployerEntry
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.employer_proposals.applying import Choice
from verzuimbrug.application.employer_proposals.deciding import approve
from verzuimbrug.application.employer_proposals.listing import (
    ProposalShown,
    Sought,
    list_proposals,
    show_proposal,
)
from verzuimbrug.application.employers.employers import find_employer
from verzuimbrug.application.pages import Window
from verzuimbrug.domain.employer_proposals import ProposalState

CONTRACTS, BASICS = "UitwisselenKoppelcontractgegevens", "WerkgeversGegevensBasisregistratie"
TEMPLATE = "FLSN[IdWrkgvrArbdnst]"
GROUP = "FELISON-VI"


def stream_of(name: str, **settings: Any) -> dict[str, Any]:  # noqa: ANN401
    """A stream that carries the message, under its name."""
    return {"name": name, "message": name, "employer_code": TEMPLATE, **settings}


def configuration(code: str = "GEZOND", **settings: Any) -> dict[str, Any]:  # noqa: ANN401
    """The example with a stream for either message too."""
    said = example(code)
    (account,) = said["accounts"]
    account["streams"] += [stream_of(CONTRACTS, **settings), stream_of(BASICS, **settings)]
    return said


def live(code: str = "GEZOND", **settings: Any) -> Coupling:  # noqa: ANN401
    """A live coupling that carries both."""
    return go_live(configuration(code, **settings))


def client(number: str = "2001", **values: Any) -> dict[str, Any]:  # noqa: ANN401
    """An employer as the insurer knows it, with an authorisation since March."""
    authorised = {"VrwrkCd": "01", "Ingdat": "2026-03-01", "KpplCd": "K1"}
    return {
        "VrwrkCd": "01",
        "HndlsnmOrg": f"Bedrijf {number} B.V.",
        "IdWrkgvrArbdnst": number,
        "MchtVrzm": authorised,
        **values,
    }


def contracts(*employers: dict[str, Any], **head: str) -> bytes:
    """A message of an insurer with these employers."""
    return beside(CONTRACTS, {"Wrkgvr": list(employers or [client()])}, **head)


def basics(*employers: dict[str, Any], **head: str) -> bytes:
    """A message of an employer with its own data; by default of the one that is known."""
    return beside(BASICS, {"Wrkgvr": list(employers or [own()])}, **head)


def own(number: str = "1001", **values: Any) -> dict[str, Any]:  # noqa: ANN401
    """The known employer, saying of itself what must be said."""
    street = {"SrtAdrsCd": "01", "Pc": "1234AB", "Wnpl": "Utrecht", "Huisnr": "7"}
    person = {
        "Achternaam": "Jansen",
        "Voorl": "A",
        "RolCntprsnCd": "02",
        "Com": {"SrtComCd": "06", "NrCom": "0301234567"},
    }
    return {
        "HndlsnmOrg": "Bakkerij De Korenbloem B.V.",
        "IdWrkgvrArbdnst": number,
        "Lhnr": "123456789L01",
        "StrAdrNl": street,
        "Cntprsn": person,
        **values,
    }


def decider(coupling: Coupling) -> Decider:
    """Somebody who may decide on everything."""
    return Decider(arbodienst=coupling.arbodienst, by="beheerder")


def proposals(
    coupling: Coupling, state: ProposalState | None = ProposalState.OPEN
) -> list[ProposalShown]:
    """The proposals in a state, in order."""
    page = list_proposals(decider(coupling).reader, Sought(state=state), Window())
    return list(page.items)


def kinds(coupling: Coupling) -> list[tuple[str, str]]:
    """Kind and code of the open proposals."""
    return [(each.kind.value, each.code) for each in proposals(coupling)]


def shown(coupling: Coupling, number: int) -> ProposalShown:
    """One proposal, with what is now."""
    found = show_proposal(decider(coupling).reader, number)
    assert found is not None
    return found


def approve_all(coupling: Coupling) -> None:
    """Approves all that is open."""
    done = approve(decider(coupling), [Choice(number=each.number) for each in proposals(coupling)])
    assert done.applied, done.findings


def employer(coupling: Coupling, code: str) -> EmployerEntry:
    """The employer as it is configured."""
    found = find_employer(coupling.arbodienst, code)
    assert isinstance(found, EmployerEntry)
    return found

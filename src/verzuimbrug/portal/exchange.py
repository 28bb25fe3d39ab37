"""What a portal and a hub say to each other, whatever the door."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

NOT_REACHED = "NIET-BEREIKBAAR"
NOT_UNDERSTOOD = "ANTWOORD-ONBEGRIJPELIJK"

EXPLANATIONS: Mapping[str, str] = MappingProxyType(
    {
        "AANMELDEN-MISLUKT": "Klantcode en token horen niet bij elkaar, of zijn niet meer geldig.",
        "ACCOUNT-NIET-ACTIEF": "De arbodienst heeft deze koppeling stilgezet. Neem contact op.",
        "STROOM-ONBEKEND": "Deze koppeling heeft geen gegevensstroom met die naam.",
        "GEEN-PROEFOMGEVING": "Dit is een echte koppeling. Gebruik die van een proefomgeving.",
        "BESTAND-TE-GROOT": "Het bestand is te groot. Verdeel de meldingen over meer bestanden.",
        "BERICHT-ONLEESBAAR": "De dienst kan de aanroep niet lezen.",
        "TE-VEEL-VERZOEKEN": "De dienst krijgt te veel verzoeken. Probeer het later opnieuw.",
        "TIJDELIJK-NIET-BESCHIKBAAR": "Er is niets opgeslagen. Probeer het straks opnieuw.",
        NOT_REACHED: "De dienst is op dit adres niet te bereiken. Kijk het adres na.",
        NOT_UNDERSTOOD: "Op dit adres antwoordt iets anders dan Verzuimbrug. Kijk het adres na.",
    }
)
"""What the person who sends can do about a fault, by its code."""


class PortalFault(Exception):  # noqa: N818 (a fault is what a web service calls it)
    """The hub refused, or was not reached: nothing of this call counts as delivered."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text

    @property
    def explanation(self) -> str:
        """What is the matter and what to do, in Dutch."""
        return EXPLANATIONS.get(self.code, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The hub has stored the file durably; `duplicate` when it had these bytes already (MSG-5)."""

    number: str
    sha256: str
    duplicate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectedAnswer:
    """An answer of the hub, to be acknowledged by its number once it is stored (AN)."""

    number: int
    kind: str
    file_name: str
    content: bytes

"""The words of the handover page."""

from collections.abc import Mapping
from types import MappingProxyType

from verzuimbrug.application.sign_in.handover import Part

TEXTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "nl": {
            "title": "Overdracht van een inloggegeven",
            "offer": (
                "Met deze link bekijkt u één keer een gegeven waarmee een portaal zich aanmeldt. "
                "Houd een veilige plek klaar om het te bewaren: daarna is het niet meer te zien. "
                "Een sleutelbestand wordt direct gedownload."
            ),
            "button": "Toon het gegeven",
            "account": "Klantaccount",
            "opened": (
                "Dit is de enige keer dat u dit ziet. Bewaar het nu, en geef het niet samen met "
                "het andere gegeven door."
            ),
            "gone": (
                "Deze link bestaat niet, is al een keer geopend of is verlopen. Hebt u het gegeven "
                "niet zelf gezien? Vraag de arbodienst dan om een nieuw."
            ),
        },
        "en": {
            "title": "Handover of a credential",
            "offer": (
                "This link shows you, once, something that a portal signs in with. "
                "Have a safe place ready to keep it: after that it cannot be seen again. "
                "A key file is downloaded at once."
            ),
            "button": "Show it",
            "account": "Client account",
            "opened": (
                "This is the only time you will see this. Keep it now, and do not pass it on "
                "together with the other half."
            ),
            "gone": (
                "This link does not exist, has been opened before, or has expired. Was it not you "
                "who saw it? Then ask the occupational health service for a new one."
            ),
        },
    }
)

PARTS: Mapping[str, Mapping[Part, str]] = MappingProxyType(
    {
        "nl": {Part.CUSTOMER_CODE: "Klantcode", Part.TOKEN: "Token"},
        "en": {Part.CUSTOMER_CODE: "Customer code", Part.TOKEN: "Token"},
    }
)
"""The two halves of a credential. A private key has no name on the page: it is a file."""

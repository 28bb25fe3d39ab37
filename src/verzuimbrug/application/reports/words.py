"""The words of a processing report outside its findings, in a file."""

from collections.abc import Mapping

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "nl": (
        *("ontvangstnummer", "ontvangen", "koppeling", "importkoppeling", "bericht"),
        *("melding", "werkgevercode", "verzuimgeval", "volgnummer", "uitkomst"),
        *("bevinding", "ernst", "wat er is", "hoe het komt", "wat u kunt doen", "plaats"),
    ),
    "en": (
        *("receipt", "received", "coupling", "stream", "message"),
        *("report", "employer code", "absence case", "sequence number", "outcome"),
        *("finding", "severity", "what is the matter", "how it comes", "what to do", "place"),
    ),
}

_SEVERITIES: Mapping[str, Mapping[str, str]] = {
    "nl": {"error": "houdt tegen", "warning": "let op", "info": "ter informatie"},
    "en": {"error": "stops", "warning": "attention", "info": "information"},
}


def severity_word(severity: str, language: str) -> str:
    """How much a finding weighs."""
    return _SEVERITIES[language][severity]

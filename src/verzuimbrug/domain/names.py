"""Surnames as they are compared (WN-4): without accents, case and prefixes."""

import unicodedata

# fmt: off
_PREFIXES = frozenset({
    "'l", "'s", "'t", "aan", "bij", "d'", "da", "de", "del", "della", "den", "der", "des", "di",
    "dos", "du", "el", "het", "la", "las", "le", "les", "lo", "los", "op", "s'", "te", "ten",
    "ter", "tot", "uit", "uut", "van", "vanden", "vander", "ver", "vom", "von", "zu", "zum", "zur",
})
# fmt: on


def match_name(surname: str | None) -> str:
    """The surname in the form in which two are compared; empty when there is none."""
    folded = unicodedata.normalize("NFKD", surname or "").casefold()
    decomposed = unicodedata.normalize("NFKD", folded)
    words = "".join(char for char in decomposed if not unicodedata.combining(char)).split()
    while len(words) > 1 and words[0] in _PREFIXES:
        words = words[1:]
    return " ".join(words)

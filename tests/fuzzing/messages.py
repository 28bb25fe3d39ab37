"""Messages: the parser, the check against the catalogue, and the mapping of what is valid."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fuzzing.target import Target, kept
from verzuimbrug.domain.findings import LANGUAGES
from verzuimbrug.sivi.checking import check
from verzuimbrug.sivi.discretion import discreet
from verzuimbrug.sivi.mapping.envelope import read_envelope
from verzuimbrug.sivi.portions import open_message
from verzuimbrug.sivi.tags import DOSSIER_MESSAGES

_CORPUS = Path(__file__).parent.parent / "corpus"


@contextmanager
def target() -> Iterator[Target]:
    """Needs nothing."""
    yield Target(take=_take, seeds=[*_seeds(), *kept("messages")], words=_words())


def _take(data: bytes) -> None:
    checked = check(data)
    for finding in (*checked.findings, *discreet(checked.findings)):
        for language in LANGUAGES:
            finding.text(language)
    if checked.root is None:
        assert checked.findings, "refused without a word"
        return
    read_envelope(checked.root)
    opened = open_message(data)
    assert opened.checked.findings == checked.findings
    if checked.valid and checked.table and checked.table.file_name in DOSSIER_MESSAGES:
        assert list(opened.portions(1)) or not list(opened.employer_tags())


def _seeds() -> Iterator[bytes]:
    for folder in ("passed-on", "scenarios"):
        for path in sorted((_CORPUS / folder).rglob("*.xml"))[::8]:
            yield path.read_bytes()


def _words() -> list[bytes]:
    return [
        *(b"<!DOCTYPE", b"<!ENTITY a '&b;'>", b"<![CDATA[", b"]]>", b"<?xml version='1.0'", b"<?"),
        *(b"encoding='UTF-16'", b"encoding='UTF-7'", b"xmlns=", b"xsi:schemaLocation=", b"<!--"),
        *(b"\xef\xbb\xbf", b"\xff\xfe", b"&#0;", b"&#xD800;", b"&lt;", b"\0", b"Verzuimmeldingen"),
    ]

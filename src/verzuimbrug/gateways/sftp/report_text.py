"""The report that lies beside a refused file: why it was refused, to read as it is."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from django.utils.timezone import localtime

from verzuimbrug.application.reports.values import ExplainedFinding
from verzuimbrug.application.sftp.files import DeliveredFile

_MOST = 1000
_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "nl": {
            "receipt": "Ontvangstnummer",
            "file": "Bestand",
            "stream": "Gegevensstroom",
            "received": "Ontvangen",
            "state": "Stand",
            "rejected": "afgekeurd; er is niets van verwerkt",
            "failed": "niet verwerkt door een storing aan onze kant; de arbodienst ziet dit ook",
            "place": "Plaats",
            "line": "regel",
            "cause": "Oorzaak",
            "more": "En nog {count} bevindingen.",
        },
        "en": {
            "receipt": "Receipt",
            "file": "File",
            "stream": "Stream",
            "received": "Received",
            "state": "State",
            "rejected": "rejected; nothing of it was processed",
            "failed": "not processed because of a failure on our side, which is shown there too",
            "place": "Place",
            "line": "line",
            "cause": "Cause",
            "more": "And {count} findings more.",
        },
    }
)


def report_text(file: DeliveredFile, language: str) -> bytes:
    """The report in a language."""
    return ("\r\n".join(_lines(file, _WORDS[language])) + "\r\n").encode()


def _lines(file: DeliveredFile, words: Mapping[str, str]) -> Iterator[str]:
    yield f"{words['receipt']}: {file.receipt}"
    yield f"{words['file']}: {file.file_name}"
    yield f"{words['stream']}: {file.stream}"
    yield f"{words['received']}: {localtime(file.received_at).isoformat(timespec='seconds')}"
    yield f"{words['state']}: {words[file.state]}"
    for finding in file.findings[:_MOST]:
        yield ""
        yield from _finding(finding, words)
    if len(file.findings) > _MOST:
        yield ""
        yield words["more"].format(count=len(file.findings) - _MOST)


def _finding(finding: ExplainedFinding, words: Mapping[str, str]) -> Iterator[str]:
    yield f"[{finding.code}] {finding.text}"
    line = f"{words['line']} {finding.line}" if finding.line else ""
    place = ", ".join(part for part in (finding.path, line) if part)
    if place:
        yield f"  {words['place']}: {place}"
    yield f"  {words['cause']}: {finding.cause}"

"""Tables that a person hands in, CSV and XLSX: employers and link keys."""

from collections.abc import Iterator
from contextlib import contextmanager

from fuzzing.target import Target, kept
from importing_world import workbook
from verzuimbrug.application.employers.import_columns import headings
from verzuimbrug.application.employers.import_rows import read_employer_rows, read_headings
from verzuimbrug.application.readiness.link_keys_file import read_links
from verzuimbrug.application.spreadsheets import read_rows
from verzuimbrug.domain.findings import Finding


@contextmanager
def target() -> Iterator[Target]:
    """Needs nothing."""
    yield Target(
        take=_take,
        seeds=[*_seeds(), *kept("tables")],
        words=[b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xef\xbb\xbf", b";", b'""', b"#N/A", b"\r\n"],
    )


def _take(data: bytes) -> None:
    links, findings = read_links(data)
    assert all(found.text() for found in findings)
    assert all(link.employee >= 0 for link in links)
    rows = read_rows(data, lambda text: text in headings("nl"))
    if isinstance(rows, Finding) or not rows:
        return
    faults: list[Finding] = []
    known = read_headings(rows[0], faults)
    if "code" not in known.written:
        assert faults
        return
    list(read_employer_rows(rows[1:], known, faults))
    assert all(found.text() for found in faults)


def _seeds() -> Iterator[bytes]:
    for language in ("nl", "en"):
        names = headings(language)
        lines = [names, ["1001", "Bakkerij", "FELISON-VI", *["2026-01-01"] * (len(names) - 3)]]
        for separator in (";", ",", "\t"):
            yield "\n".join(separator.join(line) for line in lines).encode()
        yield workbook(*lines)
    yield b"werkgever;werknemer;sleutel\nFLSN1001;12;w-1\n"
    yield "code;naam\r\n1;\xc9\xe9n".encode("cp1252")

"""Checking a message: which one it is, and whether its table allows it (MSG-1, MSG-2, MSG-3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.etree import _Element as XmlElement

from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.catalogue import MessageTable, catalogue
from verzuimbrug.sivi.discretion import discreet
from verzuimbrug.sivi.faults import faults, split_tag
from verzuimbrug.sivi.parsing import DEFAULT_LIMITS, parse
from verzuimbrug.sivi.reading import line_of
from verzuimbrug.sivi.schema import refusal, streamed_refusal
from verzuimbrug.sivi.screening import Limits
from verzuimbrug.sivi.secrecy import is_never_shown

MOST_FAULTS = 10_000
"""Faults that are told; of a message with more it is told that there are more."""

SMALL = 64 * 1024
"""Bytes up to which a message is checked as one tree without further ado."""

_FAMILY = "http://www.sivi.org/Verzuimmanagement/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a message is and all that is wrong with it.

    `message` and `edition` are what the message calls itself, as far as that can be read; `table`
    is there only when the catalogue has it, and `root` when the bytes could be read.
    """

    message: str | None = None
    interface: str | None = None
    edition: str | None = None
    table: MessageTable | None = None
    root: XmlElement | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def valid(self) -> bool:
        """A message is valid when its table allows it."""
        return not self.findings


def check(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Checked:
    """Return what any bytes are as a message, with every fault; never raises for what they hold."""
    parsed = parse(data, limits)
    if parsed.root is None:
        return Checked(findings=parsed.findings)
    namespace, name = split_tag(str(parsed.root.tag))
    table = catalogue().by_namespace(namespace, name)
    if table is None:
        return not_in_catalogue(parsed.root, namespace, name)
    words = _refusal(table, parsed.root, len(data))
    told = () if words is None else explain(faults(table, parsed.root), words)
    return Checked(
        message=table.root,
        interface=table.interface,
        edition=table.edition,
        table=table,
        root=parsed.root,
        findings=discreet(told) if is_never_shown(table.file_name) else told,
    )


def _refusal(table: MessageTable, root: XmlElement, size: int) -> str | None:
    return refusal(table, root) if size <= SMALL else streamed_refusal(table, root)


def explain(found: Iterator[Finding], words: str) -> tuple[Finding, ...]:
    """Return the faults of a refused message; never nothing: without any, the words of libxml2."""
    told = tuple(islice(found, MOST_FAULTS))
    rest = (Finding("CAT91", {"limit": str(MOST_FAULTS)}),) if any(found) else ()
    return told + rest or (Finding("CAT90", {"words": words}),)


def not_in_catalogue(root: XmlElement, namespace: str, name: str) -> Checked:
    """Return what is said of a message that the catalogue does not have (MSG-1)."""
    editions = catalogue().editions(name)
    edition = _edition(namespace, name)
    params = {
        "message": name,
        "found": edition or namespace or "-",
        "editions": ", ".join(editions),
    }
    if not editions:
        code, params = "BRT01", {"found": name, "messages": ", ".join(_messages())}
    else:
        code = "BRT03" if edition is None else "BRT02"
    finding = Finding(code, params, f"/{name}", line_of(root))
    return Checked(message=name, edition=edition, root=root, findings=(finding,))


def _edition(namespace: str, name: str) -> str | None:
    """Return the edition that a namespace names (MSG-1), None when it is not one of SIVI's."""
    prefix = f"{_FAMILY}{name}/"
    return namespace.removeprefix(prefix) if namespace.startswith(prefix) else None


def _messages() -> list[str]:
    return sorted({table.root for table in catalogue().tables})

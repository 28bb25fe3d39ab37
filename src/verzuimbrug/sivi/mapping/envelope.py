"""The envelope of a message: its `BrAlg` group (MSG-1, AN-1)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from verzuimbrug.domain.deliveries import Envelope
from verzuimbrug.sivi.catalogue import MessageTable, catalogue
from verzuimbrug.sivi.mapping.groups import split
from verzuimbrug.sivi.mapping.values import as_moment
from verzuimbrug.sivi.reading import local_name

if TYPE_CHECKING:
    from lxml import etree

GENERAL = "BrAlg"
_NAMED = ("IdInzndr", "IdOntvngr", "Berrefnr")


def map_envelope(table: MessageTable, root: "etree._Element") -> Envelope:
    """Return the envelope of a message that is valid against `table`."""
    return _envelope((table.file_name, table.interface, table.edition), _general_texts(root))


def read_envelope(root: "etree._Element") -> Envelope | None:
    """Return the envelope of any well-formed message, as far as it can be read.

    None when the tag of sender, receiver or reference is missing. A message that the catalogue does
    not have is named by its root tag and the last part of its namespace; its interface is then that
    of another edition, or empty.
    """
    texts = _general_texts(root)
    if any(tag not in texts for tag in _NAMED):
        return None
    return _envelope(_identity(root), texts)


def _general_texts(root: "etree._Element") -> Mapping[str, str]:
    for child in root.iterchildren("*"):
        if local_name(child) == GENERAL:
            return split(child).texts
    return {}


def _identity(root: "etree._Element") -> tuple[str, str, str]:
    namespace = root.tag[1:].rpartition("}")[0]
    name = local_name(root)
    table = catalogue().by_namespace(namespace, name)
    if table is not None:
        return table.file_name, table.interface, table.edition
    kin = [table for table in catalogue().tables if table.root == name]
    file_name, interface = (kin[-1].file_name, kin[-1].interface) if kin else (name, "")
    return file_name, interface, namespace.rpartition("/")[2]


def _envelope(identity: tuple[str, str, str], texts: Mapping[str, str]) -> Envelope:
    message, interface, edition = identity
    return Envelope(
        message=message,
        interface=interface,
        edition=edition,
        reference=texts["Berrefnr"].strip(),
        sender=texts["IdInzndr"].strip(),
        receiver=texts["IdOntvngr"].strip(),
        made_at=as_moment(texts.get("AandatBr", ""), texts.get("AantijdBr", "")),
        test=texts.get("TestJN", "").strip() == "J",
        wants_receipt=texts.get("OntvngstbevJN", "").strip() == "J",
        software=texts.get("GebrSwPakket", "").strip(),
    )

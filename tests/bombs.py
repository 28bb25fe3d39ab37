"""Documents that are small to send, and were made to be large, deep or endless to read."""

import gzip
import io
from collections.abc import Mapping
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZipFile

from sending_world import report, sick

MANY = 100_000
_LEVELS = 12
_MUCH = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A good document in UTF-8: its root as it begins, and a text in it that stands once."""

    good: bytes
    root: bytes
    text: bytes

    def declaring(self, declarations: bytes, used: bytes = b"") -> bytes:
        """With a document type before its root, and something else in the text."""
        name = self.root.removeprefix(b"<")
        typed = b"<!DOCTYPE %s [%s]>%s" % (name, declarations, self.root)
        return self.holding(used).replace(self.root, typed, 1)

    def holding(self, content: bytes) -> bytes:
        """With something else in the place of the text."""
        return self.good.replace(self.text, content, 1)

    def having(self, attributes: bytes) -> bytes:
        """With attributes on its root."""
        return self.good.replace(self.root, self.root + b" " + attributes, 1)

    def written(self, encoding: str, *, says: str) -> bytes:
        """With a document type, in an encoding, which it says to be this one."""
        text = self.declaring(_tenfold(), b"&a9;").decode()
        rest = text.rpartition("?>")[2]
        return f'<?xml version="1.0" encoding="{says}"?>{rest}'.encode(encoding)


MESSAGE = Document(good=sick(report()), root=b"<Verzuimmeldingen", text=b"PORTAAL")


def unreadable(of: Document) -> Mapping[str, tuple[bytes, str]]:
    """What is never read to its end, with the code of the finding."""
    declared = {
        "ten to the twelfth": of.declaring(_tenfold(), b"&a11;"),
        "one entity very often": of.declaring(
            b'<!ENTITY a "%s">' % (b"a" * 50_000), b"&a;" * 50_000
        ),
        "entities of parameters": of.declaring(
            b'<!ENTITY %% a "%s"><!ENTITY %% b "%%a;%%a;">%%b;' % (b"<!-- -->" * 1000)
        ),
        "entity of itself": of.declaring(b'<!ENTITY a "&b;"><!ENTITY b "&a;">', b"&a;"),
        "file of the server": of.declaring(b'<!ENTITY a SYSTEM "file:///dev/zero">', b"&a;"),
        "address elsewhere": of.declaring(b'<!ENTITY % a SYSTEM "http://127.0.0.1:9/"> %a;'),
        "UTF-16": of.written("utf-16", says="UTF-16"),
        "UTF-16 that says UTF-8": of.written("utf-16", says="UTF-8"),
        "mark of UTF-8 that says UTF-16": of.written("utf-8-sig", says="UTF-16"),
        "UTF-7": of.written("utf-8", says="UTF-7"),
    }
    deep = {
        "depth": of.holding(b"<a>" * MANY + b"</a>" * MANY),
        "depth without an end": of.holding(b"<a>" * MANY),
        "namespaces that nest": of.holding(
            b"".join(b'<a xmlns:a%d="urn:%d">' % (n, n) for n in range(MANY)) + b"</a>" * MANY
        ),
    }
    otherwise = {
        "UTF-8 that says UTF-16": of.written("utf-8", says="UTF-16"),
        "UTF-32": of.written("utf-32", says="UTF-32"),
        "gzip": gzip.compress(bytes(_MUCH)),
        "zip": _zipped(),
    }
    return {
        "namespaces": (of.having(_namespaces(20_000)), "XML08"),
        "very many namespaces": (of.having(_namespaces(MANY)), "XML04"),
        **{name: (content, "XML05") for name, content in declared.items()},
        **{name: (content, "XML03") for name, content in deep.items()},
        **{name: (content, "XML06") for name, content in otherwise.items()},
        "EBCDIC": (of.written("cp037", says="IBM037"), "XML07"),
    }


def readable(of: Document) -> Mapping[str, bytes]:
    """What is a document, and has very much of something in it."""
    return {
        "attributes": of.having(b" ".join(b'a%d=""' % n for n in range(MANY))),
        "one attribute": of.having(b'a="%s"' % (b"a" * 5_000_000)),
        "comments": of.holding(b"<!---->" * 500_000),
        "instructions": of.holding(b"<?a?>" * 500_000),
        "name": of.holding(b"<%s/>" % (b"a" * 5_000_000)),
    }


def _namespaces(number: int) -> bytes:
    return b" ".join(b'xmlns:a%d="urn:%d"' % (n, n) for n in range(number))


def _tenfold() -> bytes:
    """Entities that each are ten of the one before."""
    levels = (
        b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, _LEVELS)
    )
    return b'<!ENTITY a0 "aaaaaaaaaa">' + b"".join(levels)


def _zipped() -> bytes:
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        archive.writestr("bericht.xml", bytes(_MUCH))
    return content.getvalue()

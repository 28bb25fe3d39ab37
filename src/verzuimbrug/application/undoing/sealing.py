"""What somebody was shown of an undo, as a text that comes back with the confirmation.

It is encrypted, for it names persons; so that what differs by then can be marked, and what is gone
told, without keeping it here. Of a long list only the digest comes back.
"""

import json
import zlib
from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidTag

from verzuimbrug.application.undoing.values import Shown
from verzuimbrug.store.encryption import seal, unseal

MOST_LINES = 2000
_PURPOSE = "shown undo"


def seal_shown(shown: Shown) -> str:
    """The text that `unseal_shown` reads."""
    lines = sorted(shown.lines) if len(shown.lines) <= MOST_LINES else []
    packed = zlib.compress(json.dumps([shown.digest, *lines]).encode())
    return b64encode(seal(packed, _PURPOSE)).decode()


def unseal_shown(text: str) -> Shown:
    """What was shown; of a text that is none nothing that anything could be the same as."""
    try:
        packed = unseal(b64decode(text.encode("ascii"), validate=True), _PURPOSE)
    except (ValueError, InvalidTag):
        return Shown(digest="")
    digest, *lines = json.loads(zlib.decompress(packed))
    return Shown(digest=digest, lines=frozenset(lines))

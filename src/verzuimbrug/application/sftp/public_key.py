"""Reading a public key that a person pasted; whatever it is, it is a key or a finding (GR-5)."""

import re
from dataclasses import dataclass

import asyncssh
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_ssh_public_key

from verzuimbrug.domain.findings import Finding

_KINDS = ("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521")
_RSA = "ssh-rsa"
_FEWEST_RSA_BITS = 3072
_LONGEST = 20_000
"""Characters; a key of 16,384 bits has less than 3,000."""
_LONGEST_COMMENT = 200

# PEM and OpenSSH, PuTTY, and what is left of them when the first lines were not copied.
_PRIVATE = re.compile(
    r"-(BEGIN|END)[ A-Z0-9]* PRIVATE KEY|PuTTY-User-Key-File|Private-(Lines|MAC):"
    r"|b3BlbnNzaC1rZXktdjE"
)
_BLOCK = "----"
"""What a key over several lines begins with (RFC 4716, and PEM with one dash more)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """A public key in OpenSSH's one line, without its comment."""

    line: str
    fingerprint: str
    comment: str = ""


def read_public_key(text: str) -> PublicKey | Finding:
    """The key, in whichever of the usual forms it was pasted.

    A private key gives a finding of its own; a kind that is too weak or not common gives another.
    """
    pasted = text.strip()
    if _PRIVATE.search(pasted):
        return Finding("SF002")
    key = _imported(pasted)
    if key is None:
        return Finding("SF001")
    line = key.export_public_key("openssh").decode("ascii", "replace")
    kind = _kind(" ".join(line.split()[:2]))
    if kind is not None:
        return Finding("SF003", {"kind": kind})
    return PublicKey(
        line=" ".join(line.split()[:2]), fingerprint=key.get_fingerprint(), comment=_comment(key)
    )


def _imported(pasted: str) -> asyncssh.SSHKey | None:
    is_one_line = "\n" not in pasted
    if len(pasted) > _LONGEST or not (is_one_line or pasted.startswith(_BLOCK)):
        return None
    try:
        return asyncssh.import_public_key(pasted.encode(errors="replace"))
    except ValueError:
        return None


def _kind(line: str) -> str | None:
    """What the kind of the key is called when it is not one that is allowed."""
    kind = line.partition(" ")[0]
    if kind in _KINDS:
        return None
    if kind != _RSA:
        return kind
    key = load_ssh_public_key(line.encode())
    assert isinstance(key, RSAPublicKey)  # noqa: S101 -- its kind says so
    return None if key.key_size >= _FEWEST_RSA_BITS else f"{_RSA} ({key.key_size} bits)"


def _comment(key: asyncssh.SSHKey) -> str:
    """What the sender calls the key, as far as it can be shown."""
    comment = (key.get_comment_bytes() or b"").decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "\ufffd" for c in comment[:_LONGEST_COMMENT])

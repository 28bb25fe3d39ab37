"""The secrets of an instance, from the environment or made once in the data folder.

Settings only read them. The migration makes them, so that an instance that serves has them, and
every process of it the same ones.
"""

import base64
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.exceptions import ImproperlyConfigured

from verzuimbrug.project.data_keys import KEY_BYTES, ask, parse_keys
from verzuimbrug.project.private_files import make_data_folder, make_folder, write_once


def make_keys(data: Path) -> None:
    """Make what the environment does not give and the data folder does not hold yet."""
    folder = make_folder(make_data_folder(data) / "keys")
    write_once(folder / "secret.key", secrets.token_urlsafe(50))
    write_once(folder / "data.key", base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode())
    write_once(folder / "index.key", base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode())
    write_once(folder / "sftp_host.key", _new_host_key())


def secret_key(data: Path) -> str:
    """Django's secret key: `VERZUIMBRUG_SECRET_KEY`, else `keys/secret.key` in the data folder.

    Empty when there is none yet; Django refuses to use that.
    """
    return os.environ.get("VERZUIMBRUG_SECRET_KEY") or _read(data, "secret.key")


def index_key(data: Path) -> bytes:
    """The key of the blind indexes: `VERZUIMBRUG_INDEX_KEY`, `…_FILE`, `…_COMMAND`, or a file.

    Empty when there is none yet. It is never rotated (docs/adr/0041-keys-and-places.md).
    """
    name = "VERZUIMBRUG_INDEX_KEY"
    file = os.environ.get("VERZUIMBRUG_INDEX_KEY_FILE")
    command = os.environ.get("VERZUIMBRUG_INDEX_KEY_COMMAND")
    text = os.environ.get(name) or (ask(command, f"{name}_COMMAND") if command else "")
    if file and not text:
        text = Path(file).read_text(encoding="utf-8")
    keys = parse_keys(text or _read(data, "index.key"), name)
    return keys[0] if keys else b""


def sftp_host_key(data: Path) -> str:
    """The key by which SFTP clients know this instance, in OpenSSH's format.

    `VERZUIMBRUG_SFTP_HOST_KEY` (that file in base64, on one line), else `keys/sftp_host.key`.
    """
    encoded = os.environ.get("VERZUIMBRUG_SFTP_HOST_KEY")
    if not encoded:
        return _read(data, "sftp_host.key")
    try:
        return base64.b64decode(encoded, validate=True).decode("ascii")
    except ValueError:
        raise ImproperlyConfigured(
            "VERZUIMBRUG_SFTP_HOST_KEY is the file sftp_host.key in base64, on one line"
        ) from None


def _new_host_key() -> str:
    key = Ed25519PrivateKey.generate()
    form = (Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    return key.private_bytes(*form).decode()


def _read(data: Path, name: str) -> str:
    try:
        return (data / "keys" / name).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""

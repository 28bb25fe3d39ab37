"""Where the bytes of an upload are until it counts: a file without a name, encrypted.

The key is in memory only and each file has its own, so that what was on disk cannot be read
afterwards, also not from a disk that is taken out of the machine.
"""

import os
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CTR

_BLOCK = 16
_KEY_BYTES = 32


def make_folder(data: Path) -> Path:
    """The folder for uploads in the data folder, closed to others."""
    folder = data / "sftp"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


class Spool:
    """Bytes that come in any order, up to a size that its user keeps to."""

    def __init__(self, folder: Path) -> None:
        # On Linux it never has a name; elsewhere it loses it at once.
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 -- `close`
        self._key = os.urandom(_KEY_BYTES)
        self.size = 0

    def fileno(self) -> int:
        """The open file, for the operating system."""
        return self._file.fileno()

    def write(self, offset: int, data: bytes) -> None:
        """Puts bytes somewhere. Raises OSError when the disk does not take them."""
        sealed = self._crypt(offset, data)
        done = 0
        while done < len(sealed):
            done += os.pwrite(self.fileno(), sealed[done:], offset + done)
        self.size = max(self.size, offset + len(data))

    def read(self) -> bytes:
        """All of it; what was never written is not zero but noise."""
        with open(self.fileno(), "rb", closefd=False) as file:
            file.seek(0)
            return self._crypt(0, file.read())

    def shrink(self, size: int) -> None:
        """Cuts off what is beyond a size."""
        self._file.truncate(min(size, self.size))
        self.size = min(size, self.size)

    def close(self) -> None:
        """Lets go of the bytes."""
        self._file.close()
        self.size = 0

    def _crypt(self, offset: int, data: bytes) -> bytes:
        """Encrypts or decrypts, which is the same in counter mode, from an offset on."""
        block, skipped = divmod(offset, _BLOCK)
        cipher = Cipher(AES256(self._key), CTR(block.to_bytes(_BLOCK, "big"))).encryptor()
        cipher.update(bytes(skipped))
        return cipher.update(data)

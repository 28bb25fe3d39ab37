"""What a way in is to the fuzzer."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_CORPUS = Path(__file__).parent.parent / "corpus" / "fuzz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What takes any bytes, some bytes that are worth beginning with, and words that matter."""

    take: Callable[[bytes], None]
    seeds: Iterable[bytes]
    words: Iterable[bytes] = ()


def kept(name: str) -> Iterator[bytes]:
    """What once broke something, and other bytes worth keeping, of one target."""
    for path in sorted((_CORPUS / name).glob("*")):
        yield path.read_bytes()

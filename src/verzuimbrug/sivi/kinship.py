"""Which messages are probably of one employer, told by their bytes before anything is read.

It costs next to nothing, so that the queue can hand the messages of an employer to one worker. It
decides nothing: bytes of any kind have a kin, and those of one employer may have several.
"""

from zlib import crc32

_FROM, _UNTIL = b"Wrkgvr>", b"Wrknmr>"


def kin_of(content: bytes) -> int:
    """A number from 0 up to 2 ** 32, the same for what is said of the first employer alike.

    That is all between the tag of the employer and that of the first person.
    """
    start = content.find(_FROM)
    return crc32(content[start : content.find(_UNTIL, start)])

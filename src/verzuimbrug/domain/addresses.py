"""Internet addresses: which a list admits, and what counts as one place."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address
_PLACE_BITS = 64


def admits(allowed: Iterable[str], address: str) -> bool:
    """Whether an address is in a list of addresses and networks (CIDR); an empty list admits all.

    What cannot be read, in the list or as address, is admitted nowhere.
    """
    entries = tuple(allowed)
    if not entries:
        return True
    caller = _read(address)
    return caller is not None and any(_holds(entry, caller) for entry in entries)


def place_of(address: str) -> str:
    """What counts as one place: an IPv4 address, or the /64 in which an IPv6 address lies.

    A subscriber has a whole /64 and may take another address of it for every request.
    """
    caller = _read(address)
    if isinstance(caller, IPv6Address):
        return str(ip_network((caller, _PLACE_BITS), strict=False))
    return str(caller or address)


def _read(address: str) -> Address | None:
    """The address; one of IPv4 that is written as IPv6 is that of IPv4."""
    try:
        caller = ip_address(address)
    except ValueError:
        return None
    mapped = caller.ipv4_mapped if isinstance(caller, IPv6Address) else None
    return mapped or caller


def _holds(entry: str, caller: Address) -> bool:
    try:
        return caller in ip_network(entry)
    except ValueError:
        return False

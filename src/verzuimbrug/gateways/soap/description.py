"""The WSDL, with the address at which it was asked for."""

from functools import cache
from importlib.resources import files
from xml.sax.saxutils import quoteattr

_PLACE = '"@ADDRESS@"'


def describe(address: str) -> bytes:
    """The WSDL of the service at an address."""
    return _template().replace(_PLACE, quoteattr(address)).encode()


@cache
def _template() -> str:
    return files(__package__).joinpath("bestandsoverdracht.wsdl").read_text(encoding="utf-8")

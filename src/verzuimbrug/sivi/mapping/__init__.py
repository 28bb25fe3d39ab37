"""Mapping: a checked message to the values of the domain (docs/rules, MSG-2, WN-5, VZ).

Which tag becomes which field is data: a table per group, for all editions together. A tag that an
edition does not have is simply never found.
"""

from verzuimbrug.sivi.mapping.delivery import (
    Numbering,
    map_delivery,
    map_employer,
    map_employers,
)
from verzuimbrug.sivi.mapping.envelope import map_envelope, read_envelope

__all__ = [
    "Numbering",
    "map_delivery",
    "map_employer",
    "map_employers",
    "map_envelope",
    "read_envelope",
]

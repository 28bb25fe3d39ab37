"""The processes of an instance, and the names under which they connect to the database."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class ProcessName(StrEnum):
    """What runs for as long as an instance does."""

    WEB = "web"
    WORKER = "worker"
    COURIER = "courier"
    SFTP = "sftp"


def connects_as(process: ProcessName) -> str:
    """The name of its connections (PostgreSQL's application_name)."""
    return f"verzuimbrug {process}"


PROCESSES: Mapping[str, ProcessName] = MappingProxyType(
    {connects_as(process): process for process in ProcessName}
)

WATCHED = (ProcessName.WORKER, ProcessName.COURIER)
"""They ask the database something every few seconds, so that their silence says something.

The others ask nothing while nobody comes.
"""

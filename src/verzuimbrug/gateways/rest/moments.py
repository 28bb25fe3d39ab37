"""Moments as the REST API takes them: with a zone, and any offset that ISO 8601 can write."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime


def _in_utc(moment: datetime) -> datetime:
    """The same moment in UTC: the database does not take every offset. Raises ValueError."""
    try:
        return moment.astimezone(UTC)
    except OverflowError as problem:
        raise ValueError("no such moment") from problem


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]

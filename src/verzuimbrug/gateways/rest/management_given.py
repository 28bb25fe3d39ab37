"""What bodies have in common that are no configured objects."""

from pydantic import BaseModel, ConfigDict


class Given(BaseModel):
    """A body with these keys; a key that is not known is refused, as it may be a slip."""

    model_config = ConfigDict(extra="forbid")

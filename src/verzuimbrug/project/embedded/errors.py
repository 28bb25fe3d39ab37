"""What can be wrong with the embedded server, in words for the person who started it."""


class EmbeddedServerError(Exception):
    """The embedded PostgreSQL cannot be started or used."""


class NoRunningInstanceError(EmbeddedServerError):
    """Nothing serves the data folder."""

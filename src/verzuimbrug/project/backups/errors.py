"""What can be wrong with a backup, in words for the person who gives the command."""


class BackupError(Exception):
    """A backup cannot be made or put back; then nothing was replaced."""

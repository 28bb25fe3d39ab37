"""The style page: every component once, in all its states."""

"""Waiting: the parking lot, what is held, reconciliation, undo."""

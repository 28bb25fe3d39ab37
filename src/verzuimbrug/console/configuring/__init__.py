"""Changing the configuration from a page: shown first, then saved, then taken back when wished."""

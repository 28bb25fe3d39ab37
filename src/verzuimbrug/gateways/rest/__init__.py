"""The REST API (docs/interfaces)."""

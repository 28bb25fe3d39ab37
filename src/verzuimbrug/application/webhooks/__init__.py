"""Webhooks: where events go, sending them, and the log of what was sent."""

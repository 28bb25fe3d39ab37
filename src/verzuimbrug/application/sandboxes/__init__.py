"""Sandboxes: an arbodienst of its own in which the sender of an account proves its side."""

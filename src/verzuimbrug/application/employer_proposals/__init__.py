"""Employers from messages: what they say becomes proposals, which people decide on (WG-5)."""

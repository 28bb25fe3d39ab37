"""The change log: what changed, what was known when, and from whom (VE-5)."""

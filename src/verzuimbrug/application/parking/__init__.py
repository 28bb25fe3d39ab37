"""The parking lot: what waits, why, since when, and what heals it."""

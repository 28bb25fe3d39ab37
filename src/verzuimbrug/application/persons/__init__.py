"""One person in full: found, read, and told from where each value came (docs/interfaces)."""

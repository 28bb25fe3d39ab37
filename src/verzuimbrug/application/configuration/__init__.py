"""The configuration of an arbodienst: as a file, in the store, and as the rules need it."""

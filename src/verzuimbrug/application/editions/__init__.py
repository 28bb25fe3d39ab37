"""In which editions of the standard messages arrive, and which each stream takes (MSG-1)."""

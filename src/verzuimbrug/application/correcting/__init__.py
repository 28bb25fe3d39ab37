"""A stored message corrected, or processed again: dry-run first (MSG-5, MSG-7, VE-4)."""

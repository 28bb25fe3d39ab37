"""Undoing messages, and taking an undo back (VE-4)."""

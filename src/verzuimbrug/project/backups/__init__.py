"""Backups: the whole database in a folder, and back (ADR 39). Keys are never part of one."""

"""Erasing what is finished by term: shown first, approved, then done in portions (VE-6)."""

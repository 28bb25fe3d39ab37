"""Dossiers: finding persons, and each with absence, values, employments, sources and times."""

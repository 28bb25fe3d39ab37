"""Employers, their groups and their classifications."""

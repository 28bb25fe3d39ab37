"""Signing in: allauth's views under our own addresses, with our own pages and rules."""

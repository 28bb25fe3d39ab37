"""Doors for machines: authenticate, unwrap, call the use case, wrap what it says."""

"""Whole deliveries of the portal's state: the guided initial load, and reconciliation."""

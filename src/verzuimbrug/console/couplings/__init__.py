"""Couplings: the list, the way of each to going live, and the cockpit after that."""

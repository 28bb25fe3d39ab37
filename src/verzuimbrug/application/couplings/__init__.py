"""Couplings as the people see them who keep them: on their way to going live, and at work."""

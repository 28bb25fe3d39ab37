"""Verzuimbrug: an exchange hub for sickness-absence messages on the SIVI Verzuimstandaard."""

__version__ = "0.1.0"

"""The SIVI Verzuimstandaard: catalogue, safe parsing, checking, reading and writing."""

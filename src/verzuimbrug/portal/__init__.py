"""The sending side of a coupling: a client, and a simulator of insurer portals."""

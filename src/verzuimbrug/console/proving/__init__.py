"""The page of a sandbox for its sender, behind an address with a secret."""

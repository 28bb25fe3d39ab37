"""Signing in: customer codes, tokens and keys, issued, handed over, checked, revoked."""

"""Plain deliveries over HTTP, gathered: those that arrive together are kept together (ADR 35)."""

"""Whether an account can go live, and what puts it in order (GR-1 to GR-6)."""

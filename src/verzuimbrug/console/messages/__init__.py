"""Messages: found by what is in them, and one looked at from all sides."""

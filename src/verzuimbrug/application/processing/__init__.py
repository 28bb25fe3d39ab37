"""Messages decided on: together in a batch, or each by itself in portions."""

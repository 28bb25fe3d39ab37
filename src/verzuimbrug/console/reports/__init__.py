"""Processing reports: what became of messages, per message and over a period."""

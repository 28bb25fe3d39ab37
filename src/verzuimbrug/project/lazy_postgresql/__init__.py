"""Django's PostgreSQL backend, for a server whose place is known only once it runs."""

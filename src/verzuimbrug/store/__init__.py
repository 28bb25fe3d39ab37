"""The one Django app with tables: models, tenant isolation, snapshots (read), writing (bulk)."""

"""What is passed on to the case system: told of in events, fetched by it alone, erased in time."""

"""Events: what happened to persons and cases, published from an outbox, and read as a feed."""

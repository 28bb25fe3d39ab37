"""Use cases, a verb a module: what the doors, the console and the commands call."""

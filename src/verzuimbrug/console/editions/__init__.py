"""What arrives in which edition, and what other settings would make of it."""

"""Claims messages and runs them; timers."""

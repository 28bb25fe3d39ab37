"""People who sign in to the console: who they are, and what is open to them."""

"""What became of a message: for the beheerder and for the sender."""

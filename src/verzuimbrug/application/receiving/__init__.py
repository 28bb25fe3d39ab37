"""Taking in deliveries, or refusing them at the door."""

"""What waits for a person: shown with its changes, approved, refused (VE-2)."""

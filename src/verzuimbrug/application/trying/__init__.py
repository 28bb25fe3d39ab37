"""What the settings of a stream make of a message, without processing it."""

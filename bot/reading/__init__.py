"""What a message says: text in, Reading out, pure."""

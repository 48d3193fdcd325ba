"""The drawing process."""

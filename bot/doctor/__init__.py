"""The doctor: looks at an installation and says what is well, what is not, and what mends it."""

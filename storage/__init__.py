"""What is remembered: SQL only, one file per noun."""

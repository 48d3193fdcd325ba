"""Learning by itself: the process, and what the bot takes up of it."""

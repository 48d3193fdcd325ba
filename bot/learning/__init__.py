"""Learning by itself: once a week the running bot has its own closed tickets taught to a new model."""

"""The demo: a little town in the sandbox, the real bot in it, and prepared stories that can be played."""

"""Telegram in a box: a local Bot API server that knows nothing of the bot."""

"""Telegram to desk and back: the only room that imports telegram."""

"""Processes beside the bot."""

"""Processes of their own for what would hold the bot up: how one is started, spoken with and ended."""

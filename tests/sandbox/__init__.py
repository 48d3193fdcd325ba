"""Tests of the Telegram in a box, and the tool that compares it with the published schema."""

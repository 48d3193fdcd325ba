"""Tests of bot/desk/taps."""
